// Numbers of a worksheet as people see them: which styles are dates, and what a number is as one (ECMA-376 part 1,
// 18.8.30 and 18.17.4).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tradewind::archiver {

// What a number format shows.
enum class NumberShape { number, day, time, day_and_time };

// By the number of the format; those from 164 on are told by their code.
[[nodiscard]] NumberShape built_in_shape(std::int64_t format);
[[nodiscard]] NumberShape shape_of_code(std::string_view code);

// "12.5", "4989555010" (never with an exponent up to 15 digits), "2026-11-23", "15:00", "2026-11-23T15:00"; what is no
// number, and a day outside of the years 1900 to 9999, stays as it is. `from_1904`: the workbook counts days from
// there.
[[nodiscard]] std::string number_text(std::string_view value, NumberShape shape, bool from_1904);

}  // namespace tradewind::archiver

// Decimal numbers as buyers of many countries write them. Texts are folded (folded_text.hpp).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tradewind::archiver {

// "2.500", "1,000", "1 000", "3,5", "12k", "2万": as decimal text without needless zeros ("2500", "3.5", "12000",
// "20000"). Groups of three behind one separator are thousands, unless the number begins with 0. "" if it is none.
[[nodiscard]] std::string decimal_of(std::string_view text);

// The end of the digits and separators of a number that begins at `at`.
[[nodiscard]] std::size_t number_end(std::string_view text, std::size_t at);

// "k", "thousand", 万 behind the number: how many zeros they stand for, and in `size` how many bytes they are.
[[nodiscard]] std::size_t magnitude(std::string_view folded, std::size_t at, std::size_t& size);

}  // namespace tradewind::archiver

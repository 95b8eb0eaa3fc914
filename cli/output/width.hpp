// How many columns of a terminal a text takes: East Asian wide characters and emoji two, combining marks none (UAX #11,
// UTS #51).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tradewind::cli {

// Of UTF-8 without control characters (see sanitise.hpp). A byte that is not UTF-8 counts as one.
[[nodiscard]] std::size_t display_width(std::string_view text);

// At most `width` columns of it; what was cut is shown by an ellipsis, which is inside the width. Never cuts between a
// letter and its marks.
[[nodiscard]] std::string fit_to_width(std::string_view text, std::size_t width);

}  // namespace tradewind::cli

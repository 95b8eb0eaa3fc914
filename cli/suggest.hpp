// The near word to a mistyped one.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace tradewind::cli {

// Single-character insertions, deletions, replacements and swaps of neighbours between two words (optimal string
// alignment).
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

// The known word nearest to what was typed, if it is near enough to be meant: a third of its length, or a beginning of
// it.
[[nodiscard]] std::optional<std::string_view> nearest(std::string_view typed,
                                                      const std::vector<std::string_view>& known);

}  // namespace tradewind::cli

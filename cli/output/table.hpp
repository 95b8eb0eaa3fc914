// A listing as a table for people.
#pragma once

#include <optional>
#include <string>

#include "cli/output/value.hpp"

namespace tradewind::cli {

// `width`: columns of the terminal; nothing: as wide as it gets. When it does not fit, the widest of the columns that
// may shrink do so first, and cells are cut with an ellipsis. `colour` adds ANSI styles. One line a record, after a
// line of titles.
[[nodiscard]] std::string to_table(const Listing& listing, std::optional<std::size_t> width, bool colour);

// The text in the style, or the bare text without colour.
[[nodiscard]] std::string styled(std::string_view text, Style style, bool colour);

}  // namespace tradewind::cli

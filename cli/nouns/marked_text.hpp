// A text with its hits shown to people.
#pragma once

#include <optional>
#include <string>

#include "cli/output/value.hpp"
#include "crm_core/search/snippet.hpp"

namespace tradewind::cli {

// One line, sanitised: hits in colour, or in [brackets] without; everything else in the base style. At most `width`
// columns of it: where the first hit would be cut off, the beginning goes instead.
[[nodiscard]] std::string marked(const crm::search::MarkedText& text, std::optional<std::size_t> width, bool colour,
                                 Style base);

}  // namespace tradewind::cli

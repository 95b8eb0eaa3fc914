// The lines of a notice: labels with their values, the buyer's message, his card.
#pragma once

#include <string_view>
#include <vector>

#include "archiver/extract/notice.hpp"
#include "archiver/extract/platform.hpp"

namespace tradewind::archiver {

[[nodiscard]] bool is_rule_line(std::string_view line);
[[nodiscard]] bool has_any(std::string_view folded, const std::vector<std::string>& words);

// Reads "label: value" lines, labels above their values and labels in a column; a label "message" takes the lines that
// follow it, up to the next label, a ruled line or the platform's own words. `bare_labels`: a label may stand alone in
// its line without a colon.
void read_lines(const std::vector<std::string_view>& lines, const PlatformCatalogue& platforms,
                const PlatformTemplate* platform, bool bare_labels, Notice& notice);

}  // namespace tradewind::archiver

// Reading of the data files that come with the program: lines "key: value | value | value", '#' starts a comment line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "archiver/folded_text.hpp"

namespace tradewind::archiver {

[[nodiscard]] inline std::vector<std::string_view> split(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    const std::string_view part = trim_wide(text.substr(0, end));
    if (!part.empty()) parts.push_back(part);
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + separator.size());
  }
}

// each(key, values) for every entry; lines without a colon are passed over.
template <class Each>
void for_each_entry(std::string_view file, Each&& each) {
  for (std::string_view line : lines_of(file)) {
    line = trim_wide(line);
    if (line.empty() || line.front() == '#') continue;
    const std::size_t colon = line.find(": ");
    if (colon == std::string_view::npos) continue;
    each(trim_wide(line.substr(0, colon)), split(line.substr(colon + 2), " | "));
  }
}

// The shipped table of this name; throws std::logic_error if the build lacks it.
[[nodiscard]] std::string_view shipped_table(std::string_view name);

}  // namespace tradewind::archiver

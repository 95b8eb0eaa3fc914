// "type/subtype; name=value" header values: Content-Type and Content-Disposition, with RFC 2231 and what is sent
// instead of it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tradewind::archiver {

struct ParameterizedValue {
  std::string value;  // lower case, blanks removed: "text/plain", "attachment"; "" if there is none
  std::vector<std::pair<std::string, std::string>> parameters;  // lower-case names, decoded UTF-8 values; at most 64

  // The first parameter of that lower-case name, "" if none.
  [[nodiscard]] std::string_view parameter(std::string_view name) const;
};

// Joins continuations (name*0, name*1*), undoes percent encoding with its charset, RFC 2047 words in or out of quotes,
// and raw 8-bit values. Missing semicolons, blanks round "=", unclosed quotes and single quotes are read as they were
// meant.
[[nodiscard]] ParameterizedValue parse_parameterized(std::string_view raw, std::string_view fallback = {});

// A file name that is safe to show and to join to a directory: no path, no control or bidirectional override
// characters.
[[nodiscard]] std::string safe_file_name(std::string_view name);

}  // namespace tradewind::archiver

// The lines of a vCard file: unfolded, their parameters read, their values decoded.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tradewind::archiver {

struct VCardLine {
  std::int64_t number = 0;                                           // where it begins, the first being 1
  std::string name;                                                  // lower case, without its group: "tel"
  std::vector<std::pair<std::string, std::string>> parameters = {};  // names lower case; one without a name is "type"
  std::string value;                                                 // UTF-8, its backslashes still in it
  bool too_long = false;                                             // it is only the beginning

  // TYPE=work, TYPE="work,voice", and WORK of 2.1.
  [[nodiscard]] bool has_type(std::string_view type) const;
  [[nodiscard]] std::string_view parameter(std::string_view parameter) const;  // "" when it is not there
};

// Reads a file line by line; what is no property is passed over. A property is read up to 64 KiB.
class VCardLines {
 public:
  explicit VCardLines(std::string_view bytes);
  // Nothing at the end.
  [[nodiscard]] std::optional<VCardLine> next();

 private:
  std::string_view physical_line();
  std::string_view rest_;
  std::int64_t number_ = 0;  // of the line that was read last
  std::string fallback_;     // the charset of values without a label
};

// The parts between separators that no backslash escapes, each unescaped (RFC 6350 §3.4).
[[nodiscard]] std::vector<std::string> split_escaped(std::string_view value, char separator);
[[nodiscard]] std::string unescaped(std::string_view value);

}  // namespace tradewind::archiver

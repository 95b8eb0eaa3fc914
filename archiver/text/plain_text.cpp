#include "archiver/text/plain_text.hpp"

#include <algorithm>
#include <optional>

#include "archiver/text/ascii.hpp"
#include "archiver/text/utf8.hpp"

namespace tradewind::archiver {

namespace {
bool is_dropped(char32_t c) {
  const bool bidirectional =
      (c >= 0x200E && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  return bidirectional || c == 0xFEFF || c == 0x200B || c == 0x2060 || c == 0xAD || (c >= 0x80 && c < 0xA0);
}

bool is_blank_like(char32_t c) { return c == 0xA0 || c == 0x202F || c == 0x2028 || c == 0x2029; }

// The line that starts at `at`, without its end; `next` is set behind the end.
std::string_view line_at(std::string_view text, std::size_t at, std::size_t& next) {
  const std::size_t end = std::min(text.find('\n', at), text.size());
  next = std::min(end + 1, text.size());
  std::string_view line = text.substr(at, end - at);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// "begin 644 name.ext": the name, or nothing.
std::optional<std::string_view> begin_name(std::string_view line) {
  if (!line.starts_with("begin ")) return {};
  line.remove_prefix(6);
  std::size_t digits = 0;
  while (digits < line.size() && line[digits] >= '0' && line[digits] <= '7') ++digits;
  if (digits < 3 || digits > 4 || digits >= line.size() || line[digits] != ' ') return {};
  const std::string_view name = trim(line.substr(digits + 1));
  return name.empty() ? std::nullopt : std::optional(name);
}

// A data line says how many bytes it holds in its first character.
bool is_data_line(std::string_view line) {
  if (line.empty() || line.front() < ' ' || line.front() > '`') return false;
  const auto bytes = static_cast<std::size_t>((line.front() - ' ') & 0x3F);
  const std::size_t wanted = (bytes + 2) / 3 * 4;
  return line.size() <= 1 + wanted + 2 &&
         line.size() + 4 > 1 + wanted;  // some mailers cut blanks at the end, some add a checksum
}
}  // namespace

std::string readable(std::string_view utf8) {
  std::string text;
  text.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size();) {
    std::size_t run = at;
    while (run < utf8.size() && static_cast<unsigned char>(utf8[run] - 0x20) < 0x5F) ++run;  // printable ASCII
    text.append(utf8.substr(at, run - at));
    at = run;
    if (at == utf8.size()) break;
    const char c = utf8[at];
    if (is_high(c)) {
      const std::size_t begin = at;
      const char32_t code_point = next_code_point(utf8, at);
      if (is_blank_like(code_point)) {
        text.push_back(' ');
      } else if (!is_dropped(code_point)) {
        text.append(utf8.substr(begin, at - begin));
      }
      continue;
    }
    ++at;
    if (c == '\r') {
      if (at < utf8.size() && utf8[at] == '\n') ++at;
      text.push_back('\n');
    } else if (c == '\f' || c == '\v') {
      text.push_back('\n');
    } else if (c == '\n' || c == '\t') {
      text.push_back(c);
    }
  }
  return text;
}

std::string unflow(std::string_view text, bool delete_space) {
  std::string joined;
  joined.reserve(text.size());
  bool open = false;  // the line before goes on
  std::size_t open_depth = 0;
  for (std::size_t at = 0; at < text.size();) {
    std::string_view line = line_at(text, at, at);
    std::size_t depth = 0;
    while (depth < line.size() && line[depth] == '>') ++depth;
    line.remove_prefix(depth);
    if (line.starts_with(' ')) line.remove_prefix(1);  // space-stuffing, §4.4
    const bool signature = line == "-- ";
    if (open && (depth != open_depth || signature)) {
      joined.push_back('\n');
      open = false;
    }
    if (!open && depth > 0) joined.append(depth, '>').push_back(' ');
    const bool flows = line.ends_with(' ') && !signature && at < text.size();
    if (flows && delete_space) line.remove_suffix(1);
    joined.append(line);
    open = flows;
    open_depth = depth;
    if (!open) joined.push_back('\n');
  }
  return joined;
}

std::vector<InlineFile> find_uuencoded(std::string_view text) {
  constexpr std::size_t most = 100;
  std::vector<InlineFile> files;
  std::size_t at = text.starts_with("begin ") ? 0 : text.find("\nbegin ");
  while (at != std::string_view::npos && files.size() < most) {
    if (text[at] == '\n') ++at;
    std::size_t next = 0;
    const auto name = begin_name(line_at(text, at, next));
    std::size_t lines = 0;
    bool closed = false;
    while (name && next < text.size() && !closed) {
      std::size_t behind = 0;
      const std::string_view line = line_at(text, next, behind);
      closed = line == "end";
      if (!closed && !line.empty() && !is_data_line(line)) break;
      ++lines;
      next = behind;
    }
    if (name && closed && lines >= 2) files.push_back({std::string(*name), at, next - at});
    at = text.find("\nbegin ", std::max(at + 1, next) - 1);
  }
  return files;
}

}  // namespace tradewind::archiver

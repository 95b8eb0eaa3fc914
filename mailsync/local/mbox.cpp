#include "mailsync/local/mbox.hpp"

#include <optional>

namespace tradewind::mailsync {

namespace {

constexpr std::string_view mark = "From ";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "9:05", "09:05:31"
bool holds_time(std::string_view line) {
  for (std::size_t colon = line.find(':'); colon != std::string_view::npos; colon = line.find(':', colon + 1))
    if (colon > 0 && colon + 2 < line.size() && is_digit(line[colon - 1]) && is_digit(line[colon + 1]) &&
        is_digit(line[colon + 2]))
      return true;
  return false;
}

std::string_view line_at(std::string_view file, std::size_t at) {
  std::string_view line = file.substr(at, file.find('\n', at) - at);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool is_boundary(std::string_view file, std::size_t at) {
  if (file.compare(at, mark.size(), mark) != 0) return false;
  const bool after_blank =
      at == 0 || (at >= 2 && file[at - 1] == '\n' &&
                  (file[at - 2] == '\n' || (at >= 3 && file[at - 2] == '\r' && file[at - 3] == '\n')));
  return after_blank && holds_time(line_at(file, at).substr(mark.size()));
}

// Start of the next boundary at or after `from`, or the end.
std::size_t next_boundary(std::string_view file, std::size_t from) {
  for (std::size_t found = file.find("\nFrom ", from); found != std::string_view::npos;
       found = file.find("\nFrom ", found + 1))
    if (is_boundary(file, found + 1)) return found + 1;
  return file.size();
}

// Without the blank line between it and the next boundary.
std::string_view without_last_blank_line(std::string_view bytes) {
  if (bytes.ends_with("\r\n\r\n"))
    bytes.remove_suffix(2);
  else if (bytes.ends_with("\n\n"))
    bytes.remove_suffix(1);
  return bytes;
}

// Where the next line that starts with '>'s and "From " has its first '>'.
std::optional<std::size_t> next_quoted(std::string_view bytes, std::size_t from) {
  for (std::size_t found = bytes.find(">From ", from); found != std::string_view::npos;
       found = bytes.find(">From ", found + 1)) {
    std::size_t start = found;
    while (start > from && bytes[start - 1] == '>') --start;
    if (start == 0 || bytes[start - 1] == '\n') return start;
  }
  return {};
}

}  // namespace

Result<void> for_each_mbox_message(std::string_view file, const std::function<Result<void>(const MboxMessage&)>& take) {
  std::size_t at = file.find_first_not_of("\r\n");
  if (at == std::string_view::npos) return {};
  // Blank lines before the first message are nothing to stumble over.
  file.remove_prefix(at);
  at = 0;
  if (!is_boundary(file, 0)) return fail(Fault::invalid, "no mbox: it does not start with a \"From \" line");
  while (at < file.size()) {
    MboxMessage message;
    message.envelope = line_at(file, at);
    const std::size_t line_end = file.find('\n', at);
    const std::size_t begin = line_end == std::string_view::npos ? file.size() : line_end + 1;
    // The line end before the message counts as the line end before a boundary: an empty message is one too.
    const std::size_t end = begin == file.size() ? begin : next_boundary(file, begin - 1);
    message.bytes = without_last_blank_line(file.substr(begin, end - begin));
    if (auto taken = take(message); !taken) return taken;
    at = end;
  }
  return {};
}

bool is_mbox_quoted(std::string_view bytes) { return next_quoted(bytes, 0).has_value(); }

std::string mbox_unquoted(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size());
  std::size_t from = 0;
  while (const auto quoted = next_quoted(bytes, from)) {
    text.append(bytes.substr(from, *quoted - from));
    // The rest of the line goes over whole: its other '>'s are not looked at again.
    const std::size_t end = bytes.find("From ", *quoted);
    text.append(bytes.substr(*quoted + 1, end - *quoted - 1));
    from = end;
  }
  text.append(bytes.substr(from));
  return text;
}

}  // namespace tradewind::mailsync

#include "archiver/mime/header_block.hpp"

#include <algorithm>

#include "archiver/mime/limits.hpp"
#include "archiver/text/ascii.hpp"

namespace tradewind::archiver {

namespace {
struct Line {
  std::string_view text;
  std::size_t next = 0;  // where the following line begins
};

Line line_at(std::string_view raw, std::size_t at) {
  const std::size_t end = find_stop(raw, at, is_line_end);
  std::size_t next = end;
  if (next < raw.size()) next += raw[next] == '\r' && next + 1 < raw.size() && raw[next + 1] == '\n' ? 2 : 1;
  return {raw.substr(at, end - at), next};
}

// Length of the field name that the line starts with, 0 if it is no header field. Blanks before the colon are obsolete
// syntax (RFC 5322 §4.5); other characters must be printable ASCII.
std::size_t field_name_length(std::string_view line) {
  constexpr std::size_t longest = 256;
  std::size_t end = 0;
  while (end < line.size() && end < longest && line[end] > ' ' && line[end] < 0x7F && line[end] != ':') ++end;
  std::size_t colon = end;
  while (colon < line.size() && (line[colon] == ' ' || line[colon] == '\t')) ++colon;
  return end > 0 && colon < line.size() && line[colon] == ':' ? end : 0;
}
}  // namespace

const RawField* HeaderBlock::find(std::string_view name) const {
  const auto found =
      std::find_if(fields.begin(), fields.end(), [&](const RawField& field) { return equal_nocase(field.name, name); });
  return found == fields.end() ? nullptr : &*found;
}

HeaderBlock read_header_block(std::string_view raw, HeaderOf what) {
  HeaderBlock block;
  std::size_t at = 0;
  if (what == HeaderOf::message) {
    at = std::min(raw.find_first_not_of("\r\n"), raw.size());
    block.mbox_line = raw.substr(at).starts_with("From ") || raw.substr(at).starts_with(">From ");
    if (block.mbox_line) at = line_at(raw, at).next;
  }
  block.begin = at;
  while (at < raw.size()) {
    const Line line = line_at(raw, at);
    if (line.text.empty()) {
      at = line.next;
      break;
    }
    const std::size_t name_length = field_name_length(line.text);
    const bool continuation = line.text.front() == ' ' || line.text.front() == '\t';
    if (name_length == 0 && !(continuation && !block.fields.empty())) {
      if (trim(line.text).empty()) {  // a line of blanks where the empty line should be
        at = line.next;
        break;
      }
      // Relays and bad mailers leave a stray line between good ones: the block goes on if the next line is a field.
      const bool goes_on =
          !block.fields.empty() && field_name_length(line_at(raw, line.next).text) > 0 && !line.text.starts_with("--");
      if (!goes_on) {
        block.no_blank_line = true;
        break;
      }
      at = line.next;
      continue;
    }
    if (continuation) {
      RawField& field = block.fields.back();
      if (!block.too_many) {
        field.value = std::string_view(
            field.value.data(), static_cast<std::size_t>(line.text.data() + line.text.size() - field.value.data()));
      }
    } else if (block.fields.size() >= limits::header_fields) {
      block.too_many = true;
    } else {
      const std::size_t colon = line.text.find(':', name_length);
      block.fields.push_back({line.text.substr(0, name_length), line.text.substr(colon + 1)});
    }
    at = line.next;
  }
  block.body = at;
  return block;
}

}  // namespace tradewind::archiver

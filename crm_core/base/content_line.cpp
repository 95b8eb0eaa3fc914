#include "crm_core/base/content_line.hpp"

#include "crm_core/base/utf8_cut.hpp"

namespace tradewind {

std::string escaped_content(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '\n')
      result += "\\n";
    else if (c == '\\' || c == ';' || c == ',')
      result += {'\\', c};
    else if (static_cast<unsigned char>(c) >= 0x20 || c == '\t')
      result += c;
  }
  return result;
}

void append_content_line(std::string& text, std::string_view line) {
  std::size_t room = 75;
  for (bool first = true; first || !line.empty(); first = false) {
    const std::string_view piece = cut_utf8(line, room);
    if (!first) text += ' ';
    text.append(piece).append("\r\n");
    line.remove_prefix(piece.empty() ? line.size() : piece.size());
    room = 74;
  }
}

}  // namespace tradewind

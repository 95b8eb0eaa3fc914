#include "cli/output/sanitise.hpp"

#include "crm_core/search/utf8.hpp"

namespace tradewind::cli {

namespace {

bool is_plain(std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte >= 0x7F) return false;
  }
  return true;
}

bool is_dangerous(char32_t character) {
  if (character < 0x20 || (character >= 0x7F && character <= 0x9F)) return true;  // C0, DEL, C1 (ECMA-48)
  if (character >= 0x202A && character <= 0x202E) return true;                    // LRE ... RLO (UAX #9)
  if (character >= 0x2066 && character <= 0x2069) return true;                    // LRI ... PDI
  if (character >= 0xE0000 && character <= 0xE007F) return true;                  // tags: text that nobody sees
  return character == 0xFEFF;
}

}  // namespace

std::string sanitise(std::string_view text, Lines lines) {
  if (is_plain(text)) return std::string(text);
  std::string clean;
  clean.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto [character, size] = crm::search::decode_utf8(text, at);
    if (character == 0xFFFD) {
      clean.append("\xEF\xBF\xBD");
    } else if (character == '\n' || character == '\t' || character == 0x2028 || character == 0x2029) {
      if (lines == Lines::one)
        clean.push_back(' ');
      else
        clean.push_back(character == '\t' ? '\t' : '\n');
    } else if (!is_dangerous(character)) {
      clean.append(text.substr(at, size));
    } else if (character == '\r' && lines == Lines::many && (at + 1 == text.size() || text[at + 1] != '\n')) {
      clean.push_back('\n');
    }
    at += size;
  }
  return clean;
}

}  // namespace tradewind::cli

// Cutting UTF-8 text without cutting a character.
#pragma once

#include <cstddef>
#include <string_view>

namespace tradewind {

// The longest beginning of at most `bytes` bytes that ends between two characters.
[[nodiscard]] constexpr std::string_view cut_utf8(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  // A byte 10xxxxxx continues a character (RFC 3629 §3); no character has more than three of them.
  std::size_t end = bytes;
  while (end > 0 && bytes - end < 3 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

}  // namespace tradewind

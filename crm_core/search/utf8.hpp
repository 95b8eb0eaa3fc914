// Reading and writing one UTF-8 character (RFC 3629). Bad bytes never stop a reader: each counts as one replacement
// character.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tradewind::crm::search {

struct DecodedCharacter {
  char32_t value = 0xFFFD;  // U+FFFD for a byte that starts no valid sequence
  std::size_t size = 1;     // bytes it took
};

// Precondition: at < text.size(). Overlong forms, surrogates and values above U+10FFFF are bad bytes (RFC 3629 §3).
[[nodiscard]] inline DecodedCharacter decode_utf8(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const auto follows = [&](std::size_t i) { return at + i < text.size() && (byte(i) & 0xC0U) == 0x80U; };
  const auto low = [&](std::size_t i) { return static_cast<char32_t>(byte(i) & 0x3FU); };
  const unsigned char first = byte(0);
  if (first < 0x80) return {first, 1};
  if (first >= 0xC2 && first < 0xE0 && follows(1)) return {static_cast<char32_t>((first & 0x1FU) << 6) | low(1), 2};
  if (first >= 0xE0 && first < 0xF0 && follows(1) && follows(2)) {
    const char32_t value = static_cast<char32_t>((first & 0x0FU) << 12) | low(1) << 6 | low(2);
    if (value >= 0x800 && (value < 0xD800 || value > 0xDFFF)) return {value, 3};
  }
  if (first >= 0xF0 && first < 0xF5 && follows(1) && follows(2) && follows(3)) {
    const char32_t value = static_cast<char32_t>((first & 0x07U) << 18) | low(1) << 12 | low(2) << 6 | low(3);
    if (value >= 0x10000 && value <= 0x10FFFF) return {value, 4};
  }
  return {};
}

// Writes `value` (a valid scalar) and gives the number of bytes, 1 to 4. `out` has room for 4.
inline std::size_t encode_utf8(char32_t value, char* out) {
  const auto put = [](char32_t bits) { return static_cast<char>(static_cast<unsigned char>(bits)); };
  if (value < 0x80) {
    out[0] = put(value);
    return 1;
  }
  if (value < 0x800) {
    out[0] = put(0xC0 | value >> 6);
    out[1] = put(0x80 | (value & 0x3F));
    return 2;
  }
  if (value < 0x10000) {
    out[0] = put(0xE0 | value >> 12);
    out[1] = put(0x80 | (value >> 6 & 0x3F));
    out[2] = put(0x80 | (value & 0x3F));
    return 3;
  }
  out[0] = put(0xF0 | value >> 18);
  out[1] = put(0x80 | (value >> 12 & 0x3F));
  out[2] = put(0x80 | (value >> 6 & 0x3F));
  out[3] = put(0x80 | (value & 0x3F));
  return 4;
}

}  // namespace tradewind::crm::search

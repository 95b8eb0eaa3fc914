// ASCII as protocols see it: no locale, no case but A to Z.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace tradewind::mailsync::imap {

[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr char to_upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

[[nodiscard]] constexpr bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return to_upper(x) == to_upper(y); });
}

[[nodiscard]] inline std::string upper_case(std::string_view text) {
  std::string upper(text);
  std::transform(upper.begin(), upper.end(), upper.begin(), to_upper);
  return upper;
}

// Up to the first space or line end.
[[nodiscard]] constexpr std::string_view first_word(std::string_view text) {
  return text.substr(0, std::min(text.find_first_of(" \r\n"), text.size()));
}

}  // namespace tradewind::mailsync::imap

// Small questions about ASCII text, locale-free. Header names, labels and protocol words are ASCII by their RFCs.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace tradewind::archiver {

[[nodiscard]] constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_alpha(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }
[[nodiscard]] constexpr bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v';
}
[[nodiscard]] constexpr bool is_high(char c) { return static_cast<unsigned char>(c) >= 0x80; }

// The value of a hexadecimal digit, -1 for anything else.
[[nodiscard]] constexpr int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char l = lower(c);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

[[nodiscard]] inline bool equal_nocase(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

[[nodiscard]] inline bool starts_with_nocase(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && equal_nocase(text.substr(0, prefix.size()), prefix);
}

[[nodiscard]] inline std::size_t find_nocase(std::string_view text, std::string_view word, std::size_t from = 0) {
  if (from > text.size()) return std::string_view::npos;
  const auto found = std::search(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), word.begin(), word.end(),
                                 [](char x, char y) { return lower(x) == lower(y); });
  return found == text.end() && !word.empty() ? std::string_view::npos : static_cast<std::size_t>(found - text.begin());
}

[[nodiscard]] inline std::string lower_copy(std::string_view text) {
  std::string copy(text);
  for (char& c : copy) c = lower(c);
  return copy;
}

// Where the first byte at or behind `at` stands for which stop(byte) is true; text.size() if there is none. The
// library's find_first_of calls memchr for every byte, which this replaces on the paths that see every byte of every
// mail.
template <class Stop>
[[nodiscard]] constexpr std::size_t find_stop(std::string_view text, std::size_t at, Stop stop) {
  while (at < text.size() && !stop(text[at])) ++at;
  return at;
}
[[nodiscard]] constexpr bool is_line_end(char c) { return c == '\n' || c == '\r'; }

[[nodiscard]] inline std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace tradewind::archiver

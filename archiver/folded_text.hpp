// Folding of text for comparison: lower case, accents and Arabic or Hebrew points dropped, full-width forms narrowed,
// white space runs made one blank. The same word written by two hands, or read through two charsets, folds to the same
// bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tradewind::archiver {

// Folds UTF-8 (invalid bytes are dropped). One pass, no allocation beyond the result. Thread-safe.
[[nodiscard]] std::string fold(std::string_view text);

// Like fold(), and says where each folded byte came from: `origin[i]` is the offset in `text` of the character that
// made byte i (and origin.back(), one past the end, is text.size()).
struct FoldedText {
  std::string text;
  std::vector<std::uint32_t> origin;
};
[[nodiscard]] FoldedText fold_with_origin(std::string_view text);

// Decodes the character at `at` and moves behind it; U+FFFD for an invalid byte.
[[nodiscard]] char32_t next_wide_character(std::string_view text, std::size_t& at);
[[nodiscard]] inline char32_t next_character(std::string_view text, std::size_t& at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  return byte < 0x80 ? ++at, byte : next_wide_character(text, at);
}

// Letters of scripts that put no blanks between words (Han, kana, Hangul with its particles, Thai, Lao, Khmer,
// Burmese).
[[nodiscard]] constexpr bool is_unspaced(char32_t c) {
  if (c < 0x0E00) return false;
  return c <= 0x0EFF || (c >= 0x1000 && c <= 0x109F) || (c >= 0x1780 && c <= 0x17FF) || (c >= 0x3005 && c <= 0x30FF) ||
         (c >= 0x31F0 && c <= 0x31FF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) ||
         (c >= 0xAC00 && c <= 0xD7AF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3134F);
}
// Letters and digits of any script; of folded text.
[[nodiscard]] bool is_wide_word_character(char32_t c);
[[nodiscard]] inline bool is_word_character(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
  return is_wide_word_character(c);
}

// The word begins with a capital letter (Latin, Greek, Cyrillic).
[[nodiscard]] bool starts_with_capital(std::string_view word);

// The words of folded text: runs of word characters; unspaced scripts give one word a run as well.
[[nodiscard]] std::vector<std::string_view> words_of(std::string_view folded);

[[nodiscard]] std::string_view trim_wide(std::string_view text);
// Lines without their ends; a trailing '\r' is removed.
[[nodiscard]] std::vector<std::string_view> lines_of(std::string_view text);

}  // namespace tradewind::archiver

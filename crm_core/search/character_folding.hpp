// What the tokenizer knows of a character: whether it belongs to a word, and the form it is compared in. Case,
// diacritics, width, digits of other scripts and the Arabic letter variants are folded away.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace tradewind::crm::search {

enum class CharacterClass : std::uint8_t {
  separator,  // ends a word
  ignored,    // leaves no trace and ends nothing: combining accents, soft hyphen, tatweel, direction marks
  connector,  // a hyphen: parts of a number stand on both sides
  word,       // letters and digits of scripts that put spaces between words
  paired,     // letters of scripts written without spaces: indexed as overlapping pairs
};

struct FoldedCharacter {
  CharacterClass kind = CharacterClass::separator;
  std::uint8_t size = 0;       // of utf8; 0 unless word or paired
  std::array<char, 6> utf8{};  // one character folds to at most three ("ﬃ"), all within six bytes

  [[nodiscard]] std::string_view view() const { return {utf8.data(), size}; }
};

// Any code point, U+FFFD for bad bytes. Thread-safe. The first character of each block of 256 asks ICU for the whole
// block; after that it is a table look-up.
[[nodiscard]] FoldedCharacter fold_character(char32_t character);

// ASCII without the call: 0 a separator, '-' the connector, else the lower-cased letter or digit.
inline constexpr std::array<char, 128> ascii_folding = [] {
  std::array<char, 128> table{};
  for (char c = '0'; c <= '9'; ++c) table[static_cast<std::size_t>(c)] = c;
  for (char c = 'a'; c <= 'z'; ++c) {
    table[static_cast<std::size_t>(c)] = c;
    table[static_cast<std::size_t>(c - 'a' + 'A')] = c;
  }
  table['-'] = '-';
  return table;
}();

}  // namespace tradewind::crm::search

// The words of a text, as the index and the query see them. One function, so that both always agree.
//
// Scripts with spaces give folded words; hyphenated ones also their parts joined ("GZ-3X3A": gz, 3x3a and gz3x3a on top
// of 3x3a). Han, Kana, Hangul, Thai, Lao, Khmer, Burmese and Tibetan runs give overlapping pairs, and their last
// character once more alone, so that `x*` finds every x. Bad UTF-8 and control characters separate words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tradewind::crm::search {

// Longer words are cut: what lies beyond is base64, a hash or a hostile mail. Bytes.
inline constexpr std::size_t longest_word = 64;
// Longest joined form of a hyphenated word, and the most parts it may have.
inline constexpr std::size_t longest_joined = 32;
inline constexpr int most_joined_parts = 6;

enum class TokenKind : std::uint8_t {
  word,
  joined,  // the parts of a hyphenated word without the hyphens; colocated with the last part
  pair,    // two neighbours of a run without spaces
  single,  // the one character of a run of one; or, colocated, the last character of a longer run
};

struct Token {
  std::string_view text;  // folded UTF-8; valid during the call only
  std::size_t start = 0;  // byte span in the text it was read from
  std::size_t end = 0;
  std::uint32_t position = 0;  // place in the order of words; a colocated token shares the one before
  TokenKind kind = TokenKind::word;
  bool colocated = false;
};

// Gives false to stop.
using TokenSink = bool (*)(void* context, const Token& token);

// Linear in the text, bounded memory, any bytes. Thread-safe.
void tokenize(std::string_view text, void* context, TokenSink sink);

// The same with any callable taking const Token& and returning bool.
template <class Callable>
void tokenize(std::string_view text, Callable&& callable) {
  tokenize(text, &callable, [](void* context, const Token& token) -> bool {
    return (*static_cast<std::remove_reference_t<Callable>*>(context))(token);
  });
}

}  // namespace tradewind::crm::search

// Text that has the statistics of trade mail: a short list of real words in the order of their frequency, then made-up
// words without end, drawn by Zipf's law, so that an index over N mails grows as one over real mail does.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/random.hpp"

namespace tradewind::bench {

struct Language {
  std::string_view code;                 // ISO 639-1
  int share;                             // of all conversations, in percent
  bool spaced;                           // words stand apart
  std::string_view legacy_charset;       // what part of the senders still use; as iconv(3) knows it
  std::string_view legacy_name;          // how their mail programs label it
  std::vector<std::string_view> words;   // most frequent first
  std::vector<std::string_view> pieces;  // syllables or characters that made-up words consist of
  std::string_view comma, stop;
  std::string_view wrote;  // the line above a quote, after the name
  std::string_view reply;  // subject prefix
};

[[nodiscard]] std::span<const Language> languages();
[[nodiscard]] const Language& random_language(Random& random);

void append_word(std::string& out, const Language& language, Random& random);
// Paragraphs of about `words` words with prices, quantities and part numbers among them; UTF-8, lines end in \n.
[[nodiscard]] std::string compose(const Language& language, std::size_t words, Random& random);
[[nodiscard]] std::string compose_subject(const Language& language, Random& random);
// The n-th name of a kind: lower-case ASCII, always the same.
[[nodiscard]] std::string invented_name(std::uint64_t number);

}  // namespace tradewind::bench

#include "archiver/extract/goods_words.hpp"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "archiver/data_table.hpp"
#include "archiver/phrase_table.hpp"

namespace tradewind::archiver {
namespace {

// Words of goods in other languages, by their English word.
struct GoodsWords {
  std::vector<std::string> english;
  PhraseTable foreign;  // value: index in english

  GoodsWords() {
    for_each_entry(shipped_table("goods_words.txt"),
                   [&](std::string_view word, const std::vector<std::string_view>& spellings) {
                     for (const std::string_view spelling : spellings)
                       foreign.add(spelling, static_cast<std::uint32_t>(english.size()));
                     english.emplace_back(word);
                   });
    foreign.freeze();
  }
};

}  // namespace

std::string simplified(std::string_view word) {
  static const std::unordered_map<std::string, std::string> variants = [] {
    std::unordered_map<std::string, std::string> made;
    for_each_entry(shipped_table("han_variants.txt"),
                   [&](std::string_view, const std::vector<std::string_view>& pairs) {
                     for (const std::string_view pair : pairs) {
                       if (pair.size() == 6) made.emplace(pair.substr(0, 3), pair.substr(3));
                     }
                   });
    return made;
  }();
  std::string out;
  for (std::size_t at = 0; at < word.size();) {
    const std::size_t begin = at;
    static_cast<void>(next_character(word, at));
    const auto found = at - begin == 3 ? variants.find(std::string(word.substr(begin, 3))) : variants.end();
    if (found != variants.end())
      out += found->second;
    else
      out += word.substr(begin, at - begin);
  }
  return out;
}

std::string translated(std::string_view text) {
  static const GoodsWords words;
  const std::string folded = fold(simplified(fold(text)));
  std::string out;
  std::size_t end = 0;
  std::size_t last_size = 0;
  std::vector<PhraseHit> hits;
  words.foreign.find(folded, [&](const PhraseHit& hit) { hits.push_back(hit); });
  // The tail of a compound: "Gartenstuhl", "keukenkraan".
  for (const std::string_view word : words_of(folded)) {
    if (word.size() < 8 || static_cast<unsigned char>(word.front()) >= 0x80) continue;
    const auto begin = static_cast<std::size_t>(word.data() - folded.data());
    for (std::size_t at = 3; at + 4 <= word.size(); ++at) {
      const auto tail = words.foreign.longest_at(folded, begin + at);
      if (!tail || tail->size < 4) continue;
      hits.push_back(*tail);
      break;
    }
  }
  std::stable_sort(hits.begin(), hits.end(),
                   [](const PhraseHit& a, const PhraseHit& b) { return a.offset < b.offset; });
  for (const PhraseHit& hit : hits) {
    // Inside a longer word already understood nothing more is looked for.
    if (hit.offset + hit.size < end || (hit.offset < end && hit.size < last_size)) continue;
    end = hit.offset + hit.size;
    last_size = hit.size;
    out += words.english[hit.value] + " ";
  }
  return out;
}

}  // namespace tradewind::archiver

#include "archiver/extract/goods_words.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "archiver/data_table.hpp"
#include "archiver/phrase_table.hpp"

namespace tradewind::archiver {
namespace {

// A PhraseTable leaves only the end of a phrase open: "cepillo* de dientes" is written out with the endings that words
// of its script have.
std::vector<std::string> spelled_out(std::string_view spelling) {
  static constexpr std::array<std::string_view, 15> latin{"",  "s", "es", "e", "en", "n",  "er", "a",
                                                          "y", "i", "o",  "u", "ow", "ou", "ach"};
  static constexpr std::array<std::string_view, 22> cyrillic{"",   "а",  "я",  "и",  "ы",  "ь",  "е",  "у",
                                                             "ю",  "о",  "ой", "ей", "ий", "ая", "яя", "ое",
                                                             "ые", "ие", "ых", "их", "ую", "ого"};
  static constexpr std::array<std::string_view, 1> none{""};
  const std::size_t star = spelling.find("* ");
  if (star == std::string_view::npos || star == 0) return {std::string(spelling)};
  const auto last = static_cast<unsigned char>(spelling[star - 1]);
  const bool is_latin = last < 0x80 || last == 0xC3,
             is_cyrillic = star > 1 && (static_cast<unsigned char>(spelling[star - 2]) & 0xFCU) == 0xD0U;
  const std::span<const std::string_view> endings = is_cyrillic ? std::span<const std::string_view>(cyrillic)
                                                    : is_latin  ? std::span<const std::string_view>(latin)
                                                                : std::span<const std::string_view>(none);
  std::vector<std::string> all;
  for (const std::string& rest : spelled_out(spelling.substr(star + 2)))
    for (const std::string_view ending : endings)
      all.push_back(std::string(spelling.substr(0, star)) + std::string(ending) + " " + rest);
  return all;
}

// Words of goods in other languages, by their English word.
struct GoodsWords {
  std::vector<std::string> english;
  PhraseTable foreign;  // value: index in english
  PhraseTable own;      // the English words themselves

  GoodsWords() {
    for (const std::string_view table :
         {"goods_words.txt", "trade_words.txt", "trade_words_nature.txt", "trade_words_making.txt"}) {
      for_each_entry(shipped_table(table), [&](std::string_view word, const std::vector<std::string_view>& spellings) {
        for (const std::string_view spelling : spellings) {
          for (const std::string& spelled : spelled_out(spelling))
            foreign.add(simplified(spelled), static_cast<std::uint32_t>(english.size()));
          add_genitives(spelling);
        }
        for (const std::string_view own_word : split(word, " ")) {
          own.add(own_word, 0);
          own.add(std::string(own_word) + "s", 0);
          own.add(std::string(own_word) + "es", 0);
        }
        english.emplace_back(word);
      });
    }
    foreign.freeze();
    own.freeze();
  }

  // "кружк*" has no vowel that "кружек" has, nor "szklank*" that of "szklanek".
  void add_genitives(std::string_view spelling) {
    const auto value = static_cast<std::uint32_t>(english.size());
    constexpr std::size_t shortest = 5;  // bytes
    if (spelling.size() < shortest) return;
    const std::string_view cyrillic = "к*", latin = "k*";
    if (spelling.ends_with(cyrillic)) {
      const std::string stem(spelling.substr(0, spelling.size() - cyrillic.size()));
      foreign.add(stem + "ок", value);
      foreign.add(stem + "ек", value);
    } else if (spelling.ends_with(latin)) {
      foreign.add(std::string(spelling.substr(0, spelling.size() - latin.size())) + "ek", value);
    }
  }
};

const GoodsWords& goods_words() {
  static const GoodsWords words;
  return words;
}

// The word of the key that the text itself says: "lamp" of "lamp light luminaire"; "" if it says it in another
// language.
std::string_view own_word(std::string_view key, std::string_view said) {
  for (const std::string_view word : split(key, " ")) {
    if (said == word || (said.size() > word.size() && said.size() <= word.size() + 2 && said.starts_with(word)))
      return word;
  }
  return {};
}

// The bytes of the word behind the hit; letters of two bytes count as one.
std::size_t ending_of(std::string_view folded, const PhraseHit& hit) {
  std::size_t letters = 0;
  for (std::size_t at = hit.offset + hit.size; at < folded.size(); ++letters) {
    const char32_t c = next_character(folded, at);
    if (!is_word_character(c) || is_unspaced(c)) break;
  }
  return letters;
}

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

bool has_goods_word(std::string_view text) {
  const std::string folded = fold(simplified(fold(text.substr(0, 300))));
  return goods_words().own.occurs(folded) || goods_words().foreign.occurs(folded);
}

std::vector<std::string> translated(std::string_view text) {
  const GoodsWords& words = goods_words();
  const std::string folded = fold(simplified(fold(text)));
  std::vector<std::string> out;
  bool foreign = false;
  std::size_t end = 0;
  std::size_t last_size = 0, last_offset = std::string::npos;
  std::vector<PhraseHit> hits;
  words.foreign.find(folded, [&](const PhraseHit& hit) { hits.push_back(hit); });
  // The tail of a compound: "Gartenstuhl", "keukenkraan".
  for (const std::string_view word : words_of(folded)) {
    if (word.size() < 8 || static_cast<unsigned char>(word.front()) >= 0x80) continue;
    const auto begin = static_cast<std::size_t>(word.data() - folded.data());
    for (std::size_t at = 3; at + 4 <= word.size(); ++at) {
      const auto tail = words.foreign.longest_at(folded, begin + at);
      // It goes to the word's end but for an ending: "tisch", not the "tent" of "Gartentisch".
      if (!tail || tail->size < 4 || at + tail->size + 3 < word.size()) continue;
      hits.push_back(*tail);
      break;
    }
  }
  std::stable_sort(hits.begin(), hits.end(),
                   [](const PhraseHit& a, const PhraseHit& b) { return a.offset < b.offset; });
  for (const PhraseHit& hit : hits) {
    // "seca*" of what is dried is not in "sécateur": a short stem takes short endings.
    const std::size_t ending = ending_of(folded, hit), behind = hit.offset + hit.size;
    const bool compound = std::any_of(hits.begin(), hits.end(), [&](const PhraseHit& tail) {
      return tail.offset >= behind && tail.offset <= behind + 2 && tail.offset < behind + ending;  // "uien|poeder"
    });
    if (ending > (hit.size <= 3 ? 2U : hit.size <= 5 ? 3U : 40U) && !compound) continue;
    // Inside a longer word already understood nothing more is looked for.
    if (hit.offset + hit.size < end || (hit.offset < end && hit.size < last_size)) continue;
    end = hit.offset + hit.size;
    last_size = hit.size;
    std::size_t stop = hit.offset + hit.size;
    while (stop < folded.size() && folded[stop] >= 'a' && folded[stop] <= 'z') ++stop;
    const std::string& key = words.english[hit.value];
    const std::string_view own = own_word(key, std::string_view(folded).substr(hit.offset, stop - hit.offset));
    // Several meanings of one word are one thing said.
    const std::string meaning(own.empty() ? std::string_view(key) : own);
    if (hit.offset == last_offset)
      out.back() += " " + meaning;
    else
      out.push_back(meaning);
    last_offset = hit.offset;
    foreign = foreign || own.empty();
  }
  if (!foreign) out.clear();
  return out;
}

}  // namespace tradewind::archiver

#include "archiver/extract/article_words.hpp"

#include <algorithm>
#include <array>

#include "archiver/data_table.hpp"
#include "archiver/phrase_lists.hpp"
#include "archiver/text/ascii.hpp"

namespace tradewind::archiver {
namespace {

// Words of asking and of linking at the edges of a product's words, in many languages: "we need", "please quote", "of",
// "и", "de".
const PhraseTable& edge_words() {
  static const PhraseTable table = [] {
    PhraseTable made;
    for_each_entry(shipped_table("edge_words.txt"),
                   [&](std::string_view, const std::vector<std::string_view>& spellings) {
                     for (const std::string_view spelling : spellings) made.add(spelling, 0);
                   });
    made.freeze();
    return made;
  }();
  return table;
}

// Whether the edge word that ends at `end` stands for itself: "die Schraube", but not "die-cast"; Han, kana and Thai
// need no blank behind it, Hangul does ("와 매트", but not "와인").
bool stands_alone(std::string_view folded, std::size_t end) {
  if (end >= folded.size() || folded[end] == ' ' || folded[end - 1] == '\'' || folded[end] == ':') return true;
  std::size_t at = end;
  const char32_t next = next_character(folded, at);
  return is_unspaced(next) && !(next >= 0xAC00 && next <= 0xD7AF);
}

}  // namespace

std::string_view strip_marks(std::string_view text) {
  static constexpr std::array<std::string_view, 32> marks = {
      "-", "*", "•", "·", "・", ":",  "：", ",", ";",  ".", "、", "，", "。", "；", "–", "—",
      "=", "|", "/", "(", ")",  "）", "（", "?", "？", "!", "_",  ">",  "»",  "●",  "।", "،"};
  for (bool changed = true; changed;) {
    changed = false;
    text = trim_wide(text);
    for (const std::string_view mark : marks) {
      if (text.starts_with(mark) && mark != "(" && mark != "（") text.remove_prefix(mark.size()), changed = true;
      if (text.ends_with(mark) && !((mark == ")" && text.find('(') != std::string_view::npos) ||
                                    (mark == "）" && text.find("（") != std::string_view::npos))) {
        text.remove_suffix(mark.size());
        changed = true;
      }
    }
  }
  return text;
}

std::string_view strip_numbering(std::string_view text) {
  const auto has_number = [](std::string_view rest) {
    return rest.find_first_of("0123456789") != std::string_view::npos;
  };
  // "Pos. 10", "Lot A", "Item 3:"
  static const PhraseTable labels = phrases({"pos", "pos.", "position", "lot", "item", "line", "no.", "partida", "ítem",
                                             "поз.", "поз", "lp.", "poz.", "项目", "項目"});
  const FoldedText folded = fold_with_origin(text.substr(0, 24));
  if (const auto label = labels.longest_at(folded.text, 0)) {
    std::size_t at = label->size;
    while (at < folded.text.size() && folded.text[at] == ' ') ++at;
    std::size_t end = at;
    while (end < folded.text.size() && end - at < 3 &&
           (is_digit(folded.text[end]) || (folded.text[end] >= 'a' && folded.text[end] <= 'z')))
      ++end;
    if (end > at && end - at <= 3 && end < folded.text.size() &&
        (folded.text[end] == ' ' || folded.text[end] == ':' || folded.text[end] == '.')) {
      const std::string_view rest = strip_marks(text.substr(folded.origin[end]));
      if (has_words(rest) && has_number(rest)) return rest;
    }
  }
  // "a. roaster", "b) grinder"
  if (text.size() > 3 && text[0] >= 'a' && text[0] <= 'h' && (text[1] == '.' || text[1] == ')') && text[2] == ' ')
    return trim_wide(text.substr(2));
  std::size_t at = text.starts_with('(') ? 1 : 0;
  const std::size_t first = at;
  while (at < text.size() && is_digit(text[at]) && at - first < 3) ++at;
  if (at == first || at >= text.size()) return text;
  // "(80) yoga mats": more than a list has lines.
  if (first > 0 && (at - first > 2 || (at - first == 2 && text[first] > '3'))) return text;
  if ((text[at] == '.' || text[at] == ')') && (at + 1 >= text.size() || !is_digit(text[at + 1])))
    return trim_wide(text.substr(at + 1));
  if (first > 0) return text;
  for (const std::string_view mark : {"）", "、"}) {
    if (text.substr(at).starts_with(mark)) return trim_wide(text.substr(at + mark.size()));
  }
  if (text.substr(at).starts_with("- ")) return trim_wide(text.substr(at + 2));
  // A column of positions: a tab or several blanks behind it, and another number in the line.
  if (text[at] == '\t' || text.substr(at).starts_with("  ")) {
    const std::string_view rest = trim_wide(text.substr(at));
    if (has_words(rest) && has_number(rest)) return rest;
  }
  return text;
}

std::string_view strip_edge_words(std::string_view text) {
  for (int i = 0; i < 6; ++i) {
    text = strip_marks(text);
    const FoldedText folded = fold_with_origin(text);
    const auto front = edge_words().longest_at(folded.text, 0);
    if (front && front->size < folded.text.size() && stands_alone(folded.text, front->size)) {
      text = text.substr(folded.origin[front->size]);
      continue;
    }
    bool cut = false;
    for (const PhraseHit& hit : edge_words().find_longest(folded.text)) {
      if (hit.offset > 0 && hit.offset + hit.size == folded.text.size() && folded.text[hit.offset - 1] == ' ') {
        text = text.substr(0, folded.origin[hit.offset]);
        cut = true;
      }
    }
    if (!cut) break;
  }
  return strip_marks(text);
}

std::string_view without_edge_words_behind(std::string_view text) {
  for (int i = 0; i < 4; ++i) {
    text = trim_wide(text);
    const FoldedText folded = fold_with_origin(text);
    std::size_t begin = text.size();
    for (const PhraseHit& hit : edge_words().find_longest(folded.text)) {
      if (hit.offset + hit.size == folded.text.size() && (hit.offset == 0 || folded.text[hit.offset - 1] == ' '))
        begin = folded.origin[hit.offset];
    }
    if (begin == text.size()) break;
    text = text.substr(0, begin);
  }
  return text;
}

bool ends_with_edge_word(std::string_view text) {
  text = trim_wide(text);
  return without_edge_words_behind(text).size() < text.size();
}

bool describes(std::string_view behind) {
  static const PhraseTable openers = phrases({"with", "incl", "including", "mit", "con", "com", "avec", "с", "ile", "z",
                                              "met", "带", "帶", "مع", "با", "dengan", "in black", "each"});
  const std::string folded = fold(trim_wide(behind));
  return folded.starts_with("(") || folded.starts_with("（") || openers.longest_at(folded, 0).has_value();
}

bool says_one(std::string_view text) {
  static constexpr std::string_view articles[] = {"a",    "an",    "one",   "ein",   "eine", "einen", "einer", "un",
                                                  "une",  "una",   "uno",   "um",    "uma",  "een",   "bir",   "egy",
                                                  "en",   "ett",   "et",    "o",     "ένα",  "μια",   "один",  "одна",
                                                  "одну", "jeden", "jedną", "jednu", "један"};
  const std::string folded = fold(trim_wide(text).substr(0, 24));
  return std::any_of(std::begin(articles), std::end(articles),
                     [&](std::string_view article) { return folded.starts_with(fold(article) + " "); });
}

bool starts_aside(std::string_view text) {
  static const PhraseTable asides = listed_phrases("aside");
  const std::string folded = fold(trim_wide(text).substr(0, 24));
  const auto hit = asides.longest_at(folded, 0);
  return hit && (hit->size == folded.size() || folded[hit->size] == ' ');
}

std::size_t clause_end(std::string_view text) {
  static const PhraseTable breaks = listed_phrases("break");
  std::size_t end = text.size();
  for (const std::string_view mark :
       {", ", "; ", ". ", "? ", "! ", "，", "。", "；", "、", " - ", " – ", "؟", "،", "।", "?"})
    end = std::min(end, text.find(mark));
  // "200箱手套,请报价": a narrow comma amid scripts without blanks.
  for (std::size_t at = text.find(','); at < end && at + 1 < text.size(); at = text.find(',', at + 1)) {
    if (static_cast<unsigned char>(text[at + 1]) >= 0xE0) end = at;
  }
  const FoldedText folded = fold_with_origin(text.substr(0, end));
  breaks.find(folded.text, [&](const PhraseHit& hit) {
    if (hit.offset > 2) end = std::min<std::size_t>(end, folded.origin[hit.offset]);
  });
  return end;
}

bool has_words(std::string_view text) {
  std::size_t letters = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_character(text, at);
    letters += c >= 0x80 ? (is_word_character(c) ? (is_unspaced(c) ? 2U : 1U) : 0U)
                         : ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? 1U : 0U);
  }
  return letters >= 3;
}

bool ends_unspaced(std::string_view text) {
  text = trim_wide(text);
  std::size_t at = text.size();
  while (at > 0 && (static_cast<unsigned char>(text[at - 1]) & 0xC0U) == 0x80U) --at;
  return at > 0 && at < text.size() && is_unspaced(next_character(text, --at));
}

}  // namespace tradewind::archiver

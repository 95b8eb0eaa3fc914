#include "archiver/extract/firm_in_text.hpp"

#include <algorithm>
#include <vector>

#include "archiver/data_table.hpp"
#include "archiver/extract/firm_name.hpp"
#include "archiver/phrase_lists.hpp"

namespace tradewind::archiver {
namespace {

constexpr std::size_t most_text = 4000, longest_name = 7;  // bytes; words before a legal form

// Marks around a word that are not of the name.
std::string_view bare(std::string_view word) {
  while (!word.empty() && std::string_view("(\"'[").find(word.front()) != std::string_view::npos) word.remove_prefix(1);
  while (!word.empty() && std::string_view(")\"'],;:").find(word.back()) != std::string_view::npos)
    word.remove_suffix(1);
  return word;
}

bool ends_name(std::string_view word) {
  return !word.empty() && std::string_view(",;:)!?").find(word.back()) != std::string_view::npos;
}

bool is_link(std::string_view word) {
  static constexpr std::string_view links[] = {"&",   "de", "del", "do", "da",  "dos", "di",
                                               "and", "y",  "e",   "et", "und", "van", "von"};
  return std::find(std::begin(links), std::end(links), word) != std::end(links);
}

// Words that begin a sentence rather than a name.
bool is_opening(std::string_view word) {
  static const PhraseTable openings = listed_phrases("before name");
  const std::string folded = fold(word);
  const auto hit = openings.longest_at(folded, 0);
  return hit && hit->size == folded.size();
}

using Words = std::vector<std::string_view>;

std::string_view between(std::string_view first, std::string_view last) {
  return {first.data(), static_cast<std::size_t>(last.data() + last.size() - first.data())};
}

// "Otto Haus Kft.", "Hotelaria Douro, Lda", "Mi Nido S.A. de C.V.": the capitalised words before the form at `form`.
std::string_view name_before(const Words& words, std::size_t form) {
  std::size_t first = form;
  while (first > 0 && form - first < longest_name) {
    const std::string_view word = words[first - 1];
    // Only the comma before the form itself is of the name.
    if (ends_name(word) && !(first == form && word.back() == ',')) break;
    const bool opens = !word.empty() && (word.front() == '(' || word.front() == '"');
    if (!starts_with_capital(bare(word)) && !is_link(word)) break;
    --first;
    if (opens) break;
  }
  while (first < form && (is_link(words[first]) || is_opening(bare(words[first])))) ++first;
  if (first == form) return {};
  std::size_t last = form;
  while (last + 1 < words.size() && !ends_name(words[last])) {
    const std::size_t next = last + 1 + (words[last + 1] == "de" ? 1 : 0);
    if (next >= words.size() || !is_legal_form(bare(words[next]))) break;
    last = next;
  }
  return between(bare(words[first]), bare(words[last]));
}

// "ООО «Заря»", "ТОВ "Колос"", "PT Maju Jaya": the words behind the form, to the closing quotation mark if there is
// one.
std::string_view name_behind(const Words& words, std::size_t form) {
  static constexpr std::string_view closing[] = {"»", "\"", "”", "“"};
  if (form + 1 >= words.size() || ends_name(words[form])) return {};
  const std::string_view next = words[form + 1];
  const bool quoted = next.starts_with("«") || next.starts_with("\"") || next.starts_with("„") || next.starts_with("“");
  std::size_t last = form;
  for (std::size_t i = form + 1; i < words.size() && i - form <= longest_name; ++i) {
    const std::string_view word = words[i];
    if (!quoted && !starts_with_capital(bare(word))) break;
    last = i;
    std::string_view end = word;
    while (ends_name(end) || end.ends_with('.')) end.remove_suffix(1);
    const bool closed = std::any_of(std::begin(closing), std::end(closing), [&](std::string_view mark) {
      return end.ends_with(mark) && end.size() > mark.size();
    });
    if (quoted && closed) return between(words[form], end);
    if (!quoted && (ends_name(word) || word.ends_with('.'))) break;
  }
  if (last == form || quoted) return {};
  std::string_view end = bare(words[last]);
  if (end.ends_with('.')) end.remove_suffix(1);
  return between(words[form], end);
}

bool stands_first(std::string_view word) {
  static const PhraseTable forms = listed_phrases("leading form");
  const bool capitals = std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  const std::string folded = fold(word);
  const auto hit = forms.longest_at(folded, 0);
  return hit && hit->size == folded.size() && capitals && starts_with_capital(word);
}

// "công ty TNHH Thiên An ở Hà Nội": to the word that goes on with the sentence.
std::string_view vietnamese_firm(std::string_view line) {
  static const PhraseTable kinds = phrases({"công ty tnhh", "công ty cổ phần", "công ty cp", "cty tnhh", "cty cp"});
  static const PhraseTable ends = phrases({"ở", "tại", "chuyên", "có", "là", "đang", "cần", "muốn", "và", "xin"});
  const FoldedText folded = fold_with_origin(line.substr(0, 400));
  const std::vector<PhraseHit> found = kinds.find_longest(folded.text);
  if (found.empty()) return {};
  std::size_t end = std::min(folded.text.find_first_of(",.;:()", found.front().offset), folded.text.size());
  for (const PhraseHit& hit : ends.find_longest(folded.text)) {
    if (hit.offset > found.front().offset + found.front().size) end = std::min(end, hit.offset);
  }
  const std::size_t begin = folded.origin[found.front().offset];
  return trim_wide(line.substr(begin, folded.origin[end] - begin));
}

std::string_view firm_of_line(std::string_view line) {
  if (const std::string_view firm = vietnamese_firm(line); !firm.empty()) return firm;
  const Words words = split(line, " ");
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = bare(words[i]);
    std::string_view name;
    if (stands_first(word))
      name = name_behind(words, i);
    else if (is_legal_form(word))
      name = name_before(words, i);
    if (name.size() >= 5 && name.size() <= 90) return name;
  }
  return {};
}

}  // namespace

std::string firm_in_text(std::string_view text) {
  static const PhraseTable greetings = listed_phrases("greeting");
  for (const std::string_view raw : lines_of(text.substr(0, most_text))) {
    std::string_view line = trim_wide(raw);
    // Whoever is greeted is not the writer; what follows on the same line is his own.
    if (greetings.longest_at(fold(line.substr(0, 40)), 0)) {
      const std::size_t end = line.find('!');
      line = end == std::string_view::npos ? std::string_view{} : trim_wide(line.substr(end + 1));
    }
    if (line.empty()) continue;
    const std::string_view firm = firm_of_line(line);
    if (!firm.empty()) return std::string(firm);
  }
  return "";
}

}  // namespace tradewind::archiver

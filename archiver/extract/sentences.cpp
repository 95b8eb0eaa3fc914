#include "archiver/extract/sentences.hpp"

#include <algorithm>

#include "archiver/data_table.hpp"
#include "archiver/extract/article_words.hpp"
#include "archiver/extract/request_words.hpp"
#include "archiver/extract/unit_words.hpp"
#include "archiver/phrase_lists.hpp"
#include "archiver/text/ascii.hpp"

namespace tradewind::archiver {
namespace {

constexpr std::size_t narrowest_wrap = 60, widest_wrap = 100;  // characters

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// "ca. | 250", "500 pcs. | of pipes", "1. | 500": the full stop ends a word, not the sentence.
bool is_abbreviated(std::string_view before, std::string_view behind) {
  static const PhraseTable abbreviations = listed_phrases("abbreviation");
  if (before.empty()) return false;
  if (is_digit(before.back()) && !behind.empty() && is_digit(behind.front())) return true;
  for (const std::string_view link : {"of ", "de ", "di ", "d'", "von ", "van "}) {
    if (behind.starts_with(link)) return true;
  }
  const std::string word = fold(before.substr(before.find_last_of(" (\n") + 1));
  const auto hit = abbreviations.longest_at(word, 0);
  if (hit && hit->size == word.size()) return true;
  // "we need 2000 vnt. | of lentils and 800 vnt. | of bowls": a unit whose number begins the words of goods.
  const std::size_t blank = before.find_last_of(' ');
  if (blank == std::string_view::npos || blank == 0 || !is_digit(before[blank - 1])) return false;
  const auto unit = unit_words().longest_at(word, 0);
  if (!unit || unit->size != word.size() || starts_with_capital(behind)) return false;
  const std::size_t number = before.substr(0, blank).find_last_not_of("0123456789., ");
  const std::string_view all = number == std::string_view::npos ? std::string_view{} : before.substr(0, number + 1);
  const std::string_view asked = all.substr(behind_request(all));
  return !has_words(strip_edge_words(asked)) || ends_with_edge_word(asked);
}

}  // namespace

std::string unwrapped(std::string_view text) {
  const std::vector<std::string_view> lines = lines_of(text);
  std::size_t width = 0;
  for (const std::string_view line : lines) width = std::max(width, characters(line));
  // One long line alone was not wrapped.
  const auto full = std::count_if(lines.begin(), lines.end(),
                                  [&](std::string_view line) { return characters(line) * 6 >= width * 5; });
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    out += lines[i];
    const std::string_view next = i + 1 < lines.size() ? trim_wide(lines[i + 1]) : std::string_view{};
    const bool wraps = (full > 1 || !starts_with_capital(next)) && width >= narrowest_wrap && width <= widest_wrap &&
                       !next.empty() && !trim_wide(lines[i]).empty() && lines[i].find('\t') == std::string_view::npos &&
                       next == lines[i + 1].substr(0, next.size()) && strip_numbering(next).size() == next.size() &&
                       strip_marks(next.substr(0, 3)).data() == next.data() &&
                       characters(lines[i]) + 1 + characters(next.substr(0, next.find(' '))) > width;
    out += wraps ? ' ' : '\n';
  }
  return out;
}

std::vector<std::string_view> sentences_of(std::string_view text) {
  std::vector<std::string_view> sentences;
  std::size_t begin = 0;
  const auto stops = [&](std::size_t at) {
    if (text[at] == '\n') return true;
    if ((text[at] != '.' && text[at] != '?' && text[at] != '!') || at + 1 >= text.size()) return false;
    if (text[at + 1] == '\n') return true;
    if (text[at + 1] != ' ' || at + 2 >= text.size()) return false;
    return text[at] != '.' || !is_abbreviated(text.substr(begin, at - begin), text.substr(at + 2));
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    static constexpr std::string_view full_stop = "。", danda = "।";
    const bool wide = text.substr(at).starts_with(full_stop) || text.substr(at).starts_with(danda);
    if (!wide && !stops(at)) continue;
    sentences.push_back(text.substr(begin, at - begin));
    begin = at + (wide ? full_stop.size() : 1);
  }
  sentences.push_back(text.substr(begin));
  return sentences;
}

}  // namespace tradewind::archiver

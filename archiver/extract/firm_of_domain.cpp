#include "archiver/extract/firm_of_domain.hpp"

#include <algorithm>
#include <vector>

#include "archiver/data_table.hpp"
#include "archiver/extract/firm_name.hpp"
#include "archiver/folded_text.hpp"
#include "archiver/link/domains.hpp"

namespace tradewind::archiver {
namespace {

constexpr std::size_t most_text = 6000, most_words = 5, shortest_label = 5, longest_tail = 3;

// Letters of Cyrillic as domains spell them.
std::string_view latin_of(char32_t c) {
  static constexpr std::string_view letters[] = {"a",  "b",  "v",  "g",    "d", "e", "zh", "z", "i",  "i", "k",
                                                 "l",  "m",  "n",  "o",    "p", "r", "s",  "t", "u",  "f", "kh",
                                                 "ts", "ch", "sh", "shch", "",  "y", "",   "e", "yu", "ya"};
  if (c >= 0x430 && c <= 0x44F) return letters[c - 0x430];
  if (c == 0x456 || c == 0x457) return "i";
  if (c == 0x454) return "e";
  if (c == 0x491) return "g";
  return "";
}

// Letters and figures of a word alone, as a domain writes them.
std::string squeezed(std::string_view word) {
  std::string out;
  const std::string folded = fold(word);
  for (std::size_t at = 0; at < folded.size();) {
    const char32_t c = next_character(folded, at);
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
      out.push_back(static_cast<char>(c));
    else
      out += latin_of(c);
  }
  return out;
}

// What follows the name in the domain: a country, a town's letters, "group", "shop".
bool is_name_of(std::string_view run, std::string_view label) {
  if (run.size() < shortest_label) return false;
  if (run == label) return true;
  return label.starts_with(run) && (label.size() - run.size() <= longest_tail || run.size() * 3 >= label.size() * 2);
}

struct Word {
  std::size_t begin = 0, end = 0;
  bool ends = false;  // a mark behind it ends the name
};

std::vector<Word> words_in(std::string_view text) {
  std::vector<Word> words;
  for (std::size_t at = 0; at < text.size() && words.size() < 1500;) {
    at = text.find_first_not_of(" \t\n\r", at);
    if (at == std::string_view::npos) break;
    const std::size_t stop = std::min(text.find_first_of(" \t\n\r", at), text.size());
    Word word{at, stop, stop >= text.size() || text[stop] == '\n'};
    while (word.begin < word.end && std::string_view("(\"'*").find(text[word.begin]) != std::string_view::npos)
      ++word.begin;
    while (word.end > word.begin && std::string_view(",;:!?)\"'*").find(text[word.end - 1]) != std::string_view::npos) {
      --word.end;
      word.ends = true;
    }
    if (word.end > word.begin && text[word.end - 1] == '.' && word.end - word.begin > 3 &&
        !is_legal_form(text.substr(word.begin, word.end - word.begin))) {
      --word.end;
      word.ends = true;
    }
    const std::string_view whole = text.substr(at, stop - at);
    const bool address = whole.find('@') != std::string_view::npos || whole.find("www.") != std::string_view::npos ||
                         whole.find("://") != std::string_view::npos;
    if (word.end > word.begin && !address) words.push_back(word);
    at = stop;
  }
  return words;
}

}  // namespace

std::string firm_of_domain(std::string_view text, std::string_view domain) {
  if (domain.empty() || is_free_mail(domain)) return "";
  text = text.substr(0, most_text);
  const std::string registrable = registrable_domain(domain);
  const std::string label = squeezed(std::string_view(registrable).substr(0, registrable.find('.')));
  if (label.size() < shortest_label) return "";
  const std::vector<Word> words = words_in(text);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!starts_with_capital(text.substr(words[i].begin, words[i].end - words[i].begin)) &&
        !(text[words[i].begin] >= '0' && text[words[i].begin] <= '9'))
      continue;
    std::string run;
    for (std::size_t j = i; j < words.size() && j < i + most_words; ++j) {
      run += squeezed(text.substr(words[j].begin, words[j].end - words[j].begin));
      if (run.size() > label.size() || !label.starts_with(run)) break;
      if (!is_name_of(run, label)) {
        if (words[j].ends) break;
        continue;
      }
      std::size_t last = j;
      for (std::size_t next = j + 1; next < words.size() && next <= j + 3 && !words[last].ends; ++next) {
        const std::string_view word = text.substr(words[next].begin, words[next].end - words[next].begin);
        if (!starts_with_capital(word) && !is_legal_form(word) && word != "&") break;
        last = next;
      }
      return std::string(text.substr(words[i].begin, words[last].end - words[i].begin));
    }
  }
  return "";
}

}  // namespace tradewind::archiver

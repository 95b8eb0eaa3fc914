#include "archiver/link/numbers.hpp"

#include <algorithm>

#include "archiver/folded_text.hpp"
#include "archiver/text/ascii.hpp"

namespace tradewind::archiver {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_alphanumeric(char c) { return is_digit(c) || is_letter(c); }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }
bool is_separator(char c) { return c == '-' || c == '/' || c == '_' || c == '.' || c == ' ' || c == '\\'; }

// The length of the separator at `at`, 0 if there is none: ASCII ones, dashes (U+2010..U+2015, U+2212, full-width),
// blanks that do not break, and what some put before a number.
std::size_t separator_length(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  if (rest.empty()) return 0;
  if (is_separator(rest.front()) || rest.front() == '#' || rest.front() == ':' || rest.front() == '\t') return 1;
  if (rest.starts_with("\xE2\x80") && rest.size() > 2 && rest[2] >= '\x90' && rest[2] <= '\x95') return 3;
  for (const std::string_view other : {"\xC2\xA0", "\xE2\x88\x92", "\xEF\xBC\x8D", "\xEF\xBC\x8F", "\xE3\x80\x80"}) {
    if (rest.starts_with(other)) return other.size();
  }
  return 0;
}

// Moves over the separators in the text if there are any: one, or a dash between blanks, or one at a line's end.
void pass_separator(std::string_view text, std::size_t& at) {
  for (int passed = 0; passed < 3; ++passed) {
    const std::size_t length = separator_length(text, at);
    const bool line_end = length == 0 && passed > 0 && at < text.size() && text[at] == '\n';
    if (length == 0 && !line_end) return;
    at += line_end ? 1 : length;
  }
}

// The number in the pattern's spelling if the text has it at `start`, else "".
std::string match(std::string_view text, std::size_t start, std::string_view pattern) {
  std::string number;
  std::size_t at = start;
  for (const char p : pattern) {
    if (is_separator(p)) {
      pass_separator(text, at);
      number.push_back(p);
      continue;
    }
    // A blank or dash where the pattern goes from letters to digits ("SFQ 26" for "SFQ26").
    if (p == '#' && !number.empty() && is_letter(number.back()) && at < text.size() && !is_digit(text[at]))
      pass_separator(text, at);
    if (at >= text.size()) return "";
    const bool fits = p == '#' ? is_digit(text[at]) : upper(p) == upper(text[at]);
    if (!fits) return "";
    number.push_back(p == '#' ? text[at] : p);
    ++at;
  }
  if (at < text.size() && is_digit(text[at])) return "";
  const bool revision =
      at + 1 < text.size() && (upper(text[at]) == 'R' || upper(text[at]) == 'V') && is_digit(text[at + 1]);
  if (at < text.size() && is_letter(text[at]) && !revision) return "";
  return number;
}

bool is_joint(char c) { return c == '-' || c == '/' || c == '.' || c == '_' || c == '#'; }

// Moves over a letter or digit of a script that parts its words by blanks ("ПТ-77/26"); false if there is none.
bool pass_letter(std::string_view text, std::size_t& at) {
  if (static_cast<unsigned char>(text[at]) < 0x80) {
    if (!is_alphanumeric(text[at])) return false;
    ++at;
    return true;
  }
  std::size_t end = at;
  const char32_t character = next_character(text, end);
  if (is_unspaced(character) || !is_word_character(character)) return false;
  at = end;
  return true;
}

std::size_t find_figure(std::string_view text, std::size_t at) {
  while (at < text.size() && !is_digit(text[at])) ++at;
  return at;
}

// Of the places from `from` to `at`, the first with no blank between it and `at`.
std::size_t behind_blank(std::string_view text, std::size_t from, std::size_t at) {
  while (at > from && text[at - 1] != ' ' && text[at - 1] != '\n') --at;
  return at;
}

// Two to five capitals before the blank before `at`, "" if none.
std::string letters_before(std::string_view text, std::size_t at) {
  if (at < 3 || text[at - 1] != ' ') return "";
  std::size_t begin = at - 1;
  while (begin > 0 && text[begin - 1] >= 'A' && text[begin - 1] <= 'Z') --begin;
  const std::size_t size = at - 1 - begin;
  const bool whole = begin == 0 || !is_alphanumeric(text[begin - 1]);
  return size >= 2 && size <= 5 && whole ? std::string(text.substr(begin, size)) : "";
}

bool looks_like_date_or_amount(std::string_view word) {
  std::size_t letters = 0, digits = 0, slashes = 0, dots = 0, dashes = 0;
  for (const char c : word) {
    letters += is_letter(c) || static_cast<unsigned char>(c) >= 0x80;
    digits += is_digit(c);
    slashes += c == '/';
    dots += c == '.';
    dashes += c == '-';
  }
  if (letters > 0) return false;
  if (dots >= 1 && dashes == 0 && slashes == 0) return true;  // 1.234 or 12.10.2026
  if (digits <= 8 && (slashes == 2 || (dashes == 2 && slashes == 0)))
    return word.size() <= 10 && digits >= 6 && digits <= 8;
  return digits < 5;
}

}  // namespace

bool NumberFinder::has(crm::RecordType type) const {
  return std::any_of(patterns_.begin(), patterns_.end(), [&](const crm::NumberPattern& p) { return p.type == type; });
}

void NumberFinder::find(std::string_view text, std::string_view where, std::vector<NumberHit>& hits) const {
  if (patterns_.empty()) return;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_alphanumeric(text[at]) || (at > 0 && is_alphanumeric(text[at - 1]))) continue;
    for (const crm::NumberPattern& pattern : patterns_) {
      if (pattern.pattern.empty()) continue;
      const char first = pattern.pattern.front();
      if (first == '#' ? !is_digit(text[at]) : upper(first) != upper(text[at])) continue;
      std::string number = match(text, at, pattern.pattern);
      if (number.empty()) continue;
      const bool known = std::any_of(hits.begin(), hits.end(), [&](const NumberHit& hit) {
        return hit.type == pattern.type && hit.number == number;
      });
      if (!known && hits.size() < 100) hits.push_back(NumberHit{pattern.type, std::move(number), std::string(where)});
    }
  }
}

void find_number_words(std::string_view text, std::string_view where, std::size_t most,
                       std::vector<NumberWord>& words) {
  // Most text holds no figure, and a word no blank: from each figure back to the blank before it is all there is to
  // read.
  std::size_t figure = 0;
  for (std::size_t at = 0; at < text.size() && words.size() < most;) {
    if (at >= figure) {
      figure = find_figure(text, at);
      if (figure == text.size()) return;
      at = behind_blank(text, at, figure);
    }
    std::size_t end = at;
    if (!pass_letter(text, end)) {
      static_cast<void>(next_character(text, at));
      continue;
    }
    std::size_t digits = is_digit(text[at]);
    bool lettered_word = digits == 0;
    std::size_t last = end;  // behind the last letter or digit
    while (end < text.size()) {
      const bool digit = is_digit(text[end]);
      if (pass_letter(text, end)) {
        digits += digit;
        lettered_word = lettered_word || !digit;
        last = end;
      } else if (is_joint(text[end])) {
        ++end;
      } else {
        break;
      }
    }
    const std::string_view word = text.substr(at, last - at);
    const bool in_address =
        (end < text.size() && text[end] == '@') || (at > 0 && (text[at - 1] == '@' || text[at - 1] == '+'));
    const auto add = [&](std::string number) {
      if (words.size() < most &&
          std::none_of(words.begin(), words.end(), [&](const NumberWord& known) { return known.word == number; }))
        words.push_back(NumberWord{std::move(number), std::string(where)});
    };
    // "KH-77": a small buyer's orders have small numbers.
    const bool short_number = digits == 2 && lettered_word && word.size() >= 4;
    if ((digits >= 3 || short_number) && word.size() >= 3 && word.size() <= 40 && !in_address) {
      std::string number;
      for (const char c : word) number.push_back(upper(c));
      // "PC 003947", "OC 7741": letters and a blank may belong to it.
      const std::string lettered = digits == word.size() ? letters_before(text, at) : "";
      if (!lettered.empty()) add(lettered + " " + number);
      if (word.size() >= 4 && !looks_like_date_or_amount(word)) add(std::move(number));
    }
    at = end;
  }
}

}  // namespace tradewind::archiver

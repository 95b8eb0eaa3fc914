#include "archiver/extract/catalogue_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "archiver/data_table.hpp"
#include "archiver/extract/goods_words.hpp"
#include "archiver/text/ascii.hpp"

namespace tradewind::archiver {
namespace {

// Plural and ending of European words cut, so that "benches" meets "bench" and "chairs" "chair".
std::string stem(std::string word) {
  if (word.size() > 5 && word.ends_with("ies")) return word.substr(0, word.size() - 3) + "y";
  if (word.size() > 5 &&
      (word.ends_with("ches") || word.ends_with("shes") || word.ends_with("sses") || word.ends_with("xes")))
    return word.substr(0, word.size() - 2);
  if (word.size() > 3 && word.ends_with("s") && !word.ends_with("ss")) word.pop_back();
  return word;
}

bool is_idle(std::string_view word) {
  static const std::unordered_set<std::string_view> idle = {
      "with",   "and",   "for",  "the",  "of",   "in",   "to",    "a",   "an", "our",  "your", "type",
      "series", "model", "size", "new",  "mit",  "und",  "de",    "del", "la", "el",   "con",  "para",
      "y",      "e",     "et",   "avec", "pour", "do",   "da",    "com", "en", "item", "art",  "no",
      "pcs",    "set",   "sets", "pc",   "want", "need", "price", "w",   "or", "x"};
  return idle.contains(word);
}

// "20", "kg" -> "20kg": what follows a number at once or after a blank, if it is a measure; the same in every language.
const std::unordered_map<std::string, std::string>& measure_units() {
  static const std::unordered_map<std::string, std::string> units = [] {
    std::unordered_map<std::string, std::string> made;
    for_each_entry(shipped_table("measures.txt"),
                   [&](std::string_view canonical, const std::vector<std::string_view>& spellings) {
                     for (const std::string_view spelling : spellings) made.emplace(fold(spelling), canonical);
                   });
    return made;
  }();
  return units;
}

std::string canonical_unit(std::string_view word) {
  const auto found = measure_units().find(std::string(word));
  return found == measure_units().end() ? "" : found->second;
}

// The measure at the beginning of an unspaced run: "寸导板" -> "寸"; its bytes, 0 for none.
std::size_t unspaced_unit(std::string_view word) {
  std::size_t end = 0, best = 0;
  for (int characters = 0; characters < 4 && end < word.size(); ++characters) {
    if (!is_unspaced(next_character(word, end))) break;
    if (!canonical_unit(word.substr(0, end)).empty()) best = end;
  }
  return best;
}

// The unit behind the number parts[at], "" if none; `used`: how many parts it is. An unspaced run loses it at its
// front.
std::string unit_behind(std::vector<std::string>& parts, std::size_t at, std::size_t& used) {
  if (at + 1 >= parts.size()) return "";
  std::string& next = parts[at + 1];
  if (at + 2 < parts.size()) {  // "cm3", "سي سي"
    used = 2;
    std::string unit = canonical_unit(next + parts[at + 2]);
    if (unit.empty()) unit = canonical_unit(next + " " + parts[at + 2]);
    if (!unit.empty()) return unit;
  }
  used = 1;
  if (std::string unit = canonical_unit(next); !unit.empty()) return unit;
  used = 0;
  const std::size_t size = unspaced_unit(next);
  if (size == 0) return "";
  std::string unit = canonical_unit(next.substr(0, size));
  next.erase(0, size);
  return unit;
}

// The character that ends at `at`.
bool is_unspaced_before(std::string_view text, std::size_t at) {
  do --at;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U);
  return is_unspaced(next_character(text, at));
}

// "1/2", "3/4": halves down to sixty-fourths, as pipes, fittings and tools are measured; what stands behind the number
// at `at` in `text`, 0 if it is no such fraction.
std::size_t fraction_length(std::string_view text, std::size_t at) {
  if (at + 1 >= text.size() || text[at] != '/' || !is_digit(text[at + 1])) return 0;
  std::size_t end = at + 1;
  while (end < text.size() && is_digit(text[end])) ++end;
  static constexpr std::array<std::string_view, 6> parts{"2", "4", "8", "16", "32", "64"};
  const std::string_view below = text.substr(at + 1, end - at - 1);
  if (std::find(parts.begin(), parts.end(), below) == parts.end()) return 0;
  return end < text.size() && (text[end] == '/' || text[end] == 'x' || text[end] == '*') ? 0 : end - at;
}

bool all_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

double number_of(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// "1/2" -> "0.5", "1 1/2" -> "1.5" (`whole` the number before, if any). "" for what is no part of one: "16/8".
std::string decimal_of(std::string_view whole, std::string_view above, std::string_view below) {
  const double part = number_of(above) / number_of(below);
  return part < 1 ? fmt::format("{:g}", (whole.empty() ? 0.0 : number_of(whole)) + part) : "";
}

// "1½" -> "1 1/2": folding would make "11/2" of it.
std::string with_plain_fractions(std::string_view text) {
  std::string plain(text);
  for (const auto& [sign, spelled] : std::initializer_list<std::pair<std::string_view, std::string_view>>{{"½", " 1/2"},
                                                                                                          {"¼", " 1/4"},
                                                                                                          {"¾", " 3/4"},
                                                                                                          {"⅛", " 1/8"},
                                                                                                          {"⅜", " 3/8"},
                                                                                                          {"⅝", " 5/8"},
                                                                                                          {"⅞", " 7/8"},
                                                                                                          {"⁄", "/"}}) {
    for (std::size_t found = plain.find(sign); found != std::string::npos; found = plain.find(sign, found))
      plain.replace(found, sign.size(), spelled);
  }
  return plain;
}

// The nominal width of a pipe in millimetres and its thread in inches (ISO 6708 beside ISO 7-1): "DN 15" is "1/2\"".
std::string_view inches_of_width(std::string_view millimetres) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 14> widths{{{"6", "0.125"},
                                                                                         {"8", "0.25"},
                                                                                         {"10", "0.375"},
                                                                                         {"15", "0.5"},
                                                                                         {"20", "0.75"},
                                                                                         {"25", "1"},
                                                                                         {"32", "1.25"},
                                                                                         {"40", "1.5"},
                                                                                         {"50", "2"},
                                                                                         {"65", "2.5"},
                                                                                         {"80", "3"},
                                                                                         {"100", "4"},
                                                                                         {"125", "5"},
                                                                                         {"150", "6"}}};
  for (const auto& [width, inches] : widths)
    if (width == millimetres) return inches;
  return "";
}

// "500ml" and "0.5l" are one, and so are grams and kilograms.
std::string in_common_unit(const std::string& number, const std::string& unit) {
  const std::string_view larger = unit == "ml" ? "l" : unit == "g" ? "kg" : "";
  double value = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (larger.empty() || error != std::errc() || end != number.data() + number.size()) return number + unit;
  return fmt::format("{:g}{}", value / 1000, larger);
}

}  // namespace

std::string bare_sku(std::string_view text) {
  std::string key;
  for (const char c : fold(text)) {
    if (c != '-' && c != ' ' && c != '/' && c != '.' && c != '_') key.push_back(c);
  }
  return key;
}

bool is_grade(std::string_view unit) { return unit == "mesh" || unit == "asta" || unit == "mic"; }

CatalogueWords split_catalogue_words(std::string_view text) {
  CatalogueWords out;
  std::string folded = fold(with_plain_fractions(text));
  for (const std::string_view times : {"х", "×"}) {  // "10х10" by a Cyrillic hand
    for (std::size_t found = folded.find(times, 1); found != std::string::npos; found = folded.find(times, found + 1)) {
      if (is_digit(folded[found - 1]) && found + 2 < folded.size() && is_digit(folded[found + 2]))
        folded.replace(found, times.size(), "x");
    }
  }
  std::vector<std::string> parts;             // numbers and words apart: "20kg" -> "20", "kg"; "3x4.5" stays
  std::vector<std::size_t> fractions;         // parts that were "1/2" or "1 1/2"
  std::size_t whole_end = folded.size() + 1;  // where the last whole number ended
  std::vector<std::size_t> range_of;          // parts that are the first number of a range: "16-26 mesh"
  std::size_t at = 0;
  while (at < folded.size()) {
    if (is_digit(folded[at])) {
      const std::size_t begin = at;
      while (at < folded.size() && (is_digit(folded[at]) || ((folded[at] == '.' || folded[at] == ',' ||
                                                              folded[at] == 'x' || folded[at] == '*') &&
                                                             at + 1 < folded.size() && is_digit(folded[at + 1]))))
        ++at;
      std::string number = folded.substr(begin, at - begin);
      for (char& c : number) c = c == ',' ? '.' : c == '*' ? 'x' : c;
      if (const std::size_t length = fraction_length(folded, at); length > 0 && all_digits(number)) {
        const bool mixed = !parts.empty() && whole_end + 1 == begin && all_digits(parts.back());
        std::string decimal =
            decimal_of(mixed ? parts.back() : "", number, std::string_view(folded).substr(at + 1, length - 1));
        if (!decimal.empty()) {
          if (mixed) parts.pop_back();
          parts.push_back(std::move(decimal));
          fractions.push_back(parts.size() - 1);
          at += length;
          continue;
        }
      }
      whole_end = at;
      const bool range = at + 1 < folded.size() && is_digit(folded[at + 1]) &&
                         (folded[at] == '-' || folded[at] == '/' || folded[at] == '~');
      if (range) range_of.push_back(parts.size());
      parts.push_back(std::move(number));
      continue;
    }
    const std::size_t begin = at;
    std::size_t next = at;
    while (next < folded.size() && !is_digit(folded[next])) {
      const std::size_t start = next;
      const char32_t c = next_character(folded, next);
      // "5l缶", "ledランプ": two scripts are two words.
      const bool other_script = start > begin && is_unspaced(c) != is_unspaced_before(folded, start);
      if (!is_word_character(c) || other_script) {
        next = start;
        break;
      }
    }
    if (next > begin) {
      parts.push_back(folded.substr(begin, next - begin));
      at = next;
    } else {
      const bool behind_number = at > 0 && is_digit(folded[at - 1]);
      static_cast<void>(next_character(folded, at));
      const std::string_view mark = std::string_view(folded).substr(begin, at - begin);
      if (behind_number && (mark == "\"" || mark == "″" || mark == "”")) parts.push_back("in");
    }
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].empty()) continue;
    if (is_digit(parts[i].front())) {
      std::size_t used = 0;
      const std::string unit = unit_behind(parts, i, used);
      if (!unit.empty()) {
        if (i > 0 && std::find(range_of.begin(), range_of.end(), i - 1) != range_of.end() && !out.plain.empty() &&
            out.plain.back() == parts[i - 1]) {
          out.plain.pop_back();
          out.measures.push_back(in_common_unit(parts[i - 1], unit));
        }
        out.measures.push_back(in_common_unit(parts[i], unit));
      } else if (std::find(fractions.begin(), fractions.end(), i) != fractions.end())
        out.measures.push_back(parts[i] + "in");  // without a unit it is inches
      else if (i > 0 && parts[i - 1] == "dn" && !inches_of_width(parts[i]).empty()) {
        if (!out.plain.empty() && out.plain.back() == "dn") out.plain.pop_back();
        out.measures.push_back(std::string(inches_of_width(parts[i])) + "in");
      } else if (parts[i].find('x') != std::string::npos)
        out.measures.push_back(parts[i]);
      else
        out.plain.push_back(parts[i]);
      i += used;
    } else if (!is_idle(parts[i]) && parts[i].size() >= 2) {
      std::size_t first = 0;
      // Words of scripts without blanks are compared by pairs of characters.
      if (is_unspaced(next_character(parts[i], first))) {
        parts[i] = simplified(parts[i]);
        for (std::size_t a = 0; a < parts[i].size();) {
          std::size_t b = a;
          static_cast<void>(next_character(parts[i], b));
          std::size_t c = b;
          if (c < parts[i].size()) static_cast<void>(next_character(parts[i], c));
          if (c > b) out.plain.push_back(parts[i].substr(a, c - a));
          a = b;
        }
      } else {
        out.plain.push_back(stem(parts[i]));
      }
    }
  }
  return out;
}

}  // namespace tradewind::archiver

#include "archiver/extract/catalogue.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "archiver/data_table.hpp"
#include "archiver/extract/goods_words.hpp"

namespace tradewind::archiver {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string bare(std::string_view text) {
  std::string key;
  for (const char c : fold(text)) {
    if (c != '-' && c != ' ' && c != '/' && c != '.' && c != '_') key.push_back(c);
  }
  return key;
}

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

// Grades of a good, by which no quantity is counted.
bool is_grade(std::string_view unit) { return unit == "mesh" || unit == "asta" || unit == "mic"; }

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

// Where the head of an article's words ends: "starter | for the grass cutter", "carburador | para motosierra".
std::size_t head_end(std::string_view text) {
  if (text.find(' ') == std::string_view::npos) return std::string::npos;
  std::size_t end = std::string::npos;
  for (const std::string_view link : {" for ", " für ", " para ", " pour ", " per ", " для ", " voor ", " of the "})
    end = std::min(end, text.find(link));
  return end;
}

}  // namespace

Catalogue::Words Catalogue::split_words(std::string_view text) {
  Words out;
  std::string folded = fold(text);
  for (const std::string_view times : {"х", "×"}) {  // "10х10" by a Cyrillic hand
    for (std::size_t found = folded.find(times, 1); found != std::string::npos; found = folded.find(times, found + 1)) {
      if (is_digit(folded[found - 1]) && found + 2 < folded.size() && is_digit(folded[found + 2]))
        folded.replace(found, times.size(), "x");
    }
  }
  std::vector<std::string> parts;     // numbers and words apart: "20kg" -> "20", "kg"; "3x4.5" stays
  std::vector<std::size_t> range_of;  // parts that are the first number of a range: "16-26 mesh"
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
      if (!is_word_character(next_character(folded, next))) {
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
          out.measures.push_back(parts[i - 1] + unit);
        }
        out.measures.push_back(parts[i] + unit);
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

void Catalogue::build(const std::vector<crm::Product>& products) {
  *this = Catalogue();
  std::vector<std::vector<std::string>> words_of_names;
  const auto add_name = [&](std::size_t product, std::string_view text, bool alias) {
    Words words = split_words(text);
    if (words.plain.empty() && words.measures.empty()) return;
    Name name;
    name.product = product;
    name.alias = alias;
    name.measures = std::move(words.measures);
    for (const std::string& word : words.plain) {
      const auto [place, fresh] = word_ids_.emplace(word, static_cast<std::uint32_t>(words_.size()));
      if (fresh) {
        words_.push_back(word);
        names_of_word_.emplace_back();
      }
      if (std::find(name.words.begin(), name.words.end(), place->second) == name.words.end())
        name.words.push_back(place->second);
    }
    for (const std::uint32_t word : name.words)
      names_of_word_[word].push_back(static_cast<std::uint32_t>(names_.size()));
    names_.push_back(std::move(name));
  };
  for (std::size_t i = 0; i < products.size(); ++i) {
    skus_.push_back(products[i].sku);
    if (bare(products[i].sku).size() >= 3) by_sku_.emplace(bare(products[i].sku), i);
    add_name(i, products[i].name, false);
    for (const std::string& alias : products[i].aliases) add_name(i, alias, true);
    // A catalogue in another language than English is compared by the English words too.
    if (const std::string english = translated(products[i].name); !english.empty()) {
      std::string name = english;
      for (const std::string& measure : split_words(products[i].name).measures) name += measure + " ";
      add_name(i, name, true);
    }
  }
  for (std::size_t i = 0; i < words_.size(); ++i) {
    word_weights_.push_back(
        std::log(1.0 + static_cast<double>(names_.size()) / static_cast<double>(names_of_word_[i].size())));
    const std::string& word = words_[i];
    if (word.size() < 5 || word.size() > 24 || static_cast<unsigned char>(word.front()) >= 0x80) continue;
    near_[word].push_back(static_cast<std::uint32_t>(i));
    for (std::size_t j = 0; j < word.size(); ++j)
      near_[word.substr(0, j) + word.substr(j + 1)].push_back(static_cast<std::uint32_t>(i));
  }
  for (Name& name : names_) {
    for (const std::uint32_t word : name.words) {
      name.weight += word_weights_[word];
      name.lean_weight += lean(word);
    }
    // A grade weighs like a rare word where figures may not be left out.
    for (const std::string& measure : name.measures) {
      const std::size_t unit = measure.find_first_not_of("0123456789.x");
      if (unit != std::string::npos && is_grade(std::string_view(measure).substr(unit))) name.weight += 2.0;
    }
  }
}

std::vector<std::uint32_t> Catalogue::known_words(const std::vector<std::string>& words, bool near) const {
  std::vector<std::uint32_t> known;
  const auto add = [&](std::uint32_t id) {
    if (std::find(known.begin(), known.end(), id) == known.end()) known.push_back(id);
  };
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (const auto exact = word_ids_.find(word); exact != word_ids_.end()) {
      add(exact->second);
      continue;
    }
    // "yogamat" for "yoga mat", "kettle bell" for "kettlebell".
    if (i + 1 < words.size()) {
      if (const auto joined = word_ids_.find(word + words[i + 1]); joined != word_ids_.end()) add(joined->second);
    }
    if (!near || word.size() < 4 || word.size() > 24) continue;
    const auto add_near = [&](const std::string& key) {
      const auto found = near_.find(key);
      if (found == near_.end()) return;
      for (const std::uint32_t id : found->second) add(id);
    };
    add_near(word);
    for (std::size_t j = 0; j < word.size(); ++j) add_near(word.substr(0, j) + word.substr(j + 1));
    // "Gartenstuhl" for "Stuhl": a part of a compound.
    if (word.size() < 8 || static_cast<unsigned char>(word.front()) >= 0x80) continue;
    for (std::size_t j = 4; j + 4 <= word.size(); ++j) {
      for (const std::string& part : {word.substr(0, j), word.substr(j)}) {
        if (const auto found = word_ids_.find(part); found != word_ids_.end()) add(found->second);
      }
    }
  }
  return known;
}

double Catalogue::lean(std::uint32_t word) const {
  return word_weights_[word] * (is_digit(words_[word].front()) ? 0.3 : 1);
}

Catalogue::Match Catalogue::match(std::string_view text, bool near) const {
  if (skus_.empty()) return {};  // many firms keep none
  Match found = match_words(text, near, near);
  if ((!found.sku.empty() && found.how != "only word") || !near) return found;
  const std::string english = translated(text.substr(0, 300));
  if (english.empty()) return found;
  // The measures of the text say which of several it is.
  std::string words = english;
  const Words said = split_words(text.substr(0, 300));
  for (const std::string& measure : said.measures) words += measure + " ";
  for (const std::string& word : said.plain) {
    if (is_digit(word.front())) words += word + " ";
  }
  Match by_english = match_words(words, false, true);
  if (by_english.sku.empty()) return found;
  by_english.how = "translation";
  return by_english;
}

Catalogue::Match Catalogue::match_words(std::string_view text, bool near, bool leaving_out) const {
  for (const Mention& mention : mentions(text.substr(0, 300))) {
    if (mention.how == "sku") return {mention.sku, 1, "sku"};
  }
  // What a part is for comes second: "starter for the brush cutter" is a starter.
  if (const std::size_t head = head_end(text); head != std::string::npos && head > 0) {
    Match by_head = match_words(text.substr(0, head), near, leaving_out);
    if (!by_head.sku.empty()) return by_head;
  }
  const Words words = split_words(text.substr(0, 300));
  std::vector<std::uint32_t> known = known_words(words.plain, near);
  // "16/26 mesh" against the "16-26" of a name.
  for (const std::string& measure : words.measures) {
    const std::size_t unit = measure.find_first_not_of("0123456789.");
    if (!leaving_out || unit == std::string::npos || !is_grade(std::string_view(measure).substr(unit))) continue;
    const auto number = word_ids_.find(measure.substr(0, unit));
    if (number != word_ids_.end() && std::find(known.begin(), known.end(), number->second) == known.end())
      known.push_back(number->second);
  }
  if (known.empty()) return by_measures(words);
  Match best;
  std::vector<double> shared(names_.size(), 0);
  for (const std::uint32_t word : known) {
    for (const std::uint32_t name : names_of_word_[word])
      shared[name] += leaving_out ? lean(word) : word_weights_[word];
  }
  double second = 0;
  std::size_t best_known = 0;  // of the words said, those of the best name
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const Name& name = names_[i];
    if (shared[i] <= 0) continue;
    double bonus = 0;
    bool contradicts = false;
    for (const std::string& measure : words.measures) {
      if (std::find(name.measures.begin(), name.measures.end(), measure) != name.measures.end()) {
        bonus += 0.25;
        continue;
      }
      const std::size_t unit = measure.find_first_not_of("0123456789.x");
      for (const std::string& own : name.measures) {
        const std::size_t own_unit = own.find_first_not_of("0123456789.x");
        const bool same_unit =
            unit != std::string::npos && own_unit != std::string::npos && measure.substr(unit) == own.substr(own_unit);
        const bool both_sizes = measure.find('x') != std::string::npos && own.find('x') != std::string::npos;
        contradicts = contradicts || same_unit || (both_sizes && own.substr(0, own_unit) != measure.substr(0, unit));
        if (both_sizes && own.substr(0, own_unit) == measure.substr(0, unit)) {
          bonus += 0.25;
          contradicts = false;
        }
      }
    }
    if (contradicts && bonus == 0) continue;
    // "40/80" against the "40-80 mesh" of a name.
    for (const std::string& said : words.plain) {
      if (!leaving_out || !is_digit(said.front())) continue;
      bonus += std::any_of(name.measures.begin(), name.measures.end(),
                           [&](const std::string& own) {
                             return own.starts_with(said) && is_grade(std::string_view(own).substr(said.size()));
                           })
                   ? 0.1
                   : 0;
    }
    // Of the product's words most must be said; what else the buyer says counts little.
    const double covered = shared[i] / std::max(leaving_out ? name.lean_weight : name.weight, 0.1);
    const double score = std::min(1.0, covered * 0.85 + bonus + (covered > 0.99 ? 0.1 : 0));
    if (score > best.score) {
      if (best.sku != skus_[name.product]) second = best.score;
      best = {skus_[name.product], score, name.alias ? "alias" : "name"};
      best_known = static_cast<std::size_t>(std::count_if(known.begin(), known.end(), [&](std::uint32_t word) {
        return std::find(name.words.begin(), name.words.end(), word) != name.words.end();
      }));
    } else if (skus_[name.product] != best.sku) {
      second = std::max(second, score);
    }
  }
  if (best.score < 0.5) {
    if (Match alone = by_only_word(words, known); !alone.sku.empty()) return alone;
  }
  // Every word the buyer wrote is the product's, and no other's by far: what he left out ("7 positions") matters
  // little.
  const bool all_known = words.plain.size() >= (leaving_out ? 2U : 3U) &&
                         (leaving_out ? best_known : known.size()) >= words.plain.size() && second < best.score - 0.15;
  if (best.score < (all_known ? 0.35 : 0.5) || (second > best.score - 0.02 && best.score < 0.99)) return {};
  return best;
}

bool Catalogue::contradicts(const Words& words, const Name& name) {
  const auto unit_of = [](std::string_view measure) {
    return measure.substr(std::min(measure.find_first_not_of("0123456789.x"), measure.size()));
  };
  return std::any_of(words.measures.begin(), words.measures.end(), [&](const std::string& said) {
    return std::find(name.measures.begin(), name.measures.end(), said) == name.measures.end() &&
           std::any_of(name.measures.begin(), name.measures.end(),
                       [&](const std::string& own) { return unit_of(own) == unit_of(said); });
  });
}

// A word that one product alone has ("hammer") names it, if little else is said.
Catalogue::Match Catalogue::by_only_word(const Words& words, const std::vector<std::uint32_t>& known) const {
  if (words.plain.size() > known.size() + 2) return {};
  std::optional<std::size_t> product;
  for (const std::uint32_t word : known) {
    if (words_[word].size() < 4) continue;
    for (const std::uint32_t name : names_of_word_[word]) {
      if (contradicts(words, names_[name])) continue;
      if (product && *product != names_[name].product) return {};
      product = names_[name].product;
    }
  }
  return product ? Match{skus_[*product], 0.5, "only word"} : Match{};
}

// The words are of a script that the catalogue lacks, but the measure is one product's alone: "опрыскиватель 16 л".
Catalogue::Match Catalogue::by_measures(const Words& words) const {
  const bool foreign = std::any_of(words.plain.begin(), words.plain.end(), [](const std::string& word) {
    return static_cast<unsigned char>(word.front()) >= 0xC4;
  });
  if (!foreign || words.measures.empty()) return {};
  std::optional<std::size_t> product;
  for (const Name& name : names_) {
    const bool has = std::any_of(words.measures.begin(), words.measures.end(), [&](const std::string& said) {
      return said.size() >= 3 && std::find(name.measures.begin(), name.measures.end(), said) != name.measures.end();
    });
    if (!has || contradicts(words, name)) continue;
    if (product && *product != name.product) return {};
    product = name.product;
  }
  return product ? Match{skus_[*product], 0.5, "measure"} : Match{};
}

bool Catalogue::is_measure(std::string_view text, std::string_view line, bool others) const {
  const Words words = split_words(text);
  if (words.measures.size() != 1) return false;
  const auto has = [&](const Name& name) {
    return std::find(name.measures.begin(), name.measures.end(), words.measures.front()) != name.measures.end();
  };
  if (std::none_of(names_.begin(), names_.end(), has)) return false;
  const std::string sku = match(line).sku;
  if (sku.empty()) return others;
  return std::any_of(names_.begin(), names_.end(),
                     [&](const Name& name) { return skus_[name.product] == sku && has(name); });
}

std::vector<Catalogue::Mention> Catalogue::mentions(std::string_view text) const {
  std::vector<Mention> found;
  for (std::size_t at = 0; at < text.size() && found.size() < 50;) {
    const auto is_code = [](char c) {
      return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '/' || c == '.' ||
             c == '_';
    };
    if (!is_code(text[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    bool digit = false;
    while (end < text.size() && is_code(text[end])) digit = is_digit(text[end++]) || digit;
    if (digit || end - at >= 3) {
      auto sku = by_sku_.find(bare(text.substr(at, end - at)));
      if (sku == by_sku_.end())
        sku = by_sku_.find(bare(text.substr(at, text.find_last_not_of("-./_", end - 1) + 1 - at)));
      if (sku != by_sku_.end()) found.push_back(Mention{skus_[sku->second], at, end, "sku"});
    }
    // "GP-C 5200", "SP TH10": a blank inside.
    if ((found.empty() || found.back().end != end) && end + 1 < text.size() && text[end] == ' ' &&
        is_code(text[end + 1])) {
      std::size_t stop = end + 1;
      while (stop < text.size() && is_code(text[stop])) digit = is_digit(text[stop++]) || digit;
      const auto sku = digit ? by_sku_.find(bare(text.substr(at, stop - at))) : by_sku_.end();
      if (sku != by_sku_.end()) {
        found.push_back(Mention{skus_[sku->second], at, stop, "sku"});
        end = stop;
      }
    }
    at = end;
  }
  return found;
}

}  // namespace tradewind::archiver

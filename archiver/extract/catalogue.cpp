#include "archiver/extract/catalogue.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "archiver/folded_text.hpp"

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

// "20", "kg" -> "20kg": what follows a number at once or after a blank, if it is a measure.
bool is_measure_unit(std::string_view word) {
  static const std::unordered_set<std::string_view> units = {
      "kg", "g",    "mm",     "cm",   "m",   "ft", "inch", "in", "l",    "ml",   "lb",    "lbs",  "w",
      "kw", "v",    "oz",     "gsm",  "кг",  "мм", "см",   "м",  "公斤", "公分", "厘米",  "毫米", "米",
      "升", "キロ", "センチ", "ミリ", "قدم", "كغ", "mah",  "hp", "ton",  "t",    "series"};
  return units.contains(word);
}

std::string canonical_unit(std::string_view word) {
  if (word == "кг" || word == "公斤" || word == "キロ" || word == "كغ") return "kg";
  if (word == "мм" || word == "毫米" || word == "ミリ") return "mm";
  if (word == "см" || word == "公分" || word == "厘米" || word == "センチ") return "cm";
  if (word == "м" || word == "米") return "m";
  if (word == "قدم") return "ft";
  if (word == "inch") return "in";
  return std::string(word);
}

}  // namespace

Catalogue::Words Catalogue::split_words(std::string_view text) {
  Words out;
  const std::string folded = fold(text);
  std::vector<std::string> parts;  // numbers and words apart: "20kg" -> "20", "kg"; "3x4.5" stays
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
      static_cast<void>(next_character(folded, at));
    }
  }
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (is_digit(parts[i].front())) {
      const bool unit = i + 1 < parts.size() && is_measure_unit(parts[i + 1]);
      if (unit)
        out.measures.push_back(parts[i] + canonical_unit(parts[i + 1]));
      else if (parts[i].find('x') != std::string::npos)
        out.measures.push_back(parts[i]);
      else
        out.plain.push_back(parts[i]);
      if (unit) ++i;
    } else if (!is_idle(parts[i]) && parts[i].size() >= 2) {
      std::size_t first = 0;
      // Words of scripts without blanks are compared by pairs of characters.
      if (is_unspaced(next_character(parts[i], first))) {
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
    for (const std::uint32_t word : name.words) name.weight += word_weights_[word];
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
  }
  return known;
}

Catalogue::Match Catalogue::match(std::string_view text, bool near) const {
  if (skus_.empty()) return {};  // many firms keep none
  for (const Mention& mention : mentions(text.substr(0, 300))) {
    if (mention.how == "sku") return {mention.sku, 1, "sku"};
  }
  const Words words = split_words(text.substr(0, 300));
  const std::vector<std::uint32_t> known = known_words(words.plain, near);
  if (known.empty()) return {};
  Match best;
  std::vector<double> shared(names_.size(), 0);
  for (const std::uint32_t word : known) {
    for (const std::uint32_t name : names_of_word_[word]) shared[name] += word_weights_[word];
  }
  double second = 0;
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
    // Of the product's words most must be said; what else the buyer says counts little.
    const double covered = shared[i] / std::max(name.weight, 0.1);
    const double score = std::min(1.0, covered * 0.85 + bonus + (covered > 0.99 ? 0.1 : 0));
    if (score > best.score) {
      if (best.sku != skus_[name.product]) second = best.score;
      best = {skus_[name.product], score, name.alias ? "alias" : "name"};
    } else if (skus_[name.product] != best.sku) {
      second = std::max(second, score);
    }
  }
  // Every word the buyer wrote is the product's, and no other's by far: what he left out ("7 positions") matters little.
  const bool all_known = words.plain.size() >= 3 && known.size() >= words.plain.size() && second < best.score - 0.15;
  if (best.score < (all_known ? 0.35 : 0.5) || (second > best.score - 0.02 && best.score < 0.99)) return {};
  return best;
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
      const auto sku = by_sku_.find(bare(text.substr(at, end - at)));
      if (sku != by_sku_.end()) found.push_back(Mention{skus_[sku->second], at, end, "sku"});
    }
    at = end;
  }
  return found;
}

}  // namespace tradewind::archiver

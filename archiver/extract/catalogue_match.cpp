// How well a buyer's words fit a product's name.
#include <algorithm>
#include <optional>

#include "archiver/data_table.hpp"
#include "archiver/extract/catalogue.hpp"
#include "archiver/extract/goods_words.hpp"
#include "archiver/text/ascii.hpp"

namespace tradewind::archiver {
namespace {

// Where the head of an article's words ends: "starter | for the grass cutter", "carburador | para motosierra".
std::size_t head_end(std::string_view text) {
  if (text.find(' ') == std::string_view::npos) return std::string::npos;
  std::size_t end = std::string::npos;
  for (const std::string_view link : {" for ", " für ", " para ", " pour ", " per ", " для ", " voor ", " of the "})
    end = std::min(end, text.find(link));
  return end;
}

std::string_view unit_of(std::string_view measure) {
  return measure.substr(std::min(measure.find_first_not_of("0123456789.x"), measure.size()));
}

bool is_size(std::string_view measure) { return measure.find('x') != std::string_view::npos; }

// Sizes are one with or without their unit: "70x140" and "70x140cm".
bool has_measure(const std::vector<std::string>& measures, std::string_view said) {
  const std::string_view size = is_size(said) ? said.substr(0, said.size() - unit_of(said).size()) : said;
  return std::any_of(measures.begin(), measures.end(), [&](std::string_view own) {
    return own == said || (is_size(said) && own.substr(0, own.size() - unit_of(own).size()) == size);
  });
}

}  // namespace

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
    if (const auto compounds = tails_.find(word); compounds != tails_.end()) {
      for (const std::uint32_t id : compounds->second) add(id);
    }
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

std::string Catalogue::words_had_for(std::string_view goods) const {
  std::string had;
  for (const std::string_view word : split(goods, " ")) {
    const CatalogueWords one = split_catalogue_words(word);
    const bool known = !one.plain.empty() && word_ids_.contains(one.plain.front());
    if (known && had.find(std::string(word) + " ") == std::string::npos) had += std::string(word) + " ";
  }
  return had.empty() ? std::string(goods.substr(0, goods.find(' '))) + " " : had;
}

Catalogue::Match Catalogue::match_by_name(std::string_view text) const {
  return skus_.empty() ? Match{} : match_words(text, true, true);
}

Catalogue::Match Catalogue::match(std::string_view text, bool near) const {
  if (skus_.empty()) return {};  // many firms keep none
  Match found = match_words(text, near, near);
  const bool weak = found.sku.empty() || found.how == "only word" || found.how == "measure";
  if (!weak || !near) return found;
  if (const std::size_t head = head_end(text); head != std::string::npos && head > 0) {
    if (found.how == "only word") return found;
    const Match by_head = match(text.substr(0, head), near);
    if (!by_head.sku.empty() && by_head.how != "measure") return by_head;
  }
  const std::vector<std::string> english = translated(text.substr(0, 300));
  if (english.empty()) return found.sku.empty() ? by_measures(split_catalogue_words(text.substr(0, 300))) : found;
  // The measures of the text say which of several it is.
  std::string words;
  for (const std::string& goods : english) words += words_had_for(goods);
  const CatalogueWords said = split_catalogue_words(text.substr(0, 300));
  for (const std::string& measure : said.measures) words += measure + " ";
  for (const std::string& word : said.plain) {
    if (is_digit(word.front()) || word_ids_.contains(word)) words += word + " ";
  }
  Match by_english = match_words(words, false, true);
  if (by_english.sku.empty()) return found.sku.empty() ? by_measures(said) : found;
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
  const CatalogueWords words = split_catalogue_words(text.substr(0, 300));
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
  const std::optional<std::size_t> owner = leaving_out ? owner_of_measure(words, false) : std::nullopt;
  double second = 0;
  std::size_t best_known = 0, second_known = 0;  // of the words said, those of the best name and of another product
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const Name& name = names_[i];
    if (shared[i] <= 0) continue;
    double bonus = 0;
    for (const std::string& measure : words.measures) {
      if (has_measure(name.measures, measure)) bonus += 0.25;
    }
    if (bonus == 0 && contradicts(words, name)) continue;
    if (owner == name.product) bonus += 0.2;
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
    const auto known_of_name =
        static_cast<std::size_t>(std::count_if(known.begin(), known.end(), [&](std::uint32_t word) {
          return std::find(name.words.begin(), name.words.end(), word) != name.words.end();
        }));
    if (score > best.score) {
      if (best.sku != skus_[name.product]) second = best.score;
      if (best.sku != skus_[name.product]) second_known = std::max(second_known, best_known);
      best = {skus_[name.product], score, name.alias ? "alias" : "name"};
      best_known = known_of_name;
    } else if (skus_[name.product] != best.sku) {
      second = std::max(second, score);
      second_known = std::max(second_known, known_of_name);
    }
  }
  if (best.score < 0.5) {
    if (Match alone = by_only_word(words, known); !alone.sku.empty()) return alone;
  }
  // Every word the buyer wrote is the product's, and no other's by far: what he left out ("7 positions") matters
  // little.
  const bool all_known = words.plain.size() >= (leaving_out ? 2U : 3U) &&
                         (leaving_out ? best_known : known.size()) >= words.plain.size() && second < best.score - 0.15;
  // No other product has them all: "exercise books" beside "drawing books".
  const bool alone =
      leaving_out && words.plain.size() >= 2 && best_known >= words.plain.size() && second_known < best_known;
  if (best.score < (alone ? 0.25 : all_known ? 0.35 : 0.5) || (second > best.score - 0.02 && best.score < 0.99))
    return {};
  return best;
}

bool Catalogue::contradicts(const CatalogueWords& words, const Name& name) const {
  const std::vector<std::string>& own = name.measures.empty() ? names_[name.main].measures : name.measures;
  return std::any_of(words.measures.begin(), words.measures.end(), [&](const std::string& said) {
    return !has_measure(own, said) && std::any_of(own.begin(), own.end(), [&](const std::string& measure) {
      const bool sizes = is_size(said) && is_size(measure);
      return sizes || (!is_size(said) && !is_size(measure) && unit_of(said) == unit_of(measure));
    });
  });
}

std::optional<std::size_t> Catalogue::owner_of_measure(const CatalogueWords& words, bool sizes_only) const {
  std::optional<std::size_t> owner;
  if (words.measures.empty()) return owner;
  for (const Name& name : names_) {
    const bool has = std::any_of(words.measures.begin(), words.measures.end(), [&](const std::string& said) {
      return said.size() >= 2 && (!sizes_only || is_size(said)) && has_measure(name.measures, said);
    });
    if (!has || contradicts(words, name)) continue;
    if (owner && *owner != name.product) return {};
    owner = name.product;
  }
  return owner;
}

// A word that one product alone has ("hammer") names it, if little else is said.
Catalogue::Match Catalogue::by_only_word(const CatalogueWords& words, const std::vector<std::uint32_t>& known) const {
  if (words.plain.size() > known.size() + 2) return {};
  std::optional<std::size_t> product;
  for (const std::uint32_t word : known) {
    if (words_[word].size() < 3) continue;
    for (const std::uint32_t name : names_of_word_[word]) {
      if (contradicts(words, names_[name])) continue;
      if (product && *product != names_[name].product) return {};
      product = names_[name].product;
    }
  }
  return product ? Match{skus_[*product], 0.5, "only word"} : Match{};
}

// The words are of a script that the catalogue lacks, but the measure is one product's alone: "опрыскиватель 16 л"; a
// size ("90x180") needs no other script.
Catalogue::Match Catalogue::by_measures(const CatalogueWords& words) const {
  const bool foreign = std::any_of(words.plain.begin(), words.plain.end(), [](const std::string& word) {
    return static_cast<unsigned char>(word.front()) >= 0xC4;
  });
  const auto product = owner_of_measure(words, !foreign);
  return product ? Match{skus_[*product], 0.5, "measure"} : Match{};
}

bool Catalogue::is_measure(std::string_view text, std::string_view line, bool others) const {
  const CatalogueWords words = split_catalogue_words(text);
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

}  // namespace tradewind::archiver

// Which product a line that names goods most likely means, where its words fit none well enough to be sure.
#include <algorithm>
#include <optional>

#include "archiver/data_table.hpp"
#include "archiver/extract/catalogue.hpp"
#include "archiver/extract/goods_words.hpp"
#include "archiver/text/ascii.hpp"

namespace tradewind::archiver {
namespace {

// One thing said, in any of the catalogue's words for it.
struct Said {
  std::vector<std::uint32_t> words;
  double weight = 0;
};

bool has_any(const std::vector<std::uint32_t>& name, const std::vector<std::uint32_t>& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::uint32_t word) { return std::find(name.begin(), name.end(), word) != name.end(); });
}

}  // namespace

Catalogue::Match Catalogue::likely(std::string_view text) const {
  if (skus_.empty()) return {};
  text = text.substr(0, 300);
  const CatalogueWords words = split_catalogue_words(text);
  std::vector<Said> said;
  const auto say = [&](const std::vector<std::string>& spelled, bool counts_unknown) {
    Said one;
    for (const std::uint32_t word : known_words(spelled, false)) {
      one.words.push_back(word);
      one.weight = std::max(one.weight, lean(word));
    }
    // Words that the catalogue has nowhere speak against every product.
    if (one.words.empty()) one.weight = counts_unknown ? 1 : 0;
    if (one.weight > 0) said.push_back(std::move(one));
  };
  const std::vector<std::string> english = translated(text);
  for (const std::string& goods : english) say(split_catalogue_words(goods).plain, true);
  for (const std::string& word : words.plain) say({word}, english.empty() && !is_digit(word.front()));
  double all = 0;
  for (const Said& one : said) all += one.weight;
  double best = 0, second = 0, best_covered = 0;
  std::size_t product = 0;
  for (const Name& name : names_) {
    if (contradicts(words, name)) continue;
    double covered = 0, score = 0;
    bool goods = false;
    for (const Said& one : said) {
      if (!has_any(name.words, one.words)) continue;
      covered += one.weight;
      goods = goods || !is_digit(words_[one.words.front()].front());
    }
    if (!goods) continue;
    score = covered;
    for (const std::string& measure : words.measures)
      score += std::find(name.measures.begin(), name.measures.end(), measure) != name.measures.end() ? 0.8 : 0.0;
    if (score > best) {
      if (best > 0 && product != name.product) second = best;
      best = score;
      best_covered = covered;
      product = name.product;
    } else if (product != name.product) {
      second = std::max(second, score);
    }
  }
  const bool clear = best > 0 && best_covered >= 0.5 * all && best > 1.15 * second;
  return clear ? Match{skus_[product], 0.4, "likely"} : Match{};
}

}  // namespace tradewind::archiver

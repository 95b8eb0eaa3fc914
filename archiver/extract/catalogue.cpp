#include "archiver/extract/catalogue.hpp"

#include <algorithm>
#include <cmath>

#include "archiver/data_table.hpp"
#include "archiver/extract/goods_words.hpp"
#include "archiver/extract/language.hpp"
#include "archiver/text/ascii.hpp"

namespace tradewind::archiver {

void Catalogue::build(const std::vector<crm::Product>& products) {
  *this = Catalogue();
  std::vector<std::vector<std::string>> words_of_names;
  std::size_t first_of_product = 0;
  const auto add_name = [&](std::size_t product, std::string_view text, bool alias) {
    CatalogueWords words = split_catalogue_words(text);
    if (words.plain.empty() && words.measures.empty()) return;
    Name name;
    name.product = product;
    name.alias = alias;
    name.main = alias ? first_of_product : names_.size();
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
  std::string all_names;
  for (const crm::Product& product : products) all_names += product.name + ". ";
  const bool english_names = detect_language(all_names) == "en";
  for (std::size_t i = 0; i < products.size(); ++i) {
    skus_.push_back(products[i].sku);
    if (bare_sku(products[i].sku).size() >= 3) by_sku_.emplace(bare_sku(products[i].sku), i);
    first_of_product = names_.size();
    add_name(i, products[i].name, false);
    if (names_.size() == first_of_product) continue;  // a name of no words
    for (const std::string& alias : products[i].aliases) add_name(i, alias, true);
    // A catalogue in another language than English is compared by the English words too.
    if (const std::vector<std::string> english = translated(products[i].name); !english_names && !english.empty()) {
      std::string name;
      for (const std::string& word : english) name += word + " ";
      for (const std::string& measure : split_catalogue_words(products[i].name).measures) name += measure + " ";
      add_name(i, name, true);
    }
  }
  for (std::size_t i = 0; i < words_.size(); ++i) {
    word_weights_.push_back(
        std::log(1.0 + static_cast<double>(names_.size()) / static_cast<double>(names_of_word_[i].size())));
    const std::string& word = words_[i];
    if (word.size() < 5 || word.size() > 24 || static_cast<unsigned char>(word.front()) >= 0x80) continue;
    near_[word].push_back(static_cast<std::uint32_t>(i));
    for (std::size_t j = 3; j + 4 <= word.size(); ++j) tails_[word.substr(j)].push_back(static_cast<std::uint32_t>(i));
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
      auto sku = by_sku_.find(bare_sku(text.substr(at, end - at)));
      if (sku == by_sku_.end())
        sku = by_sku_.find(bare_sku(text.substr(at, text.find_last_not_of("-./_", end - 1) + 1 - at)));
      if (sku != by_sku_.end()) found.push_back(Mention{skus_[sku->second], at, end, "sku"});
    }
    // "GP-C 5200", "SP TH10": a blank inside.
    if ((found.empty() || found.back().end != end) && end + 1 < text.size() && text[end] == ' ' &&
        is_code(text[end + 1])) {
      std::size_t stop = end + 1;
      while (stop < text.size() && is_code(text[stop])) digit = is_digit(text[stop++]) || digit;
      const auto sku = digit ? by_sku_.find(bare_sku(text.substr(at, stop - at))) : by_sku_.end();
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

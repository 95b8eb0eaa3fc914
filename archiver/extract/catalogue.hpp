// The firm's own products in the words of a buyer: by SKU, by name or alias, and by near spelling.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "archiver/extract/catalogue_words.hpp"
#include "crm_core/model/records.hpp"

namespace tradewind::archiver {

class Catalogue {
 public:
  void build(const std::vector<crm::Product>& products);

  struct Match {
    std::string sku;
    double score = 0;  // 0..1
    std::string how;   // "sku", "name", "alias", "only word", "measure", "translation"
  };
  // The best match of a product line; score 0 when none is good enough. A measure in the words that contradicts the
  // product's own ("16 kg" against "20 kg") rules it out. `near`: also words a letter away from the product's; costs
  // several times as much.
  [[nodiscard]] Match match(std::string_view words, bool near = true) const;
  // The same without the words of other languages, at half the cost.
  [[nodiscard]] Match match_by_name(std::string_view words) const;

  // Where match() finds none: the one product that has clearly more of what is said than any other, and half of it.
  // Good enough to propose beside goods that are surely asked for, not to tell goods by.
  [[nodiscard]] Match likely(std::string_view words) const;

  // "108 pcs", "16 l" within `line`: a measure in the name of the product that the line names, as little a quantity as
  // "52 cc". Of a line that names none or several, in the name of any, if `others`: other quantities are there to
  // count.
  [[nodiscard]] bool is_measure(std::string_view text, std::string_view line, bool others) const;

  struct Mention {
    std::string sku;
    std::size_t begin = 0, end = 0;
    std::string how;  // "sku", "name"
  };
  // Places in a text where a product's SKU, whole name or alias stands.
  [[nodiscard]] std::vector<Mention> mentions(std::string_view text) const;

 private:
  struct Name {
    std::size_t product = 0;
    bool alias = false;
    std::size_t main = 0;               // the product's name, of which an alias leaves out the measures
    std::vector<std::uint32_t> words;   // ids, sorted
    std::vector<std::string> measures;  // "20kg", "3x3m"
    double weight = 0;                  // sum over its words
    double lean_weight = 0;             // the same with figures counting little: what buyers leave out first
  };
  // `leaving_out`: figures of the product's name may be left out.
  [[nodiscard]] Match match_words(std::string_view text, bool near, bool leaving_out) const;
  // Of the English words for the same goods those that our names have; the first if they have none.
  [[nodiscard]] std::string words_had_for(std::string_view goods) const;
  [[nodiscard]] double lean(std::uint32_t word) const;
  [[nodiscard]] bool contradicts(const CatalogueWords& words, const Name& name) const;
  // The one product whose name has a measure of these words, if no other has: "90x180", "0.25l".
  [[nodiscard]] std::optional<std::size_t> owner_of_measure(const CatalogueWords& words, bool sizes_only) const;
  [[nodiscard]] Match by_only_word(const CatalogueWords& words, const std::vector<std::uint32_t>& known) const;
  [[nodiscard]] Match by_measures(const CatalogueWords& words) const;
  [[nodiscard]] std::vector<std::uint32_t> known_words(const std::vector<std::string>& words, bool near) const;

  std::vector<std::string> skus_;
  std::unordered_map<std::string, std::size_t> by_sku_;  // folded, separators removed
  std::vector<Name> names_;
  std::unordered_map<std::string, std::uint32_t> word_ids_;
  std::vector<std::string> words_;
  std::vector<double> word_weights_;
  std::vector<std::vector<std::uint32_t>> names_of_word_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> near_;   // a word with one letter left out -> words
  std::unordered_map<std::string, std::vector<std::uint32_t>> tails_;  // the end of a compound: "robe" -> "bathrobe"
};

}  // namespace tradewind::archiver

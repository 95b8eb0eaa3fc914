// The words and measures of an article's name, in the form in which a buyer's words are compared with a product's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tradewind::archiver {

struct CatalogueWords {
  std::vector<std::string> plain;     // stems; pairs of characters in scripts without blanks
  std::vector<std::string> measures;  // "20kg", "3x3m"
};
[[nodiscard]] CatalogueWords split_catalogue_words(std::string_view text);

// A SKU without its separators, folded: "GP-C 5200" and "gpc5200" are one.
[[nodiscard]] std::string bare_sku(std::string_view text);

// Grades of a good, by which no quantity is counted: "mesh", "asta".
[[nodiscard]] bool is_grade(std::string_view unit);

}  // namespace tradewind::archiver

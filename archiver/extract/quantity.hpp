// Quantities with their units, as buyers of many countries write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tradewind::archiver {

enum class UnitSort {
  piece,
  set,
  pair,
  container,
  tonne,
  kilogram,
  gram,
  metre,
  square,
  cubic,
  carton,
  bag,
  roll,
  drum,
  litre,
  pallet,
  sheet,
  head,
  package
};

struct Quantity {
  std::string amount;  // decimal text
  std::string unit;    // as written; "" when the number stands alone
  std::optional<UnitSort> sort;
  bool worded = false;             // written out: "two thousand"
  std::size_t begin = 0, end = 0;  // of the whole expression in the line given
};

// All of one line (or sentence). Measures of the goods themselves (8 mm, 20 kg, 3x3 m) are not told apart here but by
// their sort; numbers in telephone numbers, dates, sizes ("3x4.5") and codes are left out. A range ("500-600") gives
// nothing. Numbers in words cost the reading of every word.
enum class Numbers { in_figures, also_in_words };
[[nodiscard]] std::vector<Quantity> find_quantities(std::string_view line, Numbers numbers = Numbers::in_figures);

}  // namespace tradewind::archiver

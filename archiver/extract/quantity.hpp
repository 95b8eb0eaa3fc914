// Numbers, quantities with their units, and amounts of money, as buyers of many countries write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tradewind::archiver {

// "2.500", "1,000", "1 000", "3,5", "12k", "2万": as decimal text without needless zeros ("2500", "3.5", "12000",
// "20000"). Groups of three behind one separator are thousands, unless the number begins with 0. "" if it is none.
[[nodiscard]] std::string decimal_of(std::string_view text);

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
  pallet,
  sheet,
  head
};

struct Quantity {
  std::string amount;  // decimal text
  std::string unit;    // as written; "" when the number stands alone
  std::optional<UnitSort> sort;
  std::size_t begin = 0, end = 0;  // of the whole expression in the line given
};

// All of one line (or sentence). Measures of the goods themselves (8 mm, 20 kg, 3x3 m) are not told apart here but by
// their sort; numbers in telephone numbers, dates, sizes ("3x4.5") and codes are left out. A range ("500-600") gives
// nothing.
[[nodiscard]] std::vector<Quantity> find_quantities(std::string_view line);

struct Money {
  std::string amount;    // decimal text
  std::string currency;  // ISO 4217
  std::size_t begin = 0, end = 0;
};
// Amounts with a currency beside them: "US$ 7,80", "$49", "1,900円", "71 دولار", "RMB 3.15".
[[nodiscard]] std::vector<Money> find_money(std::string_view text);

// ISO 4217 codes of the currencies that a text names without an amount ("prices in USD"), in order, with repetitions.
// Only by names that are nothing else.
[[nodiscard]] std::vector<std::string> find_currency_names(std::string_view text);

}  // namespace tradewind::archiver

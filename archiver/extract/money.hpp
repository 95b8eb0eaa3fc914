// Amounts of money and currencies named in a text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tradewind::archiver {

struct Money {
  std::string amount;    // decimal text
  std::string currency;  // ISO 4217
  std::size_t begin = 0, end = 0;
};
// Amounts with a currency beside them: "US$ 7,80", "$49", "1,900円", "71 دولار", "RMB 3.15".
[[nodiscard]] std::vector<Money> find_money(std::string_view text);

struct NamedCurrency {
  std::string code;                // ISO 4217
  std::size_t begin = 0, end = 0;  // in the folded text
};
// The currencies that a text names ("prices in USD"), in order, with repetitions. Only by names that are nothing else.
[[nodiscard]] std::vector<NamedCurrency> find_currency_names(std::string_view text);

}  // namespace tradewind::archiver

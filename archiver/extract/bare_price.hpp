// Prices whose currency is named elsewhere or not at all.
#pragma once

#include <string_view>
#include <vector>

#include "archiver/extract/money.hpp"

namespace tradewind::archiver {

// Amounts that a price's word or sign stands beside: "target: 1.35", "@ 3,20", "0.28 each". Their `currency` is empty.
[[nodiscard]] std::vector<Money> find_bare_prices(std::string_view text);

}  // namespace tradewind::archiver

// Which quantities of a line count goods, and which only measure or price them.
#pragma once

#include <string_view>
#include <vector>

#include "archiver/extract/catalogue.hpp"
#include "archiver/extract/quantity.hpp"

namespace tradewind::archiver {

// By its unit: pieces, packages, containers, tonnes, areas.
[[nodiscard]] bool counts_goods(const Quantity& quantity);
// Goods bought by weight or length come in hundreds at least: "500 m of cable".
[[nodiscard]] bool is_bulk(const Quantity& quantity);

// The quantities of a line, those in words too, without amounts of money and figures of prices ("target: 1.35").
[[nodiscard]] std::vector<Quantity> find_counts(std::string_view line);

// Of a sentence those that count goods: by their unit, or bare numbers that goods follow ("150 fenders") where
// something is asked for (`asked`: elsewhere in the letter). Measures in the names of our own products are left out
// ("socket set 108 pcs").
[[nodiscard]] std::vector<Quantity> find_counted_goods(std::string_view sentence, bool asked,
                                                       const Catalogue& catalogue);

// A bare number that counts what is named elsewhere: "60 of them", "approx. 350 for spring".
[[nodiscard]] bool refers_elsewhere(std::string_view sentence, const Quantity& quantity);

// "deck oven x 2": a bare number that follows its article.
[[nodiscard]] bool stands_behind_times(std::string_view sentence, const Quantity& quantity);

// The quantity of a product line: the one that counts goods, unless it is a measure in the name of one of our products
// ("socket set 108 pieces, 600 set"); else weight or length when large; else a number that stands alone at the line's
// beginning or end (`list_line`). nullptr if there is none.
[[nodiscard]] const Quantity* best_quantity(std::string_view line, const std::vector<Quantity>& all, bool list_line,
                                            const Catalogue& catalogue);

}  // namespace tradewind::archiver

// What a buyer asks for in the lines of a list: bullets, columns, SKUs, sizes below a heading.
#pragma once

#include <string_view>
#include <vector>

#include "archiver/extract/catalogue.hpp"
#include "archiver/extract/items.hpp"
#include "archiver/extract/quantity.hpp"

namespace tradewind::archiver {

// A line of a list: one product, its quantity before or behind it. `in_list`: other such lines stand above it.
bool read_list_line(std::string_view line, bool in_list, std::vector<ItemFound>& items, const Catalogue& catalogue);

// Several of our SKUs in a line, each with its quantity behind or before it: "AB-1 2k pcs, AB-2 5k pcs & AB-3 1k".
bool read_sku_line(std::string_view line, std::vector<ItemFound>& items, const Catalogue& catalogue);

// '1/2" : 500 nos', "DN25 - 300 pcs": a size of the article that a heading names, with its quantity in front of
// `quantities`; the size, "" if the line is none.
[[nodiscard]] std::string_view size_of_line(std::string_view line, std::vector<Quantity>& quantities,
                                            const Catalogue& catalogue);

// The article in the line above such sizes; "" if that line is an article of a list with a quantity of its own.
[[nodiscard]] std::string_view heading_of(std::string_view line, const Catalogue& catalogue);

}  // namespace tradewind::archiver

// Tables of goods: rows of cells below a row of headings ("Description", "Qty", "Target"), and articles told in
// labelled lines ("Product: ...", "Quantity: ...").
#pragma once

#include <string_view>
#include <vector>

#include "archiver/extract/catalogue.hpp"
#include "archiver/extract/items.hpp"

namespace tradewind::archiver {

// Enters what tables in these lines ask for. Cells are divided by tabs, bars or several blanks.
void read_tables(const std::vector<std::string_view>& lines, std::vector<ItemFound>& items, const Catalogue& catalogue);

}  // namespace tradewind::archiver

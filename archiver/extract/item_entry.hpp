// One article with its quantity, entered into the list of what a letter asks for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "archiver/extract/catalogue.hpp"
#include "archiver/extract/items.hpp"
#include "archiver/extract/quantity.hpp"

namespace tradewind::archiver {

// Enters the article that these words name, cut to its own words and matched with the catalogue (`whole_line`: the
// source too). A measure alone ("40 kg") is the article above in another size. Words that name no goods ("each") enter
// their quantity without a product, if nothing stands in the list yet; what stands in it already is not entered again,
// unless `each_counts` (the rows of a table).
void enter_item(std::vector<ItemFound>& items, std::string_view product, const Quantity* quantity,
                std::string_view source, const Catalogue& catalogue, bool whole_line = false, bool each_counts = false);

// "40 kg" below "dumbbell 20kg", "DN100" behind "valve DN80, cast iron": the article above with another measure; "" if
// the words are no measure of it.
[[nodiscard]] std::string with_measure_of(std::string_view measure, const std::vector<ItemFound>& items);

}  // namespace tradewind::archiver

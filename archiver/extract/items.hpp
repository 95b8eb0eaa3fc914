// What a buyer asks for: product lines with quantity and unit, from lists and from sentences.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "archiver/extract/catalogue.hpp"
#include "crm_core/model/filing.hpp"

namespace tradewind::archiver {

struct ItemFound {
  crm::LeadItem item;
  std::string source;      // the line
  std::string target;      // the price wanted, as a table says it beside the article
  bool of_each = false;    // the quantity is said of each of several
  bool container = false;  // counted in containers
};

// `text` without signature and quoted mail. `elsewhere`, if given, takes the quantity of products that are named in
// other sentences ("20 pieces each").
[[nodiscard]] std::vector<ItemFound> find_items(std::string_view text, const Catalogue& catalogue,
                                                ItemFound* elsewhere = nullptr);

}  // namespace tradewind::archiver

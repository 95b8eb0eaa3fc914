// What a buyer asks for in sentences.
#pragma once

#include <string_view>
#include <vector>

#include "archiver/extract/catalogue.hpp"
#include "archiver/extract/items.hpp"

namespace tradewind::archiver {

// Products inside a sentence: behind each quantity the words of its clause, before it if none follow. `asked`: the
// letter asks for goods, maybe in another sentence.
void read_sentence(std::string_view sentence, bool asked, std::vector<ItemFound>& items, const Catalogue& catalogue);

}  // namespace tradewind::archiver

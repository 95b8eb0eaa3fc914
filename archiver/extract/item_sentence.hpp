// What a buyer asks for in sentences.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "archiver/extract/catalogue.hpp"
#include "archiver/extract/items.hpp"

namespace tradewind::archiver {

// The text with the line ends gone at which a mail program broke its lines: those whose next word would not have fitted
// into the width of the text.
[[nodiscard]] std::string unwrapped(std::string_view text);

[[nodiscard]] std::vector<std::string_view> sentences_of(std::string_view text);

// Products inside a sentence: behind each quantity the words of its clause, before it if none follow. `asked`: the
// letter asks for goods, maybe in another sentence.
void read_sentence(std::string_view sentence, bool asked, std::vector<ItemFound>& items, const Catalogue& catalogue);

}  // namespace tradewind::archiver

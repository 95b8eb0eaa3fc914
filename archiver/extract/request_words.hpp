// Words of asking round the goods of a sentence: "please offer", "need", "報價", and what says nothing of the goods.
#pragma once

#include <cstddef>
#include <string_view>

namespace tradewind::archiver {

// Where the last phrase of asking ends in the text, and the goods may begin; 0 if there is none.
[[nodiscard]] std::size_t behind_request(std::string_view text);

// Nothing but asking, prices, samples and links: "send price", "as trial", "ราคา". Such words are no product.
[[nodiscard]] bool names_no_goods(std::string_view text);

}  // namespace tradewind::archiver

// Words of asking round the goods of a sentence: "please offer", "need", "報價", and what says nothing of the goods.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace tradewind::archiver {

// Where the last phrase of asking ends in the text, and the goods may begin; 0 if there is none.
[[nodiscard]] std::size_t behind_request(std::string_view text);

// Every phrase of asking, in order; several may begin at the same place.
struct Request {
  std::size_t begin = 0, end = 0;
};
[[nodiscard]] std::vector<Request> find_requests(std::string_view text);

// Nothing but asking, prices, samples, links and places: "send price", "as trial", "to Durban", "ราคา". Such words are
// no product.
[[nodiscard]] bool names_no_goods(std::string_view text);

}  // namespace tradewind::archiver

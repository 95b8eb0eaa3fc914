// Goods that a letter asks for without saying how many, or says in another sentence.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tradewind::archiver {

struct AskedGoods {
  std::string words;
  bool one = false;  // "a mixer"
};

// What stands behind the words of asking ("we are looking for | rubber boots and gloves"), before them in Japanese and
// Korean; of the first sentence that names goods.
[[nodiscard]] std::vector<AskedGoods> find_asked_goods(std::string_view text);

// The goods of a subject that says nothing else, if the text speaks of them too; "" if it does not.
[[nodiscard]] std::string goods_of_subject(std::string_view subject, std::string_view text);

}  // namespace tradewind::archiver

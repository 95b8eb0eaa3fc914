// Words of goods across languages and writings (extract/data/goods_words.txt, han_variants.txt).
#pragma once

#include <string>
#include <string_view>

namespace tradewind::archiver {

// One writing for the Han characters that have two: "捲尺" -> "卷尺".
[[nodiscard]] std::string simplified(std::string_view word);

// The English words of goods that a text in another language says, each with a blank behind it; "" if it says none.
[[nodiscard]] std::string translated(std::string_view text);

}  // namespace tradewind::archiver

// Words of goods across languages and writings (extract/data/goods_words.txt, trade_words*.txt, han_variants.txt).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tradewind::archiver {

// One writing for the Han characters that have two: "捲尺" -> "卷尺".
[[nodiscard]] std::string simplified(std::string_view word);

// The goods that a text in another language names, each in the English words that a catalogue may have for it: "cup
// mug". Nothing if it is all English.
[[nodiscard]] std::vector<std::string> translated(std::string_view text);

// A word of goods stands in it, in whatever language.
[[nodiscard]] bool has_goods_word(std::string_view text);

}  // namespace tradewind::archiver

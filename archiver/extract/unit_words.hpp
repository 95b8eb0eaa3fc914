// The words that stand beside the numbers of an inquiry, in the languages of trade.
#pragma once

#include "archiver/phrase_table.hpp"

namespace tradewind::archiver {

// Units in which goods are ordered; the value of a hit is its UnitSort.
[[nodiscard]] const PhraseTable& unit_words();

// Beside a number these make it a measure of the goods, a time or a share, never an order's quantity.
[[nodiscard]] const PhraseTable& measure_words();

// What the reader of quantities takes for a capacity, not for a count: "pieces per hour", "/h", and the words before
// such a figure ("capacity").
[[nodiscard]] const PhraseTable& rate_words();
[[nodiscard]] const PhraseTable& capacity_words();

}  // namespace tradewind::archiver

// Numbers written out in words: "two thousand", "zweitausend", "deux mille", "две тысячи", "两百".
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tradewind::archiver {

struct WordedNumber {
  std::uint64_t value = 0;
  std::size_t end = 0;    // behind it, in the folded text
  bool unspaced = false;  // in Han characters: trustworthy only before a unit
};

// The number whose words begin at this offset of a folded text. Small ones may be articles or other words ("un",
// "due"): the caller asks for a unit or for goods behind them.
[[nodiscard]] std::optional<WordedNumber> worded_number(std::string_view folded, std::size_t at);

// How many zeros the word behind a number in figures stands for ("5 lakh", "3 mila"), 0 if it is none, and in `end`
// where it ends.
[[nodiscard]] std::size_t worded_zeros(std::string_view folded, std::size_t at, std::size_t& end);

}  // namespace tradewind::archiver

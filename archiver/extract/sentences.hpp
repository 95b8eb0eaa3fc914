// A letter's text cut into sentences.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tradewind::archiver {

// The text with the line ends gone at which a mail program broke its lines: those whose next word would not have fitted
// into the width of the text.
[[nodiscard]] std::string unwrapped(std::string_view text);

[[nodiscard]] std::vector<std::string_view> sentences_of(std::string_view text);

}  // namespace tradewind::archiver

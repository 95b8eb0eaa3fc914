// What the writer wrote now, his signature, and the history he carries along, told apart in the text of a mail.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "archiver/mime/parsed_message.hpp"

namespace tradewind::archiver {

struct QuoteContext {
  std::string_view subject;  // decoded; a forward prefix tells a forwarded block from a quoted one
  int offset_minutes = 0;    // zone of the mail, assumed for dates without one
  std::size_t history_at = std::string_view::npos;  // where the HTML says that the history begins
};

struct SplitText {
  BodyText body;  // from_html is left to the caller
  std::vector<QuotedBlock> blocks;
};

// `whole` is readable text: UTF-8, lines ended by LF. Answers written between quoted lines belong to what was written.
// Linear.
[[nodiscard]] SplitText split_quotes(std::string_view whole, const QuoteContext& context);

}  // namespace tradewind::archiver

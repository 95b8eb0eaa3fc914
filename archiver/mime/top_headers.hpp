// The header fields of a message that the decisions read, decoded.
#pragma once

#include <string_view>

#include "archiver/mime/header_block.hpp"
#include "archiver/mime/parsed_message.hpp"

namespace tradewind::archiver {

// Fills headers, ids, subject, dates, addresses and language_hint. `fallback` is the charset for raw 8-bit bytes.
void read_top_headers(const HeaderBlock& block, std::string_view fallback, ParsedMessage& message);

}  // namespace tradewind::archiver

// Which leaves are the text a person reads, and that text.
#pragma once

#include <string_view>

#include "archiver/mime/parsed_message.hpp"
#include "archiver/mime/structure.hpp"

namespace tradewind::archiver {

// True for a leaf that is part of the text. `only_leaf`: the message has no other, so a file name does not make it a
// file.
[[nodiscard]] bool is_readable_text(const Leaf& leaf, bool only_leaf);

// Fills body, html, html_fields, links and blocks, and adds uuencoded files found inside plain text to attachments.
void read_body(std::string_view raw, const Structure& structure, std::string_view fallback, Budget& budget,
               ParsedMessage& message);

}  // namespace tradewind::archiver

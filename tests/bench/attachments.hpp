// Attachments of the generated mail: files that are what their type says (their text can be extracted), padded with
// noise as pictures pad real ones, already in base64.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/random.hpp"

namespace tradewind::bench {

struct Attachment {
  std::string name;       // ASCII
  std::string_view type;  // "application/pdf"
  std::string body;       // base64, lines of 76 characters ending in \n
};

[[nodiscard]] std::string base64_lines(std::string_view bytes);

// About `bytes` of file, not of base64. The text of documents is English.
[[nodiscard]] Attachment make_attachment(std::size_t bytes, Random& random);

}  // namespace tradewind::bench

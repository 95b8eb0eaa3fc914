// One mail's bytes to a ParsedMessage.
#pragma once

#include <string>
#include <string_view>

#include "archiver/mime/parsed_message.hpp"

namespace tradewind::archiver {

struct ParseOptions {
  std::string
      default_charset;  // of unlabelled 8-bit text in this mailbox, "gb18030" for instance; "" if nothing is known
};

// Never fails: whatever the bytes are, a message comes back, with `defects` naming what was read over and what the
// limits (archiver/mime/limits.hpp) cut off. Time and memory are linear in the size of `raw`; attachment bodies are not
// decoded. Thread-safe.
[[nodiscard]] ParsedMessage parse_message(std::string_view raw, const ParseOptions& options = {});

}  // namespace tradewind::archiver

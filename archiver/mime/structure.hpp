// The tree of a MIME message flattened into its leaves, in order, each with its spans in the raw bytes (RFC 2046).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "archiver/mime/header_block.hpp"
#include "archiver/mime/parsed_message.hpp"
#include "archiver/text/parameters.hpp"

namespace tradewind::archiver {

struct Leaf {
  ParameterizedValue type;         // value "text/plain" when there was none
  ParameterizedValue disposition;  // value "" when there was none
  TransferEncoding encoding = TransferEncoding::identity;
  ByteSpan body;          // still encoded
  std::string file_name;  // decoded and made safe, "" if none
  std::string content_id;
  std::string part_path;
  int depth = 0;         // containers around it
  int alternative = -1;  // number of the outermost multipart/alternative around it, -1 for none
};

struct Structure {
  std::vector<Leaf> leaves;
  bool encrypted = false;  // multipart/encrypted
  std::vector<std::string> defects;
};

// What remains of the limits for one message and all that is embedded in it.
struct Budget {
  std::size_t parts;
  std::size_t text_bytes;
  std::size_t html_bytes;
};

// `depth` counts the containers around the message itself. Works with a list, not by recursion: nesting costs no stack.
[[nodiscard]] Structure read_structure(std::string_view raw, const HeaderBlock& top, int depth,
                                       std::string_view fallback, Budget& budget);

void add_defect(std::vector<std::string>& defects, std::string text);

}  // namespace tradewind::archiver

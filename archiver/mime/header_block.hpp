// The header block of a message or part, found in the raw bytes (RFC 5322 §2.2). Nothing is decoded here.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tradewind::archiver {

struct RawField {
  std::string_view name;
  std::string_view value;  // with its folds, without the last line break
};

struct HeaderBlock {
  std::vector<RawField> fields;  // at most limits::header_fields
  std::size_t begin = 0;         // behind an mbox "From " line and blank lines in front
  std::size_t body = 0;          // where the body begins
  bool mbox_line = false;        // a "From " line stood first
  bool no_blank_line = false;    // a line that is no header field ended the block
  bool too_many = false;

  // The first field of that name, nullptr if there is none.
  [[nodiscard]] const RawField* find(std::string_view name) const;
};

enum class HeaderOf { message, part };  // only a message may have an mbox line or blank lines in front

// Lines end in CRLF, LF or a bare CR, mixed as they come. Linear in the size of the block; views point into `raw`.
[[nodiscard]] HeaderBlock read_header_block(std::string_view raw, HeaderOf what);

}  // namespace tradewind::archiver

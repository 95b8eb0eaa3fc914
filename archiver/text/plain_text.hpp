// Plain text of a mail made ready to read: line ends, format=flowed, invisible characters, uuencoded files inside it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tradewind::archiver {

// Line ends become LF, no-break spaces become blanks; other control characters, zero-width and bidirectional marks go:
// they split words and numbers for everything that reads the text. Zero-width joiners stay, Persian and Indic words
// need them.
[[nodiscard]] std::string readable(std::string_view utf8);

// RFC 3676: joins the lines that end in a blank with the next of the same quote depth; DelSp=yes drops the blank.
[[nodiscard]] std::string unflow(std::string_view text, bool delete_space);

// A uuencoded file in a text, from "begin" to behind "end".
struct InlineFile {
  std::string name;
  std::size_t offset = 0;
  std::size_t size = 0;
};

// Files whose lines have the lengths that uuencode gives them. Works on raw bytes or text. At most 100.
[[nodiscard]] std::vector<InlineFile> find_uuencoded(std::string_view text);

}  // namespace tradewind::archiver

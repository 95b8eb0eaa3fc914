// Splitting one multipart body at its boundary lines (RFC 2046 §5.1.1). Behind it stands mimetic; nothing else includes
// it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "archiver/mime/parsed_message.hpp"

namespace tradewind::archiver {

struct MultipartSpans {
  std::vector<ByteSpan> parts;  // header and body of each part, in order; without the line break before the boundary
  bool closed = false;          // the end boundary was there
  bool too_many = false;        // there were more than `most`
};

// Offsets count from the start of `body`. A boundary is taken only at the start of a line and only when nothing but
// blanks (or
// "--") follows it, so "--ab" does not end at "--abc". Without an end boundary the last part runs to the end of the
// body.
[[nodiscard]] MultipartSpans split_multipart(std::string_view body, const std::string& boundary, std::size_t most);

}  // namespace tradewind::archiver

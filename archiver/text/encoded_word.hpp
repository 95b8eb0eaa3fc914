// RFC 2047 encoded words and raw 8-bit bytes in header values, made UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace tradewind::archiver {

// Decodes a raw header value (folded or not). Neighbouring words of one charset are joined as bytes before they are
// decoded, for many mailers cut them inside a character. Words that are not quite RFC 2047 (blanks inside, a missing
// end, an unknown charset) are decoded as far as they make sense. Raw 8-bit bytes are read as UTF-8 or by detection
// with `fallback`. The result is one line of valid UTF-8 without control characters.
[[nodiscard]] std::string decode_header_value(std::string_view raw, std::string_view fallback = {});

// Only the raw 8-bit bytes, for structured values (addresses, parameters) that are taken apart before words are
// decoded.
[[nodiscard]] std::string decode_raw_bytes(std::string_view raw, std::string_view fallback);

}  // namespace tradewind::archiver

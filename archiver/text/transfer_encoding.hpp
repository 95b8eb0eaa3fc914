// Content-Transfer-Encoding, undone (RFC 2045 §6). Tolerant: what does not fit the encoding is skipped or kept, never
// refused.
#pragma once

#include <string>
#include <string_view>

#include "archiver/mime/parsed_message.hpp"

namespace tradewind::archiver {

// The decoded bytes; never larger than the input.
[[nodiscard]] std::string decode_body(std::string_view encoded, TransferEncoding encoding);

// Padding ends a group, not the data: pieces that were encoded apart and joined come out whole. Other bytes are
// skipped.
[[nodiscard]] std::string decode_base64(std::string_view encoded);

// RFC 2045 §6.7. A "=" that starts no valid escape is kept as it stands; blanks before a line end are dropped (rule 3).
[[nodiscard]] std::string decode_quoted_printable(std::string_view encoded);

// The lines between "begin" and "end" (POSIX uuencode), historical algorithm.
[[nodiscard]] std::string decode_uuencode(std::string_view encoded);

// False when a body that is declared base64 cannot be that: more than one byte in twenty is neither alphabet nor blank.
[[nodiscard]] bool looks_like_base64(std::string_view body);

}  // namespace tradewind::archiver

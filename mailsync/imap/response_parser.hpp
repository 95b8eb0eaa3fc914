// From a framed response to its meaning.
#pragma once

#include "mailsync/imap/response.hpp"
#include "mailsync/imap/response_reader.hpp"

namespace tradewind::mailsync::imap {

// Moves message content out of the frame's literals. Data of a kind not known comes as OtherResponse; what no IMAP
// server could mean is Fault::invalid, with the place shown. Tolerates what servers in the field do: spaces before the
// line end, missing texts, flags with any characters, unknown FETCH items, extensions after LIST.
[[nodiscard]] Result<Response> parse_response(const Frame& frame);

// The "FETCH" part, after "* 12 FETCH ".
class Cursor;
[[nodiscard]] bool parse_fetch(Cursor& cursor, FetchResponse& fetch);

}  // namespace tradewind::mailsync::imap

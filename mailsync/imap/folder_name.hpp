// Folder names between wire and people: modified UTF-7 (RFC 3501 §5.1.3), or plain UTF-8 once UTF8=ACCEPT is enabled
// (RFC 6855).
#pragma once

#include <string>
#include <string_view>

namespace tradewind::mailsync::imap {

// "&XfJT0ZAB-" -> "已发送". A name that is no correct modified UTF-7 is kept as it is (many servers hand out raw
// UTF-8), with control characters and bytes that are no UTF-8 replaced by U+FFFD, so that the answer is always UTF-8
// fit to be shown.
[[nodiscard]] std::string folder_name_from_wire(std::string_view wire, bool server_speaks_utf8);

// The inverse, for names that people write. Bytes that are no UTF-8, and control characters, become U+FFFD.
[[nodiscard]] std::string folder_name_to_wire(std::string_view name, bool server_speaks_utf8);

}  // namespace tradewind::mailsync::imap

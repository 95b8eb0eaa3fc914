// Lines of text as iCalendar (RFC 5545) and vCard (RFC 6350) have them: "NAME:value", folded.
#pragma once

#include <string>
#include <string_view>

namespace tradewind {

// RFC 5545 §3.3.11, RFC 6350 §3.4: backslash, semicolon, comma and line breaks are escaped; other control characters
// have no place in a text and are left out.
[[nodiscard]] std::string escaped_content(std::string_view text);

// RFC 5545 §3.1, RFC 6350 §3.2: a line has at most 75 octets without its break; what follows stands in the next after
// a blank. No character is cut.
void append_content_line(std::string& text, std::string_view line);

}  // namespace tradewind

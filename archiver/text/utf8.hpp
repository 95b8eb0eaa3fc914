// UTF-8 as the rest of the program relies on it: everything stored or indexed has passed enforce_utf8().
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tradewind::archiver {

[[nodiscard]] bool is_ascii(std::string_view text);
// Well-formed by Unicode 15 table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF.
[[nodiscard]] bool is_valid_utf8(std::string_view text);

// The text with every ill-formed sequence replaced by U+FFFD (one a maximal subpart) and every NUL by a space: SQLite
// and C interfaces would cut a text at a NUL. Text that is already good is returned without a copy.
[[nodiscard]] std::string enforce_utf8(std::string text);

// The code point at `at`, which moves behind it; U+FFFD for an ill-formed sequence. Precondition: at < text.size().
[[nodiscard]] char32_t next_code_point(std::string_view text, std::size_t& at);
void append_utf8(std::string& text, char32_t code_point);

// At most `size` bytes, cut between code points.
[[nodiscard]] std::string_view clip_utf8(std::string_view text, std::size_t size);

// Case folded (simple folding, Unicode CaseFolding.txt), for comparing words of any script.
[[nodiscard]] std::string fold_case(std::string_view text);

// One line fit for a header value: control characters (line breaks, tabs) with the blanks behind them become one space,
// as unfolding wants (RFC 5322 §2.2.3); ends trimmed.
[[nodiscard]] std::string single_line(std::string_view text);

}  // namespace tradewind::archiver

// What stands between a mail and the terminal. Every text that people read goes through here: escape sequences could
// repaint the screen, rename the window or answer for the user, bidirectional overrides could show another text than
// there is.
#pragma once

#include <string>
#include <string_view>

namespace tradewind::cli {

enum class Lines {
  one,   // line breaks and tabs become spaces
  many,  // they stay; CR LF becomes LF
};

// Valid UTF-8 without control characters (C0, DEL, C1), bidirectional overrides and isolates, and invisible tag
// characters. Each byte that is no UTF-8 becomes U+FFFD.
[[nodiscard]] std::string sanitise(std::string_view text, Lines lines = Lines::one);

}  // namespace tradewind::cli

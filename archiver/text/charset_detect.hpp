// Which charset bytes are in, when no label says so or the label cannot be right.
#pragma once

#include <string>
#include <string_view>

namespace tradewind::archiver {

// A canonical charset name, never empty. `claimed` (the refuted or implausible label) and `fallback` (the mailbox's
// default) are weak evidence; both may be "". Looks at the first 8 KiB.
[[nodiscard]] std::string detect_charset(std::string_view bytes, std::string_view claimed, std::string_view fallback);

// False when a Western single-byte label stands on bytes that no Western text has: mostly runs of high bytes. Mailers
// send Chinese, Russian or Thai as iso-8859-1 when they do not know better.
[[nodiscard]] bool label_is_plausible(std::string_view bytes, std::string_view name);

}  // namespace tradewind::archiver

// Mbox files (RFC 4155 and its variants): where one message ends and the next begins, and the quoting undone.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "crm_core/base/result.hpp"

namespace tradewind::mailsync {

struct MboxMessage {
  std::string_view envelope;  // the "From " line without its line end
  std::string_view bytes;     // the message as it stands in the file, quoted, without the blank line that ends it
};

// Calls take() for each message, in order, until it fails. A line is a boundary if it starts with "From ", follows a
// blank line (or starts the file) and holds a time of day, as every writer of mbox puts there: unquoted "From " in a
// text is not taken for one. Content-Length is ignored: files are edited. Linear. Fault::invalid if the file does not
// start with a boundary.
[[nodiscard]] Result<void> for_each_mbox_message(std::string_view file,
                                                 const std::function<Result<void>(const MboxMessage&)>& take);

// The message as it was before it was put into the file: one '>' taken off each line of ">From ", ">>From " ...
// (mboxrd, and mboxo as far as it can be undone).
[[nodiscard]] std::string mbox_unquoted(std::string_view bytes);
// False if mbox_unquoted() would change nothing.
[[nodiscard]] bool is_mbox_quoted(std::string_view bytes);

}  // namespace tradewind::mailsync

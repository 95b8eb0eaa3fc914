// mbox files (RFC 4155), in the mboxrd form: a ">" is put before every line that could be taken for a separator, and
// only one more before those that have some, so that the mail can be had back exactly.
#pragma once

#include <string>
#include <string_view>

#include "crm_core/base/time.hpp"

namespace tradewind::cli {

// One message with its separator line and the empty line behind it; line ends become LF.
[[nodiscard]] std::string mbox_entry(std::string_view raw, std::string_view envelope_from, EpochSeconds arrived_at);

}  // namespace tradewind::cli

// INTERNALDATE: "17-Jul-1996 02:44:25 -0700" (RFC 9051 §9, date-time).
#pragma once

#include <optional>
#include <string_view>

#include "crm_core/base/time.hpp"

namespace tradewind::mailsync::imap {

// Without the quotes. A one-digit day may stand with or without a space before it; a missing zone counts as UTC.
// Nothing for anything else or an impossible date.
[[nodiscard]] std::optional<EpochSeconds> parse_internal_date(std::string_view text);

}  // namespace tradewind::mailsync::imap

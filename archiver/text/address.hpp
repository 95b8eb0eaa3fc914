// Address lists (RFC 5322 §3.4) as they really come.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "crm_core/model/mail.hpp"

namespace tradewind::archiver {

// The mailboxes of a raw header value (or of the "To:" line in a quoted text), in order, at most `most`. Group members
// are listed plainly; a group without members gives its name with an empty address. Never fails: what cannot be an
// address is kept as a name with an empty address, or dropped if it is nothing.
[[nodiscard]] std::vector<crm::MailAddress> parse_addresses(std::string_view raw, std::string_view fallback = {},
                                                            std::size_t most = 20'000);

}  // namespace tradewind::archiver

// One message as a line of a list, wherever mail is listed: search, thread, the mail of a customer.
#pragma once

#include <vector>

#include "cli/output/value.hpp"
#include "crm_core/model/mailbox.hpp"

namespace tradewind::cli {

[[nodiscard]] Record message_record(const crm::StoredMessage& message);
[[nodiscard]] std::vector<Column> message_columns();

}  // namespace tradewind::cli

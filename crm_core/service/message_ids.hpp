// Message-IDs for mail that goes out about a document: with one, every answer is filed to it, whatever its subject says.
#pragma once

#include <string>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/filing.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

// With angle brackets, for the header field; each call gives another. The key is made with the first. Fault::invalid for
// anything but a quotation, order or case, and before the firm has a domain; Fault::not_found.
[[nodiscard]] Result<std::string> new_message_id(Store& store, const Actor& actor, RecordType type, RecordId record);

}  // namespace tradewind::crm

// Entries of the audit log as a list.
#pragma once

#include <vector>

#include "cli/output/value.hpp"
#include "crm_core/model/notice.hpp"

namespace tradewind::cli {

struct Session;

[[nodiscard]] Listing history_listing(const Session& session, const std::vector<crm::AuditEntry>& entries);

}  // namespace tradewind::cli

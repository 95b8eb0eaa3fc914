// A lead as it is shown.
#pragma once

#include "cli/context.hpp"
#include "cli/output/value.hpp"
#include "crm_core/model/lead.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::cli {

// All of it, as JSON shows it.
[[nodiscard]] Record lead_record(const Session& session, const crm::Lead& lead);
[[nodiscard]] std::vector<Column> lead_columns();

// "2 x garden shears; pruners", at most the first three.
[[nodiscard]] std::string items_text(const crm::LeadDraft& draft);
// "35 min", "5 h", "3 days"; of whole seconds, 0 and more.
[[nodiscard]] std::string duration_text(EpochSeconds seconds);

}  // namespace tradewind::cli

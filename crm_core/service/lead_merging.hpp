// Merging leads, and separating them again. The mail of the one is mail of the other too; its own is kept as it was.
#pragma once

#include <string_view>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/removal.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

[[nodiscard]] Result<void> merge_leads(Store& store, const Actor& actor, RecordId duplicate, RecordId lead,
                                       std::string_view why);
// In the caller's transaction.
[[nodiscard]] Result<void> unmerge_leads(database::Database& database, const Actor& actor, const Removal& removal);

}  // namespace tradewind::crm

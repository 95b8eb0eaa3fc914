// Going through all records of a type, in slices.
#pragma once

#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/filing.hpp"

namespace tradewind::crm {

// In order from behind `after`, without those that are put away.
[[nodiscard]] std::vector<RecordId> record_ids(database::Database& database, RecordType type, RecordId after,
                                               int limit);

}  // namespace tradewind::crm

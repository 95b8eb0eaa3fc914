// What becomes of custom fields when records are merged, separated again, and when a lead is converted. Fields that are
// deleted go along too, so that they come back whole.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "crm_core/service/custom_edit.hpp"

namespace tradewind::crm {

// The one that stays gets what it lacks.
[[nodiscard]] CustomEdit custom_of_merge(database::Database& database, RecordType type, RecordId from, RecordId into);
// What the merge put there goes again, unless somebody changed it since: `kept` and `kept_after` are the record's JSON
// before and after the merge.
[[nodiscard]] CustomEdit custom_of_unmerge(database::Database& database, RecordType type, RecordId into,
                                           const nlohmann::json& kept, const nlohmann::json& kept_after);
// A new record made of a lead: the lead's values in the fields of the same key and type, presets in the others. A value
// goes nowhere where a role could read it that could not before.
[[nodiscard]] CustomEdit custom_of_conversion(database::Database& database, const Actor& actor, RecordId lead,
                                              RecordType type);

}  // namespace tradewind::crm

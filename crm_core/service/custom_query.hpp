// What people ask of a list by custom fields, as they write it.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/store/custom_selection.hpp"

namespace tradewind::crm {

// Conditions that must all hold: "budget>=5000 EUR", "certs=ce", "note~fair" (a part of a text), "budget=" (not known),
// "budget!=" (known). Signs: = != < <= > >= ~. Sums are compared in their currency; several choices must all be there.
// Sorting: a key, with '-' before it the other way round; "" for the list's own order. Fault::invalid names the part:
// also for a field that the actor does not see.
[[nodiscard]] Result<CustomSelection> custom_selection(database::Database& database, const Actor& actor,
                                                       RecordType type, std::span<const std::string> conditions,
                                                       std::string_view sort);

}  // namespace tradewind::crm

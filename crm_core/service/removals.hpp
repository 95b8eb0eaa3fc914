// Putting records away and taking that back: customers, contacts, leads, opportunities, suppliers. Nothing is ever
// lost: what is deleted can be restored, what is merged can be separated again for thirty days, each with all that went
// along.
#pragma once

#include <string_view>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/removal.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

inline constexpr EpochSeconds merge_can_be_undone_for = 30 * 86'400;

// A customer's contacts go along; documents, deals and mail stay and still name it. Fault::conflict when it is put away
// already, or for a converted lead.
[[nodiscard]] Result<void> remove_record(Store& store, const Actor& actor, RecordType type, RecordId record,
                                         std::string_view why);
// Fault::conflict when it is not put away, or when its name, domain or address is another's by now.
[[nodiscard]] Result<void> restore_record(Store& store, const Actor& actor, RecordType type, RecordId record);

// `record` becomes part of `into`: contacts, documents, deals, mail, tasks, tags, names and addresses go along, and
// what `into` does not know is taken from it. Fault::conflict when one of the two is put away or closed.
[[nodiscard]] Result<void> merge_records(Store& store, const Actor& actor, RecordType type, RecordId record,
                                         RecordId into, std::string_view why);
// What went along goes back, unless it was moved again since; fields that were changed since stay as they are.
// Fault::conflict when it is not merged, was merged too long ago, or `into` is put away itself.
[[nodiscard]] Result<void> unmerge_record(Store& store, const Actor& actor, RecordType type, RecordId record);

// Fault::not_found, Fault::forbidden for one that the actor does not see, Fault::conflict for one that is put away. Any
// type.
[[nodiscard]] Result<void> check_present(database::Database& database, const Actor& actor, RecordType type,
                                         RecordId record);

}  // namespace tradewind::crm

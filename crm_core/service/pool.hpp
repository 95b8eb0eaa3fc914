// The pool: whoever may take a lead or customer that nobody owns, within the quotas of the policy, and gives up what he
// or she owns. Every move is recorded, audited, and stands in the history of the lead. A customer's open deals go
// along.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/pool.hpp"
#include "crm_core/store/pool_repository.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

class Pool {
 public:
  explicit Pool(Store& store) : store_(store) {}

  [[nodiscard]] Result<std::vector<PoolEntry>> list(const Actor& actor, PoolFilter filter, int limit, int offset);
  // It is the actor's from now on. Fault::conflict names who has it, or the quota that is used up.
  [[nodiscard]] Result<void> take(const Actor& actor, RecordType type, RecordId record);
  // By its owner, or by whoever assigns. Fault::conflict when nobody owns it.
  [[nodiscard]] Result<void> release(const Actor& actor, RecordType type, RecordId record, std::string_view why);
  // The nightly job's release of what lies idle; `move` is "dropped".
  [[nodiscard]] Result<void> drop(const Actor& actor, RecordType type, RecordId record, std::string_view why);

 private:
  [[nodiscard]] Result<void> give_up(const Actor& actor, RecordType type, RecordId record, std::string_view move,
                                     std::string_view why);
  Store& store_;
};

// What the policy and the record's past say to the actor's taking it, in the transaction of the taking.
[[nodiscard]] Result<void> check_take(database::Database& database, const Actor& actor, RecordType type,
                                      RecordId record);

}  // namespace tradewind::crm

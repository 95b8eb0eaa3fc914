// The pool: leads and customers that nobody owns.
#pragma once

#include <optional>
#include <string>

#include "crm_core/base/time.hpp"
#include "crm_core/model/filing.hpp"

namespace tradewind::crm {

struct PoolMove {
  RecordType type = RecordType::lead;  // or customer
  RecordId record = 0;
  EpochSeconds at = 0;
  std::string move;   // taken, released, warned, dropped
  RecordId user = 0;  // who took it; of the others whose it was
  std::string actor, why;
};

struct PoolEntry {
  RecordType type = RecordType::lead;
  RecordId id = 0;
  std::string name, country, level;
  double score = 0;        // of a lead
  EpochSeconds since = 0;  // in the pool
  std::string how;         // released, dropped; "" for one that never had an owner
  std::optional<RecordId> last_owner;
};

// A lead or customer that somebody owns, as the nightly job looks at it.
struct HeldRecord {
  RecordType type = RecordType::lead;
  RecordId id = 0;
  std::string name, level;
  RecordId owner = 0;
  EpochSeconds owned_since = 0;
};

}  // namespace tradewind::crm

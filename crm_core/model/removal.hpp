// A record that was put away: deleted, or merged into another.
#pragma once

#include <optional>
#include <string>

#include "crm_core/base/time.hpp"
#include "crm_core/model/filing.hpp"

namespace tradewind::crm {

struct Removal {
  RecordId id = 0;
  RecordType type = RecordType::customer;  // customer, contact, lead or opportunity
  RecordId record = 0;
  std::optional<RecordId> into;  // merged into; nothing: deleted
  EpochSeconds at = 0;
  std::string actor, why;
  std::string before;  // JSON: {"record": {...}, "kept": {...}, "kept_after": {...}}
};

struct RecordRelation {
  RecordType from_type = RecordType::customer;
  RecordId from = 0;
  RecordType to_type = RecordType::customer;
  RecordId to = 0;
  std::string relation;  // what the second is to the first
  friend bool operator==(const RecordRelation&, const RecordRelation&) = default;
};

}  // namespace tradewind::crm

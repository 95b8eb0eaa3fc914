// What somebody has to do, by when, about which record.
#pragma once

#include <optional>
#include <string>

#include "crm_core/base/time.hpp"
#include "crm_core/model/filing.hpp"

namespace tradewind::crm {

struct Task {
  RecordId id = 0;
  std::string title;
  std::string kind = "task";        // task, call, meeting, follow_up
  std::string priority = "normal";  // low, normal, high
  std::optional<RecordId> owner_id;
  std::optional<RecordType> about_type;  // both or none
  std::optional<RecordId> about_id;
  std::optional<EpochSeconds> due_at;  // of a whole day: its last second
  bool all_day = false;
  std::string repeats;  // "", daily, weekly, monthly, yearly: when it is done, the next one is made
  std::string note;
  std::optional<EpochSeconds> done_at, removed_at;
  EpochSeconds created_at = 0;
  std::int64_t version = 1;
  std::string origin;  // what made it: "clock", "escalation", "drop", "rule 12"; "": a person
};

}  // namespace tradewind::crm

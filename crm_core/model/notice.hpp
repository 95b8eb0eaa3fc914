// What somebody should look at, and what was done by whom.
#pragma once

#include <optional>
#include <string>

#include "crm_core/model/filing.hpp"

namespace tradewind::crm {

struct Notice {
  RecordId id = 0;
  EpochSeconds at = 0;
  std::string severity = "warning";  // info, warning, error
  std::string topic;                 // "gap", "quarantine", "verify", ...
  std::string about;                 // what it is about: one standing notice per (topic, about)
  std::string text;
  std::optional<EpochSeconds> cleared_at;
};

struct AuditEntry {
  RecordId id = 0;
  EpochSeconds at = 0;
  std::string actor, role, cause;
  std::string record_type;
  RecordId record_id = 0;
  std::string action;         // "created", "changed", "merged", ...
  std::string before, after;  // JSON, "" for nothing
};

}  // namespace tradewind::crm

// The events of rules, read out of the audit log: whoever changes a record through a service has told the rules.
#pragma once

#include <string_view>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/notice.hpp"
#include "crm_core/service/rule_facts.hpp"

namespace tradewind::crm {

struct RuleEvent {
  std::string_view event;  // name of an EventInfo
  RuleSubject subject;
  EpochSeconds at = 0;
  std::vector<RecordId> chain;  // the rules whose deeds led here
};

// What one audit row says: a lead was created, fields changed, a deal came into a stage.
[[nodiscard]] std::vector<RuleEvent> events_in(database::Database& database, const AuditEntry& entry);

// "rule 3>7" of the cause that the rules act under, and back; empty for anything else.
[[nodiscard]] std::string chain_text(const std::vector<RecordId>& chain);
[[nodiscard]] std::vector<RecordId> chain_of(const AuditEntry& entry);

inline constexpr std::string_view rules_actor = "rules";

}  // namespace tradewind::crm

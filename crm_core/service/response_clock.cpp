#include "crm_core/service/response_clock.hpp"

#include "crm_core/service/permission.hpp"
#include "crm_core/service/policy.hpp"
#include "crm_core/store/lead_repository.hpp"
#include "crm_core/store/visibility.hpp"

namespace tradewind::crm {

std::string_view to_text(Lateness lateness) {
  return lateness == Lateness::in_time ? "in time" : lateness == Lateness::late ? "late" : "escalated";
}

Lateness lateness_after(EpochSeconds waited, const Policy& policy) {
  constexpr EpochSeconds hour = 3'600;
  if (policy.escalate_hours > 0 && waited > policy.escalate_hours * hour) return Lateness::escalated;
  return waited > policy.answer_hours * hour ? Lateness::late : Lateness::in_time;
}

Result<std::vector<WaitingLead>> waiting_leads(Store& store, const Actor& actor, int limit, int offset) {
  if (auto allowed = require(actor, Act::read_leads); !allowed) return pass_on(allowed);
  auto& database = store.database();
  const Policy rules = policy(database);
  std::vector<WaitingLead> waiting;
  const EpochSeconds at = now();
  for (auto& lead : LeadRepository(database).unanswered(Visibility(database, actor).leads("l"), at - clock_looks_back,
                                                        limit, offset)) {
    const EpochSeconds waited = working_seconds(lead.arrived_at, at, rules.working_hours);
    waiting.push_back({std::move(lead), waited, lateness_after(waited, rules)});
  }
  return waiting;
}

std::optional<EpochSeconds> answer_time(const Lead& lead, const WorkingHours& hours) {
  if (!lead.answered_at) return {};
  return working_seconds(lead.arrived_at, *lead.answered_at, hours);
}

}  // namespace tradewind::crm

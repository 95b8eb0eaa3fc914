// A lead: a stranger's inquiry on its way to becoming a customer, with every step in its history.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/model/filing.hpp"

namespace tradewind::crm {

enum class LeadStatus {
  fresh,
  assigned,
  contacted,
  qualified,
  converted,
  disqualified,
  merged
};  // fresh is stored as "new"

[[nodiscard]] std::string_view to_text(LeadStatus status);
[[nodiscard]] std::optional<LeadStatus> lead_status_from_text(std::string_view text);

struct Lead {
  RecordId id = 0;
  LeadStatus status = LeadStatus::fresh;
  std::optional<RecordId> message_id;  // the inquiry it was made from
  // What the inquiry says (draft.score and draft.score_reasons included).
  LeadDraft draft;
  std::optional<RecordId> owner_id;
  EpochSeconds arrived_at = 0;              // of the inquiry: the response clock starts here
  std::optional<EpochSeconds> answered_at;  // our first human answer
  std::optional<RecordId> merged_into;
  std::optional<RecordId> customer_id, contact_id, opportunity_id;  // after conversion
  std::string qualified_why, disqualified_why;
  EpochSeconds created_at = 0;
  std::int64_t version = 1;
  std::optional<EpochSeconds> removed_at;  // deleted; merged ones have their status
  std::optional<EpochSeconds> pooled_at;   // given up by its owner: it waits to be taken
};

struct LeadEvent {
  RecordId id = 0;
  RecordId lead_id = 0;
  EpochSeconds at = 0;
  std::string actor;
  std::string event;   // "created", "repeated", "assigned", "contacted", "qualified", "converted", "conversion undone",
                       // "disqualified", "merged", "taken", "released", "warned", "dropped", "escalated"
  std::string detail;  // for people; of "converted": JSON, see service/conversion.hpp
};

}  // namespace tradewind::crm

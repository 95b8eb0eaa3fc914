// The duplicate check of leads: which lead or customer is the same buyer already. At every entry of a lead by hand or
// from a sheet, and when a lead is converted.
#pragma once

#include <optional>
#include <string>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/lead.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

// The lead or the customer that a new lead would repeat.
struct LeadTwin {
  RecordId lead = 0, customer = 0;  // one of the two
  std::string why;                  // "address rui@alvorada.example (assigned)", "score 85: domain ... (85)"
};

// A lead by its address, or by the telephone when it has none, whatever became of it; else a customer that counts as
// the same firm. Fault::forbidden for one that the actor does not see: who has it and since when.
[[nodiscard]] Result<std::optional<LeadTwin>> twin_of(Store& store, const Actor& actor, const LeadDraft& draft);

// Which customer a lead belongs to.
struct CustomerChoice {
  std::optional<RecordId> customer;  // nothing: none of those there
  std::string why;                   // the score with its marks, or what comes nearest
};

// The likeliest that counts as the same firm, unless two are equally likely. Fault::forbidden as above.
[[nodiscard]] Result<CustomerChoice> customer_of(Store& store, const Actor& actor, const LeadDraft& draft);

}  // namespace tradewind::crm

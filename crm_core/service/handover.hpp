// Handover: what somebody who leaves has, goes to others in one step.
#pragma once

#include <string>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/handover.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

// Who gets what holds for it, before anybody's turn: "customer.country = \"DE\"", of customers and of leads that belong
// to none (docs/rules.md: conditions).
struct HandoverRule {
  std::string to;  // one of the receivers
  std::string condition;
};

struct HandoverRequest {
  std::string from;                      // login; may be inactive already
  std::vector<std::string> to;           // logins, at least one; the first gets the mailboxes and what was shared
  std::vector<HandoverRule> rules = {};  // the first that holds decides
  bool deactivate = false;               // whoever goes logs in no more (an administrator's act)
  bool dry_run = false;                  // everything is done, told, and undone
};

// Customers, leads, open deals, open tasks, mailboxes and shares. What belongs to one customer stays together; between
// several receivers customers and leads go by the rules, then in turn, weighted by capacity. One transaction, every
// record audited. Fault::forbidden for whoever may not, or does not see everything that is handed over;
// Fault::not_found and Fault::invalid name the user, or the place in a condition.
[[nodiscard]] Result<Handover> hand_over(Store& store, const Actor& actor, const HandoverRequest& request);

// What still is with whom it was given to goes back, shares too, and whoever was made inactive by it is active again
// (an administrator's act). What went on to others meanwhile stays with them, and is told. Fault::not_found;
// Fault::conflict when it was taken back before, or whoever had it is not active.
[[nodiscard]] Result<HandoverUndone> undo_handover(Store& store, const Actor& actor, RecordId handover);

}  // namespace tradewind::crm

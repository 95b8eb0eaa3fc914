// Who may do what: the one table of roles and acts. Services ask it first.
#pragma once

#include <string_view>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"

namespace tradewind::crm {

enum class Act {
  read_records,  // customers, suppliers, products, documents
  edit_records,
  import_records,  // whole data sets
  manage_users,    // users, firm, accounts
  read_mail,
  correct_mail,  // file, unfile, set the kind
  read_leads,
  edit_leads,    // qualify, disqualify, merge
  assign_leads,  // give them to others
  convert_leads,
  take_from_pool,
  set_policy,     // response times, pool, rules
  hand_over,      // a leaver's records to others
  manage_fields,  // custom fields
  run_nightly,
  verify,    // and see how things stand
  maintain,  // backup, clearing, rebuilding
};

[[nodiscard]] bool may(Role role, Act act);
// Fault::forbidden with who and what.
[[nodiscard]] Result<void> require(const Actor& actor, Act act);

}  // namespace tradewind::crm

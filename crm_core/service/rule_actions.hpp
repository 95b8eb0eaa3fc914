// What rules do: each action through the service that a person would use, in the name of the rules.
#pragma once

#include <string>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/rules/rule.hpp"
#include "crm_core/service/rule_facts.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

// What was done, for the log; "" when there was nothing to do (it stands so already).
[[nodiscard]] Result<std::string> perform(Store& store, const Actor& actor, const rules::ReadyRule& rule,
                                          const rules::Action& action, RuleFacts& facts);

// For whom "assign" is: the user, or whose turn it is in the team. Fault::not_found for nobody.
[[nodiscard]] Result<User> assignee(database::Database& database, const rules::Action& action);

}  // namespace tradewind::crm

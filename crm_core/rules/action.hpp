// The actions of rules: what is done, as plain values.
//
//   assign USER | assign team NAME     stage STAGE ["why"]     qualify ["why"]     disqualify "why"     release ["why"]
//   task "TITLE" [for owner | manager | USER] [in N days]      notify owner | manager | USER "TEXT"
//   tag "TAG"     set FIELD "VALUE"
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crm_core/base/result.hpp"

namespace tradewind::crm::rules {

inline constexpr std::size_t most_actions = 10;

struct Action {
  std::string verb;   // assign, task, notify, tag, set, stage, qualify, disqualify, release
  std::string who;    // assign, task, notify: "owner", "manager" or a login; of a team: its name
  bool team = false;  // assign: `who` is a team
  std::string text;   // title, text, tag, value, reason
  std::string field;  // set: "customer.level"; stage: the stage
  int days = 0;       // task: due in so many
};

// One or more, with ';' between. Fault::invalid with the place.
[[nodiscard]] Result<std::vector<Action>> parse_actions(std::string_view text);

// The fields that "set" may set.
[[nodiscard]] bool can_be_set(std::string_view field);

}  // namespace tradewind::crm::rules

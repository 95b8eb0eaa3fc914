// Running the rules: everything that happened since the last run, each event once, in the order in which it happened.
//
// Loops end: a rule never fires for what it brought about itself, however many rules lie between; a chain has at most
// four links; and one run does at most so many deeds, leaving the rest to the next.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/rules/rule.hpp"
#include "crm_core/service/rule_facts.hpp"
#include "crm_core/store/rule_repository.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

inline constexpr std::size_t longest_chain = 4;
inline constexpr int most_firings_a_run = 10'000;

struct RuleRun {
  std::vector<RuleFiring> firings;
  bool more = false;  // it stopped at its limit
};

// `at_night`: also the rules of time and of due tasks. What happened and that it was looked at are one transaction: a
// run that is cut off does nothing twice.
[[nodiscard]] Result<RuleRun> run_rules(Store& store, const Actor& actor, bool at_night);

// Rules that are switched on, by position; one that cannot be read any more is left out.
[[nodiscard]] std::vector<rules::ReadyRule> active_rules(database::Database& database);

// Whoever changes which rules are on calls this in the same transaction: a rule begins with what happens from now on.
void begin_rules(database::Database& database);

// Who is to own a lead that nobody owns: the first active rule of "lead-unowned" that holds.
class AssignmentRules {
 public:
  explicit AssignmentRules(database::Database& database);
  struct Choice {
    RecordId rule = 0;
    User user;
    std::string why;
  };
  [[nodiscard]] std::optional<Choice> owner_for(RecordId lead);
  void note(const Choice& choice, RecordId lead);  // into the log

 private:
  database::Database& database_;
  std::vector<rules::ReadyRule> rules_;
};

}  // namespace tradewind::crm

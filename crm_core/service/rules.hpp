// Workflow rules as the firm keeps them: written, tried out on what is in the store, switched on and off. What they did
// and would do is told of records that the actor sees.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/rules/rule.hpp"
#include "crm_core/store/rule_repository.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

// An event of the past for which the rule would have fired, and what it would have done.
struct RuleMatch {
  EpochSeconds at = 0;
  std::string record_type;
  RecordId record = 0;
  std::string what;  // "assign li", or of a lead without owner "li (rule 3: Germany)"
};

// One record looked at by one rule.
struct RuleTrial {
  bool holds = false;
  std::vector<rules::Finding> findings;
};

struct RuleHistory {
  EpochSeconds since = 0;
  int limit = 50;
};

class Rules {
 public:
  explicit Rules(Store& store) : store_(store) {}

  [[nodiscard]] Result<std::vector<rules::Rule>> list(const Actor& actor);
  [[nodiscard]] Result<rules::Rule> show(const Actor& actor, RecordId id);
  // Fault::invalid names the part and the place. On from the start when active_since is given (any time: it is now).
  [[nodiscard]] Result<RecordId> add(const Actor& actor, rules::Rule rule);
  // Fault::conflict when the value's version is not the stored one.
  [[nodiscard]] Result<void> change(const Actor& actor, rules::Rule rule);
  [[nodiscard]] Result<void> switch_on(const Actor& actor, RecordId id, bool on);
  [[nodiscard]] Result<void> remove(const Actor& actor, RecordId id, bool removed);  // false: restored, and off

  [[nodiscard]] Result<std::vector<RuleFiring>> log(const Actor& actor, RecordId rule, int limit);  // 0: of all
  // What the rule would have done to what happened since; newest last. Fields are read as they are now, changes as they
  // were. Nothing is changed, and the rule need not be stored. Looks at 200,000 events at most.
  [[nodiscard]] Result<std::vector<RuleMatch>> test(const Actor& actor, rules::Rule rule, const RuleHistory& history);
  // The condition, comparison by comparison, for one record: "message", "lead", "customer", "opportunity", "task".
  [[nodiscard]] Result<RuleTrial> try_on(const Actor& actor, rules::Rule rule, std::string_view record_type,
                                         RecordId record);

  // The actor's own, not yet seen, oldest first.
  [[nodiscard]] Result<std::vector<Notification>> notifications(const Actor& actor, int limit);
  // How many were unseen; nothing for all of them.
  [[nodiscard]] Result<std::int64_t> see_notifications(const Actor& actor, std::optional<RecordId> notification);

 private:
  [[nodiscard]] Result<void> store_change(const Actor& actor, const rules::Rule& before, const rules::Rule& after,
                                          std::string_view action);
  Store& store_;
};

}  // namespace tradewind::crm

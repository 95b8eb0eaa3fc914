// Workflow rules, what they did, and for which records those of time hold; notifications. See store.hpp for how
// repositories are used.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/notification.hpp"
#include "crm_core/rules/rule.hpp"

namespace tradewind::crm {

struct RuleFiring {
  RecordId id = 0;
  RecordId rule = 0;
  EpochSeconds at = 0;
  std::string record_type;  // lead, customer, opportunity, task, message
  RecordId record = 0;
  std::optional<RecordId> message;
  std::string chain;    // "3>7": rule 7 fired for what rule 3 had done
  std::string outcome;  // done, failed, suppressed
  std::string what;
};

class RuleRepository {
 public:
  explicit RuleRepository(database::Database& database) : database_(database) {}

  [[nodiscard]] std::optional<rules::Rule> find(RecordId id);
  [[nodiscard]] std::vector<rules::Rule> list();  // by position; not the deleted ones
  RecordId insert(const rules::Rule& rule);
  void update(const rules::Rule& rule);  // version counts up

  void add_firing(const RuleFiring& firing);
  // Newest first, below `before` (0: from the newest), of one rule or of all (0).
  [[nodiscard]] std::vector<RuleFiring> firings(RecordId rule, RecordId before, int limit);

  // True when the rule began to hold for the record just now.
  bool begins_to_hold(RecordId rule, RecordId record, EpochSeconds at);
  void ceases_to_hold(RecordId rule, RecordId record);
  void forget_standing(RecordId rule);

  // Open records by id from `after`: "lead", "customer", "opportunity"; "task": those overdue at `at`.
  [[nodiscard]] std::vector<RecordId> open_records(std::string_view type, RecordId after, EpochSeconds at, int limit);

  // "message" (not quarantined) or "lead" (not merged, not deleted) by id from `after`, with the time of arrival.
  [[nodiscard]] std::vector<std::pair<RecordId, EpochSeconds>> arrived_since(std::string_view type, EpochSeconds from,
                                                                             RecordId after, int limit);

  void notify(const Notification& notification);
  [[nodiscard]] std::vector<Notification> unseen(RecordId user, int limit);  // oldest first
  // Neither seen nor mailed yet, oldest first; and that they are.
  [[nodiscard]] std::vector<Notification> unmailed(RecordId user, int limit);
  void set_mailed(RecordId user, RecordId up_to, EpochSeconds at);
  // How many were unseen before. 0: all of them.
  std::int64_t set_seen(RecordId user, RecordId notification, EpochSeconds at);

 private:
  [[nodiscard]] std::vector<Notification> read_notifications(std::string_view which, RecordId user, int limit);
  database::Database& database_;
};

}  // namespace tradewind::crm

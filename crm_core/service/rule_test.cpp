// Rules::test and try_on: what a rule would do, without doing it.
#include <fmt/format.h>

#include "crm_core/service/custom_view.hpp"
#include "crm_core/service/permission.hpp"
#include "crm_core/service/rule_actions.hpp"
#include "crm_core/service/rule_events.hpp"
#include "crm_core/service/rules.hpp"
#include "crm_core/store/audit_log.hpp"
#include "crm_core/store/lead_repository.hpp"
#include "crm_core/store/message_repository.hpp"
#include "crm_core/store/visibility.hpp"

namespace tradewind::crm {

namespace {

constexpr int slice = 500, most_events = 200'000;

class History {
 public:
  History(database::Database& database, const Actor& actor, const rules::ReadyRule& rule, const RuleHistory& wanted)
      : database_(database), visibility_(database, actor), mask_(database, actor), rule_(rule), wanted_(wanted) {}

  std::vector<RuleMatch> go() {
    const std::string_view event = rule_.event->name;
    if (event == "mail-filed")
      look_at_records("message");
    else if (event == "lead-created" || event == "lead-unowned")
      look_at_records("lead");
    else if (event == "task-due" || event.ends_with("-time"))
      look_at_open();
    else
      look_at_changes();
    return std::move(found_);
  }

 private:
  bool enough() const { return static_cast<int>(found_.size()) >= wanted_.limit || looked_at_ >= most_events; }

  void offer(const RuleSubject& subject, std::string_view type, RecordId record, EpochSeconds at) {
    ++looked_at_;
    // First of all: what is not seen is not looked at either.
    if (enough() || !visibility_.sees_named(type, record)) return;
    RuleFacts facts(database_, subject);
    if (!rule_.condition.holds(facts.reader(rule_))) return;
    found_.push_back({at, std::string(type), record, rule_.rule.actions});
  }

  void look_at_records(std::string_view type) {
    RuleRepository repository(database_);
    for (RecordId last = 0; !enough();) {
      const auto records = repository.arrived_since(type, wanted_.since, last, slice);
      for (const auto& [id, at] : records) {
        RuleSubject subject;
        (type == "lead" ? subject.lead : subject.message) = id;
        offer(subject, type, id, at);
      }
      if (static_cast<int>(records.size()) < slice) return;
      last = records.back().first;
    }
  }

  void look_at_open() {
    const std::string_view type = rule_.event->about();
    RuleRepository repository(database_);
    for (RecordId last = 0; !enough();) {
      const auto records = repository.open_records(type, last, now(), slice);
      for (const RecordId id : records) {
        RuleSubject subject;
        (type == "lead"       ? subject.lead
         : type == "customer" ? subject.customer
         : type == "task"     ? subject.task
                              : subject.opportunity) = id;
        offer(subject, type, id, now());
      }
      if (static_cast<int>(records.size()) < slice) return;
      last = records.back();
    }
  }

  void look_at_changes() {
    AuditLog audit(database_);
    const RecordId first = audit.first_since(wanted_.since);
    if (first == 0) return;
    for (RecordId last = first - 1; !enough();) {
      auto entries = audit.after(last, slice);
      for (auto& entry : entries) {
        ++looked_at_;
        entry.before = mask_.of(entry.record_type, std::move(entry.before));
        entry.after = mask_.of(entry.record_type, std::move(entry.after));
        for (const auto& event : events_in(database_, entry))
          if (event.event == rule_.event->name) offer(event.subject, entry.record_type, entry.record_id, entry.at);
      }
      if (static_cast<int>(entries.size()) < slice) return;
      last = entries.back().id;
    }
  }

  database::Database& database_;
  Visibility visibility_;
  AuditMask mask_;
  const rules::ReadyRule& rule_;
  const RuleHistory& wanted_;
  int looked_at_ = 0;
  std::vector<RuleMatch> found_;
};

}  // namespace

Result<std::vector<RuleMatch>> Rules::test(const Actor& actor, rules::Rule rule, const RuleHistory& history) {
  for (const Act act : {Act::read_records, Act::read_leads, Act::read_mail})
    if (auto allowed = require(actor, act); !allowed) return pass_on(allowed);
  const auto ready = rules::make_ready(std::move(rule), rule_fields(store_.database(), actor));
  if (!ready) return pass_on(ready);
  return History(store_.database(), actor, *ready, history).go();
}

Result<RuleTrial> Rules::try_on(const Actor& actor, rules::Rule rule, std::string_view record_type, RecordId record) {
  for (const Act act : {Act::read_records, Act::read_leads, Act::read_mail})
    if (auto allowed = require(actor, act); !allowed) return pass_on(allowed);
  const auto ready = rules::make_ready(std::move(rule), rule_fields(store_.database(), actor));
  if (!ready) return pass_on(ready);
  const std::string_view about = ready->event->about() == "mail" ? "message" : ready->event->about();
  if (about != record_type)
    return fail(Fault::invalid, fmt::format("{} looks at a {}, not at a {}", ready->event->name, about, record_type));
  auto& database = store_.database();
  if (!Visibility(database, actor).sees_named(record_type, record))
    return fail(Fault::forbidden, fmt::format("{} {} is somebody else's", record_type, record));
  RuleSubject subject;
  (about == "message"    ? subject.message
   : about == "lead"     ? subject.lead
   : about == "customer" ? subject.customer
   : about == "task"     ? subject.task
                         : subject.opportunity) = record;
  RuleFacts facts(database, subject);
  RuleTrial trial;
  trial.holds = ready->condition.holds(facts.reader(*ready), &trial.findings);
  return trial;
}

}  // namespace tradewind::crm

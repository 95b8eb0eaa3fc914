#include "crm_core/service/rule_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "crm_core/service/permission.hpp"
#include "crm_core/service/rule_actions.hpp"
#include "crm_core/service/rule_events.hpp"
#include "crm_core/store/audit_log.hpp"
#include "crm_core/store/lead_repository.hpp"
#include "crm_core/store/message_repository.hpp"
#include "crm_core/store/setting.hpp"

namespace tradewind::crm {

namespace {

constexpr std::string_view audit_cursor = "rules_audit_cursor", message_cursor = "rules_message_cursor";
constexpr int slice = 500;
// Mail may be filed a little after it arrived; what is older than the rule came by a backfill.
constexpr EpochSeconds grace = 86'400;

std::optional<RecordId> cursor(database::Database& database, std::string_view name) {
  const auto text = setting(database, name);
  if (!text) return {};
  RecordId id = 0;
  std::from_chars(text->data(), text->data() + text->size(), id);
  return id;
}

void set_cursor(database::Database& database, std::string_view name, RecordId id) {
  set_setting(database, name, std::to_string(id));
}

class Runner {
 public:
  Runner(Store& store, bool at_night) : store_(store), database_(store.database()), at_night_(at_night) {}

  RuleRun go() {
    rules_ = active_rules(database_);
    follow_mail();
    follow_audit();
    if (at_night_)
      for (const auto& rule : rules_) watch(rule);
    // What the rules did themselves is looked at by others of them, in the same run.
    follow_audit();
    return std::move(run_);
  }

 private:
  bool is_full() { return run_.more = run_.more || run_.firings.size() >= most_firings_a_run; }
  bool listens(std::string_view event) const {
    return std::any_of(rules_.begin(), rules_.end(),
                       [&](const rules::ReadyRule& rule) { return rule.event->name == event; });
  }

  void follow_mail() {
    MessageRepository messages(database_);
    while (!is_full()) {
      database::Transaction transaction(database_);
      const RecordId from = cursor(database_, message_cursor).value_or(messages.last_id());
      const auto found = listens("mail-filed") ? messages.after(from, slice) : std::vector<StoredMessage>();
      for (const auto& message : found)
        if (message.state != MessageState::quarantined) {
          RuleSubject subject;
          subject.message = message.id;
          offer({"mail-filed", subject, message.arrived_at + grace, {}});
        }
      set_cursor(database_, message_cursor, found.empty() ? messages.last_id() : found.back().id);
      transaction.commit();
      if (static_cast<int>(found.size()) < slice) return;
    }
  }

  void follow_audit() {
    AuditLog audit(database_);
    while (!is_full()) {
      database::Transaction transaction(database_);
      const RecordId from = cursor(database_, audit_cursor).value_or(audit.last_id());
      const auto found = rules_.empty() ? std::vector<AuditEntry>() : audit.after(from, slice);
      for (const auto& entry : found)
        for (auto& event : events_in(database_, entry)) {
          if (event.event == "lead-created") event.at = arrival_of(*event.subject.lead) + grace;
          offer(event);
        }
      set_cursor(database_, audit_cursor, found.empty() ? audit.last_id() : found.back().id);
      transaction.commit();
      if (found.empty()) return;
    }
  }

  EpochSeconds arrival_of(RecordId lead) {
    const auto found = LeadRepository(database_).find(lead);
    return found ? found->arrived_at : 0;
  }

  // Rules in their order, each with what the ones before left.
  void offer(const RuleEvent& event) {
    for (const auto& rule : rules_) {
      if (rule.event->name != event.event || event.at < *rule.rule.active_since) continue;
      RuleFacts facts(database_, event.subject);
      if (rule.condition.holds(facts.reader(rule))) fire(rule, facts, event.chain);
    }
  }

  // A rule of time, or of due tasks: it fires when it begins to hold for a record.
  void watch(const rules::ReadyRule& rule) {
    const std::string_view event = rule.event->name;
    if (event != "task-due" && !event.ends_with("-time")) return;
    RuleRepository repository(database_);
    for (RecordId last = 0; !is_full();) {
      database::Transaction transaction(database_);
      const auto found = repository.open_records(rule.event->about(), last, now(), slice);
      for (const RecordId id : found) {
        RuleFacts facts(database_, subject_of(rule, id));
        if (!rule.condition.holds(facts.reader(rule)))
          repository.ceases_to_hold(rule.rule.id, id);
        else if (repository.begins_to_hold(rule.rule.id, id, now()))
          fire(rule, facts, {});
      }
      transaction.commit();
      if (static_cast<int>(found.size()) < slice) return;
      last = found.back();
    }
  }
  static RuleSubject subject_of(const rules::ReadyRule& rule, RecordId id) {
    RuleSubject subject;
    const std::string_view noun = rule.event->about();
    (noun == "lead"       ? subject.lead
     : noun == "customer" ? subject.customer
     : noun == "task"     ? subject.task
                          : subject.opportunity) = id;
    return subject;
  }

  void fire(const rules::ReadyRule& rule, RuleFacts& facts, std::vector<RecordId> chain) {
    RuleFiring firing = firing_of(rule, facts);
    const bool in_a_circle = std::find(chain.begin(), chain.end(), rule.rule.id) != chain.end();
    const bool too_long = chain.size() >= longest_chain;
    chain.push_back(rule.rule.id);
    firing.chain = chain_text(chain);
    if (in_a_circle || too_long) {
      firing.outcome = "suppressed";
      firing.what = in_a_circle ? "it would answer itself" : "the chain of rules is too long";
    } else if (auto done = act(rule, facts, chain); done) {
      if (done->empty()) return;  // it stands so already
      firing.outcome = "done";
      firing.what = *std::move(done);
    } else {
      firing.outcome = "failed";
      firing.what = done.error().message;
    }
    RuleRepository(database_).add_firing(firing);
    run_.firings.push_back(std::move(firing));
  }

  // All actions of the rule, or none.
  Result<std::string> act(const rules::ReadyRule& rule, RuleFacts& facts, const std::vector<RecordId>& chain) {
    const Actor actor = Actor::system(std::string(rules_actor), "rule " + chain_text(chain));
    database::Transaction transaction(database_);
    std::string what;
    for (const auto& action : rule.actions) {
      const auto done = perform(store_, actor, rule, action, facts);
      if (!done) return pass_on(done);
      if (!done->empty()) what += (what.empty() ? "" : "; ") + *done;
    }
    transaction.commit();
    return what;
  }

  static RuleFiring firing_of(const rules::ReadyRule& rule, const RuleFacts& facts) {
    RuleFiring firing;
    firing.rule = rule.rule.id;
    firing.at = now();
    const auto& subject = facts.subject();
    if (rule.event->about() == "mail" || rule.event->about() == "task") {
      firing.record_type = subject.task ? "task" : "message";
      firing.record = subject.task ? *subject.task : *subject.message;
      if (!subject.task) firing.message = subject.message;
    } else if (const auto about = facts.about(*rule.event)) {
      firing.record_type = to_text(about->type);
      firing.record = about->id;
    }
    return firing;
  }

  Store& store_;
  database::Database& database_;
  bool at_night_;
  std::vector<rules::ReadyRule> rules_;
  RuleRun run_;
};

}  // namespace

std::vector<rules::ReadyRule> active_rules(database::Database& database) {
  std::vector<rules::ReadyRule> found;
  const auto custom = rule_fields(database);
  for (auto& rule : RuleRepository(database).list())
    if (rule.active_since)
      if (auto ready = rules::make_ready(std::move(rule), custom); ready) found.push_back(*std::move(ready));
  return found;
}

void begin_rules(database::Database& database) {
  if (!cursor(database, audit_cursor)) set_cursor(database, audit_cursor, AuditLog(database).last_id());
  if (!cursor(database, message_cursor)) set_cursor(database, message_cursor, MessageRepository(database).last_id());
}

Result<RuleRun> run_rules(Store& store, const Actor& actor, bool at_night) {
  if (auto allowed = require(actor, Act::run_nightly); !allowed) return pass_on(allowed);
  return Runner(store, at_night).go();
}

AssignmentRules::AssignmentRules(database::Database& database) : database_(database), rules_(active_rules(database)) {
  std::erase_if(rules_, [](const rules::ReadyRule& rule) { return rule.event->name != "lead-unowned"; });
}

std::optional<AssignmentRules::Choice> AssignmentRules::owner_for(RecordId lead) {
  for (const auto& rule : rules_) {
    RuleSubject subject;
    subject.lead = lead;
    RuleFacts facts(database_, subject);
    if (!rule.condition.holds(facts.reader(rule))) continue;
    // One that names a leaver is passed over: the lead must go to somebody.
    if (const auto user = assignee(database_, rule.actions.front()); user && user->active)
      return Choice{rule.rule.id, *user, fmt::format("rule {}: {}", rule.rule.id, rule.rule.name)};
  }
  return {};
}

void AssignmentRules::note(const Choice& choice, RecordId lead) {
  RuleRepository(database_).add_firing({0,
                                        choice.rule,
                                        now(),
                                        "lead",
                                        lead,
                                        {},
                                        std::to_string(choice.rule),
                                        "done",
                                        fmt::format("assigned to {}", choice.user.login)});
}

}  // namespace tradewind::crm

#include "crm_core/service/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "crm_core/service/field_check.hpp"
#include "crm_core/service/permission.hpp"
#include "crm_core/service/rule_run.hpp"
#include "crm_core/service/stages.hpp"
#include "crm_core/store/audit_log.hpp"
#include "crm_core/store/user_repository.hpp"
#include "crm_core/store/visibility.hpp"

namespace tradewind::crm {

namespace {

tl::unexpected<Error> no_rule(RecordId id) {
  return fail(Fault::not_found, fmt::format("no rule {}", id), "see: crm rules list");
}

std::string to_json(const rules::Rule& rule) {
  return nlohmann::ordered_json{{"name", rule.name},
                                {"event", rule.event},
                                {"condition", rule.condition},
                                {"actions", rule.actions},
                                {"position", rule.position},
                                {"on", rule.active_since.has_value()},
                                {"removed", rule.removed_at.has_value()}}
      .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// Whom it names is there: a slip is told to whoever writes the rule, not to the log.
Result<void> check_named(database::Database& database, const rules::Action& action) {
  if (action.who.empty() || (action.verb != "assign" && (action.who == "owner" || action.who == "manager"))) return {};
  UserRepository users(database);
  if (action.team) {
    const auto teams = users.teams();
    if (std::any_of(teams.begin(), teams.end(), [&](const Team& team) { return team.name == action.who; })) return {};
    return fail(Fault::not_found, fmt::format("actions: there is no team \"{}\"", action.who), "see: crm team list");
  }
  if (const auto user = users.find_by_login(action.who); user && user->active) return {};
  return fail(Fault::not_found, fmt::format("actions: there is no active user \"{}\"", action.who),
              "see: crm user list");
}

// A deal is not lost by a rule: that has a reason which people know.
Result<void> check_stage(database::Database& database, const rules::Action& action) {
  const auto stage = known_stage(database, action.field);
  if (!stage) return fail(Fault::invalid, fmt::format("actions: {}", stage.error().message), "see: crm stage list");
  if (stage->outcome != "lost") return {};
  return fail(Fault::invalid, fmt::format("actions: no rule moves deals to {}, where they are lost", action.field));
}

Result<void> check(database::Database& database, const Actor& actor, const rules::Rule& rule) {
  if (auto fine = check_given(rule.name, "name"); !fine) return fine;
  const auto ready = rules::make_ready(rule, rule_fields(database, actor));
  if (!ready) return pass_on(ready);
  for (const auto& action : ready->actions)
    if (auto fine = action.verb == "stage" ? check_stage(database, action) : check_named(database, action); !fine)
      return fine;
  return {};
}

}  // namespace

Result<std::vector<rules::Rule>> Rules::list(const Actor& actor) {
  if (auto allowed = require(actor, Act::read_records); !allowed) return pass_on(allowed);
  return RuleRepository(store_.database()).list();
}

Result<rules::Rule> Rules::show(const Actor& actor, RecordId id) {
  if (auto allowed = require(actor, Act::read_records); !allowed) return pass_on(allowed);
  auto rule = RuleRepository(store_.database()).find(id);
  if (!rule) return no_rule(id);
  return *std::move(rule);
}

Result<RecordId> Rules::add(const Actor& actor, rules::Rule rule) {
  if (auto allowed = require(actor, Act::set_policy); !allowed) return pass_on(allowed);
  if (auto fine = check(store_.database(), actor, rule); !fine) return pass_on(fine);
  auto& database = store_.database();
  database::Transaction transaction(database);
  rule.created_at = now();
  if (rule.active_since) rule.active_since = rule.created_at;
  const RecordId id = RuleRepository(database).insert(rule);
  if (rule.active_since) begin_rules(database);
  AuditLog(database).write(actor, "rule", id, "created", "", to_json(rule));
  transaction.commit();
  return id;
}

Result<void> Rules::store_change(const Actor& actor, const rules::Rule& before, const rules::Rule& after,
                                 std::string_view action) {
  auto& database = store_.database();
  RuleRepository repository(database);
  repository.update(after);
  // What it held for by its old words says nothing about the new ones.
  if (before.condition != after.condition || before.event != after.event || !after.active_since)
    repository.forget_standing(after.id);
  if (after.active_since) begin_rules(database);
  AuditLog(database).write(actor, "rule", after.id, action, to_json(before), to_json(after));
  return {};
}

Result<void> Rules::change(const Actor& actor, rules::Rule rule) {
  if (auto allowed = require(actor, Act::set_policy); !allowed) return allowed;
  if (auto fine = check(store_.database(), actor, rule); !fine) return fine;
  database::Transaction transaction(store_.database());
  const auto before = RuleRepository(store_.database()).find(rule.id);
  if (!before || before->removed_at) return no_rule(rule.id);
  if (auto fine = check_version("rule", rule.id, before->version, rule.version); !fine) return fine;
  rule.active_since = before->active_since;
  rule.removed_at = before->removed_at;
  if (auto stored = store_change(actor, *before, rule, "changed"); !stored) return stored;
  transaction.commit();
  return {};
}

Result<void> Rules::switch_on(const Actor& actor, RecordId id, bool on) {
  if (auto allowed = require(actor, Act::set_policy); !allowed) return allowed;
  database::Transaction transaction(store_.database());
  const auto before = RuleRepository(store_.database()).find(id);
  if (!before || before->removed_at) return no_rule(id);
  if (before->active_since.has_value() == on) return {};
  rules::Rule after = *before;
  after.active_since = on ? std::optional(now()) : std::nullopt;
  if (on)
    if (auto fine = check(store_.database(), actor, after); !fine) return fine;
  if (auto stored = store_change(actor, *before, after, on ? "switched on" : "switched off"); !stored) return stored;
  transaction.commit();
  return {};
}

Result<void> Rules::remove(const Actor& actor, RecordId id, bool removed) {
  if (auto allowed = require(actor, Act::set_policy); !allowed) return allowed;
  database::Transaction transaction(store_.database());
  const auto before = RuleRepository(store_.database()).find(id);
  if (!before) return no_rule(id);
  if (before->removed_at.has_value() == removed)
    return fail(Fault::conflict, fmt::format("rule {} is {}deleted", id, removed ? "" : "not "));
  rules::Rule after = *before;
  after.removed_at = removed ? std::optional(now()) : std::nullopt;
  after.active_since.reset();
  if (auto stored = store_change(actor, *before, after, removed ? "deleted" : "restored"); !stored) return stored;
  transaction.commit();
  return {};
}

Result<std::vector<RuleFiring>> Rules::log(const Actor& actor, RecordId rule, int limit) {
  if (auto allowed = require(actor, Act::read_records); !allowed) return pass_on(allowed);
  const Visibility visibility(store_.database(), actor);
  RuleRepository repository(store_.database());
  std::vector<RuleFiring> found;
  constexpr int slice = 200;
  for (RecordId before = 0;;) {
    auto firings = repository.firings(rule, before, slice);
    for (auto& firing : firings) {
      before = firing.id;
      if (!visibility.sees_named(firing.record_type, firing.record)) continue;
      found.push_back(std::move(firing));
      if (static_cast<int>(found.size()) == limit) return found;
    }
    if (static_cast<int>(firings.size()) < slice) return found;
  }
}

Result<std::vector<Notification>> Rules::notifications(const Actor& actor, int limit) {
  if (auto allowed = require(actor, Act::read_records); !allowed) return pass_on(allowed);
  if (!actor.user_id) return std::vector<Notification>();
  return RuleRepository(store_.database()).unseen(*actor.user_id, limit);
}

Result<std::int64_t> Rules::see_notifications(const Actor& actor, std::optional<RecordId> notification) {
  if (auto allowed = require(actor, Act::read_records); !allowed) return pass_on(allowed);
  if (!actor.user_id) return fail(Fault::invalid, "nobody has seen them", "say who: --as USER");
  database::Transaction transaction(store_.database());
  const auto count = RuleRepository(store_.database()).set_seen(*actor.user_id, notification.value_or(0), now());
  if (notification && count == 0)
    return fail(Fault::not_found, fmt::format("{} has no unseen notification {}", actor.name, *notification));
  transaction.commit();
  return count;
}

}  // namespace tradewind::crm

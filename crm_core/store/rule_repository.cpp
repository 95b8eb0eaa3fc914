#include "crm_core/store/rule_repository.hpp"

#include <fmt/format.h>

namespace tradewind::crm {

namespace {

#define TRADEWIND_RULE_COLUMNS \
  "id, name, event, condition, actions, position, active_since, removed_at, created_at, version"

rules::Rule read_rule(const database::Statement& row) {
  return {row.int64(0), row.text(1),           row.text(2),           row.text(3),  row.text(4),
          row.int64(5), row.optional_int64(6), row.optional_int64(7), row.int64(8), row.int64(9)};
}

}  // namespace

std::optional<rules::Rule> RuleRepository::find(RecordId id) {
  auto rows = database_.query("SELECT " TRADEWIND_RULE_COLUMNS " FROM workflow_rule WHERE id = ?", id);
  if (!rows->step()) return {};
  return read_rule(*rows);
}

std::vector<rules::Rule> RuleRepository::list() {
  std::vector<rules::Rule> found;
  auto rows = database_.query("SELECT " TRADEWIND_RULE_COLUMNS
                              " FROM workflow_rule WHERE removed_at IS NULL ORDER BY position, id");
  while (rows->step()) found.push_back(read_rule(*rows));
  return found;
}

RecordId RuleRepository::insert(const rules::Rule& rule) {
  database_.run(
      "INSERT INTO workflow_rule (name, event, condition, actions, position, active_since, created_at) VALUES (?, ?, ?,"
      " ?, ?, ?, ?)",
      rule.name, rule.event, rule.condition, rule.actions, rule.position, rule.active_since, rule.created_at);
  return database_.last_insert_id();
}

void RuleRepository::update(const rules::Rule& rule) {
  database_.run(
      "UPDATE workflow_rule SET name = ?, event = ?, condition = ?, actions = ?, position = ?, active_since = ?,"
      " removed_at = ?, version = version + 1 WHERE id = ?",
      rule.name, rule.event, rule.condition, rule.actions, rule.position, rule.active_since, rule.removed_at, rule.id);
}

void RuleRepository::add_firing(const RuleFiring& firing) {
  database_.run(
      "INSERT INTO rule_firing (rule_id, at, record_type, record_id, message_id, chain, outcome, what) VALUES (?, ?, ?,"
      " ?, ?, ?, ?, ?)",
      firing.rule, firing.at, firing.record_type, firing.record, firing.message, firing.chain, firing.outcome,
      firing.what);
}

std::vector<RuleFiring> RuleRepository::firings(RecordId rule, RecordId before, int limit) {
  std::vector<RuleFiring> found;
  auto rows = database_.query(
      "SELECT id, rule_id, at, record_type, record_id, message_id, chain, outcome, what FROM rule_firing WHERE (?1 = 0"
      " OR rule_id = ?1) AND (?2 = 0 OR id < ?2) ORDER BY id DESC LIMIT ?3",
      rule, before, limit);
  while (rows->step())
    found.push_back({rows->int64(0), rows->int64(1), rows->int64(2), rows->text(3), rows->int64(4),
                     rows->optional_int64(5), rows->text(6), rows->text(7), rows->text(8)});
  return found;
}

bool RuleRepository::begins_to_hold(RecordId rule, RecordId record, EpochSeconds at) {
  database_.run(
      "INSERT INTO rule_standing (rule_id, record_id, since) VALUES (?, ?, ?) ON CONFLICT (rule_id, record_id) DO"
      " NOTHING",
      rule, record, at);
  return database_.changes() > 0;
}

void RuleRepository::ceases_to_hold(RecordId rule, RecordId record) {
  database_.run("DELETE FROM rule_standing WHERE rule_id = ? AND record_id = ?", rule, record);
}

void RuleRepository::forget_standing(RecordId rule) {
  database_.run("DELETE FROM rule_standing WHERE rule_id = ?", rule);
}

std::vector<RecordId> RuleRepository::open_records(std::string_view type, RecordId after, EpochSeconds at, int limit) {
  const std::string_view of_type =
      type == "lead"       ? "lead WHERE removed_at IS NULL AND status IN ('new', 'assigned', 'contacted', 'qualified')"
      : type == "customer" ? "customer WHERE removed_at IS NULL AND status <> 'blacklisted'"
      : type == "task"     ? "task WHERE removed_at IS NULL AND done_at IS NULL AND due_at < ?2"
                           : "opportunity WHERE removed_at IS NULL AND stage IN (SELECT s.stage FROM opportunity_stage s WHERE s.outcome = 'open')";
  std::vector<RecordId> found;
  auto rows = database_.query(fmt::format("SELECT id FROM {} AND id > ?1 AND ?2 > 0 ORDER BY id LIMIT ?3", of_type),
                              after, at, limit);
  while (rows->step()) found.push_back(rows->int64(0));
  return found;
}

std::vector<std::pair<RecordId, EpochSeconds>> RuleRepository::arrived_since(std::string_view type, EpochSeconds from,
                                                                             RecordId after, int limit) {
  std::vector<std::pair<RecordId, EpochSeconds>> found;
  auto rows =
      database_.query(fmt::format("SELECT id, arrived_at FROM {} AND arrived_at >= ? AND id > ? ORDER BY id LIMIT ?",
                                  type == "lead" ? "lead WHERE removed_at IS NULL AND status <> 'merged'"
                                                 : "message WHERE state <> 'quarantined'"),
                      from, after, limit);
  while (rows->step()) found.emplace_back(rows->int64(0), rows->int64(1));
  return found;
}

void RuleRepository::notify(const Notification& notification) {
  const auto type = notification.about_type ? std::optional(to_text(*notification.about_type)) : std::nullopt;
  database_.run(
      "INSERT INTO notification (user_id, at, text, record_type, record_id, origin) VALUES (?, ?, ?, ?, ?, ?)",
      notification.user, notification.at, notification.text, type, notification.about_id, notification.origin);
}

std::vector<Notification> RuleRepository::unseen(RecordId user, int limit) {
  return read_notifications("", user, limit);
}

std::vector<Notification> RuleRepository::unmailed(RecordId user, int limit) {
  return read_notifications(" AND mailed_at IS NULL", user, limit);
}

std::vector<Notification> RuleRepository::read_notifications(std::string_view which, RecordId user, int limit) {
  std::vector<Notification> found;
  auto rows = database_.query(
      fmt::format("SELECT id, user_id, at, text, coalesce(record_type, ''), record_id, origin FROM notification WHERE"
                  " user_id = ? AND seen_at IS NULL{} ORDER BY id LIMIT ?",
                  which),
      user, limit);
  while (rows->step())
    found.push_back({rows->int64(0), rows->int64(1), rows->int64(2), rows->text(3),
                     record_type_from_text(rows->view(4)), rows->optional_int64(5), rows->text(6)});
  return found;
}

void RuleRepository::set_mailed(RecordId user, RecordId up_to, EpochSeconds at) {
  database_.run("UPDATE notification SET mailed_at = ? WHERE user_id = ? AND id <= ? AND mailed_at IS NULL", at, user,
                up_to);
}

std::int64_t RuleRepository::set_seen(RecordId user, RecordId notification, EpochSeconds at) {
  database_.run("UPDATE notification SET seen_at = ?3 WHERE user_id = ?1 AND (?2 = 0 OR id = ?2) AND seen_at IS NULL",
                user, notification, at);
  return database_.changes();
}

}  // namespace tradewind::crm

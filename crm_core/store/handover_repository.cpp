#include "crm_core/store/handover_repository.hpp"

namespace tradewind::crm {

namespace {
constexpr std::string_view share_of = "share of ";
}  // namespace

std::vector<OwnedRecord> HandoverRepository::read(std::string_view sql, RecordId user) {
  std::vector<OwnedRecord> found;
  auto rows = database_.query(sql, user);
  while (rows->step()) found.push_back({rows->int64(0), rows->optional_int64(1)});
  return found;
}

std::vector<OwnedRecord> HandoverRepository::customers_of(RecordId user) {
  return read("SELECT id, id FROM customer WHERE owner_id = ? ORDER BY id", user);
}

std::vector<OwnedRecord> HandoverRepository::leads_of(RecordId user) {
  return read("SELECT id, customer_id FROM lead WHERE owner_id = ? AND status <> 'merged' ORDER BY id", user);
}

std::vector<OwnedRecord> HandoverRepository::opportunities_of(RecordId user) {
  return read(
      "SELECT id, customer_id FROM opportunity WHERE owner_id = ? AND stage IN (SELECT s.stage FROM opportunity_stage "
      "s WHERE s.outcome = 'open') ORDER BY id",
      user);
}

std::vector<OwnedRecord> HandoverRepository::tasks_of(RecordId user) {
  return read(
      "SELECT t.id, CASE t.record_type WHEN 'customer' THEN t.record_id"
      " WHEN 'contact' THEN (SELECT c.customer_id FROM contact c WHERE c.id = t.record_id)"
      " WHEN 'opportunity' THEN (SELECT o.customer_id FROM opportunity o WHERE o.id = t.record_id)"
      " WHEN 'quotation' THEN (SELECT q.customer_id FROM quotation q WHERE q.id = t.record_id)"
      " WHEN 'order' THEN (SELECT s.customer_id FROM sales_order s WHERE s.id = t.record_id) END"
      " FROM task t WHERE t.owner_id = ? AND t.done_at IS NULL AND t.removed_at IS NULL ORDER BY t.due_at IS NULL,"
      " t.due_at, t.id",
      user);
}

std::vector<OwnedRecord> HandoverRepository::accounts_of(RecordId user) {
  return read("SELECT id, NULL FROM account WHERE user_id = ? ORDER BY id", user);
}

std::vector<std::pair<std::string, RecordId>> HandoverRepository::shares_of(RecordId user) {
  std::vector<std::pair<std::string, RecordId>> found;
  auto rows = database_.query(
      "SELECT record_type, record_id FROM record_share WHERE user_id = ? ORDER BY record_type, record_id", user);
  while (rows->step()) found.emplace_back(std::string(share_of).append(rows->view(0)), rows->int64(1));
  return found;
}

bool HandoverRepository::move_share(std::string_view what, RecordId record, RecordId from, RecordId to) {
  const std::string_view type = what.substr(share_of.size());
  database_.run("DELETE FROM record_share WHERE record_type = ? AND record_id = ? AND user_id = ?", type, record, from);
  if (database_.changes() == 0) return false;
  database_.run(
      "INSERT INTO record_share (record_type, record_id, user_id) VALUES (?, ?, ?)"
      " ON CONFLICT (record_type, record_id, user_id) DO NOTHING",
      type, record, to);
  return true;
}

RecordId HandoverRepository::insert(const HandoverEntry& handover) {
  database_.run("INSERT INTO handover (at, actor, from_id) VALUES (?, ?, ?)", handover.at, handover.actor,
                handover.from);
  return database_.last_insert_id();
}

void HandoverRepository::set_deactivated(RecordId handover) {
  database_.run("UPDATE handover SET deactivated = 1 WHERE id = ?", handover);
}

void HandoverRepository::set_undone(RecordId handover, EpochSeconds at) {
  database_.run("UPDATE handover SET undone_at = ? WHERE id = ?", at, handover);
}

std::optional<HandoverEntry> HandoverRepository::find(RecordId handover) {
  auto rows = database_.query("SELECT at, actor, from_id, deactivated, undone_at FROM handover WHERE id = ?", handover);
  if (!rows->step()) return {};
  return HandoverEntry{handover,       rows->int64(0),   rows->text(1),
                       rows->int64(2), rows->boolean(3), rows->optional_int64(4)};
}

void HandoverRepository::add_row(RecordId handover, std::string_view what, RecordId record, RecordId to) {
  database_.run("INSERT INTO handover_row (handover_id, what, record_id, to_id) VALUES (?, ?, ?, ?)", handover, what,
                record, to);
}

std::vector<HandoverRow> HandoverRepository::rows(RecordId handover) {
  std::vector<HandoverRow> found;
  auto rows = database_.query(
      "SELECT what, record_id, to_id FROM handover_row WHERE handover_id = ? ORDER BY what, record_id", handover);
  while (rows->step()) found.push_back({rows->text(0), rows->int64(1), rows->int64(2)});
  return found;
}

std::vector<OpenMatter> HandoverRepository::unanswered_mail(RecordId user, EpochSeconds from) {
  std::vector<OpenMatter> found;
  auto rows = database_.query(
      "SELECT m.id, m.subject, m.arrived_at FROM message m WHERE m.arrived_at >= ? AND m.handled_by = ? AND m.direction"
      " = 'inbound' AND m.automatic = 0 AND m.kind = 'inquiry' AND m.answered_at IS NULL AND m.duplicate_of IS NULL AND"
      " NOT EXISTS (SELECT 1 FROM filing f WHERE f.message_id = m.id AND f.record_type = 'lead' AND f.removed = 0)"
      " ORDER BY m.arrived_at, m.id LIMIT 1000",
      from, user);
  while (rows->step()) found.push_back({"message", rows->int64(0), rows->text(1), rows->int64(2), {}});
  return found;
}

std::vector<OpenMatter> HandoverRepository::open_quotations(RecordId user) {
  std::vector<OpenMatter> found;
  auto rows = database_.query(
      "SELECT q.id, q.number || ', ' || c.name, q.issued_on, coalesce(u.login, '') FROM quotation q JOIN customer c ON"
      " c.id = q.customer_id LEFT JOIN crm_user u ON u.id = c.owner_id WHERE c.owner_id = ? AND q.status IN ('draft',"
      " 'in_approval', 'approved', 'sent') ORDER BY q.issued_on, q.id LIMIT 1000",
      user);
  while (rows->step())
    found.push_back({"quotation", rows->int64(0), rows->text(1), rows->optional_int64(2), rows->text(3)});
  return found;
}

}  // namespace tradewind::crm

#include "crm_core/store/handover_repository.hpp"

namespace tradewind::crm {

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
  return read("SELECT id, customer_id FROM opportunity WHERE owner_id = ? AND stage IN (SELECT s.stage FROM opportunity_stage s WHERE s.outcome = 'open') ORDER BY id",
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

std::int64_t HandoverRepository::move_shares(RecordId from, RecordId to) {
  database_.run(
      "INSERT INTO record_share (record_type, record_id, user_id) SELECT record_type, record_id, ?2 FROM record_share"
      " WHERE user_id = ?1 ON CONFLICT (record_type, record_id, user_id) DO NOTHING",
      from, to);
  database_.run("DELETE FROM record_share WHERE user_id = ?", from);
  return database_.changes();
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

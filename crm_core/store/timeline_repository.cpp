#include "crm_core/store/timeline_repository.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace tradewind::crm {

namespace {

// Of each kind the columns at, record type, record, customer, what, who, and what tells apart those of one second. {0}:
// our numbers of the customers; {1}: the condition on what is seen of this kind; ?1 since, ?2 limit.
constexpr std::string_view mail_rows =
    "SELECT m.arrived_at, 'message', m.id, (SELECT min(f.record_id) FROM filing f WHERE f.message_id = m.id AND"
    " f.record_type = 'customer' AND f.removed = 0 AND f.record_id IN ({0})), m.kind || CASE m.direction WHEN"
    " 'outbound' THEN ' from us: ' WHEN 'internal' THEN ' among us: ' ELSE ': ' END || m.subject,"
    " CASE m.author_name WHEN '' THEN m.author_address ELSE m.author_name END, m.id FROM message m"
    " WHERE m.id IN (SELECT message_id FROM filing WHERE record_type = 'customer' AND record_id IN ({0}) AND"
    " removed = 0) AND m.arrived_at >= ?1 AND ({1})";
constexpr std::string_view lead_rows =
    "SELECT e.at, 'lead', l.id, l.customer_id, e.event || CASE WHEN e.detail = '' OR e.event = 'converted' THEN ''"
    " ELSE ': ' || e.detail END, e.actor, e.id FROM lead l JOIN lead_event e ON e.lead_id = l.id"
    " WHERE l.customer_id IN ({0}) AND l.removed_at IS NULL AND e.at >= ?1 AND ({1})";
constexpr std::string_view opportunity_rows =
    "SELECT s.at, 'opportunity', o.id, o.customer_id, o.name || ': ' || s.stage || CASE s.why WHEN '' THEN '' ELSE"
    " ' (' || s.why || ')' END, s.actor, s.id FROM opportunity o JOIN opportunity_step s ON s.opportunity_id = o.id"
    " WHERE o.customer_id IN ({0}) AND o.removed_at IS NULL AND s.at >= ?1 AND ({1})";
constexpr std::string_view quotation_rows =
    "SELECT coalesce(q.issued_on, q.created_at) AS at, 'quotation', q.id, q.customer_id, q.number || ' ' || q.status,"
    " '', q.id FROM quotation q WHERE q.customer_id IN ({0}) AND coalesce(q.issued_on, q.created_at) >= ?1 AND ({1})";
constexpr std::string_view order_rows =
    "SELECT o.created_at, 'order', o.id, o.customer_id, o.number || ' ' || o.status || coalesce(', their ' ||"
    " o.customer_po, ''), '', o.id FROM sales_order o WHERE o.customer_id IN ({0}) AND o.created_at >= ?1 AND ({1})";
constexpr std::string_view case_rows =
    "SELECT c.created_at, 'case', c.id, c.customer_id, c.number || ' ' || c.status || ': ' || c.subject, '', c.id"
    " FROM service_case c WHERE c.customer_id IN ({0}) AND c.created_at >= ?1 AND ({1})";
// About the customer itself, its people, deals and documents. A CROSS JOIN behind it: from here to what is about them.
constexpr std::string_view about =
    "SELECT 'customer' AS type, id, id AS customer FROM customer WHERE id IN ({0})"
    " UNION ALL SELECT 'contact', id, customer_id FROM contact WHERE customer_id IN ({0})"
    " UNION ALL SELECT 'quotation', id, customer_id FROM quotation WHERE customer_id IN ({0})"
    " UNION ALL SELECT 'order', id, customer_id FROM sales_order WHERE customer_id IN ({0})"
    " UNION ALL SELECT 'case', id, customer_id FROM service_case WHERE customer_id IN ({0})"
    " UNION ALL SELECT 'opportunity', o.id, o.customer_id FROM opportunity o WHERE o.customer_id IN ({0}) AND ({2})";
constexpr std::string_view task_rows =
    "SELECT coalesce(t.done_at, t.due_at, t.created_at) AS at, 'task', t.id, a.customer, t.kind || CASE WHEN"
    " t.done_at IS NOT NULL THEN ' done: ' WHEN t.due_at IS NOT NULL THEN ' due: ' ELSE ': ' END || t.title,"
    " coalesce(u.login, ''), t.id FROM ({3}) a CROSS JOIN task t LEFT JOIN crm_user u ON u.id = t.owner_id"
    " WHERE t.record_type = a.type AND t.record_id = a.id AND t.removed_at IS NULL"
    " AND coalesce(t.done_at, t.due_at, t.created_at) >= ?1 AND ({1})";
// Before and after stand behind the action, each on a line of its own: the service makes words of them. How a deal went
// stands among its steps, and that a document was made in an entry of its own.
constexpr std::string_view change_rows =
    "SELECT h.at, h.record_type, h.record_id, a.customer, h.action || char(10) || coalesce(h.before, '') || char(10)"
    " || coalesce(h.after, ''), h.actor, h.id FROM ({3}) a CROSS JOIN audit h WHERE h.record_type = a.type AND "
    "h.record_id = a.id"
    " AND h.at >= ?1 AND (h.record_type IN ('customer', 'contact') OR h.action = 'changed')";

}  // namespace

std::vector<RecordId> TimelineRepository::group(RecordId customer, const Visibility& visibility, int limit) {
  std::vector<RecordId> ids;
  auto rows = database_.query(
      fmt::format("WITH RECURSIVE member (id) AS (SELECT CAST(?1 AS INTEGER) UNION SELECT c.id FROM customer c JOIN"
                  " member m ON c.parent_id = m.id WHERE c.removed_at IS NULL AND ({})) SELECT id FROM member LIMIT ?2",
                  visibility.customers("c")),
      customer, limit);
  while (rows->step()) ids.push_back(rows->int64(0));
  return ids;
}

std::vector<TimelineEntry> TimelineRepository::of_kind(std::string_view kind, std::span<const RecordId> customers,
                                                       const Visibility& visibility, EpochSeconds since, int limit) {
  struct Source {
    std::string_view kind, rows;
    std::string seen;
  };
  // Documents are seen with their customer, and these customers are.
  const Source sources[] = {{"mail", mail_rows, visibility.mail("m")},
                            {"lead", lead_rows, visibility.leads("l")},
                            {"opportunity", opportunity_rows, visibility.opportunities("o")},
                            {"quotation", quotation_rows, "1"},
                            {"order", order_rows, "1"},
                            {"case", case_rows, "1"},
                            {"task", task_rows, visibility.tasks("t")},
                            {"change", change_rows, "1"}};
  const std::string numbers = fmt::format("{}", fmt::join(customers, ", "));
  const std::string own = fmt::format(fmt::runtime(about), numbers, "", visibility.opportunities("o"));
  std::vector<TimelineEntry> entries;
  for (const auto& source : sources) {
    if (source.kind != kind) continue;
    const std::string sql = fmt::format(fmt::runtime(source.rows), numbers, source.seen, "", own);
    database::Statement rows(database_.handle(), sql + " ORDER BY 1 DESC, 7 DESC LIMIT ?2");
    rows.bind_all(since, limit);
    while (rows.step())
      entries.push_back(
          {rows.int64(0), std::string(kind), rows.text(1), rows.int64(2), rows.int64(3), rows.text(4), rows.text(5)});
  }
  return entries;
}

}  // namespace tradewind::crm

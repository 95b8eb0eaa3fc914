#include "crm_core/store/lead_repository.hpp"

#include <fmt/format.h>

#include "crm_core/model/name_key.hpp"
#include "crm_core/store/decision_json.hpp"
#include "crm_core/store/or_null.hpp"
#include "crm_core/store/ownership_time.hpp"
#include "crm_core/store/where.hpp"

namespace tradewind::crm {

namespace {

#define TRADEWIND_LEAD_COLUMNS                                                                                        \
  "l.id, l.status, l.message_id, coalesce(l.company, ''), coalesce(l.contact_name, ''), coalesce(l.email, ''),"       \
  " coalesce(l.phone, ''), coalesce(l.country, ''), coalesce(l.language, ''), coalesce(l.platform, ''),"              \
  " coalesce(l.incoterm, ''), coalesce(l.port, ''), coalesce(l.target_price, ''), coalesce(l.currency, ''), l.score," \
  " coalesce(l.score_reasons, ''), coalesce(l.sources, ''), l.owner_id, l.arrived_at, l.answered_at, l.merged_into,"  \
  " l.customer_id, l.contact_id, l.opportunity_id, coalesce(l.qualified_why, ''), coalesce(l.disqualified_why, ''),"  \
  " l.created_at, l.version, l.removed_at, l.pooled_at"

std::vector<RecordId> read_ids(database::Statement& rows) {
  std::vector<RecordId> ids;
  while (rows.step()) ids.push_back(rows.int64(0));
  return ids;
}

Lead read_lead(const database::Statement& row) {
  Lead lead;
  int column = 0;
  lead.id = row.int64(column++);
  lead.status = lead_status_from_text(row.view(column++)).value_or(LeadStatus::fresh);
  lead.message_id = row.optional_int64(column++);
  for (std::string* field : {&lead.draft.company, &lead.draft.contact_name, &lead.draft.email, &lead.draft.phone,
                             &lead.draft.country, &lead.draft.language, &lead.draft.platform, &lead.draft.incoterm,
                             &lead.draft.port, &lead.draft.target_price, &lead.draft.currency})
    *field = row.text(column++);
  lead.draft.score = row.real(column++);
  lead.draft.score_reasons = texts_from_json(row.view(column++));
  lead.draft.sources = fields_from_json(row.view(column++));
  lead.owner_id = row.optional_int64(column++);
  lead.arrived_at = row.int64(column++);
  lead.answered_at = row.optional_int64(column++);
  lead.merged_into = row.optional_int64(column++);
  lead.customer_id = row.optional_int64(column++);
  lead.contact_id = row.optional_int64(column++);
  lead.opportunity_id = row.optional_int64(column++);
  lead.qualified_why = row.text(column++);
  lead.disqualified_why = row.text(column++);
  lead.created_at = row.int64(column++);
  lead.version = row.int64(column++);
  lead.removed_at = row.optional_int64(column++);
  lead.pooled_at = row.optional_int64(column++);
  return lead;
}

}  // namespace

void LeadRepository::read_items(std::vector<Lead>& leads) {
  for (auto& lead : leads) {
    auto rows = database_.query(
        "SELECT product, coalesce(sku, ''), coalesce(quantity, ''), coalesce(unit, '') FROM lead_item WHERE lead_id = ?"
        " ORDER BY position",
        lead.id);
    while (rows->step()) lead.draft.items.push_back({rows->text(0), rows->text(1), rows->text(2), rows->text(3)});
  }
}

std::optional<Lead> LeadRepository::find(RecordId id) {
  std::vector<Lead> leads;
  {
    auto rows = database_.query("SELECT " TRADEWIND_LEAD_COLUMNS " FROM lead l WHERE l.id = ?", id);
    if (!rows->step()) return {};
    leads.push_back(read_lead(*rows));
  }
  read_items(leads);
  return std::move(leads.front());
}

std::vector<Lead> LeadRepository::list(const LeadFilter& filter, int limit, int offset) {
  Where where(filter.seen);
  where.add("l.removed_at IS NULL");
  if (filter.status) where.equals("l.status", std::string(to_text(*filter.status)));
  // Word for word the condition of the partial indexes.
  if (filter.only_open) where.add("l.status IN ('new', 'assigned', 'contacted', 'qualified')");
  where.equals("l.owner_id", filter.owner_id);
  if (filter.unowned) where.add("l.owner_id IS NULL");
  std::vector<Lead> leads;
  filter.custom.add_to(database_, where, "l.id");
  CustomPaging(database_, filter.custom, "lead l", "l.id", " ORDER BY l.arrived_at DESC, l.id DESC")
      .page(where, limit, offset, [&](const PagePart& part) {
        const auto before = leads.size();
        auto rows = part.where.select(database_, "SELECT " TRADEWIND_LEAD_COLUMNS " FROM " + part.from + " WHERE ",
                                      part.order, part.limit, part.offset);
        while (rows->step()) leads.push_back(read_lead(*rows));
        return static_cast<int>(leads.size() - before);
      });
  read_items(leads);
  return leads;
}

std::vector<Lead> LeadRepository::in_status(LeadStatus status, RecordId after, int limit) {
  std::vector<Lead> leads;
  {
    auto rows =
        database_.query("SELECT " TRADEWIND_LEAD_COLUMNS
                        " FROM lead l WHERE l.removed_at IS NULL AND l.status = ? AND l.id > ? ORDER BY l.id LIMIT ?",
                        to_text(status), after, limit);
    while (rows->step()) leads.push_back(read_lead(*rows));
  }
  read_items(leads);
  return leads;
}

std::vector<Lead> LeadRepository::unanswered(const std::string& seen, EpochSeconds from, int limit, int offset) {
  std::vector<Lead> leads;
  {
    auto rows = database_.query(
        fmt::format("SELECT " TRADEWIND_LEAD_COLUMNS
                    " FROM lead l WHERE ({}) AND l.status IN ('new', 'assigned') AND l.answered_at IS NULL AND"
                    " l.removed_at IS NULL AND l.arrived_at >= ? ORDER BY l.arrived_at, l.id LIMIT ? OFFSET ?",
                    seen),
        from, limit, offset);
    while (rows->step()) leads.push_back(read_lead(*rows));
  }
  read_items(leads);
  return leads;
}

std::vector<RecordId> LeadRepository::by_thread(RecordId thread) {
  auto rows = database_.query(
      "SELECT l.id FROM lead_thread t JOIN lead l ON l.id = t.lead_id WHERE t.thread_id = ? AND l.status <> 'merged'"
      " ORDER BY l.arrived_at DESC, l.id DESC LIMIT 20",
      thread);
  return read_ids(*rows);
}

std::optional<RecordId> LeadRepository::of_message(RecordId message) {
  auto rows = database_.query("SELECT id FROM lead WHERE message_id = ? ORDER BY id LIMIT 1", message);
  return rows->step() ? rows->optional_int64(0) : std::nullopt;
}

std::vector<RecordId> LeadRepository::threads_of(RecordId lead) {
  auto rows = database_.query("SELECT thread_id FROM lead_thread WHERE lead_id = ? ORDER BY thread_id", lead);
  return read_ids(*rows);
}

std::vector<LeadEvent> LeadRepository::history(RecordId lead) {
  std::vector<LeadEvent> events;
  auto rows = database_.query(
      "SELECT id, lead_id, at, actor, event, detail FROM lead_event WHERE lead_id = ? ORDER BY id", lead);
  while (rows->step())
    events.push_back({rows->int64(0), rows->int64(1), rows->int64(2), rows->text(3), rows->text(4), rows->text(5)});
  return events;
}

std::vector<RecordId> LeadRepository::open_by_email(std::string_view address) {
  auto rows = database_.query(
      "SELECT id FROM lead WHERE lower(email) = ? AND status NOT IN ('merged', 'converted', 'disqualified')"
      " ORDER BY arrived_at, id LIMIT 100",
      address);
  return read_ids(*rows);
}

std::vector<RecordId> LeadRepository::open_by_phone(std::string_view key) {
  auto rows = database_.query(
      "SELECT id FROM lead WHERE phone_key = ? AND status NOT IN ('merged', 'converted', 'disqualified')"
      " ORDER BY arrived_at, id LIMIT 100",
      key);
  return read_ids(*rows);
}

std::vector<RecordId> LeadRepository::of_address_or_phone(std::string_view address, std::string_view key) {
  auto rows = database_.query(
      address.empty() ? "SELECT id FROM lead WHERE phone_key = ? AND status <> 'merged' AND removed_at IS NULL"
                        " ORDER BY arrived_at DESC, id DESC LIMIT 100"
                      : "SELECT id FROM lead WHERE lower(email) = ? AND status <> 'merged' AND removed_at IS NULL"
                        " ORDER BY arrived_at DESC, id DESC LIMIT 100",
      address.empty() ? key : address);
  return read_ids(*rows);
}

std::int64_t LeadRepository::open_count(RecordId user) {
  auto rows = database_.query(
      "SELECT count(*) FROM lead WHERE owner_id = ? AND status IN ('new', 'assigned', 'contacted') AND removed_at IS "
      "NULL",
      user);
  rows->step();
  return rows->int64(0);
}

std::int64_t LeadRepository::open_count() {
  auto rows = database_.query(
      "SELECT count(*) FROM lead WHERE status IN ('new', 'assigned', 'contacted', 'qualified') AND removed_at IS NULL");
  rows->step();
  return rows->int64(0);
}

std::vector<RecordId> LeadRepository::writers(RecordId lead, EpochSeconds from) {
  std::vector<RecordId> users;
  auto rows = database_.query(
      "SELECT DISTINCT m.handled_by FROM lead_thread t JOIN message m ON m.thread_id = t.thread_id"
      " WHERE t.lead_id = ? AND m.arrived_at >= ? AND m.direction = 'outbound' AND m.automatic = 0"
      " AND m.handled_by IS NOT NULL ORDER BY m.handled_by",
      lead, from);
  while (rows->step()) users.push_back(rows->int64(0));
  return users;
}

std::vector<RecordId> LeadRepository::receivers(RecordId lead) {
  std::vector<RecordId> users;
  auto rows = database_.query(
      "SELECT DISTINCT m.handled_by FROM lead l JOIN lead_thread t ON t.lead_id = l.id"
      " JOIN message m ON m.thread_id = t.thread_id WHERE l.id = ? AND m.direction = 'inbound'"
      " AND (m.id = l.message_id OR m.duplicate_of IS NOT NULL) AND m.handled_by IS NOT NULL ORDER BY m.handled_by",
      lead);
  while (rows->step()) users.push_back(rows->int64(0));
  return users;
}

RecordId LeadRepository::insert(const Lead& lead) {
  const auto& draft = lead.draft;
  const std::string reasons = to_json(draft.score_reasons), sources = to_json(draft.sources),
                    phone = phone_key(draft.phone);
  database_.run(
      "INSERT INTO lead (status, message_id, company, contact_name, email, phone, phone_key, country, language, "
      "platform, incoterm,"
      " port, target_price, currency, score, score_reasons, sources, owner_id, arrived_at, answered_at, created_at, "
      "updated_at, owned_since)"
      " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
      to_text(lead.status), lead.message_id, or_null(draft.company), or_null(draft.contact_name), or_null(draft.email),
      or_null(draft.phone), or_null(phone), or_null(draft.country), or_null(draft.language), or_null(draft.platform),
      or_null(draft.incoterm), or_null(draft.port), or_null(draft.target_price), or_null(draft.currency), draft.score,
      reasons, sources, lead.owner_id, lead.arrived_at, lead.answered_at, lead.created_at, lead.created_at,
      lead.owner_id ? std::optional(lead.created_at) : std::nullopt);
  const RecordId id = database_.last_insert_id();
  int position = 0;
  for (const auto& item : draft.items)
    database_.run("INSERT INTO lead_item (lead_id, position, product, sku, quantity, unit) VALUES (?, ?, ?, ?, ?, ?)",
                  id, position++, item.product, or_null(item.sku), or_null(item.quantity), or_null(item.unit));
  return id;
}

void LeadRepository::update(const Lead& lead) {
  const auto& draft = lead.draft;
  const std::string phone = phone_key(draft.phone);
  set_ownership_time(database_, "lead", lead.id, lead.owner_id);
  database_.run(
      "UPDATE lead SET status = ?, company = ?, contact_name = ?, email = ?, phone = ?, phone_key = ?, country = ?, "
      "owner_id = ?,"
      " arrived_at = ?, answered_at = ?, merged_into = ?, customer_id = ?, contact_id = ?, opportunity_id = ?, "
      "qualified_why = ?,"
      " disqualified_why = ?, updated_at = ?, version = version + 1 WHERE id = ?",
      to_text(lead.status), or_null(draft.company), or_null(draft.contact_name), or_null(draft.email),
      or_null(draft.phone), or_null(phone), or_null(draft.country), lead.owner_id, lead.arrived_at, lead.answered_at,
      lead.merged_into, lead.customer_id, lead.contact_id, lead.opportunity_id, or_null(lead.qualified_why),
      or_null(lead.disqualified_why), now(), lead.id);
}

void LeadRepository::add_event(const LeadEvent& event) {
  database_.run("INSERT INTO lead_event (lead_id, at, actor, event, detail) VALUES (?, ?, ?, ?, ?)", event.lead_id,
                event.at, event.actor, event.event, event.detail);
}

void LeadRepository::add_thread(RecordId lead, RecordId thread) {
  database_.run(
      "INSERT INTO lead_thread (lead_id, thread_id) VALUES (?, ?) ON CONFLICT (lead_id, thread_id) DO NOTHING", lead,
      thread);
}

void LeadRepository::move_threads(RecordId from_lead, RecordId to_lead) {
  for (const RecordId thread : threads_of(from_lead)) add_thread(to_lead, thread);
  database_.run("DELETE FROM lead_thread WHERE lead_id = ?", from_lead);
}

void LeadRepository::remove_thread(RecordId lead, RecordId thread) {
  database_.run("DELETE FROM lead_thread WHERE lead_id = ? AND thread_id = ?", lead, thread);
}

bool LeadRepository::has_document(RecordId lead, RecordType type, EpochSeconds from) {
  auto rows = database_.query(
      "SELECT 1 FROM lead_thread t JOIN message m ON m.thread_id = t.thread_id JOIN filing f ON f.message_id = m.id"
      " WHERE t.lead_id = ? AND m.arrived_at >= ? AND f.record_type = ? AND f.removed = 0 LIMIT 1",
      lead, from, to_text(type));
  return rows->step();
}

}  // namespace tradewind::crm

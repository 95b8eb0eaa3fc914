// What is known of mail and leads.
#include <algorithm>

#include "crm_core/model/name_key.hpp"
#include "crm_core/store/knowledge.hpp"
#include "crm_core/store/lead_repository.hpp"
#include "crm_core/store/message_repository.hpp"

namespace tradewind::crm {

namespace {

constexpr std::size_t most_references = 200;

void add_once(std::vector<RecordId>& ids, RecordId id) {
  if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
}

}  // namespace

std::vector<RecordId> Knowledge::threads_by_references(std::span<const std::string> message_ids) {
  MessageRepository messages(database_);
  std::vector<RecordId> threads;
  const std::size_t from = message_ids.size() > most_references ? message_ids.size() - most_references : 0;
  for (const auto& reference : message_ids.subspan(from))
    if (const auto thread = messages.thread_by_reference(reference)) add_once(threads, *thread);
  return threads;
}

ThreadFacts Knowledge::read_thread(const database::Statement& row, int latest) {
  ThreadFacts thread;
  thread.id = row.int64(0);
  thread.subject_key = row.text(1);
  thread.first_at = row.int64(2);
  thread.last_at = row.int64(3);
  thread.message_count = row.int64(4);
  if (latest <= 0) return thread;
  {
    auto rows = database_.query(
        "SELECT id, coalesce(message_id, ''), direction, kind, automatic, author_name, author_address, subject, "
        "arrived_at"
        " FROM message WHERE thread_id = ? ORDER BY arrived_at DESC, id DESC LIMIT ?",
        thread.id, latest);
    while (rows->step()) {
      ThreadMessage message;
      message.id = rows->int64(0);
      message.message_id = rows->text(1);
      message.direction = direction_from_text(rows->view(2)).value_or(Direction::inbound);
      message.kind = message_kind_from_text(rows->view(3)).value_or(MessageKind::unknown);
      message.automatic = rows->boolean(4);
      message.author = {rows->text(5), rows->text(6)};
      message.subject = rows->text(7);
      message.arrived_at = rows->int64(8);
      thread.latest.push_back(std::move(message));
    }
  }
  return thread;
}

std::optional<ThreadFacts> Knowledge::thread(RecordId id, int latest) {
  const RecordId root = MessageRepository(database_).thread_root(id);
  auto rows =
      database_.query("SELECT id, subject_key, first_at, last_at, message_count FROM thread WHERE id = ?", root);
  if (!rows->step()) return {};
  return read_thread(*rows, latest);
}

std::vector<ThreadFacts> Knowledge::threads_by_subject_key(std::string_view key, EpochSeconds since, int latest) {
  std::vector<ThreadFacts> threads;
  if (key.empty()) return threads;
  auto rows = database_.query(
      "SELECT id, subject_key, first_at, last_at, message_count FROM thread WHERE subject_key = ? AND last_at >= ?"
      " AND merged_into IS NULL ORDER BY last_at DESC LIMIT 20",
      key, since);
  while (rows->step()) threads.push_back(read_thread(*rows, latest));
  return threads;
}

std::vector<std::string> Knowledge::thread_participants(RecordId thread) {
  std::vector<std::string> addresses;
  auto rows = database_.query(
      "SELECT DISTINCT a.address FROM (SELECT id FROM message WHERE thread_id = ? ORDER BY arrived_at DESC LIMIT 20) m"
      " JOIN message_address ma ON ma.message_id = m.id JOIN address a ON a.id = ma.address_id LIMIT 500",
      thread);
  while (rows->step()) addresses.push_back(rows->text(0));
  return addresses;
}

std::vector<RecordLink> Knowledge::links_of_thread(RecordId thread) {
  std::vector<RecordLink> links;
  // Of the latest messages: a thread of ten thousand must not cost ten thousand look-ups with each new mail.
  auto rows = database_.query(
      "SELECT f.record_type, f.record_id, f.rule, f.confidence, f.evidence FROM"
      " (SELECT id FROM message WHERE thread_id = ? ORDER BY arrived_at DESC LIMIT 50) m"
      " JOIN filing f ON f.message_id = m.id WHERE f.removed = 0 ORDER BY f.record_type, f.record_id, f.confidence "
      "DESC",
      thread);
  while (rows->step()) {
    const auto type = record_type_from_text(rows->view(0));
    if (!type || (!links.empty() && links.back().type == *type && links.back().id == rows->int64(1))) continue;
    links.push_back({*type, rows->int64(1), rows->text(2), rows->real(3), rows->text(4)});
  }
  return links;
}

std::vector<AuthoredMessage> Knowledge::messages_by_author(std::string_view address, EpochSeconds since, int limit) {
  const std::string key = address_key(address);
  std::vector<AuthoredMessage> messages;
  auto rows = database_.query(
      "SELECT id, kind, arrived_at FROM message WHERE author_address = ? AND arrived_at >= ?"
      " ORDER BY arrived_at DESC LIMIT ?",
      key, since, limit);
  while (rows->step())
    messages.push_back(
        {rows->int64(0), message_kind_from_text(rows->view(1)).value_or(MessageKind::unknown), rows->int64(2)});
  return messages;
}

std::optional<EpochSeconds> Knowledge::has_outbound_to(std::string_view address) {
  const std::string key = address_key(address);
  auto rows = database_.query("SELECT written_to_at FROM address WHERE address = ?", key);
  return rows->step() ? rows->optional_int64(0) : std::nullopt;
}

// Leads
// -------------------------------------------------------------------------------------------------------------------

std::optional<LeadFacts> Knowledge::lead(RecordId id) {
  auto rows = database_.query(
      "SELECT l.id, l.status, coalesce(l.company, ''), coalesce(l.contact_name, ''), coalesce(l.email, ''),"
      " coalesce(l.phone, ''), coalesce(l.country, ''), coalesce(l.platform, ''), coalesce(m.author_address, ''),"
      " coalesce(m.subject, ''), l.message_id, m.thread_id, l.arrived_at, l.owner_id, l.customer_id,"
      " coalesce(m.preview, ''), coalesce(l.port, ''), coalesce(l.target_price, '')"
      " FROM lead l LEFT JOIN message m ON m.id = l.message_id WHERE l.id = ? AND l.status <> 'merged'",
      id);
  if (!rows->step()) return {};
  LeadFacts lead;
  lead.id = rows->int64(0);
  lead.status = lead_status_from_text(rows->view(1)).value_or(LeadStatus::fresh);
  lead.company = rows->text(2);
  lead.contact_name = rows->text(3);
  lead.email = rows->text(4);
  lead.phone = rows->text(5);
  lead.country = rows->text(6);
  lead.platform = rows->text(7);
  lead.author_address = rows->text(8);
  lead.subject = rows->text(9);
  lead.message_id = rows->optional_int64(10);
  lead.thread_id = rows->optional_int64(11);
  lead.arrived_at = rows->int64(12);
  lead.owner_id = rows->optional_int64(13);
  lead.customer_id = rows->optional_int64(14);
  lead.preview = rows->text(15);
  lead.port = rows->text(16);
  lead.target_price = rows->text(17);
  return lead;
}

namespace {
void read_marks(database::Statement& rows, std::vector<LeadMark>& marks) {
  while (rows.step()) marks.push_back({rows.int64(0), rows.int64(1), rows.int64(2), rows.optional_int64(3)});
}
}  // namespace

std::vector<LeadMark> Knowledge::recent_leads(EpochSeconds since, EpochSeconds until, int limit) {
  std::vector<LeadMark> marks;
  auto rows = database_.query(
      "SELECT id, version, arrived_at, message_id FROM lead WHERE arrived_at BETWEEN ? AND ? AND status <> 'merged'"
      " ORDER BY arrived_at DESC LIMIT ?",
      since, until, limit);
  read_marks(*rows, marks);
  return marks;
}

std::vector<LeadMark> Knowledge::leads_of_buyer(std::string_view email, std::string_view author,
                                                std::string_view phone) {
  std::vector<LeadMark> marks;
  const auto also = [&](std::string_view sql, const std::string& key) {
    if (key.empty()) return;
    auto rows = database_.query(sql, key);
    read_marks(*rows, marks);
  };
  also(
      "SELECT id, version, arrived_at, message_id FROM lead WHERE lower(email) = ? AND status <> 'merged'"
      " ORDER BY arrived_at DESC LIMIT 20",
      address_key(email));
  // Inside out, so that the planner starts from the author's messages.
  also(
      "SELECT id, version, arrived_at, message_id FROM lead WHERE message_id IN (SELECT id FROM message WHERE"
      " author_address = ?) AND status <> 'merged' ORDER BY arrived_at DESC LIMIT 20",
      address_key(author));
  also(
      "SELECT id, version, arrived_at, message_id FROM lead WHERE phone_key = ? AND status <> 'merged'"
      " ORDER BY arrived_at DESC LIMIT 20",
      phone_key(phone));
  return marks;
}

std::vector<LeadItem> Knowledge::items_of_lead(RecordId lead) {
  std::vector<LeadItem> items;
  auto rows = database_.query(
      "SELECT product, coalesce(sku, ''), coalesce(quantity, ''), coalesce(unit, '') FROM lead_item WHERE lead_id = "
      "? ORDER BY position",
      lead);
  while (rows->step()) items.push_back({rows->text(0), rows->text(1), rows->text(2), rows->text(3)});
  return items;
}

std::optional<LeadFacts> Knowledge::lead_of_thread(RecordId thread) {
  const auto ids = LeadRepository(database_).by_thread(thread);
  if (ids.empty()) return {};
  return lead(ids.front());
}

}  // namespace tradewind::crm

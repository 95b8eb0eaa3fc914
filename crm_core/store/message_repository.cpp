// Reading of messages; message_writing.cpp writes them.
#include "crm_core/store/message_repository.hpp"

#include <nlohmann/json.hpp>

#include "crm_core/model/digest_key.hpp"
#include "crm_core/store/decision_json.hpp"

namespace tradewind::crm {

// The same text in every statement below, so that read_message() fits them all.
#define TRADEWIND_MESSAGE_COLUMNS                                                                                   \
  "m.id, m.identity, m.vault_object, m.size, coalesce(m.message_id, ''), m.thread_id, m.subject, m.preview, "       \
  "m.author_name,"                                                                                                  \
  " m.author_address, m.sent_at, m.arrived_at, m.direction, m.kind, m.kind_confidence, m.kind_pinned, m.automatic," \
  " coalesce(m.language, ''), m.attachment_count, m.state, coalesce(m.state_reason, ''), m.handled_by, "            \
  "m.duplicate_of,"                                                                                                 \
  " m.answered_at"

const std::string_view message_columns = TRADEWIND_MESSAGE_COLUMNS;

namespace {

MessageState state_from_text(std::string_view text) {
  return text == "stub" ? MessageState::stub : text == "quarantined" ? MessageState::quarantined : MessageState::filed;
}

std::vector<StoredMessage> read_all(database::Statement& rows) {
  std::vector<StoredMessage> messages;
  while (rows.step()) messages.push_back(read_message(rows));
  return messages;
}

}  // namespace

StoredMessage read_message(const database::Statement& row, int first) {
  StoredMessage message;
  message.id = row.int64(first);
  message.identity = std::string(row.blob(first + 1));
  message.vault_object = std::string(row.blob(first + 2));
  message.size = row.int64(first + 3);
  message.message_id = row.text(first + 4);
  message.thread_id = row.optional_int64(first + 5);
  message.subject = row.text(first + 6);
  message.preview = row.text(first + 7);
  message.author = {row.text(first + 8), row.text(first + 9)};
  message.sent_at = row.optional_int64(first + 10);
  message.arrived_at = row.int64(first + 11);
  message.direction = direction_from_text(row.view(first + 12)).value_or(Direction::inbound);
  message.kind = message_kind_from_text(row.view(first + 13)).value_or(MessageKind::unknown);
  message.kind_confidence = row.real(first + 14);
  message.kind_pinned = row.boolean(first + 15);
  message.automatic = row.boolean(first + 16);
  message.language = row.text(first + 17);
  message.attachment_count = row.int64(first + 18);
  message.state = state_from_text(row.view(first + 19));
  message.state_reason = row.text(first + 20);
  message.handled_by = row.optional_int64(first + 21);
  message.duplicate_of = row.optional_int64(first + 22);
  message.answered_at = row.optional_int64(first + 23);
  return message;
}

std::optional<StoredMessage> MessageRepository::find(RecordId id) {
  auto rows = database_.query("SELECT " TRADEWIND_MESSAGE_COLUMNS " FROM message m WHERE m.id = ?", id);
  if (!rows->step()) return {};
  return read_message(*rows);
}

std::optional<StoredMessage> MessageRepository::find_by_identity(std::string_view identity) {
  const database::Blob whole{identity}, beginning{identity.substr(0, 8)};
  auto rows = database_.query("SELECT " TRADEWIND_MESSAGE_COLUMNS
                              " FROM message m WHERE substr(m.identity, 1, 8) = ? AND m.identity = ?",
                              beginning, whole);
  if (!rows->step()) return {};
  return read_message(*rows);
}

std::vector<MessageAddress> MessageRepository::addresses_of(RecordId message) {
  std::vector<MessageAddress> addresses;
  auto rows = database_.query(
      "SELECT ma.role, a.name, a.address FROM message_address ma JOIN address a ON a.id = ma.address_id"
      " WHERE ma.message_id = ? ORDER BY ma.role, ma.position",
      message);
  while (rows->step()) addresses.push_back({rows->text(0), {rows->text(1), rows->text(2)}});
  return addresses;
}

std::vector<AttachmentRecord> MessageRepository::attachments_of(RecordId message) {
  std::vector<AttachmentRecord> attachments;
  auto rows = database_.query(
      "SELECT file_name, media_type, part_path, encoded_bytes, body_offset, encoding, inline_image FROM attachment"
      " WHERE message_id = ? ORDER BY position",
      message);
  while (rows->step())
    attachments.push_back(
        {rows->text(0), rows->text(1), rows->text(2), rows->int64(3), rows->int64(4), rows->text(5), rows->boolean(6)});
  return attachments;
}

std::vector<Delivery> MessageRepository::deliveries_of(RecordId message) {
  std::vector<Delivery> deliveries;
  auto rows = database_.query(
      "SELECT d.id, d.folder_id, d.uid_validity, d.uid, d.message_id, d.vault_object, d.disposition, "
      "coalesce(d.reason, ''),"
      " d.flags, d.internal_date, d.taken_at, d.gone_at, a.name, f.name FROM delivery d JOIN folder f ON f.id = "
      "d.folder_id"
      " JOIN account a ON a.id = f.account_id WHERE d.message_id = ? ORDER BY d.id",
      message);
  while (rows->step()) {
    Delivery delivery;
    delivery.id = rows->int64(0);
    delivery.folder_id = rows->int64(1);
    delivery.uid_validity = static_cast<std::uint32_t>(rows->int64(2));
    delivery.uid = static_cast<std::uint32_t>(rows->int64(3));
    delivery.message_id = rows->optional_int64(4);
    delivery.vault_object = std::string(rows->blob(5));
    delivery.disposition = rows->text(6);
    delivery.reason = rows->text(7);
    delivery.flags = static_cast<unsigned>(rows->int64(8));
    delivery.internal_date = rows->int64(9);
    delivery.taken_at = rows->int64(10);
    delivery.gone_at = rows->optional_int64(11);
    delivery.account = rows->text(12);
    delivery.folder = rows->text(13);
    deliveries.push_back(std::move(delivery));
  }
  return deliveries;
}

std::vector<FiledLink> MessageRepository::links_of(RecordId message) {
  std::vector<FiledLink> links;
  auto rows = database_.query(
      "SELECT record_type, record_id, rule, confidence, evidence, pinned, removed, filed_by, filed_at FROM filing"
      " WHERE message_id = ? ORDER BY record_type, record_id",
      message);
  while (rows->step()) {
    const auto type = record_type_from_text(rows->view(0));
    if (!type) continue;
    links.push_back({{*type, rows->int64(1), rows->text(2), rows->real(3), rows->text(4)},
                     rows->boolean(5),
                     rows->boolean(6),
                     rows->text(7),
                     rows->int64(8)});
  }
  return links;
}

std::vector<Decision> MessageRepository::decisions_of(RecordId message) {
  auto rows = database_.query("SELECT decisions FROM message_decision WHERE message_id = ?", message);
  return rows->step() ? decisions_from_json(rows->view(0)) : std::vector<Decision>{};
}

std::vector<std::string> MessageRepository::warnings_of(RecordId message) {
  auto rows =
      database_.query("SELECT warnings FROM message_decision WHERE message_id = ? AND warnings IS NOT NULL", message);
  return rows->step() ? texts_from_json(rows->view(0)) : std::vector<std::string>{};
}

std::vector<StoredMessage> MessageRepository::of_thread(RecordId thread, int limit) {
  auto rows = database_.query("SELECT " TRADEWIND_MESSAGE_COLUMNS
                              " FROM message m WHERE m.thread_id = ? ORDER BY m.arrived_at, m.id LIMIT ?",
                              thread, limit);
  return read_all(*rows);
}

std::vector<StoredMessage> MessageRepository::of_record(RecordType type, RecordId id, int limit, int offset) {
  auto rows = database_.query("SELECT " TRADEWIND_MESSAGE_COLUMNS
                              " FROM filing f JOIN message m ON m.id = f.message_id"
                              " WHERE f.record_type = ? AND f.record_id = ? AND f.removed = 0 ORDER BY m.arrived_at "
                              "DESC, m.id DESC LIMIT ? OFFSET ?",
                              to_text(type), id, limit, offset);
  return read_all(*rows);
}

std::vector<StoredMessage> MessageRepository::in_state(MessageState state, RecordId after, int limit) {
  // The condition on state <> 'filed' lets SQLite use the partial index, which holds only the few that are not.
  auto rows =
      database_.query("SELECT " TRADEWIND_MESSAGE_COLUMNS
                      " FROM message m WHERE m.state = ? AND m.state <> 'filed' AND m.id > ? ORDER BY m.id LIMIT ?",
                      to_text(state), after, limit);
  return read_all(*rows);
}

std::vector<StoredMessage> MessageRepository::uncertain(int limit, int offset, const std::string& seen) {
  // Word for word the condition of the partial index.
  auto rows = database_.query("SELECT " TRADEWIND_MESSAGE_COLUMNS
                              " FROM message m WHERE m.kind_pinned = 0 AND m.kind_confidence < 0.6 AND (" +
                                  seen + ") ORDER BY m.arrived_at DESC, m.id DESC LIMIT ? OFFSET ?",
                              limit, offset);
  return read_all(*rows);
}

std::vector<StoredMessage> MessageRepository::after(RecordId after, int limit) {
  auto rows = database_.query(
      "SELECT " TRADEWIND_MESSAGE_COLUMNS " FROM message m WHERE m.id > ? ORDER BY m.id LIMIT ?", after, limit);
  return read_all(*rows);
}

std::int64_t MessageRepository::count() {
  auto rows = database_.query("SELECT count(*) FROM message");
  rows->step();
  return rows->int64(0);
}

RecordId MessageRepository::last_id() {
  auto rows = database_.query("SELECT coalesce(max(id), 0) FROM message");
  rows->step();
  return rows->int64(0);
}

RecordId MessageRepository::thread_root(RecordId thread) {
  // merge_threads() keeps the way one step long; a few more are followed in case an old store has them.
  for (int steps = 0; steps < 16; ++steps) {
    auto rows = database_.query("SELECT merged_into FROM thread WHERE id = ?", thread);
    if (!rows->step() || rows->is_null(0)) break;
    thread = rows->int64(0);
  }
  return thread;
}

std::optional<RecordId> MessageRepository::thread_by_reference(std::string_view reference) {
  const std::int64_t key = reference_key(reference);
  RecordId thread = 0;
  {
    auto rows = database_.query("SELECT thread_id FROM thread_reference WHERE reference_key = ?", key);
    if (!rows->step()) return {};
    thread = rows->int64(0);
  }
  return thread_root(thread);
}

std::optional<EpochSeconds> MessageRepository::next_answer(RecordId thread, EpochSeconds from) {
  auto rows = database_.query(
      "SELECT min(arrived_at) FROM message WHERE thread_id = ? AND arrived_at >= ? AND direction = 'outbound' AND "
      "automatic = 0",
      thread, from);
  return rows->step() ? rows->optional_int64(0) : std::nullopt;
}

std::optional<EpochSeconds> MessageRepository::previous_answer(RecordId thread, EpochSeconds before) {
  auto rows = database_.query(
      "SELECT max(arrived_at) FROM message WHERE thread_id = ? AND arrived_at < ? AND direction = 'outbound' AND "
      "automatic = 0",
      thread, before);
  return rows->step() ? rows->optional_int64(0) : std::nullopt;
}

std::vector<RecordId> MessageRepository::threads_written_to(std::string_view address, EpochSeconds from) {
  std::vector<RecordId> threads;
  auto rows = database_.query(
      "SELECT DISTINCT m.thread_id FROM address a JOIN message_address r ON r.address_id = a.id"
      " JOIN message m ON m.id = r.message_id WHERE a.address = ? AND a.written_to_at >= ? AND r.role IN ('to', 'cc')"
      " AND m.direction = 'outbound' AND m.automatic = 0 AND m.arrived_at >= ? AND m.thread_id IS NOT NULL LIMIT 20",
      address, from, from);
  while (rows->step()) threads.push_back(rows->int64(0));
  return threads;
}

std::optional<RecordId> MessageRepository::next_inbound(RecordId thread, EpochSeconds after) {
  auto rows = database_.query(
      "SELECT id FROM message WHERE thread_id = ? AND arrived_at > ? AND direction = 'inbound' AND automatic = 0"
      " AND kind NOT IN ('supplier', 'solicitation', 'newsletter', 'notification', 'auto_reply', 'bounce', 'fraud')"
      " ORDER BY arrived_at LIMIT 1",
      thread, after);
  return rows->step() ? rows->optional_int64(0) : std::nullopt;
}

std::uint32_t MessageRepository::highest_uid(RecordId folder, std::uint32_t uid_validity) {
  auto rows = database_.query("SELECT coalesce(max(uid), 0) FROM delivery WHERE folder_id = ? AND uid_validity = ?",
                              folder, uid_validity);
  rows->step();
  return static_cast<std::uint32_t>(rows->int64(0));
}

std::optional<MessageRepository::Delivered> MessageRepository::delivered(RecordId folder, std::uint32_t uid_validity,
                                                                         std::uint32_t uid) {
  auto rows = database_.query("SELECT message_id FROM delivery WHERE folder_id = ? AND uid_validity = ? AND uid = ?",
                              folder, uid_validity, uid);
  if (!rows->step()) return {};
  return Delivered{rows->optional_int64(0)};
}

bool MessageRepository::is_accounted(RecordId folder, std::uint32_t uid_validity, std::uint32_t uid) {
  return delivered(folder, uid_validity, uid).has_value();
}

}  // namespace tradewind::crm

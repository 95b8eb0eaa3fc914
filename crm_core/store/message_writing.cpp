// Writing of messages: some ten rows for each mail that arrives, so this is the hot path of the store.
#include "crm_core/model/digest_key.hpp"
#include "crm_core/model/name_key.hpp"
#include "crm_core/store/decision_json.hpp"
#include "crm_core/store/message_repository.hpp"
#include "crm_core/store/or_null.hpp"

namespace tradewind::crm {

RecordId MessageRepository::insert(const StoredMessage& message, EpochSeconds at) {
  database_.run(
      "INSERT INTO message (identity, vault_object, size, message_id, thread_id, subject, preview, author_address, "
      "author_name,"
      " sent_at, arrived_at, direction, kind, kind_confidence, automatic, language, attachment_count, state, "
      "state_reason,"
      " handled_by, duplicate_of, answered_at, filed_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
      database::Blob{message.identity}, database::Blob{message.vault_object}, message.size, or_null(message.message_id),
      message.thread_id, message.subject, message.preview, address_key(message.author.address), message.author.name,
      message.sent_at, message.arrived_at, to_text(message.direction), to_text(message.kind), message.kind_confidence,
      message.automatic, or_null(message.language), message.attachment_count, to_text(message.state),
      or_null(message.state_reason), message.handled_by, message.duplicate_of, message.answered_at, at);
  return database_.last_insert_id();
}

void MessageRepository::update(const StoredMessage& message) {
  database_.run(
      "UPDATE message SET message_id = ?, thread_id = ?, subject = ?, preview = ?, author_address = ?, author_name = ?,"
      " sent_at = ?, direction = ?, kind = ?, kind_confidence = ?, kind_pinned = ?, automatic = ?, language = ?,"
      " attachment_count = ?, state = ?, state_reason = ?, handled_by = ?, duplicate_of = ?, answered_at = ? WHERE id "
      "= ?",
      or_null(message.message_id), message.thread_id, message.subject, message.preview,
      address_key(message.author.address), message.author.name, message.sent_at, to_text(message.direction),
      to_text(message.kind), message.kind_confidence, message.kind_pinned, message.automatic, or_null(message.language),
      message.attachment_count, to_text(message.state), or_null(message.state_reason), message.handled_by,
      message.duplicate_of, message.answered_at, message.id);
}

void MessageRepository::set_kind(RecordId message, MessageKind kind, double confidence, bool pinned) {
  database_.run("UPDATE message SET kind = ?, kind_confidence = ?, kind_pinned = ? WHERE id = ?", to_text(kind),
                confidence, pinned, message);
}

RecordId MessageRepository::address_id(const MailAddress& address, std::optional<EpochSeconds> written_to_at) {
  const std::string key = address_key(address.address);
  RecordId id = 0;
  bool stale = false;
  {
    auto rows = database_.query("SELECT id, name, written_to_at FROM address WHERE address = ?", key);
    if (rows->step()) {
      id = rows->int64(0);
      stale = (!address.name.empty() && rows->view(1) != address.name) ||
              (written_to_at && rows->optional_int64(2).value_or(INT64_MIN) < *written_to_at);
    }
  }
  if (id == 0) {
    const MailAddress keyed{{}, key};
    database_.run("INSERT INTO address (address, domain, name, written_to_at) VALUES (?, ?, ?, ?)", key, keyed.domain(),
                  address.name, written_to_at);
    return database_.last_insert_id();
  }
  if (stale)
    database_.run(
        "UPDATE address SET name = CASE WHEN ?1 = '' THEN name ELSE ?1 END, written_to_at = CASE WHEN ?2 IS NULL THEN "
        "written_to_at"
        " WHEN written_to_at IS NULL OR written_to_at < ?2 THEN ?2 ELSE written_to_at END WHERE id = ?3",
        address.name, written_to_at, id);
  return id;
}

void MessageRepository::insert_addresses(RecordId message, const Filing& filing, bool outbound,
                                         EpochSeconds arrived_at) {
  const auto insert_role = [&](std::string_view role, const std::vector<MailAddress>& addresses, bool receives) {
    const auto written = outbound && receives ? std::optional(arrived_at) : std::nullopt;
    int position = 0;
    for (const auto& address : addresses) {
      if (address.address.empty()) continue;
      const RecordId id = address_id(address, written);
      database_.run("INSERT INTO message_address (message_id, role, position, address_id) VALUES (?, ?, ?, ?)", message,
                    role, position++, id);
    }
  };
  insert_role("from", filing.from, false);
  // Most Reply-To fields only repeat From.
  if (filing.reply_to != filing.from) insert_role("reply_to", filing.reply_to, false);
  insert_role("to", filing.to, true);
  insert_role("cc", filing.cc, true);
  insert_role("bcc", filing.bcc, true);
}

void MessageRepository::replace_addresses(RecordId message, const Filing& filing, EpochSeconds arrived_at) {
  database_.run("DELETE FROM message_address WHERE message_id = ?", message);
  insert_addresses(message, filing, filing.direction == Direction::outbound, arrived_at);
}

void MessageRepository::insert_attachments(RecordId message, std::span<const AttachmentRecord> attachments) {
  int position = 0;
  for (const auto& attachment : attachments)
    database_.run(
        "INSERT INTO attachment (message_id, position, file_name, media_type, part_path, body_offset, encoded_bytes, "
        "encoding,"
        " inline_image) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        message, position++, attachment.file_name, attachment.media_type, attachment.part_path, attachment.offset,
        attachment.encoded_bytes, attachment.encoding, attachment.inline_image);
}

void MessageRepository::replace_attachments(RecordId message, std::span<const AttachmentRecord> attachments) {
  database_.run("DELETE FROM attachment WHERE message_id = ?", message);
  insert_attachments(message, attachments);
}

void MessageRepository::write_decisions(RecordId message, std::span<const Decision> decisions,
                                        std::span<const std::string> warnings) {
  const std::string why = to_json(decisions);
  std::optional<std::string> warned;
  if (!warnings.empty()) warned = to_json(warnings);
  database_.run(
      "INSERT INTO message_decision (message_id, decisions, warnings) VALUES (?, ?, ?)"
      " ON CONFLICT (message_id) DO UPDATE SET decisions = excluded.decisions, warnings = excluded.warnings",
      message, why, warned);
}

void MessageRepository::write_link(RecordId message, const RecordLink& link, std::string_view filed_by,
                                   EpochSeconds at) {
  database_.run(
      "INSERT INTO filing (message_id, record_type, record_id, rule, confidence, evidence, filed_by, filed_at)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (message_id, record_type, record_id) DO UPDATE SET rule = "
      "excluded.rule,"
      " confidence = excluded.confidence, evidence = excluded.evidence, filed_by = excluded.filed_by, filed_at = "
      "excluded.filed_at"
      " WHERE filing.pinned = 0",
      message, to_text(link.type), link.id, link.rule, link.confidence, link.evidence, filed_by, at);
}

void MessageRepository::remove_automatic_links(RecordId message) {
  // What the lead and its conversion did to the message is no decision about the message.
  database_.run(
      "DELETE FROM filing WHERE message_id = ? AND pinned = 0 AND record_type NOT IN ('lead', 'opportunity')"
      " AND rule <> 'conversion'",
      message);
}

void MessageRepository::remove_link(RecordId message, RecordType type, RecordId record, std::string_view rule) {
  database_.run(
      "DELETE FROM filing WHERE message_id = ? AND record_type = ? AND record_id = ? AND rule = ? AND pinned = 0",
      message, to_text(type), record, rule);
}

void MessageRepository::pin_link(RecordId message, const RecordLink& link, bool removed, std::string_view filed_by,
                                 EpochSeconds at) {
  database_.run(
      "INSERT INTO filing (message_id, record_type, record_id, rule, confidence, evidence, pinned, removed, filed_by, "
      "filed_at)"
      " VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?) ON CONFLICT (message_id, record_type, record_id) DO UPDATE SET rule = "
      "excluded.rule,"
      " confidence = excluded.confidence, evidence = excluded.evidence, pinned = 1, removed = excluded.removed,"
      " filed_by = excluded.filed_by, filed_at = excluded.filed_at",
      message, to_text(link.type), link.id, link.rule, link.confidence, link.evidence, removed, filed_by, at);
}

bool MessageRepository::insert_delivery(const Delivery& delivery) {
  const auto object =
      delivery.vault_object.empty() ? std::nullopt : std::optional(database::Blob{delivery.vault_object});
  database_.run(
      "INSERT INTO delivery (folder_id, uid_validity, uid, message_id, vault_object, disposition, reason, flags, "
      "internal_date,"
      " taken_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (folder_id, uid_validity, uid) DO NOTHING",
      delivery.folder_id, delivery.uid_validity, delivery.uid, delivery.message_id, object, delivery.disposition,
      or_null(delivery.reason), delivery.flags, delivery.internal_date, delivery.taken_at);
  return database_.changes() == 1;
}

void MessageRepository::set_disposition(RecordId message, std::string_view disposition, std::string_view reason) {
  database_.run("UPDATE delivery SET disposition = ?, reason = ? WHERE message_id = ?", disposition, or_null(reason),
                message);
}

void MessageRepository::set_flags(RecordId folder, std::uint32_t uid_validity, std::uint32_t uid, unsigned flags) {
  database_.run(
      "UPDATE delivery SET flags = ?1 WHERE folder_id = ?2 AND uid_validity = ?3 AND uid = ?4 AND flags <> ?1", flags,
      folder, uid_validity, uid);
}

std::int64_t MessageRepository::mark_gone(RecordId folder, std::uint32_t uid_validity, std::uint32_t first,
                                          std::uint32_t last, EpochSeconds at) {
  database_.run(
      "UPDATE delivery SET gone_at = ? WHERE folder_id = ? AND uid_validity = ? AND uid BETWEEN ? AND ? AND gone_at IS "
      "NULL",
      at, folder, uid_validity, first, last);
  return database_.changes();
}

void MessageRepository::set_aside(RecordId folder, std::uint32_t uid_validity, std::uint32_t first, std::uint32_t last,
                                  EpochSeconds at) {
  database_.run(
      "UPDATE delivery SET uid_validity = -id, gone_at = coalesce(gone_at, ?) WHERE folder_id = ? AND uid_validity = ?"
      " AND uid BETWEEN ? AND ?",
      at, folder, uid_validity, first, last);
}

void MessageRepository::forget_skipped(RecordId folder, EpochSeconds before) {
  database_.run("DELETE FROM delivery WHERE folder_id = ? AND disposition = 'skipped' AND taken_at < ?", folder,
                before);
}

void MessageRepository::mark_older_gone(RecordId folder, std::uint32_t uid_validity, EpochSeconds at) {
  database_.run("UPDATE delivery SET gone_at = ? WHERE folder_id = ? AND uid_validity <> ? AND gone_at IS NULL", at,
                folder, uid_validity);
}

RecordId MessageRepository::insert_thread(std::string_view subject_key, EpochSeconds at) {
  database_.run("INSERT INTO thread (subject_key, first_at, last_at, message_count) VALUES (?, ?, ?, 1)", subject_key,
                at, at);
  return database_.last_insert_id();
}

void MessageRepository::grow_thread(RecordId thread, EpochSeconds at) {
  // CASE, since two-argument min() and max() are SQLite's own. An unchanged last_at leaves its index alone.
  database_.run(
      "UPDATE thread SET first_at = CASE WHEN first_at > ?1 THEN ?1 ELSE first_at END,"
      " last_at = CASE WHEN last_at < ?1 THEN ?1 ELSE last_at END, message_count = message_count + 1 WHERE id = ?2",
      at, thread);
}

void MessageRepository::merge_threads(RecordId from, RecordId into) {
  database_.run("UPDATE message SET thread_id = ? WHERE thread_id = ?", into, from);
  database_.run(
      "INSERT INTO lead_thread (lead_id, thread_id) SELECT lead_id, CAST(? AS INTEGER) FROM lead_thread WHERE "
      "thread_id = ?"
      " ON CONFLICT (lead_id, thread_id) DO NOTHING",
      into, from);
  database_.run("DELETE FROM lead_thread WHERE thread_id = ?", from);
  // Merged before into the one that now goes: kept one step away from the root.
  database_.run("UPDATE thread SET merged_into = ? WHERE merged_into = ?", into, from);
  database_.run("UPDATE thread SET merged_into = ?, message_count = 0 WHERE id = ?", into, from);
  recount_thread(into);
}

void MessageRepository::recount_thread(RecordId thread) {
  std::int64_t count = 0;
  std::optional<EpochSeconds> first, last;
  {
    auto rows =
        database_.query("SELECT count(*), min(arrived_at), max(arrived_at) FROM message WHERE thread_id = ?", thread);
    rows->step();
    count = rows->int64(0);
    first = rows->optional_int64(1);
    last = rows->optional_int64(2);
  }
  database_.run(
      "UPDATE thread SET message_count = ?, first_at = coalesce(?, first_at), last_at = coalesce(?, last_at) WHERE id "
      "= ?",
      count, first, last, thread);
}

void MessageRepository::add_references(RecordId thread, std::span<const std::string> references) {
  for (const auto& reference : references)
    if (!reference.empty())
      database_.run(
          "INSERT INTO thread_reference (reference_key, thread_id) VALUES (?, ?) ON CONFLICT (reference_key) DO "
          "NOTHING",
          reference_key(reference), thread);
}

void MessageRepository::answer_between(RecordId thread, EpochSeconds from, EpochSeconds at) {
  database_.run(
      "UPDATE message SET answered_at = ?1 WHERE thread_id = ?2 AND arrived_at BETWEEN ?3 AND ?1 AND direction = "
      "'inbound'"
      " AND (answered_at IS NULL OR answered_at > ?1)",
      at, thread, from);
}

void MessageRepository::recompute_answers(RecordId thread) {
  database_.run("UPDATE message SET answered_at = NULL WHERE thread_id = ? AND answered_at IS NOT NULL", thread);
  EpochSeconds from = INT64_MIN;
  for (auto answer = next_answer(thread, from); answer; answer = next_answer(thread, from)) {
    answer_between(thread, from, *answer);
    from = *answer + 1;
  }
}

}  // namespace tradewind::crm

#include "crm_core/service/mail_correction.hpp"

#include <fmt/format.h>

#include "crm_core/service/permission.hpp"
#include "crm_core/service/removals.hpp"
#include "crm_core/service/sight.hpp"
#include "crm_core/store/audit_log.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/document_repository.hpp"
#include "crm_core/store/kind_lesson_repository.hpp"
#include "crm_core/store/message_repository.hpp"
#include "crm_core/store/opportunity_repository.hpp"
#include "crm_core/store/setting.hpp"

namespace tradewind::crm {

namespace {

constexpr std::string_view rule = "by-hand";

// The customer that a record of this type belongs to.
std::optional<RecordId> customer_of(database::Database& database, RecordType type, RecordId record) {
  DocumentRepository documents(database);
  const auto customer = [](const auto& found) {
    return found ? std::optional<RecordId>(found->customer_id) : std::nullopt;
  };
  switch (type) {
    case RecordType::contact:
      return customer(CustomerRepository(database).find_contact(record));
    case RecordType::quotation:
      return customer(documents.find_quotation(record));
    case RecordType::order:
      return customer(documents.find_order(record));
    case RecordType::service_case:
      return customer(documents.find_case(record));
    case RecordType::opportunity:
      return customer(OpportunityRepository(database).find(record));
    default:
      return {};
  }
}

std::string link_json(RecordType type, RecordId record) {
  return fmt::format("{{\"type\":\"{}\",\"id\":{}}}", to_text(type), record);
}

}  // namespace

Result<void> MailCorrection::file(const Actor& actor, RecordId message, RecordType type, RecordId record) {
  if (auto allowed = require(actor, Act::correct_mail); !allowed) return allowed;
  auto& database = store_.database();
  database::Transaction transaction(database);
  MessageRepository messages(database);
  if (auto seen = check_mail_seen(database, actor, message); !seen) return seen;
  if (auto present = check_present(database, actor, type, record); !present) return present;
  const std::string evidence = fmt::format("{} filed it", actor.name);
  messages.pin_link(message, {type, record, std::string(rule), 1, evidence}, false, actor.name, now());
  if (const auto customer = customer_of(database, type, record))
    messages.pin_link(message,
                      {RecordType::customer, *customer, std::string(rule), 1, evidence + " to what belongs to it"},
                      false, actor.name, now());
  AuditLog(database).write(actor, "message", message, "filed", "", link_json(type, record));
  transaction.commit();
  return {};
}

Result<void> MailCorrection::unfile(const Actor& actor, RecordId message, RecordType type, RecordId record) {
  if (auto allowed = require(actor, Act::correct_mail); !allowed) return allowed;
  auto& database = store_.database();
  database::Transaction transaction(database);
  MessageRepository messages(database);
  if (auto seen = check_mail_seen(database, actor, message); !seen) return seen;
  messages.pin_link(message, {type, record, std::string(rule), 1, fmt::format("{} took it out", actor.name)}, true,
                    actor.name, now());
  AuditLog(database).write(actor, "message", message, "unfiled", link_json(type, record), "");
  transaction.commit();
  return {};
}

Result<void> MailCorrection::set_kind(const Actor& actor, RecordId id, MessageKind kind) {
  if (auto allowed = require(actor, Act::correct_mail); !allowed) return allowed;
  auto& database = store_.database();
  database::Transaction transaction(database);
  MessageRepository messages(database);
  if (auto seen = check_mail_seen(database, actor, id); !seen) return seen;
  const auto message = messages.find(id);
  teach_kind(database, actor, *message, kind);
  messages.set_kind(id, kind, 1, true);
  AuditLog(database).write(actor, "message", id, "kind set", fmt::format("\"{}\"", to_text(message->kind)),
                           fmt::format("\"{}\"", to_text(kind)));
  transaction.commit();
  return {};
}

Result<MessageKind> MailCorrection::forget_kind(const Actor& actor, RecordId id) {
  if (auto allowed = require(actor, Act::correct_mail); !allowed) return pass_on(allowed);
  auto& database = store_.database();
  database::Transaction transaction(database);
  if (auto seen = check_mail_seen(database, actor, id); !seen) return pass_on(seen);
  const auto message = MessageRepository(database).find(id);
  const auto before = unteach_kind(database, *message);
  if (!before) return fail(Fault::conflict, fmt::format("nobody said what message {} is", id));
  AuditLog(database).write(actor, "message", id, "kind left to the model",
                           fmt::format("\"{}\"", to_text(message->kind)), fmt::format("\"{}\"", to_text(*before)));
  transaction.commit();
  return *before;
}

void teach_kind(database::Database& database, const Actor& actor, const StoredMessage& message, MessageKind kind) {
  if (message.state == MessageState::quarantined) return;
  KindLessonRepository(database).teach(message.id, kind, {message.kind, message.kind_confidence, message.kind_pinned},
                                       actor.name, now());
  bump_records_version(database);
}

std::optional<MessageKind> unteach_kind(database::Database& database, const StoredMessage& message) {
  const auto before = KindLessonRepository(database).forget(message.id);
  if (!before) return {};
  MessageRepository(database).set_kind(message.id, before->kind, before->confidence, before->pinned);
  bump_records_version(database);
  return before->kind;
}

}  // namespace tradewind::crm

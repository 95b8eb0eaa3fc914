#include "crm_core/service/lead_correction.hpp"

#include <fmt/format.h>

#include "crm_core/service/lead_progress.hpp"
#include "crm_core/service/mail_correction.hpp"
#include "crm_core/service/permission.hpp"
#include "crm_core/service/removals.hpp"
#include "crm_core/service/sight.hpp"
#include "crm_core/store/audit_log.hpp"
#include "crm_core/store/kind_lesson_repository.hpp"
#include "crm_core/store/lead_repository.hpp"
#include "crm_core/store/message_repository.hpp"

namespace tradewind::crm {

namespace {

constexpr std::string_view rule = "by-hand";

Result<void> may_correct(const Actor& actor) {
  if (auto allowed = require(actor, Act::correct_mail); !allowed) return allowed;
  return require(actor, Act::edit_leads);
}

void pin(MessageRepository& messages, const Actor& actor, RecordId message, RecordId lead, bool removed) {
  const std::string evidence = fmt::format("{} said so", actor.name);
  messages.pin_link(message, {RecordType::lead, lead, std::string(rule), 1, evidence}, removed, actor.name, now());
}

std::vector<RecordId> leads_of(MessageRepository& messages, RecordId message) {
  std::vector<RecordId> leads;
  for (const auto& filed : messages.links_of(message))
    if (filed.link.type == RecordType::lead && !filed.removed) leads.push_back(filed.link.id);
  return leads;
}

}  // namespace

Result<RecordId> make_lead_of(Store& store, const Actor& actor, RecordId id, const LeadDraft& draft) {
  if (auto allowed = may_correct(actor); !allowed) return pass_on(allowed);
  auto& database = store.database();
  database::Transaction transaction(database);
  MessageRepository messages(database);
  if (auto seen = check_mail_seen(database, actor, id); !seen) return pass_on(seen);
  const auto message = messages.find(id);
  if (message->direction == Direction::outbound)
    return fail(Fault::invalid, fmt::format("message {} was written by us", id), "a lead is what a buyer asks");
  if (const auto leads = leads_of(messages, id); !leads.empty())
    return fail(Fault::conflict, fmt::format("message {} belongs to lead {} already", id, leads.front()));
  RecordId lead = 0;
  if (const auto before = LeadRepository(database).of_message(id)) {
    lead = *before;
    if (auto restored = restore_record(store, actor, RecordType::lead, lead); !restored) return pass_on(restored);
  } else {
    lead = LeadProgress(database, actor).make(draft, *message);
  }
  pin(messages, actor, id, lead, false);
  teach_kind(database, actor, *message, MessageKind::inquiry);
  messages.set_kind(id, MessageKind::inquiry, 1, true);
  AuditLog(database).write(actor, "message", id, "made a lead", fmt::format("\"{}\"", to_text(message->kind)),
                           fmt::format("{{\"lead\":{}}}", lead));
  transaction.commit();
  return lead;
}

Result<void> take_lead_from(Store& store, const Actor& actor, RecordId id, std::optional<MessageKind> kind) {
  if (auto allowed = may_correct(actor); !allowed) return allowed;
  auto& database = store.database();
  database::Transaction transaction(database);
  MessageRepository messages(database);
  if (auto seen = check_mail_seen(database, actor, id); !seen) return seen;
  const auto leads = leads_of(messages, id);
  if (leads.empty()) return fail(Fault::conflict, fmt::format("message {} belongs to no lead", id));
  const auto own = LeadRepository(database).of_message(id);
  for (const RecordId lead : leads) {
    if (lead == own)
      if (auto removed = remove_record(store, actor, RecordType::lead, lead, fmt::format("mail {} is no inquiry", id));
          !removed)
        return removed;
    pin(messages, actor, id, lead, true);
  }
  const auto message = messages.find(id);
  // Taking a person's "this is a lead" back leaves nothing of it.
  const bool was_said = KindLessonRepository(database).kind_of(id) == MessageKind::inquiry;
  if (was_said) unteach_kind(database, *message);
  if (kind || !was_said) teach_kind(database, actor, *messages.find(id), kind.value_or(MessageKind::unknown));
  if (kind) messages.set_kind(id, *kind, 1, true);
  AuditLog(database).write(actor, "message", id, "is no lead", fmt::format("{{\"lead\":{}}}", leads.front()),
                           kind ? fmt::format("\"{}\"", to_text(*kind)) : "");
  transaction.commit();
  return {};
}

}  // namespace tradewind::crm

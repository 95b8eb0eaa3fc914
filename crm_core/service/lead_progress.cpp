#include "crm_core/service/lead_progress.hpp"

#include <fmt/format.h>

#include "crm_core/base/utf8_cut.hpp"
#include "crm_core/model/name_key.hpp"
#include "crm_core/service/record_json.hpp"
#include "crm_core/store/audit_log.hpp"
#include "crm_core/store/setting.hpp"

namespace tradewind::crm {

namespace {

// A mail that shows a buyer at work, not a machine or somebody who sells to us.
bool is_buyers_mail(const StoredMessage& message) {
  if (message.direction != Direction::inbound || message.automatic) return false;
  switch (message.kind) {
    case MessageKind::supplier:
    case MessageKind::solicitation:
    case MessageKind::newsletter:
    case MessageKind::notification:
    case MessageKind::auto_reply:
    case MessageKind::bounce:
    case MessageKind::fraud:
      return false;
    default:
      return true;
  }
}

bool is_open(LeadStatus status) {
  return status == LeadStatus::fresh || status == LeadStatus::assigned || status == LeadStatus::contacted;
}

}  // namespace

void LeadProgress::event(RecordId lead, EpochSeconds at, std::string_view event, std::string detail) {
  leads_.add_event({0, lead, at, actor_.name, std::string(event), std::move(detail)});
}

RecordId LeadProgress::make(const LeadDraft& draft, const StoredMessage& inquiry) {
  Lead lead;
  lead.message_id = inquiry.id;
  lead.draft = draft;
  lead.arrived_at = inquiry.arrived_at;
  lead.created_at = now();
  lead.id = leads_.insert(lead);
  if (inquiry.thread_id) leads_.add_thread(lead.id, *inquiry.thread_id);
  // Backfill brings the newest first: our answer in a mail of its own may be here already.
  if (!draft.email.empty())
    for (const RecordId thread : messages_.threads_written_to(address_key(draft.email), inquiry.arrived_at))
      if (leads_.by_thread(thread).empty()) leads_.add_thread(lead.id, thread);
  const std::string subject(cut_utf8(inquiry.subject, 200));
  event(lead.id, inquiry.arrived_at, "created", fmt::format("from mail {}: {}", inquiry.id, subject));
  messages_.write_link(inquiry.id, {RecordType::lead, lead.id, "lead", 1, "the inquiry it was made from"}, actor_.name,
                       lead.created_at);
  AuditLog(database_).write(actor_, "lead", lead.id, "created", "", fmt::format("{{\"message\":{}}}", inquiry.id));
  settle(lead, nullptr, false);
  return lead.id;
}

std::optional<RecordId> LeadProgress::join(RecordId id, const StoredMessage& message, bool repeats) {
  auto lead = leads_.find(id);
  for (int steps = 0; lead && lead->merged_into && steps < 16; ++steps) lead = leads_.find(*lead->merged_into);
  if (!lead) return {};
  messages_.write_link(
      message.id,
      {RecordType::lead, lead->id, "lead", 1, repeats ? "the same inquiry again" : "belongs to its inquiry"},
      actor_.name, now());
  if (message.thread_id) leads_.add_thread(lead->id, *message.thread_id);
  if (repeats) {
    event(lead->id, message.arrived_at, "repeated", fmt::format("by mail {}", message.id));
    // Backfill brings the newest first: the clock starts at the earliest copy.
    if (message.direction == Direction::inbound && message.arrived_at < lead->arrived_at) {
      lead->arrived_at = message.arrived_at;
      leads_.update(*lead);
    }
  }
  settle(*lead, nullptr, false);
  return lead->id;
}

std::optional<RecordId> LeadProgress::follow(const StoredMessage& message, bool documents) {
  if (!message.thread_id) return {};
  const auto found = leads_.by_thread(*message.thread_id);
  if (found.empty()) return {};
  if (!message.automatic)
    for (const RecordId id : found)
      if (auto lead = leads_.find(id)) settle(*lead, &message, documents);
  return found.front();
}

std::optional<RecordId> LeadProgress::answer_apart(const StoredMessage& answer,
                                                   std::span<const std::string> addresses) {
  std::optional<Lead> newest;
  for (const auto& address : addresses)
    for (const RecordId id : leads_.open_by_email(address)) {
      auto lead = leads_.find(id);
      if (lead && lead->arrived_at <= answer.arrived_at && (!newest || lead->arrived_at > newest->arrived_at))
        newest = std::move(lead);
    }
  if (!newest) return {};
  leads_.add_thread(newest->id, *answer.thread_id);
  messages_.write_link(answer.id,
                       {RecordType::lead, newest->id, "lead-address", 0.9, "we wrote to the address of its buyer"},
                       actor_.name, now());
  settle(*newest, nullptr, false);
  return newest->id;
}

void LeadProgress::reconsider(RecordId id) {
  if (auto lead = leads_.find(id)) settle(*lead, nullptr, false);
}

bool LeadProgress::answer(Lead& lead) {
  std::optional<EpochSeconds> first;
  for (const RecordId thread : leads_.threads_of(lead.id)) {
    const auto at = messages_.next_answer(thread, lead.arrived_at);
    if (at && (!first || *at < *first)) first = at;
  }
  if (!first || lead.answered_at == first) return false;
  lead.answered_at = first;
  return true;
}

std::optional<RecordId> LeadProgress::wrote_again(const Lead& lead) {
  for (const RecordId thread : leads_.threads_of(lead.id))
    if (const auto message = messages_.next_inbound(thread, *lead.answered_at)) return message;
  return {};
}

void LeadProgress::advance(Lead& lead, LeadStatus status, EpochSeconds at, std::string why) {
  lead.status = status;
  if (status == LeadStatus::qualified) lead.qualified_why = why;
  event(lead.id, at, to_text(status), std::move(why));
}

std::string LeadProgress::document_that_qualifies(const Lead& lead) {
  const Qualification wanted = qualification(database_);
  if (wanted.order && leads_.has_document(lead.id, RecordType::order, lead.arrived_at)) return "an order came";
  if (wanted.quotation && leads_.has_document(lead.id, RecordType::quotation, lead.arrived_at))
    return "a quotation was made";
  return {};
}

// `arrived`: the message that may have changed something; nullptr: all mail is looked at. With it the cost does not
// grow with the thread.
void LeadProgress::settle(Lead& lead, const StoredMessage* arrived, bool documents) {
  if (lead.status == LeadStatus::merged) return;
  const LeadStatus before = lead.status;
  bool changed = answer(lead);
  const bool whole = arrived == nullptr || changed;
  if (lead.answered_at && (lead.status == LeadStatus::fresh || lead.status == LeadStatus::assigned)) {
    advance(lead, LeadStatus::contacted, *lead.answered_at, "we answered");
    changed = true;
  }
  if (is_open(lead.status)) {
    const EpochSeconds at = arrived != nullptr ? arrived->arrived_at : now();
    std::optional<RecordId> again;
    if (lead.answered_at) {
      if (whole)
        again = wrote_again(lead);
      else if (is_buyers_mail(*arrived) && arrived->arrived_at > *lead.answered_at)
        again = arrived->id;
    }
    const bool may_have_document = arrived == nullptr || (documents && arrived->arrived_at >= lead.arrived_at);
    const std::string document = may_have_document ? document_that_qualifies(lead) : std::string();
    if (again && qualification(database_).wrote_again)
      advance(lead, LeadStatus::qualified, at, fmt::format("we answered and the buyer wrote again (mail {})", *again));
    else if (!document.empty())
      advance(lead, LeadStatus::qualified, at, document);
    changed = changed || lead.status == LeadStatus::qualified;
  }
  if (lead.status != before)
    AuditLog(database_).write(actor_, "lead", lead.id, to_text(lead.status), to_json(*leads_.find(lead.id)),
                              to_json(lead));
  if (changed) leads_.update(lead);
}

}  // namespace tradewind::crm

#include "crm_core/service/intake.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "crm_core/model/name_key.hpp"
#include "crm_core/service/collision.hpp"
#include "crm_core/service/lead_merging.hpp"
#include "crm_core/service/lead_progress.hpp"
#include "crm_core/store/account_repository.hpp"
#include "crm_core/store/message_repository.hpp"
#include "crm_core/store/notice_repository.hpp"

namespace tradewind::crm {

namespace {

StoredMessage message_of(const Filing& filing, const DeliveryFacts& delivery, std::size_t size,
                         std::string_view object) {
  StoredMessage message;
  message.identity = filing.identity;
  message.vault_object = object;
  message.size = static_cast<std::int64_t>(delivery.server_size != 0 ? delivery.server_size : size);
  message.arrived_at = filing.arrived_at;
  message.state = filing.quarantined ? MessageState::quarantined
                  : delivery.stub    ? MessageState::stub
                                     : MessageState::filed;
  if (delivery.stub && !filing.quarantined) message.state_reason = "over the size limit: only its header was taken";
  return message;
}

// What the filing decides and reads from the message, over what is stored; identity, bytes and arrival stay.
void apply(const Filing& filing, StoredMessage& message) {
  message.message_id = filing.message_id;
  message.subject = filing.subject;
  message.preview = filing.preview;
  message.author = filing.author;
  message.sent_at = filing.sent_at;
  message.direction = filing.direction;
  if (!message.kind_pinned) {
    message.kind = filing.kind;
    message.kind_confidence = filing.kind_confidence;
  }
  message.automatic = filing.automatic;
  message.language = filing.language;
  message.attachment_count = static_cast<std::int64_t>(filing.attachments.size());
  message.handled_by = filing.handled_by;
  message.duplicate_of = filing.duplicate_of_message;
  if (filing.quarantined) message.state_reason = filing.quarantine_reason;
}

Delivery delivery_of(const DeliveryFacts& facts, std::optional<RecordId> message, std::string_view object,
                     const StoredMessage& stored) {
  Delivery delivery;
  delivery.folder_id = facts.folder_id;
  delivery.uid_validity = facts.uid_validity;
  delivery.uid = facts.uid;
  delivery.message_id = message;
  delivery.vault_object = object;
  delivery.disposition = to_text(stored.state);
  if (stored.state != MessageState::filed) delivery.reason = stored.state_reason;
  delivery.flags = facts.flags;
  delivery.internal_date = facts.internal_date;
  delivery.taken_at = now();
  return delivery;
}

// To and Cc, each address once.
std::vector<std::string> recipients(const Filing& filing) {
  std::vector<std::string> addresses;
  for (const auto* list : {&filing.to, &filing.cc})
    for (const auto& recipient : *list) addresses.push_back(address_key(recipient.address));
  std::sort(addresses.begin(), addresses.end());
  addresses.erase(std::unique(addresses.begin(), addresses.end()), addresses.end());
  return addresses;
}

bool has_document(const std::vector<RecordLink>& links) {
  return std::any_of(links.begin(), links.end(), [](const RecordLink& link) {
    return link.type == RecordType::quotation || link.type == RecordType::order;
  });
}

}  // namespace

// One message on its way into the store.
class Intake::Filer {
 public:
  Filer(database::Database& database, const Actor& actor)
      : database_(database), messages_(database), leads_(database), progress_(database, actor), actor_(actor) {}

  Added add(const Filing& filing, StoredMessage message) {
    Added added;
    const bool new_thread = join_thread(filing, message.arrived_at);
    message.thread_id = thread_;
    if (message.direction == Direction::inbound)
      message.answered_at = messages_.next_answer(thread_, message.arrived_at);
    message.id = messages_.insert(message, now());
    messages_.insert_addresses(message.id, filing, message.direction == Direction::outbound, message.arrived_at);
    messages_.insert_attachments(message.id, filing.attachments);
    if (!new_thread) messages_.grow_thread(thread_, message.arrived_at);
    write_decisions(filing, message);
    if (message.direction == Direction::outbound && !message.automatic) start_from_answer(message);
    added.message = message.id;
    added.thread = thread_;
    follow_leads(filing, message, {}, added);
    return added;
  }

  Added refile(const Filing& filing, StoredMessage message) {
    const auto old_thread = message.thread_id;
    if (filing.thread || !old_thread) {
      if (join_thread(filing, message.arrived_at)) messages_.recount_thread(thread_);
    } else {
      thread_ = messages_.thread_root(*old_thread);
    }
    message.thread_id = thread_;
    messages_.update(message);
    messages_.set_disposition(message.id, to_text(message.state), message.state_reason);
    messages_.replace_addresses(message.id, filing, message.arrived_at);
    messages_.replace_attachments(message.id, filing.attachments);
    messages_.remove_automatic_links(message.id);
    write_decisions(filing, message);
    if (old_thread && *old_thread != thread_) messages_.recount_thread(*old_thread);
    messages_.recount_thread(thread_);
    messages_.recompute_answers(thread_);
    Added added;
    added.message = message.id;
    added.thread = thread_;
    follow_leads(filing, message, leads_.of_message(message.id), added);
    return added;
  }

 private:
  // Sets thread_: the one decided on, grown together with those it turns out to be the same as, or a new one (true).
  bool join_thread(const Filing& filing, EpochSeconds at) {
    const bool make = !filing.thread;
    thread_ = make ? messages_.insert_thread(filing.subject_key, at) : messages_.thread_root(*filing.thread);
    bool merged = false;
    for (const RecordId other : filing.merged_threads) {
      const RecordId root = messages_.thread_root(other);
      if (root == thread_) continue;
      messages_.merge_threads(root, thread_);
      merged = true;
    }
    messages_.add_references(thread_, filing.references);
    if (merged) {
      messages_.recompute_answers(thread_);
      for (const RecordId lead : leads_.by_thread(thread_)) progress_.reconsider(lead);
    }
    return make;
  }

  void write_decisions(const Filing& filing, const StoredMessage& message) {
    for (const auto& link : filing.links) messages_.write_link(message.id, link, actor_.name, now());
    messages_.write_decisions(message.id, filing.decisions, filing.warnings);
    for (const Decision& decision : filing.decisions)
      if (decision.what == "notice layout") tell_of_layout(decision, message);
  }

  // A platform that changed its notices, or one of its kinds that no template knows: standing until such a mail is
  // decided again and read.
  void tell_of_layout(const Decision& decision, const StoredMessage& message) {
    NoticeRepository notices(database_);
    const std::string topic = "platform-layout", platform = decision.evidence;
    if (decision.value == "known") return notices.clear(topic, platform, now());
    notices.raise({0,
                   now(),
                   "warning",
                   topic,
                   platform,
                   fmt::format("a notice of {} has a layout that no template reads: mail {}", platform, message.id),
                   {}});
  }

  // Inbound mail since our answer before this one is answered by it.
  void start_from_answer(const StoredMessage& answer) {
    const auto before = messages_.previous_answer(thread_, answer.arrived_at);
    messages_.answer_between(thread_, before ? *before + 1 : INT64_MIN, answer.arrived_at);
  }

  // `own`: the lead that was made of this message before.
  void follow_leads(const Filing& filing, const StoredMessage& message, std::optional<RecordId> own, Added& added) {
    if (own) {
      progress_.reconsider(*own);
      added.lead = own;
    } else if (filing.lead) {
      added.lead = progress_.make(*filing.lead, message);
      added.lead_made = true;
    } else if (filing.joins_lead) {
      added.lead = progress_.join(*filing.joins_lead, message, filing.duplicate_inquiry);
    }
    auto followed = progress_.follow(message, has_document(filing.links));
    if (!followed && message.direction == Direction::outbound && !message.automatic && message.thread_id)
      followed = progress_.answer_apart(message, recipients(filing));
    if (!added.lead) added.lead = followed;
    if (!added.lead || added.lead_made) return;
    if (const auto lead = leads_.find(*added.lead)) flag_collision(database_, actor_, *lead, message);
  }

  database::Database& database_;
  MessageRepository messages_;
  LeadRepository leads_;
  LeadProgress progress_;
  const Actor& actor_;
  RecordId thread_ = 0;
};

Intake::Intake(Store& store, Vault& vault, Actor actor) : store_(store), vault_(vault), actor_(std::move(actor)) {}

Intake::~Intake() { rollback(); }

void Intake::begin() {
  if (batch_) throw std::logic_error("Intake: a batch is open already");
  // The store's lock first, always: whoever holds it knows that no message is between vault and store.
  batch_ = std::make_unique<database::Transaction>(store_.database());
  try {
    vault_.begin();
  } catch (...) {
    batch_.reset();
    throw;
  }
}

void Intake::commit() {
  if (!batch_) throw std::logic_error("Intake: no batch is open");
  try {
    vault_.commit();
    batch_->commit();
  } catch (...) {
    rollback();
    throw;
  }
  batch_.reset();
}

void Intake::rollback() noexcept {
  vault_.rollback();
  batch_.reset();
}

std::optional<Intake::KnownMessage> Intake::find_message(std::string_view identity) {
  const auto message = MessageRepository(store_.database()).find_by_identity(identity);
  if (!message) return {};
  return KnownMessage{message->id, message->state, message->arrived_at};
}

bool Intake::is_accounted(const DeliveryFacts& delivery) {
  return MessageRepository(store_.database()).is_accounted(delivery.folder_id, delivery.uid_validity, delivery.uid);
}

Intake::Added Intake::add(const Filing& filing, std::string_view raw, std::span<const ChunkSpan> parts,
                          const DeliveryFacts& delivery) {
  MessageRepository messages(store_.database());
  if (const auto known = messages.delivered(delivery.folder_id, delivery.uid_validity, delivery.uid)) {
    Added added;
    added.message = known->message_id.value_or(0);
    added.fresh = false;
    return added;
  }
  const Digest object = vault_.put(raw, parts);
  StoredMessage message = message_of(filing, delivery, raw.size(), as_bytes(object));
  apply(filing, message);
  Filer filer(store_.database(), actor_);
  const Added added = filer.add(filing, message);
  messages.insert_delivery(delivery_of(delivery, added.message, as_bytes(object), message));
  return added;
}

bool Intake::add_delivery(RecordId message, std::string_view raw, std::span<const ChunkSpan> parts,
                          const DeliveryFacts& delivery) {
  if (is_accounted(delivery)) return false;
  MessageRepository messages(store_.database());
  const auto stored = messages.find(message);
  if (!stored) throw std::logic_error("Intake: a further delivery of a message that is not stored");
  const Digest object = vault_.put(raw, parts);
  return messages.insert_delivery(delivery_of(delivery, message, as_bytes(object), *stored));
}

Result<Intake::Added> Intake::refile(RecordId id, const Filing& filing) {
  MessageRepository messages(store_.database());
  auto message = messages.find(id);
  if (!message) return fail(Fault::not_found, "no message " + std::to_string(id));
  if (filing.quarantined) {
    message->state = MessageState::quarantined;
  } else if (message->state == MessageState::quarantined) {
    message->state = MessageState::filed;
    message->state_reason.clear();
  }
  apply(filing, *message);
  Added added = Filer(store_.database(), actor_).refile(filing, *message);
  join_earlier_inquiry(filing, added);
  return added;
}

// Two mailboxes are backfilled at once: the later of two copies of an inquiry may have made its lead first. Only while
// nobody has worked on it; unmerge takes it back.
void Intake::join_earlier_inquiry(const Filing& filing, Added& added) {
  if (!filing.duplicate_inquiry || !filing.joins_lead || !added.lead || added.lead == filing.joins_lead) return;
  const auto own = LeadRepository(store_.database()).find(*added.lead);
  if (!own || (own->status != LeadStatus::fresh && own->status != LeadStatus::assigned)) return;
  if (merge_leads(store_, actor_, *added.lead, *filing.joins_lead, "the same inquiry had come before"))
    added.lead = filing.joins_lead;
}

}  // namespace tradewind::crm

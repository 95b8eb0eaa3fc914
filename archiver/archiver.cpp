#include "archiver/archiver.hpp"

#include <algorithm>
#include <tuple>

#include "archiver/envelope.hpp"
#include "archiver/mime/identity.hpp"
#include "archiver/mime/parse.hpp"
#include "crm_core/store/account_repository.hpp"
#include "crm_core/store/kind_lesson_repository.hpp"
#include "crm_core/store/message_repository.hpp"
#include "crm_core/store/setting.hpp"

namespace tradewind::archiver {
namespace {

constexpr std::size_t refile_batch = 50;  // messages a transaction: the write lock is given back often

FiledMessage filed_of(crm::RecordId id, crm::Filing& filing, const crm::Intake::Added& added) {
  FiledMessage filed;
  filed.id = id;
  filed.arrived_at = filing.arrived_at;
  filed.text = std::move(filing.text);
  filed.kind = filing.kind;
  filed.quarantined = filing.quarantined;
  filed.lead = added.lead;
  filed.lead_made = added.lead_made;
  return filed;
}

bool holds_message(const BatchItem& item) { return std::holds_alternative<Incoming>(item); }

// A backfill hands over the newest first. Within a batch that is put right, as what is decided in time order need not
// be decided again when its history is settled.
std::vector<const Incoming*> oldest_first(std::span<const BatchItem> run) {
  std::vector<const Incoming*> order;
  order.reserve(run.size());
  for (const BatchItem& item : run) order.push_back(&std::get<Incoming>(item));
  const auto place = [](const Incoming* incoming) {
    return std::tuple(incoming->delivery.internal_date, incoming->delivery.folder_id, incoming->delivery.uid);
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](const Incoming* a, const Incoming* b) { return place(a) < place(b); });
  return order;
}

}  // namespace

ReadMail read_mail(std::string_view raw, std::string_view default_charset) {
  ReadMail read;
  try {
    read.message = parse_message(raw, ParseOptions{std::string(default_charset)});
    for (const ByteSpan& span : vault_chunks(raw, read.message))
      read.parts.push_back(crm::ChunkSpan{span.offset, span.size});
  } catch (const std::exception& error) {
    read.message = {};
    read.parts.clear();
    read.fault = error.what();
  }
  // Also what could not be read has an identity, so that it is recognised when it comes again.
  read.identity = std::string(as_bytes(read.fault.empty() ? message_identity(raw, read.message) : sha256(raw)));
  return read;
}

Archiver::Archiver(crm::Store& store, crm::Vault& vault, crm::Actor actor, DecisionOptions options)
    : store_(store),
      vault_(vault),
      knowledge_(store.database()),
      intake_(store, vault, std::move(actor)),
      decider_(options),
      default_charset_(std::move(options.default_charset)) {}

void Archiver::decide_with(const DecisionOptions& options) {
  decider_.use(options);
  default_charset_ = options.default_charset;
}

DeliveryContext Archiver::context_of(const crm::DeliveryFacts& delivery) {
  auto found = folders_.find(delivery.folder_id);
  if (found == folders_.end()) {
    FolderFacts facts;
    crm::AccountRepository accounts(store_.database());
    if (const auto folder = accounts.find_folder(delivery.folder_id)) {
      facts.role = folder->role;
      for (const crm::Account& account : accounts.list()) {
        if (account.id == folder->account_id) facts.owner = account.user_id;
      }
    }
    found = folders_.emplace(delivery.folder_id, facts).first;
  }
  return DeliveryContext{found->second.role, found->second.owner, delivery.internal_date, delivery.stub, {}};
}

crm::Filing Archiver::decide_or_quarantine(const ReadMail& read, const DeliveryContext& context) {
  crm::Filing filing;
  if (!read.fault.empty()) {
    filing = make_quarantined(read.message, context.internal_date, "cannot be read: " + read.fault);
  } else {
    try {
      filing = decider_.decide(read.message, knowledge_, context);
    } catch (const database::DatabaseError&) {
      throw;
    } catch (const std::exception& error) {
      filing = make_quarantined(read.message, context.internal_date, std::string("cannot be decided: ") + error.what());
    }
  }
  filing.identity = read.identity;
  return filing;
}

void Archiver::take(const Incoming& incoming, BatchResult& result) {
  if (intake_.is_accounted(incoming.delivery)) {
    ++result.already_accounted;
    return;
  }
  std::shared_ptr<const ReadMail> read = incoming.read;
  if (!read) read = std::make_shared<const ReadMail>(read_mail(incoming.raw, default_charset_));
  if (const auto known = intake_.find_message(read->identity)) {
    if (intake_.add_delivery(known->id, incoming.raw, read->parts, incoming.delivery)) ++result.further_copies;
    return;
  }
  crm::Filing filing = decide_or_quarantine(*read, context_of(incoming.delivery));
  const crm::Intake::Added added = intake_.add(filing, incoming.raw, read->parts, incoming.delivery);
  if (!added.fresh) {
    ++result.already_accounted;
    return;
  }
  result.filed.push_back(filed_of(added.message, filing, added));
}

BatchResult Archiver::file_batch(std::span<const BatchItem> items) {
  BatchResult result;
  folders_.clear();  // roles may have changed since
  intake_.begin();
  try {
    follow_records();
    for (auto at = items.begin(); at != items.end();) {
      const auto run_end = std::find_if_not(at, items.end(), holds_message);
      if (run_end != at) {
        for (const Incoming* const incoming : oldest_first({at, run_end})) take(*incoming, result);
        at = run_end;
        continue;
      }
      const BatchItem& item = *at++;
      if (const auto* const skipped = std::get_if<SkippedUid>(&item))
        intake_.skip(skipped->folder, skipped->uid_validity, skipped->uid, skipped->reason);
      else if (const auto* const change = std::get_if<FlagChange>(&item))
        intake_.update_flags(change->folder, change->uid, change->flags);
      else if (const auto* const gone = std::get_if<GoneUids>(&item))
        intake_.mark_gone(gone->folder, gone->uids);
      else if (const auto* const over = std::get_if<StartOver>(&item))
        intake_.start_over(over->folder, over->uid_validity);
      else if (const auto* const look = std::get_if<FolderLook>(&item))
        intake_.settle(look->folder, look->mark);
    }
    intake_.commit();
  } catch (...) {
    if (intake_.in_batch()) intake_.rollback();
    throw;
  }
  return result;
}

// What people said that mails are speaks from the next batch on. Inside a batch.
void Archiver::follow_records() {
  knowledge_.refresh();
  if (lessons_read_at_ == knowledge_.records_version()) return;
  read_lessons();
  knowledge_.refresh();
  lessons_read_at_ = knowledge_.records_version();
}

void Archiver::read_lessons() {
  crm::KindLessonRepository lessons(store_.database());
  crm::MessageRepository messages(store_.database());
  const std::vector<crm::RecordId> unread = lessons.unread();
  for (const crm::RecordId id : unread) {
    crm::LessonTraits traits;  // of a mail that cannot be read none: such a lesson is silent
    if (const auto stored = messages.find(id)) {
      const auto raw = vault_.get(digest_from_bytes(stored->vault_object));
      const ReadMail read = read_mail(raw ? *raw : std::string(), default_charset_);
      if (raw && read.fault.empty()) traits = decider_.read_traits(read.message, knowledge_, stored->direction);
    }
    lessons.set_traits(id, traits);
  }
  if (!unread.empty()) crm::bump_records_version(store_.database());
}

Result<FiledMessage> Archiver::refile_one(crm::RecordId message) {
  crm::MessageRepository messages(store_.database());
  const auto stored = messages.find(message);
  if (!stored) return fail(Fault::not_found, "no message " + std::to_string(message));
  const auto raw = vault_.get(digest_from_bytes(stored->vault_object));
  if (!raw) return pass_on(raw);
  DeliveryContext context;
  for (const crm::Delivery& delivery : messages.deliveries_of(message)) {
    crm::DeliveryFacts facts;
    facts.folder_id = delivery.folder_id;
    facts.internal_date = stored->arrived_at;  // fixed when it was filed first
    facts.stub = stored->state == crm::MessageState::stub;
    context = context_of(facts);
    break;
  }
  context.message = message;
  crm::Filing filing = decide_or_quarantine(read_mail(*raw, default_charset_), context);
  filing.identity = stored->identity;
  filing.arrived_at = stored->arrived_at;
  const auto added = intake_.refile(message, filing);
  if (!added) return pass_on(added);
  return filed_of(message, filing, *added);
}

Result<std::vector<FiledMessage>> Archiver::refile(std::span<const crm::RecordId> ids) {
  crm::MessageRepository messages(store_.database());
  std::vector<std::pair<EpochSeconds, crm::RecordId>> order;
  for (const crm::RecordId id : ids) {
    const auto stored = messages.find(id);
    if (!stored) return fail(Fault::not_found, "no message " + std::to_string(id));
    order.emplace_back(stored->arrived_at, id);
  }
  std::sort(order.begin(), order.end());
  std::vector<FiledMessage> filed;
  for (std::size_t begin = 0; begin < order.size(); begin += refile_batch) {
    folders_.clear();
    intake_.begin();
    try {
      follow_records();
      for (std::size_t i = begin; i < std::min(order.size(), begin + refile_batch); ++i) {
        auto one = refile_one(order[i].second);
        if (!one) {
          intake_.commit();
          return pass_on(one);
        }
        one->text = {};  // of thousands of messages it would fill the memory
        filed.push_back(std::move(*one));
      }
      intake_.commit();
    } catch (...) {
      if (intake_.in_batch()) intake_.rollback();
      throw;
    }
  }
  return filed;
}

}  // namespace tradewind::archiver

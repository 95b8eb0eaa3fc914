// Archiver: from raw bytes to a filed message. The order of one message:
//
//   read_mail(raw)      parse, identity, chunk spans: pure, may run ahead on other threads
//   file_batch(items)   one transaction: known identity -> a further delivery; else decide -> Filing -> Intake::add
//   the index follower gets what was filed, after the commit
//
// A message that cannot be read or decided is stored raw and quarantined; it never holds up the ones behind it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "archiver/decide.hpp"
#include "archiver/mime/parsed_message.hpp"
#include "crm_core/base/result.hpp"
#include "crm_core/model/filing.hpp"
#include "crm_core/model/mailbox.hpp"
#include "crm_core/service/intake.hpp"
#include "crm_core/store/knowledge.hpp"
#include "crm_core/store/store.hpp"
#include "crm_core/vault/vault.hpp"

namespace tradewind::archiver {

// What reading the bytes gives. `fault` says why it could not be read; the message then holds what was got.
struct ReadMail {
  ParsedMessage message;
  std::string identity;               // 32 bytes
  std::vector<crm::ChunkSpan> parts;  // big part bodies: chunks of their own in the vault
  std::string fault;
};

// Pure and thread-safe; never throws for what the bytes are.
[[nodiscard]] ReadMail read_mail(std::string_view raw, std::string_view default_charset = {});

// What a batch is made of, in the order in which it was seen. `raw` is borrowed until file_batch() returns.
struct Incoming {
  crm::DeliveryFacts delivery;
  std::string_view raw;
  std::shared_ptr<const ReadMail> read;  // nullptr: read by file_batch()
};
struct SkippedUid {
  crm::RecordId folder = 0;
  std::uint32_t uid_validity = 0;
  std::uint32_t uid = 0;
  std::string reason;
};
struct FlagChange {
  crm::RecordId folder = 0;
  std::uint32_t uid = 0;
  unsigned flags = 0;
};
struct GoneUids {
  crm::RecordId folder = 0;
  crm::UidRanges uids;
};
struct StartOver {
  crm::RecordId folder = 0;
  std::uint32_t uid_validity = 0;
};
struct FolderLook {
  crm::RecordId folder = 0;
  crm::Intake::FolderMark mark;
};
using BatchItem = std::variant<Incoming, SkippedUid, FlagChange, GoneUids, StartOver, FolderLook>;

// A message that was filed (or filed anew), for whoever follows: the index, the progress line.
struct FiledMessage {
  crm::RecordId id = 0;
  EpochSeconds arrived_at = 0;
  crm::IndexText text;
  crm::MessageKind kind = crm::MessageKind::unknown;
  bool quarantined = false;
  std::optional<crm::RecordId> lead;
  bool lead_made = false;
};

struct BatchResult {
  std::vector<FiledMessage> filed;  // new messages only
  std::int64_t further_copies = 0;  // deliveries of messages that were known
  std::int64_t already_accounted = 0;
};

// One a thread, like the Store and the Vault it works on.
class Archiver {
 public:
  Archiver(crm::Store& store, crm::Vault& vault, crm::Actor actor, DecisionOptions options = {});

  // Everything in one transaction, durable when it returns. Messages in a row are filed oldest first (by the server's
  // date), whatever their order here. Throws database::DatabaseError (nothing of the batch is
  // kept then, it may be handed over again as it is).
  [[nodiscard]] BatchResult file_batch(std::span<const BatchItem> items);

  // Decides these messages again from their raw bytes, oldest first, with what is known now: after a correction, a new
  // contact, better rules, or from quarantine. What people pinned stays. Fault::not_found, Fault::corrupt (the vault)
  // name the message; those before it are done. The answer is without texts: the words of a message do not change, and
  // one out of quarantine is read by its follower.
  [[nodiscard]] Result<std::vector<FiledMessage>> refile(std::span<const crm::RecordId> messages);

  // From now on decided with these; templates are read again.
  void decide_with(const DecisionOptions& options);

  [[nodiscard]] crm::Intake& intake() { return intake_; }
  [[nodiscard]] crm::Knowledge& knowledge() { return knowledge_; }

 private:
  void take(const Incoming& incoming, BatchResult& result);
  void follow_records();
  void read_lessons();
  [[nodiscard]] crm::Filing decide_or_quarantine(const ReadMail& read, const DeliveryContext& context);
  [[nodiscard]] DeliveryContext context_of(const crm::DeliveryFacts& delivery);
  [[nodiscard]] Result<FiledMessage> refile_one(crm::RecordId message);

  crm::Store& store_;
  crm::Vault& vault_;
  crm::Knowledge knowledge_;
  crm::Intake intake_;
  Decider decider_;
  std::string default_charset_;
  std::int64_t lessons_read_at_ = -1;  // the records' version at which no lesson was unread
  struct FolderFacts {
    crm::FolderRole role = crm::FolderRole::other;
    std::optional<crm::RecordId> owner;
  };
  std::unordered_map<crm::RecordId, FolderFacts> folders_;
};

}  // namespace tradewind::archiver

// Mailboxes and what was taken from them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crm_core/model/filing.hpp"

namespace tradewind::crm {

struct Account {
  RecordId id = 0;
  std::string name;
  std::optional<RecordId> user_id;
  std::string state = "new";  // new, syncing, current, failing, disabled, local (no server behind it)
  std::string error;          // why it fails
  std::optional<EpochSeconds> failing_since;
  std::optional<EpochSeconds> last_ok_at;  // last time every chosen folder was seen complete
};

struct Folder {
  RecordId id = 0;
  RecordId account_id = 0;
  std::string name;  // UTF-8
  FolderRole role = FolderRole::other;
  std::uint32_t uid_validity = 0;  // 0: never opened
  std::uint32_t uid_next = 0;
  std::uint64_t highest_modseq = 0;
  std::int64_t server_count = 0;  // messages the server had at the last look
  bool backfilled = false;
  std::optional<EpochSeconds> synced_at;
  std::optional<EpochSeconds> gone_at;
};

// Inclusive UID ranges, ascending, neither overlapping nor adjacent.
using UidRanges = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

// What the store remembers of a folder, for whoever syncs it.
struct FolderState {
  Folder folder;
  UidRanges accounted;  // under folder.uid_validity, gone ones included
  UidRanges present;    // of these, not marked gone
};

// How the UIDs of a folder (under its current UIDVALIDITY, not gone) have been accounted for.
struct FolderAccounting {
  std::int64_t filed = 0, stub = 0, skipped = 0, quarantined = 0;
  std::int64_t gone = 0;  // beside those
  [[nodiscard]] std::int64_t present() const { return filed + stub + skipped + quarantined; }
};

// What is known of one copy of a message on its way in.
struct DeliveryFacts {
  RecordId folder_id = 0;
  std::uint32_t uid_validity = 0;
  std::uint32_t uid = 0;
  EpochSeconds internal_date = 0;
  unsigned flags = 0;             // MailFlag bits
  bool stub = false;              // over the size limit: the bytes are the header only
  std::uint64_t server_size = 0;  // of the whole message; 0: that of the bytes
};

struct Delivery {
  RecordId id = 0;
  RecordId folder_id = 0;
  std::uint32_t uid_validity = 0;
  std::uint32_t uid = 0;
  std::optional<RecordId> message_id;
  std::string vault_object;  // 32 bytes; "" for a skipped one
  std::string disposition;   // filed, stub, skipped, quarantined
  std::string reason;
  unsigned flags = 0;
  EpochSeconds internal_date = 0;
  EpochSeconds taken_at = 0;
  std::optional<EpochSeconds> gone_at;
  std::string account, folder;  // their names
};

enum class MessageState { filed, stub, quarantined };

[[nodiscard]] std::string_view to_text(MessageState state);

// One mail as stored, without its addresses, attachments and links.
struct StoredMessage {
  RecordId id = 0;
  std::string identity;      // 32 bytes
  std::string vault_object;  // 32 bytes: of its first delivery
  std::int64_t size = 0;     // bytes on the server
  std::string message_id;
  std::optional<RecordId> thread_id;
  std::string subject, preview;
  MailAddress author;
  std::optional<EpochSeconds> sent_at;
  EpochSeconds arrived_at = 0;
  Direction direction = Direction::inbound;
  MessageKind kind = MessageKind::unknown;
  double kind_confidence = 0;
  bool kind_pinned = false;
  bool automatic = false;
  std::string language;
  std::int64_t attachment_count = 0;
  MessageState state = MessageState::filed;
  std::string state_reason;
  std::optional<RecordId> handled_by;
  std::optional<RecordId> duplicate_of;
  std::optional<EpochSeconds> answered_at;
};

struct MessageAddress {
  std::string role;  // from, reply_to, to, cc, bcc
  MailAddress address;
};

// A link of a message to a record, as stored.
struct FiledLink {
  RecordLink link;
  bool pinned = false;   // a person's decision
  bool removed = false;  // with pinned: a person said it does not belong there
  std::string filed_by;
  EpochSeconds filed_at = 0;
};

}  // namespace tradewind::crm

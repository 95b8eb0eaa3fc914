// Intake: the one way by which mail gets into the archive. A batch is one transaction over vault and store: the vault
// commits first, then the store, so that a crash at any instruction leaves either all of a batch or none of it in the
// store.
//
// The order of one message: find_message(identity) -> known: add_delivery(); new: decide, then add(). Every call is
// idempotent by (folder, uid_validity, uid): what is accounted for already changes nothing, so a batch that was cut off
// is handed over again as it is.
//
// Batches hold the store's write lock: collect first, then begin() ... commit() within half a second. All calls throw
// DatabaseError when the disk is full or the file damaged; the batch is rolled back then (or by destruction) and may be
// tried again. Threads: those of the Store and the Vault.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/model/actor.hpp"
#include "crm_core/model/filing.hpp"
#include "crm_core/model/mailbox.hpp"
#include "crm_core/store/store.hpp"
#include "crm_core/vault/vault.hpp"

namespace tradewind::crm {

class Intake {
 public:
  // What add() did.
  struct Added {
    RecordId message = 0;
    RecordId thread = 0;
    std::optional<RecordId> lead;  // made, joined or progressed by this message
    bool lead_made = false;
    bool fresh = true;  // false: this UID was accounted for already, nothing was changed
  };
  struct KnownMessage {
    RecordId id = 0;
    MessageState state = MessageState::filed;
    EpochSeconds arrived_at = 0;
  };
  // Where a folder stands after a look.
  struct FolderMark {
    std::uint32_t uid_validity = 0;
    std::uint32_t uid_next = 0;
    std::uint64_t highest_modseq = 0;
    std::int64_t server_count = 0;
    bool backfilled = false;  // every UID of the server is accounted for
  };

  Intake(Store& store, Vault& vault, Actor actor);
  ~Intake();  // rolls an open batch back
  Intake(const Intake&) = delete;
  Intake& operator=(const Intake&) = delete;

  void begin();
  [[nodiscard]] bool in_batch() const { return batch_ != nullptr; }
  // Durable when it returns.
  void commit();
  void rollback() noexcept;

  // Messages (inside a batch)
  // ---------------------------------------------------------------------------------------------
  [[nodiscard]] std::optional<KnownMessage> find_message(std::string_view identity);
  [[nodiscard]] bool is_accounted(const DeliveryFacts& delivery);
  // A message that is not known yet (find_message gave nothing), with its first delivery. filing.quarantined: stored
  // raw, marked, retried later.
  Added add(const Filing& filing, std::string_view raw, std::span<const ChunkSpan> parts,
            const DeliveryFacts& delivery);
  // A further copy of a known message. False: accounted for already. A full copy of a message known as a stub is not
  // merged here: its identity differs, since a stub's is made from its header only.
  bool add_delivery(RecordId message, std::string_view raw, std::span<const ChunkSpan> parts,
                    const DeliveryFacts& delivery);
  // Decided again (retry of quarantine, better rules): replaces the automatic decisions and everything read from the
  // message; never what a person pinned. Envelope, thread and lead follow the new filing; a lead made before stays.
  // Fault::not_found.
  [[nodiscard]] Result<Added> refile(RecordId message, const Filing& filing);

  // Folders
  // ---------------------------------------------------------------------------------------------------------------
  // Finds or makes the account and the folder; un-marks a folder that was gone.
  // What was skipped more than a day ago does not count as accounted for: what a server could not hand out then it may
  // hand out now.
  [[nodiscard]] FolderState open_folder(std::string_view account, std::string_view folder, FolderRole role);
  // UIDVALIDITY changed: from now on accounted UIDs are those under the new one. Deliveries under another are marked
  // gone by the first settle() with backfilled = true.
  void start_over(RecordId folder, std::uint32_t uid_validity);
  // The server handed these UIDs out again, or may: what is filed under them stays, marked gone, and they are no longer
  // accounted for.
  void set_aside(RecordId folder, const UidRanges& uids);
  void skip(RecordId folder, std::uint32_t uid_validity, std::uint32_t uid, std::string_view reason);
  void update_flags(RecordId folder, std::uint32_t uid, unsigned flags);
  void mark_gone(RecordId folder, const UidRanges& uids);
  void settle(RecordId folder, const FolderMark& mark);
  // The next free UID of a folder that no server numbers (imports, `crm archive`).
  [[nodiscard]] std::uint32_t next_local_uid(RecordId folder);

  // Accounts
  // -------------------------------------------------------------------------------------------------------------- An
  // empty error means well.
  void report_account(std::string_view account, std::string_view error);
  // These folders exist now; others of the account are marked gone (their mail stays).
  void report_folders(std::string_view account, std::span<const std::string> names);

 private:
  void join_earlier_inquiry(const Filing& filing, Added& added);
  class Filer;
  Store& store_;
  Vault& vault_;
  Actor actor_;
  std::unique_ptr<database::Transaction> batch_;
};

}  // namespace tradewind::crm

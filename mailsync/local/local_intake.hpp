// LocalIntake: mail that no IMAP server numbers, filed as if it lay in a folder of an account: imports and `crm
// archive`.
//
// Idempotent by content: what the folder holds already is not added again. Works beside the daemon and other imports:
// they share the database, and imports take turns by a lock of their own.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "archiver/archiver.hpp"
#include "crm_core/store/data_directory.hpp"

namespace tradewind::mailsync {

struct ImportCounts {
  std::int64_t seen = 0;
  std::int64_t filed = 0;        // new messages
  std::int64_t copies = 0;       // of messages known from elsewhere
  std::int64_t known = 0;        // in this folder already
  std::int64_t quarantined = 0;  // of the filed ones
  std::int64_t leads = 0;
};

struct LocalMessage {
  std::string_view raw;  // borrowed until the next flush()
  unsigned flags = 0;
  std::optional<EpochSeconds> received;  // nothing: from its Received or Date header
  EpochSeconds otherwise = 0;            // if those say nothing either
};

class LocalIntake {
 public:
  // Waits up to 30 s for another import: Fault::busy. Errors of opening the store.
  [[nodiscard]] static Result<std::unique_ptr<LocalIntake>> open(const crm::DataDirectory& directory,
                                                                 archiver::DecisionOptions decisions = {});
  ~LocalIntake();
  LocalIntake(const LocalIntake&) = delete;
  LocalIntake& operator=(const LocalIntake&) = delete;

  // Where the messages that follow belong. A folder that an IMAP server numbers is never written to: another of a like
  // name is taken then. Flushes first.
  [[nodiscard]] Result<void> choose_folder(const std::string& account, const std::string& folder, crm::FolderRole role);
  // Reads it now; files it with the next flush(). True if it is time for that.
  bool add(const LocalMessage& message);
  // Durable when it returns. Fault::busy, Fault::io: nothing of this batch is kept.
  [[nodiscard]] Result<void> flush();
  // After the last message: marks the folder, goes through the history, lets the index follow.
  [[nodiscard]] Result<void> finish();

  [[nodiscard]] const ImportCounts& counts() const { return counts_; }

 private:
  class Lock;
  struct Workshop;
  struct Pending {
    archiver::Incoming incoming;
    std::string identity;
  };
  LocalIntake(std::unique_ptr<Lock> lock, std::unique_ptr<Workshop> workshop);
  void file_pending();
  void settle_folder();
  void index_filed();
  void catch_up_index();
  void leave_unsynced(crm::RecordId account);
  [[nodiscard]] bool is_here(const std::string& identity);
  template <class Act>
  [[nodiscard]] Result<void> guarded(Act act);

  std::unique_ptr<Lock> lock_;
  std::unique_ptr<Workshop> workshop_;
  crm::RecordId folder_ = 0;
  std::uint32_t next_uid_ = 1;
  std::vector<Pending> pending_;
  std::size_t pending_bytes_ = 0;
  std::vector<archiver::FiledMessage> filed_;  // with their texts, for the index
  std::size_t filed_bytes_ = 0;                // of the texts
  ImportCounts counts_;
};

}  // namespace tradewind::mailsync

// MessageSink: where mailsync hands what it fetched. The sync side knows no MIME and no CRM; the filing side no IMAP.
//
// The set of accounted UIDs is the only cursor: a UID is accounted for once its delivery (or the reason why there is
// none) is committed. After a crash the difference to the server's UIDs is fetched again, so nothing is lost and
// nothing comes twice. All calls come from the io_context's thread; the awaitables let the filing side push back.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "crm_core/base/raw_bytes.hpp"
#include "crm_core/base/result.hpp"
#include "crm_core/base/time.hpp"
#include "crm_core/model/mail.hpp"
#include "mailsync/imap/uid_set.hpp"

namespace tradewind::mailsync {

using FolderId = std::int64_t;

struct FolderDescription {
  std::string account;
  std::string name;  // UTF-8
  crm::FolderRole role = crm::FolderRole::other;
};

// What the store remembers of a folder.
struct FolderMemory {
  FolderId id = 0;
  std::uint32_t uid_validity = 0;  // 0: never opened
  std::uint32_t uid_next = 0;
  std::uint64_t highest_modseq = 0;  // 0: none
  bool backfilled = false;
  UidSet accounted;  // under uid_validity, gone ones included
  UidSet present;    // of these, not marked gone
};

struct Arrival {
  std::uint32_t uid = 0;
  EpochSeconds internal_date = 0;  // 0: the server told none that could be read
  unsigned flags = 0;              // crm::MailFlag bits
  RawBytes raw;                    // whole message, or only its header when stub
  bool stub = false;               // over the size limit: header only
  std::uint64_t server_size = 0;   // RFC822.SIZE
};

struct FlagState {
  std::uint32_t uid = 0;
  unsigned flags = 0;
};

// Where a folder stands after a look; commits together with everything handed over before it.
struct FolderMark {
  std::uint32_t uid_validity = 0;
  std::uint32_t uid_next = 0;
  std::uint64_t highest_modseq = 0;
  std::int64_t server_count = 0;
  bool backfilled = false;  // every UID of the server is accounted for
};

class MessageSink {
 public:
  virtual ~MessageSink() = default;

  // Finds or makes the folder's record. A uid_validity other than the remembered one starts the folder anew: older
  // deliveries are marked gone when the rescan has settled (see start_over).
  virtual boost::asio::awaitable<Result<FolderMemory>> open_folder(const FolderDescription& folder) = 0;
  // UIDVALIDITY changed: from now on arrivals belong to the new one; accounted is empty. Deliveries under the old one
  // are marked gone when a settle with backfilled = true commits, so that mail is never shown as gone while it is
  // rescanned.
  virtual boost::asio::awaitable<Result<void>> start_over(FolderId folder, std::uint32_t uid_validity) = 0;
  // Suspends while too many bytes are waiting to be filed. Returning means queued, not durable.
  virtual boost::asio::awaitable<Result<void>> take(FolderId folder, Arrival arrival) = 0;
  // This UID cannot be had (server says NO, expunged meanwhile): accounted for with the reason.
  virtual boost::asio::awaitable<Result<void>> skip(FolderId folder, std::uint32_t uid, std::string reason) = 0;
  // What was taken before this and what comes after need not be filed together. What is taken without it between may
  // be, in the order of its dates: see backfill_window.hpp.
  virtual void end_run() = 0;
  virtual boost::asio::awaitable<Result<void>> update_flags(FolderId folder, std::vector<FlagState> flags) = 0;
  virtual boost::asio::awaitable<Result<void>> mark_gone(FolderId folder, UidSet uids) = 0;
  // The server handed these UIDs out again, or may: what was taken under them stays, marked gone, and they are no
  // longer accounted for.
  virtual boost::asio::awaitable<Result<void>> set_aside(FolderId folder, UidSet uids) = 0;
  // Returns when everything handed over for this folder so far, and the mark, are durable.
  virtual boost::asio::awaitable<Result<void>> settle(FolderId folder, const FolderMark& mark) = 0;

  // The account's health, for `crm status`. An empty error means well.
  virtual boost::asio::awaitable<Result<void>> report_account(std::string account, std::string error) = 0;
  // These folders exist now; others of the account are marked gone (their mail stays).
  virtual boost::asio::awaitable<Result<void>> report_folders(std::string account, std::vector<std::string> names) = 0;
};

}  // namespace tradewind::mailsync

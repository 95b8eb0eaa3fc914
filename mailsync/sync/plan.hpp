// What to do about a folder, from what is remembered of it and what the server says: pure, so that every case is a
// table row.
#pragma once

#include "mailsync/imap/types.hpp"
#include "mailsync/sync/message_sink.hpp"

namespace tradewind::mailsync {

enum class FlagScan {
  none,
  changed,  // those changed since FolderMemory::highest_modseq (RFC 7162 §3.1.4.1)
  recent,   // the newest few: all that can be afforded at every look without CONDSTORE
  all,
};

struct SyncPlan {
  bool start_over =
      false;  // another UIDVALIDITY than remembered, or the first look: what is remembered counts for nothing
  // UIDNEXT went back under the same UIDVALIDITY (RFC 9051 §2.3.1.1 forbids it): a restored backup, or a server that
  // counts on from the mail it has.
  bool uids_reused = false;
  UidSet set_aside;  // accounted for, but the server has handed them out again or may: fetched anew, matched by content
  UidSet fetch;      // on the server and not accounted for
  UidSet vanished;   // present in memory and no longer on the server
  FlagScan flags = FlagScan::none;
  UidSet flags_of;  // whose flags to ask for
};

struct PlanContext {
  bool condstore = false;           // MODSEQ can be used
  bool flags_known = false;         // the server told all flag changes already (QRESYNC)
  bool full_flag_scan_due = false;  // without CONDSTORE only: time for `all`
};

constexpr std::uint64_t recent_flags = 500;

// After UIDNEXT went back, the newest of what is on the server may be other mail than what was taken under the same
// UIDs.
constexpr std::uint64_t rechecked = 200;

// UIDs that had vanished from the server and are there again.
[[nodiscard]] UidSet reappeared(const FolderMemory& memory, const UidSet& server_uids);

[[nodiscard]] SyncPlan plan_sync(const FolderMemory& memory, const imap::MailboxState& state, const UidSet& server_uids,
                                 const PlanContext& context);

// True if nothing can have changed since the folder was last seen complete: then its UIDs need not be listed. UIDs only
// grow and what is present is on the server or has vanished, so the same UIDNEXT and the same count mean the same
// messages; the same HIGHESTMODSEQ means the same flags. Needs CONDSTORE.
[[nodiscard]] bool is_unchanged(const FolderMemory& memory, const imap::FolderStatus& status);

}  // namespace tradewind::mailsync

// MailboxSync: one folder of one mailbox, kept in step over whatever session its account has at the time.
//
// The order of operations of a look, and why:
//   1. EXAMINE, with QRESYNC where offered; a new UIDVALIDITY starts the folder over.
//   2. List the server's UIDs, unless counters prove that nothing changed.
//   3. What vanished and which flags changed: cheap, and right even if the rest is cut off.
//   4. Fetch what is not accounted for, newest first, in slices by count and bytes. Before each slice its sizes, so
//   that no
//      message over the limit is begun; after each slice NOOP, and mail that came meanwhile goes to the front.
//   5. Settle: the sink has made everything durable, then the mark. HIGHESTMODSEQ is that of step 1, whose flag changes
//   step 3
//      has handed over; what changes later is reported again next time.
// With other folders of the account behind too, step 4 is left to a backfill by windows (backfill_window.hpp).
// A look ends after a few slices even if more is left, so that an account's other folders, and new mail in them, get
// their turn. Cut off anywhere, the next look begins again: only what is accounted for is not fetched again.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>

#include "mailsync/imap/session.hpp"
#include "mailsync/sync/backfill_window.hpp"
#include "mailsync/sync/message_sink.hpp"
#include "mailsync/sync/plan.hpp"
#include "mailsync/sync/sync_tally.hpp"

namespace tradewind::mailsync {

struct MailboxOptions {
  std::uint64_t size_limit_bytes = std::uint64_t{50} << 20;  // above it: the header only, as a stub
  std::uint64_t slice_count = 500;
  std::uint64_t slice_bytes = std::uint64_t{32} << 20;
  unsigned slices_per_look = 4;
  std::chrono::seconds full_flag_scan{3600};     // without CONDSTORE: between two scans of all flags
  std::chrono::seconds remember_for{24 * 3600};  // then what is accounted for is asked of the sink again
};

// How far a look goes with old mail. `few`: a backfill is planned with other folders (backfill_window.hpp); what came
// since the first look is taken, and all of it if that is little.
enum class Depth { slices, few };

struct LookReport {
  std::uint64_t left = 0;  // on the server, not accounted for: the next look goes on
  // UIDs the server lists but did not hand out this time: tried once more by a later look, then skipped with the
  // reason.
  std::uint64_t withheld = 0;
  bool opened = true;  // false: STATUS told that nothing changed, and the session's open folder is the one it was
  [[nodiscard]] bool complete() const { return left == 0 && withheld == 0; }
};

// All calls from the executor's thread of the session and the sink; one at a time. An error leaves the object fit for
// another look, over a new session if the old one is no longer usable(). Errors of the sink come back as they are: see
// sink_failed().
class MailboxSync {
 public:
  // `tally` and `sink` must outlive it.
  MailboxSync(MessageSink& sink, SyncTally& tally, FolderDescription folder, std::string wire_name,
              MailboxOptions options);
  ~MailboxSync();
  MailboxSync(const MailboxSync&) = delete;
  MailboxSync& operator=(const MailboxSync&) = delete;

  // Opens the folder and goes through the steps above.
  [[nodiscard]] imap::Task<Result<LookReport>> look(imap::Session& session, Depth depth = Depth::slices);
  // The same for the folder that the session has open (after IDLE or NOOP): without EXAMINE.
  [[nodiscard]] imap::Task<Result<LookReport>> follow(imap::Session& session, Depth depth = Depth::slices);
  // STATUS first, and a look only if that shows a change.
  [[nodiscard]] imap::Task<Result<LookReport>> poll(imap::Session& session);

  // A backfill by windows, after a look: what is newest of the mail not taken yet, then any of that, then the mark.
  // Another folder may be open; a new UIDVALIDITY is Fault::conflict, and a look starts over then.
  [[nodiscard]] imap::Task<Result<FolderSurvey>> survey(imap::Session& session, std::uint64_t count);
  [[nodiscard]] imap::Task<Result<void>> take(imap::Session& session, std::vector<imap::MessageSummary> messages);
  [[nodiscard]] imap::Task<Result<LookReport>> conclude();

  // From now on a look ends after the message in hand. It still settles.
  void stop() { stopping_ = true; }
  // True if the last error came from the sink and not from the server.
  [[nodiscard]] bool sink_failed() const { return sink_failed_; }
  [[nodiscard]] const FolderDescription& folder() const { return folder_; }
  [[nodiscard]] const std::string& wire_name() const { return wire_name_; }

 private:
  using Clock = std::chrono::steady_clock;
  struct Slice {
    UidSet whole, header_only, drafts, missing;
    [[nodiscard]] UidSet all() const { return whole.united(header_only).united(drafts).united(missing); }
  };

  imap::Task<Result<void>> remember();
  imap::Task<Result<imap::Examined>> examine(imap::Session& session);
  imap::Task<Result<void>> start_over(std::uint32_t uid_validity);
  imap::Task<Result<void>> apply_states(const std::vector<imap::FlagState>& states);
  imap::Task<Result<void>> apply_pushed(imap::Session& session);
  imap::Task<Result<void>> apply_plan(imap::Session& session, const SyncPlan& plan);
  imap::Task<Result<void>> scan_flags(imap::Session& session, const SyncPlan& plan);
  imap::Task<Result<LookReport>> catch_up(imap::Session& session, UidSet server_uids);
  imap::Task<Result<LookReport>> take_few(imap::Session& session, UidSet server_uids);
  imap::Task<Result<void>> open_again(imap::Session& session);
  [[nodiscard]] Slice sort_out(const std::vector<imap::MessageSummary>& listed, const UidSet& asked,
                               std::uint64_t most_bytes) const;
  imap::Task<Result<UidSet>> newly_listed(imap::Session& session);
  imap::Task<Result<Slice>> choose_slice(imap::Session& session, const UidSet& wanted);
  imap::Task<Result<void>> take_slice(imap::Session& session, const Slice& slice);
  imap::Task<Result<void>> fetch(imap::Session& session, UidSet uids, bool header_only);
  imap::Task<Result<void>> fetch_together(imap::Session& session, UidSet uids, bool header_only);
  [[nodiscard]] Error note_break(const UidSet& not_taken, Error error);
  imap::Task<Result<void>> take_message(imap::FetchedMessage message, bool header_only);
  imap::Task<Result<void>> note_outcome(const imap::FetchOutcome& outcome);
  imap::Task<Result<void>> withhold(Uid uid, std::string reason);
  imap::Task<Result<void>> skip(Uid uid, std::string reason);
  imap::Task<Result<LookReport>> settle(const UidSet& server_uids, bool opened = true);
  imap::Task<Result<LookReport>> settle_cut_off();
  Result<void> from_sink(Result<void> result);
  void set_outstanding(std::uint64_t count);

  MessageSink& sink_;
  SyncTally& tally_;
  FolderDescription folder_;
  std::string wire_name_;
  MailboxOptions options_;
  std::optional<FolderMemory> memory_;  // nothing: to be read from the sink
  Clock::time_point remembered_at_;
  imap::MailboxState state_;  // of the last EXAMINE
  bool condstore_ = false;
  UidSet listed_;         // what a backfill by windows goes through: the server's UIDs at the last look
  Uid backfill_end_ = 0;  // the highest UID when it began: what lies above is new
  std::optional<Clock::time_point> flags_scanned_;
  UidSet taken_;                          // handed to the sink by the fetch under way
  UidSet tried_;                          // withheld in this look: not asked for again in it
  std::map<Uid, unsigned> failed_looks_;  // bounded by most_withheld
  // At which message the session broke how often: asked for last and alone, then skipped. Bounded by most_breaking.
  std::map<Uid, unsigned> breaks_;
  std::uint64_t outstanding_ = 0;  // our share of the tally's
  bool stopping_ = false;
  bool sink_failed_ = false;
};

}  // namespace tradewind::mailsync

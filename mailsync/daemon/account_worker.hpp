// AccountWorker: one account, for as long as it is configured: connects, keeps its folders in step, waits for news, and
// comes back after failures. Whatever happens in it stays in it.
//
// The life of a session: log in; list and choose folders; look at all of them in turn, a few slices each, until nothing
// is left; then wait in IDLE on the first (INBOX) and look at the others every poll interval, by STATUS where that is
// enough.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "crm_core/settings/settings.hpp"
#include "mailsync/daemon/backoff.hpp"
#include "mailsync/daemon/gate.hpp"
#include "mailsync/daemon/login.hpp"
#include "mailsync/sync/folder_choice.hpp"
#include "mailsync/sync/mailbox_sync.hpp"

namespace tradewind::mailsync {

// What all workers share. Must outlive them.
struct WorkerContext {
  boost::asio::any_io_executor executor;
  boost::asio::thread_pool& connectors;  // for what blocks: connecting, secrets
  Gate& fetching;                        // how many accounts fetch at the same time
  MessageSink& sink;
  SyncTally& tally;
  SyncSettings sync;
  imap::SessionOptions session;
  BackoffTimes backoff{};
  std::chrono::milliseconds idle{24 * 60'000};  // RFC 2177: below 29 minutes
  // Between two looks at the first folder while a backfill goes on.
  std::chrono::milliseconds new_mail_interval{10'000};
  std::uint64_t companion_from = 2'000;  // messages left to a backfill for which a second connection is worth while
  bool once = false;                     // end when everything is in step, or after `attempts`
  unsigned attempts = 4;                 // with once: enough to get past a message that breaks connections
};

class AccountWorker {
 public:
  AccountWorker(WorkerContext context, AccountSettings account);
  ~AccountWorker();
  AccountWorker(const AccountWorker&) = delete;
  AccountWorker& operator=(const AccountWorker&) = delete;

  // Ends after stop(), or with context.once. Call once; the object must outlive it.
  [[nodiscard]] imap::Task<void> run();
  // Finish the message in hand, settle, log out. A second call changes nothing.
  void stop();
  // Something may have been put right outside: an account that waits after a failure, or is about to, tries again at
  // once.
  void retry();
  // After stop(), when patience ends: the connection is dropped, whatever is under way on it.
  void abort();

  [[nodiscard]] const AccountSettings& account() const { return account_; }
  // Why it is not in step; "" if nothing is wrong.
  [[nodiscard]] const std::string& error() const { return error_; }
  // True when every chosen folder was seen complete over the present session.
  [[nodiscard]] bool current() const { return current_; }
  [[nodiscard]] bool ended() const { return ended_; }

 private:
  using Clock = std::chrono::steady_clock;
  struct Mailbox {
    std::unique_ptr<MailboxSync> sync;
    bool complete = false;
    std::uint64_t left = 0;  // at the last look
    std::string error;
  };
  // Why a session ended. Grade of Scope::account.
  struct Ending {
    Error error;
    Grade grade;
  };
  using Outcome = tl::expected<void, Ending>;
  [[nodiscard]] static tl::unexpected<Ending> ends(Error error, Grade grade);

  imap::Task<Outcome> one_session();
  imap::Task<Outcome> log_in(imap::Session& session);
  imap::Task<Outcome> refresh_folders(imap::Session& session);
  imap::Task<Outcome> catch_up(imap::Session& session);
  imap::Task<Outcome> look_at(imap::Session& session, Mailbox& mailbox);
  imap::Task<Outcome> backfill(imap::Session& session);
  imap::Task<void> open_companion();
  imap::Task<Outcome> take_windows(imap::Session& session);
  imap::Task<Outcome> survey(imap::Session& session, std::size_t index, std::uint64_t size, FolderSurvey& found);
  imap::Task<Outcome> take_run(imap::Session& session, BackfillRun run);
  [[nodiscard]] imap::Session& session_for(std::size_t mailbox, imap::Session& first);
  [[nodiscard]] bool lost_companion(const imap::Session& failed, const Mailbox& mailbox);
  imap::Task<Outcome> look_for_new(imap::Session& session);
  imap::Task<Outcome> watch(imap::Session& session);
  imap::Task<Outcome> wait_for_news(imap::Session& session, Clock::time_point until);
  imap::Task<Outcome> poll(imap::Session& session);
  imap::Task<Outcome> ask_open(imap::Session& session, Mailbox& mailbox, Depth depth);
  imap::Task<Outcome> open_first(imap::Session& session);
  imap::Task<Outcome> judge(imap::Session& session, Mailbox& mailbox, const Result<LookReport>& report);
  imap::Task<Outcome> report();
  imap::Task<void> report_ending(const Ending& ending);
  void cancel_sessions();
  [[nodiscard]] static bool is_behind(const Mailbox& mailbox) { return mailbox.left > 0 && mailbox.error.empty(); }
  [[nodiscard]] std::string folder_errors() const;
  [[nodiscard]] bool all_complete() const;

  WorkerContext context_;
  AccountSettings account_;
  std::shared_ptr<Login> login_;
  Backoff backoff_;
  Signal woken_;                      // by stop()
  std::vector<Mailbox> mailboxes_;    // in the order to sync
  Clock::time_point looked_for_new_;  // at the first folder, while a backfill goes on
  std::string open_folder_;           // wire name of the folder that the session has open
  imap::Session* session_ = nullptr;
  std::unique_ptr<imap::Session> companion_;  // during a backfill: has the folders but the first
  bool interruptible_ = false;                // waiting for news or logging in: stop() may cancel the sessions
  bool idle_refused_ = false;                 // by the present session's server, although it offers it
  bool stopping_ = false;
  bool retry_at_once_ = false;  // by retry(), while a session fails
  bool current_ = false;
  bool ended_ = false;
  std::string error_;
  std::string reported_ = "?";  // error text last told to the sink
};

}  // namespace tradewind::mailsync

// The backfill of one account, over all its folders at once: see sync/backfill_window.hpp.
#include <algorithm>

#include "crm_core/base/log.hpp"
#include "mailsync/daemon/account_worker.hpp"

namespace tradewind::mailsync {

namespace {

using imap::Task;

constexpr std::uint64_t largest_window = 16'384;  // messages: some months of a busy firm

Result<LookReport> failed(const Error& error) { return tl::unexpected<Error>(error); }

}  // namespace

// What the looks left, over one connection or two.
Task<AccountWorker::Outcome> AccountWorker::backfill(imap::Session& session) {
  co_await open_companion();
  Outcome outcome = co_await take_windows(session);
  if (companion_ && companion_->usable()) co_await companion_->logout();
  companion_.reset();
  if (!outcome) co_return outcome;
  for (auto& mailbox : mailboxes_) {
    if (!is_behind(mailbox)) continue;
    const auto report = co_await mailbox.sync->conclude();
    if (auto judged = co_await judge(session, mailbox, report); !judged) co_return judged;
  }
  co_return Outcome{};
}

// Runs go back and forth between INBOX and the other folders. Each change costs a round trip, and a Dovecot with a
// large Maildir reads its whole directory again (0.4 s for 150,000 mails, measured: in the end more than all the rest).
// So INBOX stays open on one connection while the others share a second one. Where the server allows no second one, it
// takes longer.
Task<void> AccountWorker::open_companion() {
  std::uint64_t left = 0;
  for (const auto& mailbox : mailboxes_) left += is_behind(mailbox) ? mailbox.left : 0;
  const bool first_is_behind = is_behind(mailboxes_.front());
  const bool other_is_behind = std::any_of(mailboxes_.begin() + 1, mailboxes_.end(), is_behind);
  if (stopping_ || left < context_.companion_from || !first_is_behind || !other_is_behind) co_return;
  auto ask = [login = login_] { return login->credentials(); };
  auto credentials = co_await on_pool(context_.executor, context_.connectors, std::move(ask));
  if (!credentials || stopping_) co_return;
  companion_ = std::make_unique<imap::Session>(context_.executor, context_.session);
  interruptible_ = true;
  const auto opened = co_await companion_->open(endpoint_of(account_), std::move(*credentials), context_.connectors);
  interruptible_ = false;
  if (opened) co_return;
  log::info("{}: no second connection for the older mail: {}", account_.name, opened.error().message);
  companion_.reset();
}

imap::Session& AccountWorker::session_for(std::size_t mailbox, imap::Session& first) {
  return companion_ && mailbox != 0 ? *companion_ : first;
}

// True if the connection that failed was the second one: what it was to bring then comes over the first.
bool AccountWorker::lost_companion(const imap::Session& failed, const Mailbox& mailbox) {
  if (stopping_ || &failed != companion_.get() || failed.usable() || mailbox.sync->sink_failed()) return false;
  log::info("{}: the second connection is lost", account_.name);
  companion_.reset();
  return true;
}

// Window by window over all folders. The first window is small: it is there within seconds.
Task<AccountWorker::Outcome> AccountWorker::take_windows(imap::Session& session) {
  looked_for_new_ = Clock::now();
  for (std::uint64_t size = context_.sync.backfill_slice; !stopping_; size = std::min(4 * size, largest_window)) {
    std::vector<FolderSurvey> surveys(mailboxes_.size());
    for (std::size_t i = 0; i < mailboxes_.size() && !stopping_; ++i) {
      if (!is_behind(mailboxes_[i])) continue;
      if (auto outcome = co_await survey(session, i, size, surveys[i]); !outcome) co_return outcome;
    }
    auto runs = plan_window(surveys, {});
    if (runs.empty()) break;
    for (auto& run : runs) {
      if (auto outcome = co_await look_for_new(session); !outcome) co_return outcome;
      if (auto outcome = co_await take_run(session, std::move(run)); !outcome) co_return outcome;
      if (stopping_) break;
    }
  }
  co_return Outcome{};
}

Task<AccountWorker::Outcome> AccountWorker::survey(imap::Session& session, std::size_t index, std::uint64_t size,
                                                   FolderSurvey& found) {
  const auto pass = co_await context_.fetching.enter(context_.executor);
  Mailbox& mailbox = mailboxes_[index];
  imap::Session& used = session_for(index, session);
  auto survey = co_await mailbox.sync->survey(used, size);
  if (!survey && lost_companion(used, mailbox)) survey = co_await mailbox.sync->survey(session, size);
  if (!survey) co_return co_await judge(session_for(index, session), mailbox, failed(survey.error()));
  found = std::move(*survey);
  co_return Outcome{};
}

Task<AccountWorker::Outcome> AccountWorker::take_run(imap::Session& session, BackfillRun run) {
  const auto pass = co_await context_.fetching.enter(context_.executor);
  for (auto& share : run) {
    Mailbox& mailbox = mailboxes_[share.folder];
    if (stopping_ || !mailbox.error.empty()) continue;
    imap::Session& used = session_for(share.folder, session);
    auto taken = co_await mailbox.sync->take(used, share.messages);
    if (!taken && lost_companion(used, mailbox)) taken = co_await mailbox.sync->take(session, share.messages);
    open_folder_ = session.examined();
    if (taken || (stopping_ && !mailbox.sync->sink_failed())) continue;
    const auto report = failed(taken.error());
    if (auto outcome = co_await judge(session_for(share.folder, session), mailbox, report); !outcome) co_return outcome;
  }
  context_.sink.end_run();
  co_return Outcome{};
}

// New mail does not wait for the end of a backfill. A folder that is open is asked for news: to open it again is dear
// (open_companion).
Task<AccountWorker::Outcome> AccountWorker::look_for_new(imap::Session& session) {
  Mailbox& first = mailboxes_.front();
  if (Clock::now() - looked_for_new_ < context_.new_mail_interval || !first.error.empty()) co_return Outcome{};
  Outcome outcome;
  if (session.examined() == first.sync->wire_name()) {
    const auto pass = co_await context_.fetching.enter(context_.executor);
    if (stopping_) co_return Outcome{};
    outcome = co_await ask_open(session, first, Depth::few);
  } else {
    outcome = co_await look_at(session, first);
  }
  looked_for_new_ = Clock::now();
  co_return outcome;
}

}  // namespace tradewind::mailsync

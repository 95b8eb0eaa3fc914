// The backfill of one account, over all its folders at once: see sync/backfill_window.hpp.
#include <algorithm>

#include "mailsync/daemon/account_worker.hpp"

namespace tradewind::mailsync {

namespace {

using imap::Task;

constexpr std::uint64_t largest_window = 16'384;  // messages: some months of a busy firm

Result<LookReport> failed(const Error& error) { return tl::unexpected<Error>(error); }

}  // namespace

// What the looks left, window by window over all folders. The first window is small: it is there within seconds.
Task<AccountWorker::Outcome> AccountWorker::backfill(imap::Session& session) {
  const auto is_behind = [](const Mailbox& mailbox) { return mailbox.left > 0 && mailbox.error.empty(); };
  looked_for_new_ = Clock::now();
  for (std::uint64_t size = context_.sync.backfill_slice; !stopping_; size = std::min(4 * size, largest_window)) {
    std::vector<FolderSurvey> surveys(mailboxes_.size());
    for (std::size_t i = 0; i < mailboxes_.size() && !stopping_; ++i) {
      if (!is_behind(mailboxes_[i])) continue;
      const auto pass = co_await context_.fetching.enter(context_.executor);
      auto survey = co_await mailboxes_[i].sync->survey(session, size);
      if (survey)
        surveys[i] = std::move(*survey);
      else if (auto outcome = co_await judge(session, mailboxes_[i], failed(survey.error())); !outcome)
        co_return outcome;
    }
    auto runs = plan_window(surveys, {});
    if (runs.empty()) break;
    for (auto& run : runs) {
      if (auto outcome = co_await look_for_new(session); !outcome) co_return outcome;
      if (auto outcome = co_await take_run(session, std::move(run)); !outcome) co_return outcome;
      if (stopping_) break;
    }
  }
  for (auto& mailbox : mailboxes_) {
    if (!is_behind(mailbox)) continue;
    const auto report = co_await mailbox.sync->conclude();
    if (auto outcome = co_await judge(session, mailbox, report); !outcome) co_return outcome;
  }
  co_return Outcome{};
}

Task<AccountWorker::Outcome> AccountWorker::take_run(imap::Session& session, BackfillRun run) {
  const auto pass = co_await context_.fetching.enter(context_.executor);
  for (auto& share : run) {
    Mailbox& mailbox = mailboxes_[share.folder];
    if (stopping_ || !mailbox.error.empty()) continue;
    const auto taken = co_await mailbox.sync->take(session, std::move(share.messages));
    open_folder_ = session.examined();
    if (taken || (stopping_ && !mailbox.sync->sink_failed())) continue;
    if (auto outcome = co_await judge(session, mailbox, failed(taken.error())); !outcome) co_return outcome;
  }
  context_.sink.end_run();
  co_return Outcome{};
}

// New mail does not wait for the end of a backfill.
Task<AccountWorker::Outcome> AccountWorker::look_for_new(imap::Session& session) {
  Mailbox& first = mailboxes_.front();
  if (Clock::now() - looked_for_new_ < context_.new_mail_interval || !first.error.empty()) co_return Outcome{};
  auto outcome = co_await look_at(session, first);
  looked_for_new_ = Clock::now();
  co_return outcome;
}

}  // namespace tradewind::mailsync

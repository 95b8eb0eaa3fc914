#include "mailsync/daemon/account_worker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "crm_core/base/log.hpp"

namespace tradewind::mailsync {

namespace {

using imap::Milliseconds;
using imap::Task;

double jitter() {
  thread_local std::mt19937 random(std::random_device{}());
  return std::uniform_real_distribution<double>(0, 1)(random);
}

std::string with_hint(const Error& error) {
  return error.hint.empty() ? error.message : fmt::format("{} ({})", error.message, error.hint);
}

MailboxOptions mailbox_options(const SyncSettings& sync) {
  MailboxOptions options;
  options.size_limit_bytes = sync.size_limit_bytes;
  options.slice_count = sync.backfill_slice;
  return options;
}

}  // namespace

tl::unexpected<AccountWorker::Ending> AccountWorker::ends(Error error, Grade grade) {
  return tl::unexpected<Ending>(Ending{std::move(error), grade});
}

AccountWorker::AccountWorker(WorkerContext context, AccountSettings account)
    : context_(std::move(context)),
      account_(std::move(account)),
      login_(std::make_shared<Login>(account_)),
      backoff_(context_.backoff),
      woken_(context_.executor) {}

AccountWorker::~AccountWorker() = default;

void AccountWorker::stop() {
  if (stopping_) return;
  stopping_ = true;
  for (auto& mailbox : mailboxes_) mailbox.sync->stop();
  login_->stop();
  woken_.notify();
  if (interruptible_) cancel_sessions();
}

void AccountWorker::retry() {
  backoff_.reset();
  retry_at_once_ = true;
  if (!error_.empty()) woken_.notify();
}

void AccountWorker::abort() {
  stop();
  cancel_sessions();
}

void AccountWorker::cancel_sessions() {
  if (session_ != nullptr) session_->cancel();
  if (companion_) companion_->cancel();
}

Task<void> AccountWorker::run() {
  for (unsigned attempt = 1; !stopping_; ++attempt) {
    Outcome outcome;
    retry_at_once_ = false;
    try {
      outcome = co_await one_session();
    } catch (const std::exception& failure) {
      // No memory, no descriptors: this account's session is lost, the others go on.
      session_ = nullptr;
      companion_.reset();
      outcome = ends({Fault::io, failure.what(), ""}, {Scope::account, Retry::later});
    }
    current_ = current_ && outcome.has_value();
    if (stopping_ || (context_.once && outcome)) break;
    if (outcome) continue;  // never without once: a session ends by stop() or by an error
    const Ending& ending = outcome.error();
    co_await report_ending(ending);
    if (context_.once && (attempt >= context_.attempts || ending.grade.retry != Retry::now)) break;
    if (stopping_ || retry_at_once_) continue;
    const auto wait = backoff_.next(ending.grade.retry, jitter());
    log::warning("{}: {}; next attempt in {} s", account_.name, error_, (wait.count() + 999) / 1000);
    co_await woken_.wait(wait);
  }
  ended_ = true;
}

Task<AccountWorker::Outcome> AccountWorker::one_session() {
  imap::Session session(context_.executor, context_.session);
  session_ = &session;
  open_folder_.clear();
  idle_refused_ = false;
  Outcome outcome = co_await log_in(session);
  if (outcome) outcome = co_await refresh_folders(session);
  if (outcome) outcome = co_await catch_up(session);
  if (outcome && !context_.once && !stopping_) outcome = co_await watch(session);
  session_ = nullptr;
  if (session.usable()) co_await session.logout();
  co_return outcome;
}

// Logging in may wait for minutes (name service, password command), so stop() cuts it off.
Task<AccountWorker::Outcome> AccountWorker::log_in(imap::Session& session) {
  for (bool again = true;; again = false) {
    // A closure written inside the co_await expression is destroyed twice by GCC 12.
    auto ask = [login = login_] { return login->credentials(); };
    auto credentials = co_await on_pool(context_.executor, context_.connectors, std::move(ask));
    if (!credentials) co_return ends(credentials.error(), grade_login(credentials.error()));
    if (stopping_) co_return Outcome{};
    interruptible_ = true;
    auto opened = co_await session.open(endpoint_of(account_), std::move(*credentials), context_.connectors);
    interruptible_ = false;
    if (opened) co_return Outcome{};
    // An access token may end earlier than was said.
    if (opened.error().fault == Fault::refused && again && login_->forget_token() && !stopping_) continue;
    co_return ends(opened.error(), grade_login(opened.error()));
  }
}

Task<AccountWorker::Outcome> AccountWorker::refresh_folders(imap::Session& session) {
  if (stopping_) co_return Outcome{};
  const auto listed = co_await session.list_folders();
  if (!listed) co_return ends(listed.error(), grade_folder(listed.error(), false));
  const auto chosen = choose_folders(*listed, {account_.folders, account_.exclude, account_.include_roles});
  std::vector<Mailbox> mailboxes;
  std::vector<std::string> names;
  for (const auto& choice : chosen) {
    names.push_back(choice.folder.name);
    const auto known = std::find_if(mailboxes_.begin(), mailboxes_.end(), [&](const Mailbox& mailbox) {
      return mailbox.sync && mailbox.sync->wire_name() == choice.folder.wire_name &&
             mailbox.sync->folder().role == choice.role;
    });
    if (known != mailboxes_.end()) {
      mailboxes.push_back(std::move(*known));
      continue;
    }
    Mailbox mailbox;
    mailbox.sync = std::make_unique<MailboxSync>(context_.sink, context_.tally,
                                                 FolderDescription{account_.name, choice.folder.name, choice.role},
                                                 choice.folder.wire_name, mailbox_options(context_.sync));
    mailboxes.push_back(std::move(mailbox));
  }
  mailboxes_ = std::move(mailboxes);
  if (mailboxes_.empty()) {
    const Error error{Fault::not_found, "no folder is chosen", "see folders, exclude and include_roles of the account"};
    co_return ends(error, {Scope::account, Retry::later});
  }
  if (auto reported = co_await context_.sink.report_folders(account_.name, std::move(names)); !reported)
    co_return ends(reported.error(), {Scope::account, Retry::later});
  co_return Outcome{};
}

bool AccountWorker::all_complete() const {
  return std::all_of(mailboxes_.begin(), mailboxes_.end(), [](const Mailbox& mailbox) { return mailbox.complete; });
}

// Until nothing is left in any folder. A folder that fails is left for the next poll.
Task<AccountWorker::Outcome> AccountWorker::catch_up(imap::Session& session) {
  for (auto& mailbox : mailboxes_) mailbox.complete = false;
  for (auto& mailbox : mailboxes_) mailbox.error.clear();
  const auto is_waiting = [](const Mailbox& mailbox) { return !mailbox.complete && mailbox.error.empty(); };
  while (!stopping_ && std::any_of(mailboxes_.begin(), mailboxes_.end(), is_waiting)) {
    for (auto& mailbox : mailboxes_) {
      if (!is_waiting(mailbox)) continue;
      if (auto outcome = co_await look_at(session, mailbox); !outcome) co_return outcome;
    }
    if (auto outcome = co_await backfill(session); !outcome) co_return outcome;
  }
  if (stopping_) co_return Outcome{};
  backoff_.reset();
  co_return co_await report();
}

Task<AccountWorker::Outcome> AccountWorker::look_at(imap::Session& session, Mailbox& mailbox) {
  const auto pass = co_await context_.fetching.enter(context_.executor);
  if (stopping_) co_return Outcome{};
  const auto report = co_await mailbox.sync->look(session, Depth::few);
  co_return co_await judge(session, mailbox, report);
}

// What a look at one folder means for the session.
Task<AccountWorker::Outcome> AccountWorker::judge(imap::Session& session, Mailbox& mailbox,
                                                  const Result<LookReport>& report) {
  if (report) {
    mailbox.complete = report->complete();
    mailbox.left = report->left;
    mailbox.error.clear();
    if (report->opened) open_folder_ = mailbox.sync->wire_name();
    co_return Outcome{};
  }
  open_folder_.clear();
  const Error& error = report.error();
  if (mailbox.sync->sink_failed()) co_return ends(error, {Scope::account, Retry::later});
  const Grade grade = grade_folder(error, session.usable());
  if (grade.scope == Scope::account) co_return ends(error, grade);
  mailbox.error = with_hint(error);
  mailbox.complete = false;
  log::warning("{}: folder {}: {}", account_.name, mailbox.sync->folder().name, mailbox.error);
  co_return Outcome{};
}

Task<AccountWorker::Outcome> AccountWorker::watch(imap::Session& session) {
  auto next_poll = Clock::now() + context_.sync.poll;
  if (auto outcome = co_await open_first(session); !outcome) co_return outcome;
  while (!stopping_) {
    if (auto outcome = co_await wait_for_news(session, next_poll); !outcome) co_return outcome;
    if (stopping_) break;
    if (Clock::now() >= next_poll) {
      if (auto outcome = co_await poll(session); !outcome) co_return outcome;
      next_poll = Clock::now() + context_.sync.poll;
    }
  }
  co_return Outcome{};
}

// Leaves the first folder open, for IDLE.
Task<AccountWorker::Outcome> AccountWorker::open_first(imap::Session& session) {
  Mailbox& first = mailboxes_.front();
  while (!stopping_ && first.error.empty() && (open_folder_ != first.sync->wire_name() || !first.complete)) {
    const auto pass = co_await context_.fetching.enter(context_.executor);
    if (stopping_) break;
    const auto report = co_await first.sync->look(session);
    if (auto outcome = co_await judge(session, first, report); !outcome) co_return outcome;
  }
  co_return Outcome{};
}

Task<AccountWorker::Outcome> AccountWorker::wait_for_news(imap::Session& session, Clock::time_point until) {
  const auto left = std::chrono::ceil<Milliseconds>(until - Clock::now());
  if (left.count() <= 0) co_return Outcome{};
  Mailbox& first = mailboxes_.front();
  if (!session.has("IDLE") || idle_refused_ || open_folder_ != first.sync->wire_name()) {
    co_await woken_.wait(left);
    co_return Outcome{};
  }
  interruptible_ = true;
  const auto end = co_await session.idle(std::min(left, Milliseconds(context_.idle)));
  interruptible_ = false;
  if (stopping_) co_return Outcome{};
  if (!end && session.usable()) {
    log::info("{}: no IDLE, new mail is found at each poll: {}", account_.name, end.error().message);
    idle_refused_ = true;
    co_return Outcome{};
  }
  if (!end) co_return ends(end.error(), grade_folder(end.error(), false));
  if (*end == imap::IdleEnd::timeout) co_return Outcome{};
  {
    const auto pass = co_await context_.fetching.enter(context_.executor);
    const auto report = co_await first.sync->follow(session);
    if (auto outcome = co_await judge(session, first, report); !outcome) co_return outcome;
  }
  if (auto outcome = co_await open_first(session); !outcome) co_return outcome;
  co_return co_await report();
}

// Some servers push unreliably; STATUS of the open folder is not to be asked (RFC 9051 §6.3.11), NOOP is.
Task<AccountWorker::Outcome> AccountWorker::ask_open(imap::Session& session, Mailbox& mailbox, Depth depth) {
  const auto asked = co_await session.noop();
  if (!asked) co_return ends(asked.error(), grade_folder(asked.error(), session.usable()));
  const auto report = co_await mailbox.sync->follow(session, depth);
  co_return co_await judge(session, mailbox, report);
}

Task<AccountWorker::Outcome> AccountWorker::poll(imap::Session& session) {
  if (auto outcome = co_await refresh_folders(session); !outcome) co_return outcome;
  for (auto& mailbox : mailboxes_) {
    if (stopping_) co_return Outcome{};
    const bool is_open = open_folder_ == mailbox.sync->wire_name();
    const auto pass = co_await context_.fetching.enter(context_.executor);
    Outcome outcome;
    if (is_open) {
      outcome = co_await ask_open(session, mailbox, Depth::slices);
    } else {
      const auto report = co_await mailbox.sync->poll(session);
      outcome = co_await judge(session, mailbox, report);
    }
    if (!outcome) co_return outcome;
  }
  if (!all_complete() && folder_errors().empty()) co_return co_await catch_up(session);
  if (auto outcome = co_await open_first(session); !outcome) co_return outcome;
  co_return co_await report();
}

std::string AccountWorker::folder_errors() const {
  std::string text;
  for (const auto& mailbox : mailboxes_)
    if (!mailbox.error.empty())
      text += fmt::format("{}folder {}: {}", text.empty() ? "" : "; ", mailbox.sync->folder().name, mailbox.error);
  return text;
}

Task<AccountWorker::Outcome> AccountWorker::report() {
  error_ = folder_errors();
  if (current_ != error_.empty() || reported_ != error_)
    log::info("{}: {}", account_.name, error_.empty() ? "in step with the server" : "in step but for " + error_);
  current_ = error_.empty();
  reported_ = error_;
  if (auto reported = co_await context_.sink.report_account(account_.name, error_); !reported)
    co_return ends(reported.error(), {Scope::account, Retry::later});
  co_return Outcome{};
}

Task<void> AccountWorker::report_ending(const Ending& ending) {
  error_ = with_hint(ending.error);
  current_ = false;
  if (reported_ == error_) co_return;
  const auto reported = co_await context_.sink.report_account(account_.name, error_);
  if (reported) reported_ = error_;
}

}  // namespace tradewind::mailsync

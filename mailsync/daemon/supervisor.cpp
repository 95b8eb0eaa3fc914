#include "mailsync/daemon/supervisor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <exception>
#include <map>
#include <optional>
#include <string>

#include "archiver/history.hpp"
#include "crm_core/base/log.hpp"
#include "crm_core/base/memory.hpp"
#include "mailsync/daemon/account_worker.hpp"
#include "mailsync/daemon/apply_settings.hpp"
#include "mailsync/daemon/filing_sink.hpp"
#include "mailsync/daemon/index_thread.hpp"
#include "mailsync/daemon/progress.hpp"
#include "mailsync/daemon/service_manager.hpp"

namespace tradewind::mailsync {

namespace asio = boost::asio;

namespace {

using Clock = std::chrono::steady_clock;
using imap::Task;

constexpr std::chrono::seconds tick{1};
constexpr std::chrono::seconds status_interval{10};
// A thread that gives no sign of life for so long is stuck: one batch, or one run over the history, takes less.
constexpr std::chrono::minutes most_silence{5};
constexpr std::size_t spool_from = std::size_t{1} << 20;  // bigger messages wait in a file, not in memory

class Supervisor {
 public:
  Supervisor(const Settings& settings, const crm::DataDirectory& directory, SupervisorOptions options)
      : settings_(settings),
        directory_(directory),
        options_(std::move(options)),
        signals_(io_),
        changed_(io_.get_executor()),
        fetching_(std::max(settings.sync.connections, 1u)),
        connectors_(std::max(settings.sync.connections, 1u)),
        sink_(io_.get_executor()),
        progress_(options_.progress_bar, Clock::now()) {}

  Result<SyncReport> run();

 private:
  Task<void> life();
  Result<void> open();
  Task<void> take_settings();
  Task<void> settle_history();
  void start_account(const AccountSettings& account);
  void account_ended(AccountWorker* worker, std::exception_ptr failure);
  void await_signal();
  void reload();
  void stop();
  void on_tick();
  void tell_trouble();
  [[nodiscard]] bool finished() const;
  [[nodiscard]] bool threads_alive() const;
  [[nodiscard]] std::string status_line() const;
  [[nodiscard]] SyncReport report() const;

  Settings settings_;
  const crm::DataDirectory directory_;
  const SupervisorOptions options_;
  const Clock::time_point start_ = Clock::now();
  std::optional<crm::InstanceLock> lock_;
  ServiceManager service_;
  asio::io_context io_{1};
  asio::signal_set signals_;
  Signal changed_;
  Gate fetching_;
  asio::thread_pool connectors_;
  SyncTally tally_;
  std::unique_ptr<IndexThread> index_;
  FilingSink sink_;
  std::map<AccountWorker*, std::unique_ptr<AccountWorker>> workers_;
  std::map<std::string, AccountSettings> successors_;  // to start when the account's old worker has ended
  std::map<std::string, std::string> outcomes_;        // error of each account that ended
  Progress progress_;
  std::optional<std::uint64_t> history_settled_at_;  // messages filed when the history was last gone through
  bool history_running_ = false;
  bool stopping_ = false;
  bool aborted_ = false;
  Clock::time_point stopping_since_{};
  Clock::time_point status_told_{};
  std::string told_trouble_;
};

Result<void> Supervisor::open() {
  index_ = std::make_unique<IndexThread>(directory_, settings_.firm.default_charset);
  FilingOptions filing;
  filing.default_charset = settings_.firm.default_charset;
  return sink_.open(directory_, std::move(filing),
                    [this](std::vector<archiver::FiledMessage> filed) { index_->follow(std::move(filed)); });
}

Result<SyncReport> Supervisor::run() {
  auto lock = directory_.lock_daemon();
  if (!lock) return pass_on(lock);
  lock_ = std::move(*lock);
  if (auto opened = open(); !opened) return pass_on(opened);
  std::exception_ptr thrown;
  asio::co_spawn(io_, life(), [&](std::exception_ptr failure) {
    thrown = failure;
    if (failure) io_.stop();
  });
  io_.run();
  // Whatever still waits to be filed is filed, if time is left for it; only then does the index know its last message.
  sink_.close(stopping_ ? stopping_since_ + options_.drain : Clock::time_point::max());
  index_->finish(!stopping_);
  connectors_.join();
  progress_.clear();
  if (thrown) std::rethrow_exception(thrown);
  return report();
}

Task<void> Supervisor::life() {
  co_await take_settings();
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) signals_.add(number);
  await_signal();
  for (const auto& account : settings_.accounts) start_account(account);
  service_.ready();
  const auto interval = std::min<Clock::duration>(tick, service_.alive_interval().value_or(tick));
  while (!finished()) {
    co_await changed_.wait(interval);
    on_tick();
    const bool idle = tally_.outstanding == 0 && tally_.looks_under_way == 0;
    if (!stopping_ && !history_running_ && idle && sink_.thread().counters().filed != history_settled_at_) {
      history_running_ = true;
      asio::co_spawn(io_, settle_history(), asio::detached);
    }
  }
  if (!stopping_ && sink_.thread().counters().filed != history_settled_at_) co_await settle_history();
  signals_.cancel();
  service_.stopping();
}

Task<void> Supervisor::take_settings() {
  FilingAct act = [settings = settings_, once = options_.once](archiver::Archiver& archiver, crm::Store& store) {
    archiver.decide_with({settings.firm.default_charset, settings.archiver.platform_directory});
    return apply_settings(store, settings, once ? AccountList::some : AccountList::all);
  };
  const auto taken = co_await sink_.run(std::move(act));
  if (!taken) log::error("the configuration could not be taken over into the store: {}", taken.error().message);
}

// A backfill brings the newest mail first; when nothing is outstanding, what was decided before its older half was
// known is decided again. New mail is filed between two slices of it.
Task<void> Supervisor::settle_history() {
  history_running_ = true;
  const std::uint64_t filed = sink_.thread().counters().filed;
  std::optional<archiver::HistorySettling> settling;
  bool settled = false;
  const auto next_slice = [&](archiver::Archiver& archiver, crm::Store& store) -> Result<void> {
    if (!settling) settling.emplace(archiver, store);
    const auto step = settling->step();
    if (!step) return pass_on(step);
    settled = *step;
    return {};
  };
  while (!settled && !stopping_) {
    const auto done = co_await sink_.run(next_slice);
    if (done) continue;
    log::error("the history could not be gone through: {}", done.error().message);
    break;
  }
  history_settled_at_ = filed;
  give_back_memory();  // what the rush left behind: hours of idling may follow
  history_running_ = false;
  changed_.notify();
}

void Supervisor::start_account(const AccountSettings& account) {
  imap::SessionOptions session;
  session.spool_directory = directory_.temporary();
  session.memory_threshold = spool_from;
  session.literal_limit = settings_.sync.size_limit_bytes + (session.memory_threshold << 2);
  WorkerContext context{io_.get_executor(), connectors_, fetching_,       sink_, tally_,
                        settings_.sync,     session,     options_.backoff};
  context.once = options_.once;
  auto worker = std::make_unique<AccountWorker>(std::move(context), account);
  AccountWorker* const started = worker.get();
  workers_.emplace(started, std::move(worker));
  asio::co_spawn(io_, started->run(), [this, started](std::exception_ptr failure) { account_ended(started, failure); });
}

void Supervisor::account_ended(AccountWorker* worker, std::exception_ptr failure) {
  const auto found = workers_.find(worker);
  const std::string name = worker->account().name;
  outcomes_[name] = worker->error();
  if (failure) {
    try {
      std::rethrow_exception(failure);
    } catch (const std::exception& error) {
      outcomes_[name] = error.what();
    }
    log::error("{}: {}", name, outcomes_[name]);
  }
  workers_.erase(found);
  if (const auto next = successors_.find(name); next != successors_.end()) {
    const AccountSettings account = std::move(next->second);
    successors_.erase(next);
    if (!stopping_) start_account(account);
  }
  changed_.notify();
}

void Supervisor::await_signal() {
  signals_.async_wait([this](const boost::system::error_code& error, int number) {
    if (error) return;
    if (number == SIGHUP)
      reload();
    else
      stop();
    await_signal();
  });
}

// Only what changed is touched: accounts that are the same keep their connections. Sync settings hold for connections
// made later. Whoever reloads may have put right a password or a token, so accounts that fail try again.
void Supervisor::reload() {
  if (!options_.reload || stopping_) return;
  auto loaded = options_.reload();
  if (!loaded) {
    log::error("the configuration stays as it was: {}", loaded.error().message);
    return;
  }
  const auto is_wanted = [&](const AccountSettings& account) {
    return std::find(loaded->accounts.begin(), loaded->accounts.end(), account) != loaded->accounts.end();
  };
  std::map<std::string, bool> kept;
  successors_.clear();
  for (const auto& [pointer, worker] : workers_) {
    const bool wanted = is_wanted(worker->account());
    kept[worker->account().name] = wanted;
    if (wanted)
      worker->retry();
    else
      worker->stop();
  }
  settings_ = std::move(*loaded);
  std::size_t started = 0;
  for (const auto& account : settings_.accounts) {
    const auto running = kept.find(account.name);
    if (running != kept.end() && running->second) continue;
    ++started;
    if (running == kept.end())
      start_account(account);
    else
      successors_[account.name] = account;
  }
  const auto ended = std::count_if(kept.begin(), kept.end(), [](const auto& entry) { return !entry.second; });
  log::info("configuration read again: {} accounts, {} ended, {} started", settings_.accounts.size(), ended, started);
  asio::co_spawn(io_, take_settings(), asio::detached);
}

void Supervisor::stop() {
  if (stopping_) return;
  stopping_ = true;
  stopping_since_ = Clock::now();
  log::info("stopping: finishing what is under way");
  service_.stopping();
  successors_.clear();
  for (const auto& [pointer, worker] : workers_) worker->stop();
  changed_.notify();
}

bool Supervisor::finished() const {
  return workers_.empty() && successors_.empty() && !history_running_ && (options_.once || stopping_);
}

bool Supervisor::threads_alive() const {
  const auto now = Clock::now();
  return now - sink_.thread().last_beat() < most_silence && now - index_->last_beat() < most_silence;
}

// `crm status` reads it there, since a filing that stands still cannot write it into the store.
void Supervisor::tell_trouble() {
  const std::string trouble = sink_.thread().trouble();
  if (trouble == told_trouble_) return;
  told_trouble_ = trouble;
  lock_->tell(trouble.empty() ? "" : "filing stands still: " + trouble);
}

void Supervisor::on_tick() {
  const auto now = Clock::now();
  tell_trouble();
  if (service_.alive_interval() && threads_alive()) service_.alive();
  if (stopping_ && !aborted_ && now - stopping_since_ > options_.drain) {
    aborted_ = true;
    sink_.give_up();
    for (const auto& [pointer, worker] : workers_) worker->abort();
  }
  const auto& counters = sink_.thread().counters();
  progress_.show({counters.filed + counters.copies, tally_.outstanding, tally_.bytes}, now);
  if (now - status_told_ >= status_interval) {
    status_told_ = now;
    service_.status(status_line());
  }
}

std::string Supervisor::status_line() const {
  const auto current =
      std::count_if(workers_.begin(), workers_.end(), [](const auto& entry) { return entry.second->current(); });
  std::string text = fmt::format("{} of {} accounts in step", current, workers_.size());
  if (tally_.outstanding > 0) text += fmt::format(", {} messages to fetch", with_thousands(tally_.outstanding));
  for (const auto& [pointer, worker] : workers_)
    if (!worker->error().empty()) {
      text += fmt::format("; {}: {}", worker->account().name, worker->error());
      break;
    }
  if (const auto trouble = sink_.thread().trouble(); !trouble.empty()) text += "; filing stands still: " + trouble;
  return text;
}

SyncReport Supervisor::report() const {
  SyncReport report;
  for (const auto& [name, error] : outcomes_) report.accounts.push_back({name, error});
  const auto& counters = sink_.thread().counters();
  report.fetched = tally_.taken;
  report.bytes = tally_.bytes;
  report.stubs = tally_.stubs;
  report.skipped = tally_.skipped;
  report.gone = tally_.gone;
  report.flag_changes = tally_.flag_changes;
  report.filed = counters.filed;
  report.copies = counters.copies;
  report.quarantined = counters.quarantined;
  report.leads = counters.leads;
  report.seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  report.stopped = stopping_;
  return report;
}

}  // namespace

bool SyncReport::ok() const {
  return !stopped &&
         std::all_of(accounts.begin(), accounts.end(), [](const auto& account) { return account.error.empty(); });
}

Result<SyncReport> supervise(const Settings& settings, const crm::DataDirectory& directory, SupervisorOptions options) {
  Supervisor supervisor(settings, directory, std::move(options));
  return supervisor.run();
}

Result<SyncReport> run_once(const Settings& settings, const crm::DataDirectory& directory, bool progress_bar) {
  SupervisorOptions options;
  options.once = true;
  options.progress_bar = progress_bar;
  return supervise(settings, directory, std::move(options));
}

}  // namespace tradewind::mailsync

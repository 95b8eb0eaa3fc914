// Supervisor: all accounts on one event loop, the filing and the index beside it, and the process's dealings with the
// outside: signals, systemd, progress. Everything long-lived is built here, in the order in which it depends on each
// other.
//
//   event loop (calling thread)   one coroutine an account; signals; timers
//   connectors (few threads)      connecting and secrets, which block
//   reader, filing                FilingThread: parse ahead, decide and write
//   index                         IndexThread: full text follows what was filed
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "crm_core/settings/settings.hpp"
#include "crm_core/store/data_directory.hpp"
#include "mailsync/daemon/backoff.hpp"

namespace tradewind::mailsync {

struct SupervisorOptions {
  bool once = false;          // end when every account is in step (or has failed) and the index has caught up
  bool progress_bar = false;  // standard error is a terminal
  std::function<Result<Settings>()> reload;  // for SIGHUP; empty: SIGHUP changes nothing
  BackoffTimes backoff{};
  std::chrono::milliseconds drain{8'000};  // after SIGTERM: how long what is under way may take
};

struct AccountReport {
  std::string name;
  std::string error;  // "" if it is in step
};

struct SyncReport {
  std::vector<AccountReport> accounts;
  std::uint64_t fetched = 0, bytes = 0, stubs = 0, skipped = 0, gone = 0, flag_changes = 0;
  std::uint64_t filed = 0;   // new messages
  std::uint64_t copies = 0;  // further copies of known ones
  std::uint64_t quarantined = 0, leads = 0;
  double seconds = 0;
  bool stopped = false;  // ended by a signal
  [[nodiscard]] bool ok() const;
};

// Runs until SIGTERM or SIGINT, or with options.once until done. Call from a process's main thread: it takes SIGTERM,
// SIGINT and SIGHUP for itself while it runs. Fault::busy when another daemon works on the data directory; errors of
// opening the store. An account's failure is in the report, not an error.
[[nodiscard]] Result<SyncReport> supervise(const Settings& settings, const crm::DataDirectory& directory,
                                           SupervisorOptions options);

// What `crm sync --once` does, for the accounts in `settings`; others that the store knows are left as they are.
[[nodiscard]] Result<SyncReport> run_once(const Settings& settings, const crm::DataDirectory& directory,
                                          bool progress_bar);

}  // namespace tradewind::mailsync

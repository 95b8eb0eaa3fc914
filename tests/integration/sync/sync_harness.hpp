// A Dovecot, a data directory, a configuration, and crm-mailsyncd as a process: what the tests of the whole sync share.
#pragma once

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <csignal>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "crm_core/service/verify.hpp"
#include "crm_core/store/account_repository.hpp"
#include "crm_core/store/data_directory.hpp"
#include "crm_core/store/store.hpp"
#include "tests/support/dovecot.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tradewind::testing {

// A process of ours, ended with the object if it still runs.
class Process {
 public:
  // Standard error is appended to `log`; standard output goes to `output`, if that is named.
  Process(const std::vector<std::string>& command, const std::filesystem::path& log,
          const std::filesystem::path& output = {});
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  [[nodiscard]] pid_t id() const { return process_; }
  void signal(int number) const;
  // True when it has ended within the time; status() tells how.
  [[nodiscard]] bool ended_within(std::chrono::milliseconds time);
  // Exit code, or minus the number of the signal. After ended_within().
  [[nodiscard]] int status() const { return status_; }
  [[nodiscard]] bool running() { return !ended_within(std::chrono::milliseconds(0)); }

 private:
  pid_t process_ = -1;
  int handle_ = -1;
  int status_ = 0;
  bool ended_ = false;
};

// What a run of crm said and how it ended.
struct Answer {
  int code = -1;
  std::string out, err;
};

class SyncHarness : public ::testing::Test {
 public:
  static constexpr const char* user = "anna@example.test";

 protected:
  explicit SyncHarness(DovecotOptions server = {});

  // `count` different mails into a folder; numbers go on from one call to the next.
  void deliver(int count, const std::string& folder = "INBOX", std::size_t body_bytes = 300);
  [[nodiscard]] std::string account_block(const std::string& name, const std::string& user_name) const;
  // The configuration of one account, "anna", and more lines of [sync].
  void configure(const std::string& sync_lines = "", const std::string& more = "");
  // The same with other accounts only.
  void configure_accounts(const std::string& accounts, const std::string& sync_lines = "");
  // A file of the test's directory, readable by its owner only.
  void write(const std::string& name, const std::string& text) const;

  // Words put before the programs' own: "prlimit", "env NAME=VALUE".
  std::vector<std::string> prefix_;
  [[nodiscard]] std::unique_ptr<Process> start_daemon(std::vector<std::string> more = {});
  // Runs the daemon with --once to its end; its exit code.
  int sync_once();
  // Runs crm to its end.
  Answer run_crm(std::vector<std::string> arguments) const;
  // SIGTERM, and an end with 0 within 10 s.
  void end(Process& daemon) const;
  [[nodiscard]] std::string log() const;
  // Waits until condition() holds, looking again whenever `process` had a moment to work; fails the test after 60 s.
  void await(Process& process, const std::function<bool()>& condition);

  [[nodiscard]] crm::Store open_store() const;
  // One number of the store.
  [[nodiscard]] std::int64_t number(const std::string& sql) const;
  [[nodiscard]] std::int64_t messages() const { return number("SELECT count(*) FROM message"); }
  // UIDs that the server lists, and those accounted for and present, of a folder.
  [[nodiscard]] std::set<std::uint32_t> server_uids(const std::string& folder);
  [[nodiscard]] std::set<std::uint32_t> accounted_uids(const std::string& folder) const;
  // Nothing lost, nothing twice, `crm verify` clean.
  void expect_whole(const std::vector<std::string>& folders, std::int64_t different_mails);
  void expect_verified();

  TemporaryDirectory directory_;
  Dovecot server_;
  std::filesystem::path data_, config_, log_;
  int delivered_ = 0;
};

}  // namespace tradewind::testing

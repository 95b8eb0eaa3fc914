// The harness's own code; named so that it is built with the tests that use it.
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include "tests/integration/sync/sync_harness.hpp"

namespace tradewind::testing {

namespace fs = std::filesystem;

namespace {

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

Process::Process(const std::vector<std::string>& command, const fs::path& log, const fs::path& output) {
  std::vector<char*> arguments;
  for (const auto& each : command) arguments.push_back(const_cast<char*>(each.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 2, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  if (!output.empty())
    posix_spawn_file_actions_addopen(&actions, 1, output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  const int error = posix_spawnp(&process_, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw std::runtime_error("cannot run " + command[0]);
  handle_ = static_cast<int>(syscall(SYS_pidfd_open, process_, 0));
  if (handle_ < 0) throw std::runtime_error("pidfd_open");
}

Process::~Process() {
  if (!ended_) {
    kill(process_, SIGKILL);
    (void)ended_within(std::chrono::seconds(60));
  }
  close(handle_);
}

void Process::signal(int number) const { kill(process_, number); }

bool Process::ended_within(std::chrono::milliseconds time) {
  if (ended_) return true;
  pollfd watched{handle_, POLLIN, 0};
  if (poll(&watched, 1, static_cast<int>(time.count())) <= 0) return false;
  int status = 0;
  while (waitpid(process_, &status, 0) < 0 && errno == EINTR) {
  }
  status_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  return ended_ = true;
}

SyncHarness::SyncHarness(DovecotOptions server)
    : server_(std::move(server)),
      data_(directory_ / "data"),
      config_(directory_ / "tradewind.toml"),
      log_(directory_ / "daemon.log") {
  const auto made = crm::DataDirectory::create(data_);
  if (!made) throw std::runtime_error(made.error().message);
  auto store = crm::Store::open(*made, crm::Access::write);
  auto vault = crm::Vault::open(made->vault_file(), crm::Vault::Access::write);
  if (!store || !vault) throw std::runtime_error("no store");
  write("password", "secret\n");
  configure();
}

void SyncHarness::write(const std::string& name, const std::string& text) const {
  std::ofstream(directory_ / name) << text;
  chmod((directory_ / name).c_str(), 0600);
}

void SyncHarness::deliver(int count, const std::string& folder, std::size_t body_bytes) {
  for (int i = 0; i < count; ++i) {
    const std::string number = std::to_string(++delivered_);
    server_.deliver(user, folder,
                    "From: Buyer " + number + " <buyer" + number +
                        "@example.org>\r\nTo: anna@example.test\r\nSubject: mail " + number +
                        "\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\nMessage-ID: <" + number +
                        "@example.org>\r\n\r\nbody " + number + " " + std::string(body_bytes, 'x') + "\r\n");
  }
}

std::string SyncHarness::account_block(const std::string& name, const std::string& user_name) const {
  return "[[account]]\nname = \"" + name + "\"\nhost = \"" + server_.host() +
         "\"\nport = " + std::to_string(server_.port()) + "\nsecurity = \"plain\"\nuser = \"" + user_name +
         "\"\npassword_file = \"password\"\n";
}

void SyncHarness::configure(const std::string& sync_lines, const std::string& more) {
  configure_accounts(account_block("anna", user) + more, sync_lines);
}

void SyncHarness::configure_accounts(const std::string& accounts, const std::string& sync_lines) {
  std::ofstream(config_) << "data = \"" << data_.native() << "\"\n[firm]\nown_domains = [\"example.test\"]\n[sync]\n"
                         << sync_lines << "\n"
                         << accounts;
}

std::unique_ptr<Process> SyncHarness::start_daemon(std::vector<std::string> more) {
  std::vector<std::string> command = prefix_;
  for (const auto& word : {std::string(TRADEWIND_MAILSYNCD), std::string("--config"), config_.native()})
    command.push_back(word);
  command.insert(command.end(), more.begin(), more.end());
  return std::make_unique<Process>(command, log_);
}

int SyncHarness::sync_once() {
  const auto process = start_daemon({"--once"});
  if (!process->ended_within(std::chrono::seconds(120))) {
    ADD_FAILURE() << "--once does not end\n" << log();
    return -1;
  }
  return process->status();
}

Answer SyncHarness::run_crm(std::vector<std::string> arguments) const {
  std::vector<std::string> command = prefix_;
  for (const auto& word : {std::string(TRADEWIND_CRM), std::string("--config"), config_.native()})
    command.push_back(word);
  command.insert(command.end(), arguments.begin(), arguments.end());
  const fs::path out = directory_ / "crm.out", err = directory_ / "crm.err";
  fs::remove(err);
  Process process(command, err, out);
  Answer answer;
  if (process.ended_within(std::chrono::seconds(120)))
    answer.code = process.status();
  else
    ADD_FAILURE() << arguments.front() << " does not end";
  answer.out = content_of(out);
  answer.err = content_of(err);
  return answer;
}

void SyncHarness::end(Process& daemon) const {
  daemon.signal(SIGTERM);
  EXPECT_TRUE(daemon.ended_within(std::chrono::seconds(10))) << log();
  EXPECT_EQ(daemon.status(), 0) << log();
}

std::string SyncHarness::log() const { return content_of(log_); }

void SyncHarness::await(Process& process, const std::function<bool()>& condition) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!condition()) {
    // The process is what is waited for: its end, too, is an answer.
    if (process.ended_within(std::chrono::milliseconds(20))) {
      EXPECT_TRUE(condition()) << "the daemon ended with " << process.status() << "\n" << log();
      return;
    }
    if (std::chrono::steady_clock::now() > until) {
      ADD_FAILURE() << "waited in vain\n" << log();
      return;
    }
  }
}

crm::Store SyncHarness::open_store() const {
  auto store = crm::Store::open(*crm::DataDirectory::open(data_), crm::Access::read);
  if (!store) throw std::runtime_error(store.error().message);
  return std::move(*store);
}

std::int64_t SyncHarness::number(const std::string& sql) const {
  const auto store = open_store();
  auto& statement = store.database().prepare(sql);
  return statement.step() ? statement.int64(0) : 0;
}

std::set<std::uint32_t> SyncHarness::server_uids(const std::string& folder) {
  std::istringstream lines(server_.doveadm({"-f", "tab", "fetch", "-u", user, "uid", "mailbox", folder, "all"}));
  std::set<std::uint32_t> uids;
  for (std::string line; std::getline(lines, line);)
    if (!line.empty() && line[0] >= '0' && line[0] <= '9') uids.insert(static_cast<std::uint32_t>(std::stoul(line)));
  return uids;
}

std::set<std::uint32_t> SyncHarness::accounted_uids(const std::string& folder) const {
  const auto store = open_store();
  crm::AccountRepository accounts(store.database());
  const auto account = accounts.find_by_name("anna");
  if (!account) return {};
  const auto found = accounts.find_folder(account->id, folder);
  if (!found) return {};
  std::set<std::uint32_t> uids;
  for (const auto& [first, last] : crm::without(accounts.accounted_uids(*found), accounts.gone_uids(*found)))
    for (std::uint32_t uid = first; uid <= last; ++uid) uids.insert(uid);
  return uids;
}

void SyncHarness::expect_whole(const std::vector<std::string>& folders, std::int64_t different_mails) {
  for (const auto& folder : folders) EXPECT_EQ(server_uids(folder), accounted_uids(folder)) << folder;
  EXPECT_EQ(messages(), different_mails) << "none lost, none twice";
  expect_verified();
}

void SyncHarness::expect_verified() {
  auto store = crm::Store::open(*crm::DataDirectory::open(data_), crm::Access::read);
  auto vault = crm::Vault::open(crm::DataDirectory::open(data_)->vault_file(), crm::Vault::Access::read);
  ASSERT_TRUE(store && vault);
  const auto report = crm::verify(*store, *vault, crm::Actor::system("test", "verify"));
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_TRUE(report->clean());
  for (const auto& finding : report->findings)
    if (finding.severity == crm::Finding::Severity::error) ADD_FAILURE() << finding.area << ": " << finding.text;
}

}  // namespace tradewind::testing

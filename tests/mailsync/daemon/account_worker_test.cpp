// One account against a real Dovecot, with a sink in memory.
#include "mailsync/daemon/account_worker.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fstream>
#include <limits>
#include <set>

#include "tests/mailsync/sync/memory_sink.hpp"
#include "tests/support/cutting_proxy.hpp"
#include "tests/support/dovecot.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tradewind::mailsync {
namespace {

namespace asio = boost::asio;
using imap::Task;
using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using tradewind::testing::Dovecot;
using tradewind::testing::DovecotOptions;

const std::string user = "anna@example.test";

std::string mail(int number) {
  return "From: buyer@example.org\r\nTo: anna@example.test\r\nSubject: mail " + std::to_string(number) +
         "\r\n\r\nbody\r\n";
}

class AccountWorkerTest : public ::testing::Test {
 protected:
  explicit AccountWorkerTest(DovecotOptions options = {}) : server_(std::move(options)) { write_password("secret"); }
  ~AccountWorkerTest() override { connectors_.join(); }

  void write_password(const std::string& password) {
    std::ofstream(directory_ / "password") << password << '\n';
    chmod((directory_ / "password").c_str(), 0600);
  }
  AccountSettings account() {
    AccountSettings account;
    account.name = "anna";
    account.host = server_.host();
    account.port = server_.port();
    account.security = AccountSecurity::plain;
    account.user = user;
    account.password = SecretSource{SecretSource::Kind::file, (directory_ / "password").native()};
    return account;
  }
  WorkerContext context(bool once) {
    WorkerContext context{io_.get_executor(), connectors_, gate_, sink_, tally_, {}, {}};
    context.once = once;
    context.backoff = {milliseconds(20), milliseconds(20), milliseconds(100)};
    return context;
  }
  // Runs the worker to its end; a test that hangs is ended by stop() after a while, and fails.
  void run(AccountWorker& worker) {
    bool over = false;
    Signal guard(io_.get_executor());
    asio::co_spawn(io_, worker.run(), [&](std::exception_ptr failure) {
      over = true;
      guard.notify();
      if (failure) std::rethrow_exception(failure);
    });
    asio::co_spawn(
        io_,
        [&]() -> Task<void> {
          co_await guard.wait(std::chrono::seconds(30));
          if (over) co_return;
          ADD_FAILURE() << "the worker did not end: " << worker.error();
          worker.abort();
        },
        [](std::exception_ptr) {});
    io_.restart();
    io_.run();
  }

  tradewind::testing::TemporaryDirectory directory_;
  Dovecot server_;
  asio::io_context io_;
  asio::thread_pool connectors_{2};
  Gate gate_{2};
  MemorySink sink_;
  SyncTally tally_;
};

TEST_F(AccountWorkerTest, once_takes_all_chosen_folders_and_reports_well) {
  for (int i = 1; i <= 12; ++i) server_.deliver(user, "INBOX", mail(i));
  server_.deliver(user, "Sent", mail(100));
  server_.deliver(user, "Junk", mail(101));
  server_.deliver(user, "客户/已发送", mail(102));
  AccountWorker worker(context(true), account());
  run(worker);
  EXPECT_EQ(worker.error(), "");
  EXPECT_TRUE(worker.current());
  EXPECT_EQ(sink_.folder("INBOX").uids(false).size(), 12u);
  EXPECT_EQ(sink_.folder("Sent").uids(false).size(), 1u);
  EXPECT_EQ(sink_.folder("Sent").description.role, crm::FolderRole::sent);
  EXPECT_EQ(sink_.folder("客户/已发送").uids(false).size(), 1u);
  EXPECT_THAT(sink_.folder_names, ::testing::UnorderedElementsAre("INBOX", "Sent", "客户/已发送"));
  EXPECT_EQ(sink_.reports.back(), std::pair(std::string("anna"), std::string()));
  EXPECT_EQ(tally_.outstanding, 0u);
}

constexpr EpochSeconds first_date = 1'700'000'000;
constexpr EpochSeconds hour = 3600;

TEST_F(AccountWorkerTest, a_backfill_takes_the_newest_window_first_and_within_it_all_folders_by_date) {
  // By the hour: two mails come in, one goes out. UIDs follow the dates.
  for (int i = 1; i <= 60; ++i) {
    server_.deliver(user, "INBOX", mail(i), "", first_date + (i + (i - 1) / 2) * hour);
    if (i % 2 == 0) server_.deliver(user, "Sent", mail(1000 + i), "", first_date + (i + i / 2) * hour);
  }
  WorkerContext with_small_windows = context(true);
  with_small_windows.sync.backfill_slice = 10;
  AccountWorker worker(std::move(with_small_windows), account());
  run(worker);
  EXPECT_EQ(worker.error(), "");
  EXPECT_EQ(sink_.doubles, 0u);
  ASSERT_EQ(sink_.order.size(), 90u);
  ASSERT_GE(sink_.runs.size(), 3u);
  const auto hour_of = [&](std::size_t place) {
    const auto& [folder, uid] = sink_.order[place];
    return folder == "INBOX" ? uid + (uid - 1) / 2 : 3 * uid;
  };
  std::size_t begin = 0;
  Uid oldest_so_far = std::numeric_limits<Uid>::max();
  for (const std::size_t end : sink_.runs) {
    std::set<Uid> hours;
    std::set<std::string> folders;
    for (std::size_t i = begin; i < end; ++i) {
      hours.insert(hour_of(i));
      folders.insert(sink_.order[i].first);
    }
    ASSERT_FALSE(hours.empty());
    EXPECT_EQ(folders.size(), 2u) << "both folders in one run";
    EXPECT_LT(*hours.rbegin(), oldest_so_far) << "the newer window came first";
    EXPECT_EQ(*hours.rbegin() - *hours.begin() + 1, hours.size()) << "nothing of the time between is left out";
    oldest_so_far = *hours.begin();
    begin = end;
  }
  EXPECT_TRUE(sink_.folder("INBOX").mark.backfilled);
  EXPECT_TRUE(sink_.folder("Sent").mark.backfilled);
  EXPECT_EQ(tally_.outstanding, 0u);
}

class LongBackfill : public AccountWorkerTest {
 protected:
  explicit LongBackfill(DovecotOptions options = {}) : AccountWorkerTest(std::move(options)) {
    for (int i = 1; i <= 60; ++i) server_.deliver(user, "INBOX", mail(i), "", first_date + i * hour);
    for (int i = 1; i <= 40; ++i) server_.deliver(user, "Sent", mail(100 + i), "", first_date + i * hour);
    for (int i = 1; i <= 25; ++i) server_.deliver(user, "Orders", mail(200 + i), "", first_date + i * hour);
  }
  WorkerContext long_context() {
    WorkerContext context = this->context(true);
    context.sync.backfill_slice = 10;
    context.companion_from = 50;
    return context;
  }
  void expect_everything_once() {
    EXPECT_EQ(sink_.doubles, 0u);
    EXPECT_EQ(sink_.folder("INBOX").uids(false).size(), 60u);
    EXPECT_EQ(sink_.folder("Sent").uids(false).size(), 40u);
    EXPECT_EQ(sink_.folder("Orders").uids(false).size(), 25u);
    for (const char* folder : {"INBOX", "Sent", "Orders"}) EXPECT_TRUE(sink_.folder(folder).mark.backfilled) << folder;
    EXPECT_EQ(tally_.outstanding, 0u);
  }
  void expect_new_mail_first(std::uint64_t companion_from) {
    WorkerContext watchful = long_context();
    watchful.companion_from = companion_from;
    watchful.new_mail_interval = milliseconds(0);
    AccountWorker worker(std::move(watchful), account());
    sink_.after_take = [&] {
      server_.deliver(user, "INBOX", mail(300));
      sink_.after_take = {};
    };
    run(worker);
    ASSERT_EQ(sink_.order.size(), 126u);
    const auto fresh = std::find(sink_.order.begin(), sink_.order.end(), std::pair<std::string, Uid>("INBOX", 61));
    EXPECT_LT(fresh - sink_.order.begin(), 50) << "after the first window, before the others";
    EXPECT_EQ(sink_.doubles, 0u);
  }
  [[nodiscard]] std::size_t logins() const {
    const std::string log = server_.log();
    std::size_t count = 0;
    for (std::size_t at = 0; (at = log.find("Login: user=", at)) != std::string::npos; ++at) ++count;
    return count;
  }
};

TEST_F(LongBackfill, keeps_the_first_folder_open_beside_the_others) {
  AccountWorker worker(long_context(), account());
  run(worker);
  EXPECT_EQ(worker.error(), "");
  expect_everything_once();
  EXPECT_EQ(logins(), 2u);
}

TEST_F(LongBackfill, takes_one_connection_when_little_is_left) {
  WorkerContext context = long_context();
  context.companion_from = 1000;
  AccountWorker worker(std::move(context), account());
  run(worker);
  expect_everything_once();
  EXPECT_EQ(logins(), 1u);
}

TEST_F(LongBackfill, goes_on_over_the_first_connection_when_the_second_is_lost) {
  tradewind::testing::CuttingProxy proxy(server_.port(), {std::numeric_limits<std::size_t>::max(), 4'000});
  AccountSettings through_proxy = account();
  through_proxy.port = proxy.port();
  AccountWorker worker(long_context(), through_proxy);
  run(worker);
  EXPECT_EQ(worker.error(), "");
  expect_everything_once();
  EXPECT_EQ(proxy.cut(), 1u);
  EXPECT_EQ(logins(), 2u) << "the first one was not lost";
}

class OneConnectionAUser : public LongBackfill {
 protected:
  OneConnectionAUser() : LongBackfill(only_one()) {}
  static DovecotOptions only_one() {
    DovecotOptions options;
    options.connections_per_user = 1;
    return options;
  }
};

TEST_F(OneConnectionAUser, is_enough_for_a_long_backfill) {
  AccountWorker worker(long_context(), account());
  run(worker);
  EXPECT_EQ(worker.error(), "");
  expect_everything_once();
  EXPECT_THAT(server_.log(), HasSubstr("Maximum number of connections"));
}

TEST_F(LongBackfill, new_mail_is_taken_before_it_goes_on) { expect_new_mail_first(1000); }

TEST_F(LongBackfill, new_mail_is_taken_before_it_goes_on_with_the_first_folder_open) { expect_new_mail_first(50); }

TEST_F(AccountWorkerTest, a_refused_login_is_reported_and_tried_again_until_it_is_put_right) {
  server_.deliver(user, "INBOX", mail(1));
  write_password("wrong");
  AccountWorker worker(context(false), account());
  int refusals = 0;
  sink_.after_report = [&] {
    if (!sink_.reports.back().second.empty() && ++refusals == 1) write_password("secret");
    if (sink_.reports.back().second.empty()) worker.stop();
  };
  run(worker);
  ASSERT_GE(sink_.reports.size(), 2u);
  EXPECT_THAT(sink_.reports.front().second, ::testing::Not(HasSubstr("wrong")));
  EXPECT_EQ(sink_.reports.back().second, "");
  EXPECT_EQ(sink_.folder("INBOX").uids(false).size(), 1u);
}

TEST_F(AccountWorkerTest, what_is_put_right_while_a_failure_is_reported_is_tried_at_once) {
  server_.deliver(user, "INBOX", mail(1));
  write_password("wrong");
  WorkerContext patient = context(false);
  patient.backoff = {std::chrono::hours(1), std::chrono::hours(1), std::chrono::hours(1)};
  AccountWorker worker(std::move(patient), account());
  sink_.after_report = [&] {
    if (sink_.reports.back().second.empty()) return worker.stop();
    write_password("secret");
    worker.retry();
  };
  run(worker);
  EXPECT_EQ(sink_.reports.size(), 2u);
  EXPECT_EQ(sink_.folder("INBOX").uids(false).size(), 1u);
}

TEST_F(AccountWorkerTest, once_gives_up_on_a_refused_login) {
  write_password("wrong");
  AccountWorker worker(context(true), account());
  run(worker);
  EXPECT_NE(worker.error(), "");
  EXPECT_FALSE(worker.current());
}

TEST_F(AccountWorkerTest, new_mail_is_taken_while_it_waits) {
  server_.deliver(user, "INBOX", mail(1));
  AccountWorker worker(context(false), account());
  sink_.after_report = [&] {
    server_.deliver(user, "INBOX", mail(2));
    sink_.after_report = {};
  };
  sink_.after_take = [&] {
    if (sink_.order.size() == 2) worker.stop();
  };
  run(worker);
  EXPECT_EQ(sink_.folder("INBOX").uids(false), (UidSet{1, 2}));
}

TEST_F(AccountWorkerTest, other_folders_are_polled) {
  auto fast = context(false);
  fast.sync.poll = std::chrono::seconds(1);
  AccountWorker worker(fast, account());
  sink_.after_report = [&] {
    server_.deliver(user, "Sent", mail(2));
    sink_.after_report = {};
  };
  sink_.after_take = [&] { worker.stop(); };
  run(worker);
  EXPECT_EQ(sink_.folder("Sent").uids(false), (UidSet{1}));
}

TEST_F(AccountWorkerTest, folders_made_later_are_found) {
  auto fast = context(false);
  fast.sync.poll = std::chrono::seconds(1);
  AccountWorker worker(fast, account());
  sink_.after_report = [&] {
    server_.deliver(user, "Customers/New", mail(2));
    sink_.after_report = {};
  };
  sink_.after_take = [&] { worker.stop(); };
  run(worker);
  EXPECT_EQ(sink_.folder("Customers/New").uids(false), (UidSet{1}));
}

TEST_F(AccountWorkerTest, comes_back_after_the_server_was_killed_and_restarted) {
  for (int i = 1; i <= 5; ++i) server_.deliver(user, "INBOX", mail(i));
  AccountWorker worker(context(false), account());
  bool restarted = false;
  sink_.after_report = [&] {
    if (sink_.reports.back().second.empty() && !restarted) {
      restarted = true;
      server_.kill();
      server_.start();
      server_.deliver(user, "INBOX", mail(6));
    }
  };
  sink_.after_take = [&] {
    if (sink_.order.size() == 6) worker.stop();
  };
  run(worker);
  EXPECT_EQ(sink_.folder("INBOX").uids(false).size(), 6u);
  EXPECT_EQ(sink_.doubles, 0u);
}

TEST_F(AccountWorkerTest, stop_while_waiting_ends_at_once) {
  AccountWorker worker(context(false), account());
  sink_.after_report = [&] { asio::post(io_, [&] { worker.stop(); }); };
  const auto start = std::chrono::steady_clock::now();
  run(worker);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST_F(AccountWorkerTest, nothing_chosen_is_said) {
  auto none = account();
  none.folders = {"Nothing like it"};
  AccountWorker worker(context(true), none);
  run(worker);
  EXPECT_THAT(worker.error(), HasSubstr("no folder is chosen"));
}

class MasterUserTest : public AccountWorkerTest {
 protected:
  MasterUserTest() : AccountWorkerTest(with_master()) {}
  static DovecotOptions with_master() {
    DovecotOptions options;
    options.users = {{user, "unknown to us"}};
    options.master_user = {"archive", "secret"};
    return options;
  }
};

TEST_F(MasterUserTest, logs_in_as_the_master_and_acts_for_the_user) {
  server_.deliver(user, "INBOX", mail(1));
  auto by_master = account();
  by_master.master_user = "archive";
  AccountWorker worker(context(true), by_master);
  run(worker);
  EXPECT_EQ(worker.error(), "");
  EXPECT_EQ(sink_.folder("INBOX").uids(false), (UidSet{1}));
}

}  // namespace
}  // namespace tradewind::mailsync

#include "mailsync/daemon/account_worker.hpp"

#include "tests/mailsync/daemon/account_worker_fixture.hpp"

namespace tradewind::mailsync {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using tradewind::testing::DovecotOptions;

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
  sink_.after_report = [&] { boost::asio::post(io_, [&] { worker.stop(); }); };
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

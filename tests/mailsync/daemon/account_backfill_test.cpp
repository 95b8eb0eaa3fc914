// Old mail over one account's folders, against a real Dovecot.
#include <limits>
#include <set>

#include "tests/mailsync/daemon/account_worker_fixture.hpp"
#include "tests/support/cutting_proxy.hpp"

namespace tradewind::mailsync {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;
using tradewind::testing::DovecotOptions;

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

}  // namespace
}  // namespace tradewind::mailsync

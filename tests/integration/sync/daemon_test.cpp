// crm-mailsyncd as a process, against a real Dovecot: what the parts' own tests cannot show.
#include <gmock/gmock.h>
#include <sys/resource.h>

#include <cstdlib>
#include <random>

#include "tests/integration/sync/sync_harness.hpp"

namespace tradewind::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::HasSubstr;

using SyncDaemon = SyncHarness;

TEST_F(SyncDaemon, once_takes_all_folders_and_says_so) {
  deliver(30);
  deliver(5, "Sent");
  deliver(4, "客户/报价");
  deliver(3, "Junk");
  EXPECT_EQ(sync_once(), 0) << log();
  expect_whole({"INBOX", "Sent", "客户/报价"}, 39);
  EXPECT_EQ(number("SELECT count(*) FROM account WHERE state = 'current'"), 1);
  EXPECT_THAT(log(), HasSubstr("39 messages fetched, 39 filed"));
  EXPECT_EQ(sync_once(), 0) << "a second time";
  EXPECT_THAT(log(), HasSubstr("0 messages fetched, 0 filed"));
}

TEST_F(SyncDaemon, copies_and_moves_are_one_message_with_its_deliveries) {
  deliver(3);
  ASSERT_EQ(sync_once(), 0) << log();
  server_.doveadm({"copy", "-u", user, "Sent", "mailbox", "INBOX", "uid", "1"});
  server_.doveadm({"move", "-u", user, "Sent", "mailbox", "INBOX", "uid", "2"});
  ASSERT_EQ(sync_once(), 0) << log();
  expect_whole({"INBOX", "Sent"}, 3);
  EXPECT_EQ(number("SELECT count(*) FROM delivery"), 5);
  EXPECT_EQ(number("SELECT count(*) FROM delivery WHERE gone_at IS NOT NULL"), 1);
}

TEST_F(SyncDaemon, another_uidvalidity_doubles_nothing) {
  deliver(20);
  ASSERT_EQ(sync_once(), 0) << log();
  const auto validity = number("SELECT uid_validity FROM folder WHERE name = 'INBOX'");
  server_.doveadm({"mailbox", "update", "-u", user, "--uid-validity", std::to_string(validity + 7), "INBOX"});
  ASSERT_EQ(sync_once(), 0) << log();
  expect_whole({"INBOX"}, 20);
}

TEST_F(SyncDaemon, mailbox_emptied_and_refilled) {
  deliver(20);
  ASSERT_EQ(sync_once(), 0) << log();
  server_.doveadm({"expunge", "-u", user, "mailbox", "INBOX", "all"});
  ASSERT_EQ(sync_once(), 0) << log();
  expect_whole({"INBOX"}, 20);
  deliver(10);
  ASSERT_EQ(sync_once(), 0) << log();
  expect_whole({"INBOX"}, 30);
}

TEST_F(SyncDaemon, runs_on_and_takes_new_mail_at_once) {
  deliver(5);
  const auto daemon = start_daemon();
  await(*daemon, [&] { return messages() == 5; });
  deliver(2);
  await(*daemon, [&] { return messages() == 7; });
  daemon->signal(SIGTERM);
  ASSERT_TRUE(daemon->ended_within(seconds(10)));
  EXPECT_EQ(daemon->status(), 0);
  expect_whole({"INBOX"}, 7);
}

TEST_F(SyncDaemon, sigterm_in_the_middle_keeps_what_was_fetched_and_loses_nothing) {
  deliver(300, "INBOX", 20'000);
  configure("backfill_slice = 50");
  const auto daemon = start_daemon();
  await(*daemon, [&] { return messages() > 0; });
  daemon->signal(SIGTERM);
  ASSERT_TRUE(daemon->ended_within(seconds(10))) << log();
  EXPECT_EQ(daemon->status(), 0) << log();
  ASSERT_EQ(sync_once(), 0) << log();
  expect_whole({"INBOX"}, 300);
}

TEST_F(SyncDaemon, a_second_daemon_is_refused) {
  deliver(1);
  const auto daemon = start_daemon();
  await(*daemon, [&] { return messages() == 1; });
  const auto second = start_daemon();
  ASSERT_TRUE(second->ended_within(seconds(20)));
  EXPECT_EQ(second->status(), 75) << log();
  EXPECT_TRUE(daemon->running());
}

TEST_F(SyncDaemon, sighup_adds_and_removes_accounts_and_a_mistake_changes_nothing) {
  deliver(2);
  const auto daemon = start_daemon();
  await(*daemon, [&] { return number("SELECT count(*) FROM account WHERE state = 'current'") == 1; });
  configure("poll_seconds = \"often\"");
  daemon->signal(SIGHUP);
  await(*daemon, [&] { return log().find("the configuration stays as it was") != std::string::npos; });
  configure("", account_block("again", user));
  daemon->signal(SIGHUP);
  await(*daemon, [&] { return number("SELECT count(*) FROM account WHERE state = 'current'") == 2; });
  configure();
  daemon->signal(SIGHUP);
  await(*daemon, [&] { return number("SELECT count(*) FROM account WHERE state = 'disabled'") == 1; });
  deliver(1);
  await(*daemon, [&] { return messages() == 3; });
}

TEST_F(SyncDaemon, one_account_that_fails_touches_no_other_and_status_tells) {
  deliver(3);
  configure("", account_block("nobody", "nobody@example.test"));
  EXPECT_EQ(sync_once(), 1);
  expect_whole({"INBOX"}, 3);
  EXPECT_EQ(number("SELECT count(*) FROM account WHERE name = 'anna' AND state = 'current'"), 1);
  EXPECT_EQ(number("SELECT count(*) FROM account WHERE name = 'nobody' AND state = 'failing'"), 1);
  EXPECT_THAT(log(), ::testing::Not(HasSubstr("secret")));
}

TEST_F(SyncDaemon, server_killed_and_restarted_in_the_middle) {
  deliver(200, "INBOX", 50'000);
  configure("backfill_slice = 20");
  const auto daemon = start_daemon();
  await(*daemon, [&] { return messages() > 0; });
  server_.kill();
  server_.start();
  await(*daemon, [&] { return messages() == 200; });
  daemon->signal(SIGTERM);
  ASSERT_TRUE(daemon->ended_within(seconds(10)));
  expect_whole({"INBOX"}, 200);
}

// A limit on file sizes stands in for a full disk: writing fails in the same way, and room can be made from outside.
TEST_F(SyncDaemon, a_full_disk_is_waited_for) {
  deliver(400, "INBOX", 20'000);
  const auto daemon = start_daemon();
  const rlimit full{600'000, RLIM_INFINITY};
  ASSERT_EQ(prlimit(daemon->id(), RLIMIT_FSIZE, &full, nullptr), 0);
  await(*daemon, [&] { return log().find("filing stands still") != std::string::npos; });
  EXPECT_TRUE(daemon->running());
  const rlimit room{RLIM_INFINITY, RLIM_INFINITY};
  ASSERT_EQ(prlimit(daemon->id(), RLIMIT_FSIZE, &room, nullptr), 0);
  await(*daemon, [&] { return messages() == 400; });
  daemon->signal(SIGTERM);
  ASSERT_TRUE(daemon->ended_within(seconds(10)));
  expect_whole({"INBOX"}, 400);
}

// TRADEWIND_KILLS sets how often; the long run of the whole suite takes 200.
TEST_F(SyncDaemon, killed_at_random_moments_loses_nothing_and_doubles_nothing) {
  const char* wanted = std::getenv("TRADEWIND_KILLS");
  const int kills = wanted != nullptr ? std::atoi(wanted) : 25;
  std::mt19937 random(20261123);
  configure("backfill_slice = 10");
  deliver(100);
  for (int i = 0; i < kills; ++i) {
    deliver(15, i % 3 == 0 ? "Sent" : "INBOX");
    if (i % 4 == 1) server_.doveadm({"flags", "add", "-u", user, "\\Seen", "mailbox", "INBOX", "all"});
    if (i % 5 == 2) server_.doveadm({"copy", "-u", user, "Sent", "mailbox", "INBOX", "uid", std::to_string(i + 1)});
    const auto daemon = start_daemon();
    // Most of the work of a start lies in its first moments; some kills come before it begins, some after it is done.
    const milliseconds life(std::uniform_int_distribution<int>(1, 700)(random));
    ASSERT_FALSE(daemon->ended_within(life)) << "it ended by itself: " << log();
    daemon->signal(SIGKILL);
    ASSERT_TRUE(daemon->ended_within(seconds(20)));
  }
  ASSERT_EQ(sync_once(), 0) << log();
  expect_whole({"INBOX", "Sent"}, delivered_);
}

}  // namespace
}  // namespace tradewind::testing

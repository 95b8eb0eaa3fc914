// One mailbox against a real Dovecot, with a sink in memory.
#include "mailsync/sync/mailbox_sync.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <exception>

#include "tests/mailsync/sync/memory_sink.hpp"
#include "tests/support/dovecot.hpp"

namespace tradewind::mailsync {
namespace {

namespace asio = boost::asio;
using imap::Task;
using tradewind::testing::Dovecot;
using tradewind::testing::DovecotOptions;

const std::string user = "anna@example.test";

std::string mail(int number, std::size_t body_bytes = 200) {
  return "From: buyer@example.org\r\nTo: anna@example.test\r\nSubject: mail " + std::to_string(number) +
         "\r\nMessage-ID: <" + std::to_string(number) + "@example.org>\r\n\r\n" +
         std::string(body_bytes, static_cast<char>('a' + number % 26)) + "\r\n";
}

#define CO_REQUIRE(result)                     \
  if (!(result)) {                             \
    ADD_FAILURE() << (result).error().message; \
    co_return;                                 \
  }

class MailboxSyncTest : public ::testing::Test {
 protected:
  explicit MailboxSyncTest(DovecotOptions options = {}) : server_(std::move(options)) {}
  ~MailboxSyncTest() override { connectors_.join(); }

  void deliver(int first, int last, const std::string& folder = "INBOX") {
    for (int number = first; number <= last; ++number) server_.deliver(user, folder, mail(number));
  }

  template <class Body>
  void run(Body body) {
    std::exception_ptr thrown;
    asio::co_spawn(io_, std::move(body), [&](std::exception_ptr error) { thrown = error; });
    io_.restart();
    io_.run();
    if (thrown) std::rethrow_exception(thrown);
  }

  // A connection of its own for `act(session)`.
  template <class Act>
  void with_session(Act act) {
    run([&]() -> Task<void> {
      imap::Session session(io_.get_executor(), {});
      imap::Endpoint endpoint;
      endpoint.host = server_.host();
      endpoint.port = server_.port();
      endpoint.security = imap::Security::plain;
      imap::Credentials credentials;
      credentials.user = user;
      credentials.password = "secret";
      const auto opened = co_await session.open(endpoint, credentials, connectors_);
      CO_REQUIRE(opened);
      co_await act(session);
      co_await session.logout();
    });
  }

  MailboxSync make(const std::string& folder = "INBOX", MailboxOptions options = {}) {
    return MailboxSync(sink_, tally_, {"anna", folder, crm::FolderRole::inbox}, folder, options);
  }

  // Looks until nothing is left.
  Task<void> complete(MailboxSync& sync, imap::Session& session) {
    for (int looks = 0; looks < 1000; ++looks) {
      const auto report = co_await sync.look(session);
      CO_REQUIRE(report);
      if (report->complete()) co_return;
    }
    ADD_FAILURE() << "never complete";
  }
  void sync_once(const std::string& folder = "INBOX", MailboxOptions options = {}) {
    with_session([&](imap::Session& session) -> Task<void> {
      const auto listed = co_await session.list_folders();
      CO_REQUIRE(listed);
      for (const auto& each : *listed) {
        if (each.name != folder) continue;
        MailboxSync sync(sink_, tally_, {"anna", each.name, each.role}, each.wire_name, options);
        co_await complete(sync, session);
        co_return;
      }
      ADD_FAILURE() << "no folder " << folder;
    });
  }
  Dovecot server_;
  asio::io_context io_;
  asio::thread_pool connectors_{1};
  MemorySink sink_;
  SyncTally tally_;
};

TEST_F(MailboxSyncTest, backfill_takes_everything_once_and_newest_first) {
  deliver(1, 25);
  sync_once("INBOX", {.slice_count = 10});
  auto& inbox = sink_.folder("INBOX");
  EXPECT_EQ(inbox.uids(false), UidSet::range(1, 25));
  EXPECT_EQ(sink_.doubles, 0u);
  ASSERT_EQ(sink_.order.size(), 25u);
  for (int i = 0; i < 10; ++i)
    EXPECT_GT(sink_.order[static_cast<std::size_t>(i)].second, 15u) << "the newest slice first";
  EXPECT_EQ(inbox.copies.begin()->second.bytes, mail(1)) << "byte for byte";
  EXPECT_TRUE(inbox.mark.backfilled);
  EXPECT_EQ(inbox.mark.server_count, 25);
  EXPECT_EQ(inbox.mark.uid_next, 26u);
  EXPECT_GT(inbox.mark.highest_modseq, 0u);
  EXPECT_EQ(tally_.outstanding, 0u);
  EXPECT_EQ(tally_.taken, 25u);
}

TEST_F(MailboxSyncTest, a_look_ends_after_its_slices_and_the_next_goes_on) {
  deliver(1, 25);
  with_session([&](imap::Session& session) -> Task<void> {
    auto sync = make("INBOX", {.slice_count = 5, .slices_per_look = 2});
    auto report = co_await sync.look(session);
    CO_REQUIRE(report);
    EXPECT_EQ(report->left, 15u);
    EXPECT_FALSE(sink_.folder("INBOX").mark.backfilled);
    co_await complete(sync, session);
  });
  EXPECT_EQ(sink_.folder("INBOX").uids(false), UidSet::range(1, 25));
  EXPECT_EQ(sink_.doubles, 0u);
}

TEST_F(MailboxSyncTest, slices_are_bounded_by_bytes_too) {
  for (int number = 1; number <= 6; ++number) server_.deliver(user, "INBOX", mail(number, 100'000));
  with_session([&](imap::Session& session) -> Task<void> {
    auto sync = make("INBOX", {.slice_bytes = 250'000, .slices_per_look = 1});
    auto report = co_await sync.look(session);
    CO_REQUIRE(report);
    EXPECT_EQ(report->left, 4u);
  });
}

TEST_F(MailboxSyncTest, resumes_after_being_killed_in_the_middle) {
  deliver(1, 40);
  for (int kill_after : {3, 11, 17}) {
    int taken = 0;
    sink_.after_take = [&] {
      if (++taken == kill_after) throw std::runtime_error("killed");
    };
    EXPECT_THROW(sync_once("INBOX", {.slice_count = 5, .slices_per_look = 1}), std::runtime_error);
    sink_.crash();
  }
  sink_.after_take = {};
  sync_once();
  EXPECT_EQ(sink_.folder("INBOX").uids(false), UidSet::range(1, 40));
  EXPECT_EQ(sink_.doubles, 0u) << "nothing that was durable is fetched again";
}

TEST_F(MailboxSyncTest, mail_that_comes_during_a_backfill_is_taken_before_older_mail) {
  deliver(1, 20);
  int taken = 0;
  sink_.after_take = [&] {
    if (++taken == 5) deliver(21, 21);
  };
  sync_once("INBOX", {.slice_count = 5, .slices_per_look = 10});
  ASSERT_EQ(sink_.order.size(), 21u);
  EXPECT_EQ(sink_.folder("INBOX").uids(false), UidSet::range(1, 21));
  for (std::size_t i = 0; i < 10; ++i)
    if (sink_.order[i].second == 21) return;
  ADD_FAILURE() << "the new mail waited for the backfill";
}

TEST_F(MailboxSyncTest, expunged_mail_stays_and_is_marked_gone) {
  deliver(1, 5);
  sync_once();
  server_.doveadm({"expunge", "-u", user, "mailbox", "INBOX", "uid", "2,4"});
  sync_once();
  auto& inbox = sink_.folder("INBOX");
  EXPECT_EQ(inbox.uids(false), (UidSet{1, 3, 5}));
  EXPECT_EQ(inbox.uids(true), UidSet::range(1, 5));
  EXPECT_EQ(sink_.order.size(), 5u) << "nothing is fetched twice";
}

TEST_F(MailboxSyncTest, flags_are_followed) {
  deliver(1, 3);
  sync_once();
  server_.doveadm({"flags", "add", "-u", user, "\\Seen \\Answered", "mailbox", "INBOX", "uid", "2"});
  sync_once();
  const auto& copies = sink_.folder("INBOX").copies;
  const auto validity = sink_.folder("INBOX").mark.uid_validity;
  EXPECT_EQ(copies.at({validity, 1}).flags, 0u) << "nothing was marked read by us";
  EXPECT_EQ(copies.at({validity, 2}).flags, unsigned{crm::flag_seen | crm::flag_answered});
}

TEST_F(MailboxSyncTest, move_and_copy_show_up_in_both_folders) {
  deliver(1, 3);
  server_.make_folder(user, "客户/报价");
  sync_once();
  sync_once("客户/报价");
  server_.doveadm({"move", "-u", user, "客户/报价", "mailbox", "INBOX", "uid", "1"});
  server_.doveadm({"copy", "-u", user, "客户/报价", "mailbox", "INBOX", "uid", "2"});
  sync_once();
  sync_once("客户/报价");
  EXPECT_EQ(sink_.folder("INBOX").uids(false), (UidSet{2, 3}));
  auto& target = sink_.folder("客户/报价");
  ASSERT_EQ(target.uids(false).size(), 2u);
  EXPECT_EQ(target.copies.begin()->second.bytes, mail(1));
}

TEST_F(MailboxSyncTest, another_uidvalidity_rescans_and_marks_the_old_gone_only_at_the_end) {
  deliver(1, 10);
  sync_once();
  const auto before = sink_.folder("INBOX").mark.uid_validity;
  server_.doveadm({"mailbox", "update", "-u", user, "--uid-validity", std::to_string(before + 5), "INBOX"});
  with_session([&](imap::Session& session) -> Task<void> {
    auto sync = make("INBOX", {.slice_count = 4, .slices_per_look = 1});
    auto report = co_await sync.look(session);
    CO_REQUIRE(report);
    EXPECT_EQ(report->left, 6u);
    EXPECT_FALSE(sink_.folder("INBOX").copies.at({before, 1}).gone) << "not while the rescan runs";
    co_await complete(sync, session);
  });
  auto& inbox = sink_.folder("INBOX");
  EXPECT_EQ(inbox.mark.uid_validity, before + 5);
  EXPECT_EQ(inbox.uids(false), UidSet::range(1, 10));
  EXPECT_TRUE(inbox.copies.at({before, 1}).gone);
}

TEST_F(MailboxSyncTest, emptied_and_refilled) {
  deliver(1, 10);
  sync_once();
  server_.doveadm({"expunge", "-u", user, "mailbox", "INBOX", "all"});
  sync_once();
  EXPECT_TRUE(sink_.folder("INBOX").uids(false).empty());
  EXPECT_EQ(sink_.folder("INBOX").mark.server_count, 0);
  deliver(11, 15);
  sync_once();
  EXPECT_EQ(sink_.folder("INBOX").uids(false).size(), 5u);
  EXPECT_EQ(sink_.folder("INBOX").uids(true).size(), 15u);
}

TEST_F(MailboxSyncTest, too_big_mail_is_taken_as_a_stub) {
  deliver(1, 1);
  server_.deliver(user, "INBOX", mail(2, 200'000));
  sync_once("INBOX", {.size_limit_bytes = 100'000});
  auto& inbox = sink_.folder("INBOX");
  const auto& stub = inbox.copies.at({inbox.mark.uid_validity, 2});
  EXPECT_TRUE(stub.stub);
  EXPECT_GT(stub.server_size, 200'000u);
  EXPECT_LT(stub.bytes.size(), 1000u);
  EXPECT_THAT(stub.bytes, ::testing::HasSubstr("Subject: mail 2"));
  EXPECT_EQ(inbox.uids(false), (UidSet{1, 2}));
}

TEST_F(MailboxSyncTest, drafts_in_a_folder_of_all_mail_are_passed_over) {
  deliver(1, 1);
  server_.deliver(user, "INBOX", mail(2), "D");
  with_session([&](imap::Session& session) -> Task<void> {
    MailboxSync sync(sink_, tally_, {"anna", "INBOX", crm::FolderRole::all}, "INBOX", {});
    co_await complete(sync, session);
  });
  EXPECT_EQ(sink_.order.size(), 1u);
  EXPECT_EQ(sink_.folder("INBOX").uids(false).size(), 2u) << "accounted for, with the reason";
  EXPECT_EQ(tally_.skipped, 1u);
}

TEST_F(MailboxSyncTest, a_server_killed_in_the_middle_of_a_fetch_costs_nothing_but_the_connection) {
  for (int number = 1; number <= 40; ++number) server_.deliver(user, "INBOX", mail(number, 1'000'000));
  int taken = 0;
  sink_.after_take = [&] {
    if (++taken == 7) server_.kill();
  };
  with_session([&](imap::Session& session) -> Task<void> {
    auto sync = make();
    const auto report = co_await sync.look(session);
    EXPECT_FALSE(report);
    EXPECT_FALSE(session.usable());
    EXPECT_FALSE(sync.sink_failed());
  });
  sink_.after_take = {};
  server_.start();
  sync_once();
  EXPECT_EQ(sink_.folder("INBOX").uids(false), UidSet::range(1, 40));
  EXPECT_EQ(sink_.doubles, 0u);
}

TEST_F(MailboxSyncTest, the_same_object_goes_on_over_a_new_session) {
  for (int number = 1; number <= 20; ++number) server_.deliver(user, "INBOX", mail(number, 1'000'000));
  auto sync = make();
  int taken = 0;
  sink_.after_take = [&] {
    if (++taken == 7) server_.kill();
  };
  with_session([&](imap::Session& session) -> Task<void> { EXPECT_FALSE(co_await sync.look(session)); });
  sink_.after_take = {};
  server_.start();
  with_session([&](imap::Session& session) -> Task<void> { co_await complete(sync, session); });
  EXPECT_EQ(sink_.order.size(), 20u);
  EXPECT_EQ(sink_.doubles, 0u);
}

TEST_F(MailboxSyncTest, a_failing_sink_is_told_apart_and_the_folder_read_anew) {
  deliver(1, 3);
  with_session([&](imap::Session& session) -> Task<void> {
    auto sync = make();
    sink_.fail_takes = Error{Fault::io, "disk full", ""};
    const auto report = co_await sync.look(session);
    EXPECT_FALSE(report);
    EXPECT_TRUE(sync.sink_failed());
  });
  sink_.fail_takes.reset();
  sync_once();
  EXPECT_EQ(sink_.folder("INBOX").uids(false), UidSet::range(1, 3));
}

TEST_F(MailboxSyncTest, stop_ends_after_the_message_in_hand_and_settles_it) {
  deliver(1, 30);
  with_session([&](imap::Session& session) -> Task<void> {
    auto sync = make();
    int taken = 0;
    sink_.after_take = [&] {
      if (++taken == 4) sync.stop();
    };
    const auto report = co_await sync.look(session);
    CO_REQUIRE(report);
    EXPECT_FALSE(report->complete());
  });
  sink_.after_take = {};
  sink_.crash();
  EXPECT_EQ(sink_.folder("INBOX").uids(false).size(), 4u) << "durable";
  sync_once();
  EXPECT_EQ(sink_.order.size(), 30u);
}

TEST_F(MailboxSyncTest, poll_looks_only_when_counters_moved) {
  deliver(1, 3);
  with_session([&](imap::Session& session) -> Task<void> {
    auto sync = make();
    co_await complete(sync, session);
    // STATUS is asked of a folder that is not the open one (RFC 9051 section 6.3.11).
    const auto other = co_await session.examine("Sent");
    CO_REQUIRE(other);
    auto idle = co_await sync.poll(session);
    CO_REQUIRE(idle);
    EXPECT_FALSE(idle->opened);
    deliver(4, 5);
    auto moved = co_await sync.poll(session);
    CO_REQUIRE(moved);
    EXPECT_TRUE(moved->opened);
  });
  EXPECT_EQ(sink_.folder("INBOX").uids(false), UidSet::range(1, 5));
}

TEST_F(MailboxSyncTest, follow_takes_what_idle_announced) {
  deliver(1, 3);
  with_session([&](imap::Session& session) -> Task<void> {
    auto sync = make();
    co_await complete(sync, session);
    deliver(4, 4);
    server_.doveadm({"flags", "add", "-u", user, "\\Flagged", "mailbox", "INBOX", "uid", "1"});
    server_.doveadm({"expunge", "-u", user, "mailbox", "INBOX", "uid", "2"});
    for (int waits = 0; waits < 20 && sink_.folder("INBOX").uids(false) != UidSet{1, 3, 4}; ++waits) {
      const auto woken = co_await session.idle(imap::Milliseconds(5000));
      CO_REQUIRE(woken);
      const auto followed = co_await sync.follow(session);
      CO_REQUIRE(followed);
    }
  });
  auto& inbox = sink_.folder("INBOX");
  EXPECT_EQ(inbox.uids(false), (UidSet{1, 3, 4}));
  EXPECT_EQ(inbox.copies.at({inbox.mark.uid_validity, 1}).flags, unsigned{crm::flag_flagged});
}

// The same server without extensions: plain UID arithmetic must come to the same end.
class OldServerTest : public MailboxSyncTest {
 protected:
  OldServerTest() : MailboxSyncTest(old()) {}
  static DovecotOptions old() {
    DovecotOptions options;
    options.capabilities = "IMAP4rev1 LITERAL+";
    return options;
  }
};

TEST_F(OldServerTest, new_gone_and_changed_mail_is_found_without_condstore) {
  deliver(1, 5);
  sync_once();
  EXPECT_EQ(sink_.folder("INBOX").mark.highest_modseq, 0u);
  server_.doveadm({"expunge", "-u", user, "mailbox", "INBOX", "uid", "2"});
  server_.doveadm({"flags", "add", "-u", user, "\\Seen", "mailbox", "INBOX", "uid", "3"});
  deliver(6, 7);
  sync_once();
  auto& inbox = sink_.folder("INBOX");
  EXPECT_EQ(inbox.uids(false), (UidSet{1, 3, 4, 5, 6, 7}));
  EXPECT_EQ(inbox.copies.at({inbox.mark.uid_validity, 3}).flags, unsigned{crm::flag_seen});
  EXPECT_EQ(sink_.doubles, 0u);
}

}  // namespace
}  // namespace tradewind::mailsync

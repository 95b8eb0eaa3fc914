// Scripted dialogues: servers as they should be, as they are, and as an enemy would have them.
#include <boost/asio/steady_timer.hpp>

#include "mailsync/imap/dialogue.hpp"
#include "mailsync/imap/response.hpp"
#include "tests/mailsync/imap/scripted_session.hpp"

namespace tradewind::mailsync::imap {
namespace {

namespace asio = boost::asio;

TEST_F(Scripted, IntroducesItselfAndEnablesExtensionsBeforeExamine) {
  Session session(runner_.io().get_executor(), [] {
    SessionOptions options = quick();
    options.client_version = "1.2";
    return options;
  }());
  runner_.run([&]() -> Task<void> {
    std::deque<Step> steps;
    steps.push_back({"T1 CAPABILITY", "* CAPABILITY IMAP4rev1 ID ENABLE CONDSTORE QRESYNC UTF8=ACCEPT\r\nT1 OK\r\n"});
    steps.push_back(
        {"T2 ID (\"name\" \"Tradewind\" \"version\" \"1.2\" \"vendor\" \"Tradewind\")", "* ID NIL\r\nT2 OK\r\n"});
    steps.push_back({"T3 ENABLE QRESYNC UTF8=ACCEPT", "* ENABLED QRESYNC UTF8=ACCEPT\r\nT3 OK\r\n"});
    steps.push_back({"T4 EXAMINE \"已发送\" (CONDSTORE)",
                     "* 172 EXISTS\r\n* OK [UIDVALIDITY 3857529045] x\r\n* OK [UIDNEXT 4392] x\r\n"
                     "* OK [HIGHESTMODSEQ 715194045007]\r\nT4 OK [READ-ONLY] done\r\n"});
    const auto started =
        co_await session.start(std::make_unique<ScriptedTransport>(runner_.io().get_executor(), std::move(steps)));
    CO_REQUIRE(started);
    EXPECT_TRUE(session.qresync());
    const auto examined = co_await session.examine("已发送");
    CO_REQUIRE(examined);
    EXPECT_EQ(examined->state.exists, 172U);
    EXPECT_EQ(examined->state.uid_validity, 3857529045U);
    EXPECT_EQ(examined->state.uid_next, 4392U);
    EXPECT_EQ(examined->state.highest_modseq, 715194045007U);
  });
}

TEST_F(Scripted, ListsByRoleAndLeavesOthersFoldersOut) {
  converse("NAMESPACE SPECIAL-USE LIST-EXTENDED",
           {{"T2 NAMESPACE", "* NAMESPACE ((\"\" \"/\")) ((\"~\" \"/\")) ((\"Public/\" \"/\"))\r\nT2 OK\r\n"},
            {"T3 LIST \"\" \"*\" RETURN (SPECIAL-USE)",
             "* LIST () \"/\" inbox\r\n* LIST (\\Sent) \"/\" \"&XfJT0ZAB-\"\r\n* LIST (\\Noselect) \"/\" Box\r\n"
             "* LIST () \"/\" \"Public/x\"\r\n* LIST () \"/\" \"~bob/y\"\r\n* LIST (\\Sent) \"/\" \"&XfJT0ZAB-\"\r\n"
             "* LIST () \"/\" {4}\r\na\r\nb\r\nT3 OK\r\n"}},
           [](Session& session) -> Task<void> {
             const auto folders = co_await session.list_folders();
             CO_REQUIRE(folders);
             EXPECT_EQ(folders->size(), 3U);
             EXPECT_EQ(folders->at(0).name, "INBOX");
             EXPECT_EQ(folders->at(0).wire_name, "inbox");
             EXPECT_EQ(folders->at(1).name, "已发送");
             EXPECT_EQ(folders->at(1).role, crm::FolderRole::sent);
             EXPECT_FALSE(folders->at(2).selectable);
           });
}

TEST_F(Scripted, FallsBackToPlainListWhenReturnIsRefused) {
  converse("SPECIAL-USE LIST-EXTENDED",
           {{"T2 LIST \"\" \"*\" RETURN (SPECIAL-USE)", "T2 BAD what\r\n"},
            {"T3 LIST \"\" \"*\"", "* LIST () NIL INBOX\r\nT3 OK\r\n"}},
           [](Session& session) -> Task<void> {
             const auto folders = co_await session.list_folders();
             CO_REQUIRE(folders);
             EXPECT_EQ(folders->size(), 1U);
           });
}

TEST_F(Scripted, AsksForUidsByFetchWhenSearchIsCutShort) {
  converse("ESEARCH",
           {{"T2 EXAMINE \"INBOX\"", "* 4 EXISTS\r\n* OK [UIDVALIDITY 1]\r\nT2 OK\r\n"},
            {"T3 UID SEARCH RETURN (ALL) ALL", "* ESEARCH (TAG \"T3\") UID ALL 8:9\r\nT3 OK\r\n"},
            {"T4 UID FETCH 1:* (UID)",
             "* 1 FETCH (UID 3)\r\n* 2 FETCH (UID 4)\r\n* 3 FETCH (UID 8)\r\n* 4 FETCH (UID 9)\r\nT4 OK\r\n"}},
           [](Session& session) -> Task<void> {
             const auto examined = co_await session.examine("INBOX");
             CO_REQUIRE(examined);
             const auto uids = co_await session.list_uids();
             CO_REQUIRE(uids);
             EXPECT_EQ(uids->to_imap(), "3:4,8:9");
           });
}

TEST_F(Scripted, NarrowsARefusalDownToTheMessagesThatCauseIt) {
  converse("",
           {{all_of("T2", "1:4"), mail(1, "one") + "T2 NO cannot\r\n"},
            {all_of("T3", "2:3"), "T3 NO cannot\r\n"},
            {all_of("T4", "2"), mail(2, "two") + "T4 OK\r\n"},
            {all_of("T5", "3"), "T5 NO [SERVERBUG] \x1b[1mbroken\r\n"},
            {all_of("T6", "4"), "T6 OK\r\n"}},
           [&](Session& session) -> Task<void> {
             const auto outcome = co_await session.fetch_messages(UidSet::range(1, 4), into(messages_));
             CO_REQUIRE(outcome);
             EXPECT_EQ(outcome->delivered.to_imap(), "1:2");
             EXPECT_EQ(outcome->absent.to_imap(), "4");
             EXPECT_EQ(outcome->refused.size(), 1U);
             EXPECT_EQ(outcome->refused.at(0).uid, 3U);
             EXPECT_EQ(outcome->refused.at(0).reason, "?[1mbroken");
             EXPECT_TRUE(session.usable());
           });
}

TEST_F(Scripted, AsksOnceMoreForAMessageWithoutContent) {
  converse("",
           {{all_of("T2", "1:2"),
             "* 1 FETCH (UID 1 RFC822.SIZE 3 BODY[] NIL)\r\n* 2 FETCH (UID 2 RFC822.SIZE 3 BODY[] NIL)\r\nT2 OK\r\n"},
            {all_of("T3", "1:2"), "* 1 FETCH (UID 1 RFC822.SIZE 3 BODY[] NIL)\r\nT3 OK\r\n"}},
           [&](Session& session) -> Task<void> {
             const auto outcome = co_await session.fetch_messages(UidSet::range(1, 2), into(messages_));
             CO_REQUIRE(outcome);
             EXPECT_EQ(outcome->absent.to_imap(), "2");
             EXPECT_EQ(outcome->refused.size(), 1U);
             EXPECT_EQ(outcome->refused.at(0).reason, "answered without its content");
           });
}

TEST_F(Scripted, NeverCallsAMessageAbsentWhenContentCameWithoutUid) {
  converse("",
           {{all_of("T2", "1:2"), "* 1 FETCH (BODY[] {3}\r\none)\r\n" + mail(2, "two") + "T2 OK\r\n"},
            {all_of("T3", "1"), "* 1 FETCH (UID 1 RFC822.SIZE 3)\r\nT3 OK\r\n"},
            {all_of("T4", "1"), "* 1 FETCH (UID 1 RFC822.SIZE 3)\r\nT4 OK\r\n"}},
           [&](Session& session) -> Task<void> {
             const auto outcome = co_await session.fetch_messages(UidSet::range(1, 2), into(messages_));
             CO_REQUIRE(outcome);
             EXPECT_EQ(outcome->delivered.to_imap(), "2");
             EXPECT_TRUE(outcome->absent.empty());
             EXPECT_EQ(outcome->refused.size(), 1U);
           });
}

TEST_F(Scripted, IgnoresMessagesNotAskedForAndSecondCopies) {
  fetch(mail(9, "nine") + mail(1, "one") + mail(1, "again") + mail(2, "two") + mail(3, "three") + "T2 OK\r\n",
        [&](const auto& outcome, const Session&) {
          ASSERT_TRUE(outcome);
          EXPECT_EQ(outcome->delivered.to_imap(), "1:3");
          EXPECT_EQ(messages_.size(), 3U);
          EXPECT_EQ(messages_.at(1).bytes.view(), "one");
        });
}

TEST_F(Scripted, CollectsNewsThatComesInTheMiddle) {
  fetch("* 7 EXISTS\r\n" + mail(1, "one") +
            "* 2 FETCH (UID 2 FLAGS (\\Seen))\r\n* 5 EXPUNGE\r\n* VANISHED 40:41\r\n* 3 FETCH (FLAGS ())\r\n" +
            mail(2, "two") + "* OK [ALERT] disk\r\n" + mail(3, "three") + "T2 OK\r\n",
        [&](const auto& outcome, const Session& session) {
          ASSERT_TRUE(outcome);
          EXPECT_EQ(outcome->delivered.to_imap(), "1:3");
          const Changes& changes = session.changes();
          EXPECT_EQ(changes.exists, 7U);
          EXPECT_EQ(changes.expunged, 1U);
          EXPECT_EQ(changes.vanished.to_imap(), "40:41");
          ASSERT_EQ(changes.flags.size(), 1U);
          EXPECT_EQ(changes.flags[0].uid, 2U);
          EXPECT_TRUE(changes.flags_unknown);
        });
}

TEST_F(Scripted, StopsReadingWhileTheHandlerWorks) {
  // The handler waits for a timer each time; the messages still come one after the other and complete.
  converse(
      "", {{all_of("T2", "1:3"), mail(1, "one") + mail(2, "two") + mail(3, "three") + "T2 OK\r\n"}},
      [&](Session& session) -> Task<void> {
        int inside = 0;
        const MessageHandler slow = [&](FetchedMessage) -> Task<Result<void>> {
          EXPECT_EQ(++inside, 1);
          asio::steady_timer work(runner_.io(), Milliseconds(2));
          co_await work.async_wait(asio::use_awaitable);
          --inside;
          co_return Result<void>{};
        };
        const auto outcome = co_await session.fetch_messages(UidSet::range(1, 3), slow);
        CO_REQUIRE(outcome);
        EXPECT_EQ(outcome->delivered.size(), 3U);
      },
      true, 5);
}

TEST_F(Scripted, HandsTheHandlersErrorOnAndEnds) {
  converse("", {{all_of("T2", "1:3"), mail(1, "one") + mail(2, "two") + "T2 OK\r\n"}},
           [&](Session& session) -> Task<void> {
             const MessageHandler full = [](FetchedMessage) -> Task<Result<void>> {
               co_return fail(Fault::io, "disk full");
             };
             const auto outcome = co_await session.fetch_messages(UidSet::range(1, 3), full);
             EXPECT_FALSE(outcome);
             EXPECT_EQ(outcome.error().message, "disk full");
             EXPECT_FALSE(session.usable());
           });
}

TEST_F(Scripted, GivesUpForNowWhenTheServerIsBusy) {
  fetch("T2 NO [LIMIT] slow down\r\n", [](const auto& outcome, const Session& session) {
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().fault, Fault::busy);
    EXPECT_TRUE(session.usable());
  });
}

TEST_F(Scripted, EndsWithAnErrorAtEveryTruncation) {
  const std::string whole = "* 7 EXISTS\r\n" + mail(1, "one\r\ntwo") + "T2 OK done\r\n";
  for (std::size_t length = 0; length + 1 < whole.size(); ++length) {
    messages_.clear();
    fetch(whole.substr(0, length), [&](const auto& outcome, const Session& session) {
      ASSERT_FALSE(outcome) << length;
      EXPECT_EQ(outcome.error().fault, Fault::network) << length;
      EXPECT_FALSE(session.usable());
      // A message cut short is never handed out.
      for (const auto& [uid, message] : messages_) EXPECT_EQ(message.bytes.view(), "one\r\ntwo");
    });
  }
}

TEST_F(Scripted, EndsWithAnErrorAtByeAnywhere) {
  for (const std::string& before : {std::string(), mail(1, "one"), std::string("* 3 EXISTS\r\n")})
    fetch(before + "* BYE [UNAVAILABLE] going down\r\n", [](const auto& outcome, const Session& session) {
      ASSERT_FALSE(outcome);
      EXPECT_NE(outcome.error().message.find("going down"), std::string::npos);
      EXPECT_FALSE(session.usable());
    });
}

TEST_F(Scripted, EndsWithAnErrorAtHostileAnswers) {
  const std::vector<std::string> answers{
      "* 1 FETCH (UID 1 BODY[] {2147483648}\r\nx",                                   // 2 GB declared
      "* 1 FETCH (UID 1 BODY[] {99999999999999999999}\r\nx",                         // no number at all
      "* 1 FETCH (UID 1 BODY[] {5}\r\nlonger than five)\r\nT2 OK\r\n",               // literal too short
      "* 1 FETCH (UID 1 BODY[] {30}\r\nshort)\r\nT2 OK done and done\r\nT2 OK\r\n",  // literal too long: swallows the
                                                                                     // end
      "* 1 FETCH (UID 1 X " + std::string(10'000, '(') + std::string(10'000, ')') + ")\r\nT2 OK\r\n",
      "* 1 FETCH (X " + std::string(10'000'000, 'x') + ")\r\nT2 OK\r\n",  // a line of 10 MB
      std::string(100'000, '\0') + "\r\n",
      "\xff\xfe garbage\r\n",
      "T1 OK of a command long past\r\n",
      "T99 OK of a command never sent\r\n",
      "+ go ahead\r\n* 1 FETCH\r\n",
  };
  for (const std::string& answer : answers)
    fetch(answer, [&](const auto& outcome, const Session& session) {
      EXPECT_FALSE(session.usable()) << printable(answer, 60);
      ASSERT_FALSE(outcome) << printable(answer, 60);
      EXPECT_LT(outcome.error().message.size(), 300U);
    });
}

TEST_F(Scripted, ReportsSilence) {
  fetch(
      mail(1, "one"),
      [](const auto& outcome, const Session& session) {
        ASSERT_FALSE(outcome);
        EXPECT_EQ(outcome.error().fault, Fault::network);
        EXPECT_NE(outcome.error().message.find("in time"), std::string::npos);
        EXPECT_FALSE(session.usable());
      },
      false);
}

// A whole mail of 5,000 bytes, `chunk` bytes every 10 ms, where 1,000 bytes in 300 ms are asked for.
class SlowServer : public Scripted {
 protected:
  Result<FetchOutcome> fetch_in_chunks(std::size_t chunk) {
    SessionOptions options = quick();
    options.progress_window = Milliseconds(300);
    options.least_progress = 1'000;
    Session session(runner_.io().get_executor(), options);
    Result<FetchOutcome> outcome;
    runner_.run([&]() -> Task<void> {
      std::deque<Step> steps{{"T1 CAPABILITY", "T1 OK\r\n"},
                             {all_of("T2", "1"), mail(1, std::string(5'000, 'x')) + "T2 OK\r\n"}};
      auto transport = std::make_unique<ScriptedTransport>(runner_.io().get_executor(), std::move(steps), true, chunk,
                                                           Milliseconds(10));
      const auto started = co_await session.start(std::move(transport));
      CO_REQUIRE(started);
      outcome = co_await session.fetch_messages(UidSet::range(1, 1), into(messages_));
    });
    EXPECT_EQ(session.usable(), outcome.has_value());
    return outcome;
  }
};

TEST_F(SlowServer, IsNotWaitedForWhenItSendsAByteNowAndThen) {
  const auto started = Clock::now();
  const auto outcome = fetch_in_chunks(1);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().fault, Fault::network);
  EXPECT_NE(outcome.error().message.find("the server sent only"), std::string::npos) << outcome.error().message;
  EXPECT_LT(Clock::now() - started, std::chrono::seconds(10)) << "the whole mail would take 50 s";
}

TEST_F(SlowServer, IsWaitedForWhileItMakesProgress) {
  const auto outcome = fetch_in_chunks(100);
  ASSERT_TRUE(outcome) << outcome.error().message;
  EXPECT_EQ(messages_.size(), 1U);
}

TEST_F(Scripted, IdlesUntilSomethingHappensAndSendsDone) {
  converse("IDLE",
           {{"T2 EXAMINE \"INBOX\"", "* 3 EXISTS\r\nT2 OK\r\n"},
            {"T3 IDLE", "+ idling\r\n* 3 EXISTS\r\n* OK still here\r\n* 4 EXISTS\r\n* 4 RECENT\r\n"},
            {"DONE", "* 5 EXISTS\r\nT3 OK\r\n"}},
           [](Session& session) -> Task<void> {
             const auto examined = co_await session.examine("INBOX");
             CO_REQUIRE(examined);
             const auto ended = co_await session.idle(Milliseconds(5'000));
             CO_REQUIRE(ended);
             EXPECT_EQ(*ended, IdleEnd::changed);
             EXPECT_EQ(session.changes().exists, 5U);
           });
}

TEST_F(Scripted, IdleTakesARefusalAndAnEndByTheServer) {
  converse("IDLE", {{"T2 IDLE", "T2 NO not now\r\n"}, {"T3 IDLE", "+ \r\nT3 OK enough\r\n"}},
           [](Session& session) -> Task<void> {
             const auto refused = co_await session.idle(Milliseconds(100));
             EXPECT_FALSE(refused);
             EXPECT_TRUE(session.usable());
             const auto ended = co_await session.idle(Milliseconds(100));
             CO_REQUIRE(ended);
             EXPECT_EQ(*ended, IdleEnd::timeout);
           });
}

TEST_F(Scripted, ResyncsWithASpanWhenTheKnownUidsAreTooMany) {
  KnownState known;
  known.uid_validity = 7;
  known.modseq = 90;
  for (Uid uid = 1; uid < 9'000; uid += 2) known.uids.insert(uid);
  converse(
      "ENABLE QRESYNC",
      {{"T2 ENABLE QRESYNC", "* ENABLED QRESYNC\r\nT2 OK\r\n"},
       {"T3 EXAMINE \"INBOX\" (QRESYNC (7 90 1:8999))",
        "* VANISHED (EARLIER) 1\r\n* OK [CLOSED]\r\n* 2 EXISTS\r\n* OK [UIDVALIDITY 7]\r\n* OK [HIGHESTMODSEQ 95]\r\n"
        "* VANISHED (EARLIER) 5:8\r\n* 1 FETCH (UID 9 FLAGS (\\Seen) MODSEQ (92))\r\nT3 OK\r\n"}},
      [&](Session& session) -> Task<void> {
        const auto examined = co_await session.examine("INBOX", known);
        CO_REQUIRE(examined);
        EXPECT_TRUE(examined->resynchronised);
        EXPECT_EQ(examined->vanished.to_imap(), "5:8");
        EXPECT_EQ(examined->changed.size(), 1U);
      });
}

TEST_F(Scripted, RefusesAFolderNameThatWouldBeASecondCommand) {
  converse("", {}, [](Session& session) -> Task<void> {
    const auto examined = co_await session.examine("INBOX\r\nT9 DELETE x");
    EXPECT_FALSE(examined);
    EXPECT_EQ(examined.error().fault, Fault::invalid);
    const auto status = co_await session.status(std::string("a\0b", 3));
    EXPECT_FALSE(status);
    EXPECT_TRUE(session.usable());
  });
}

TEST_F(Scripted, LogoutTakesByeAndSilence) {
  converse("", {{"T2 LOGOUT", "* BYE bye\r\nT2 OK\r\n"}}, [](Session& session) -> Task<void> {
    co_await session.logout();
    EXPECT_FALSE(session.usable());
    const auto later = co_await session.noop();
    EXPECT_EQ(later.error().message, "the session is over");
  });
}

}  // namespace
}  // namespace tradewind::mailsync::imap

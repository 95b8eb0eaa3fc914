// Dialogues of servers in the field that do what the RFCs do not foresee; each test names whom it was seen with, or
// what it stands for.
#include <string>

#include "mailsync/imap/session.hpp"
#include "tests/mailsync/imap/scripted_session.hpp"

namespace tradewind::mailsync::imap {
namespace {

class FieldServer : public Scripted {
 protected:
  // The state of INBOX as that answer to EXAMINE tells it.
  MailboxState examined(const std::string& answer) {
    MailboxState state;
    converse("", {{"T2 EXAMINE \"INBOX\"", answer + "T2 OK [READ-ONLY]\r\n"}}, [&](Session& session) -> Task<void> {
      const auto opened = co_await session.examine("INBOX");
      CO_REQUIRE(opened);
      state = opened->state;
    });
    return state;
  }
  // The names of the folders that LIST answers.
  std::string folders(const std::string& answer) {
    std::string names;
    converse("", {{"T2 LIST \"\" \"*\"", answer + "T2 OK\r\n"}}, [&](Session& session) -> Task<void> {
      const auto listed = co_await session.list_folders();
      CO_REQUIRE(listed);
      for (const Folder& folder : *listed) names += (names.empty() ? "" : "|") + folder.name;
    });
    return names;
  }
};

// WildDuck's own example hands out milliseconds since 1970; hMailServer and Domino were seen with negative numbers.
TEST_F(FieldServer, AnyNumberForUidvalidityIsToldApartFromAnyOther) {
  const auto validity = [&](const std::string& number) {
    return examined("* 1 EXISTS\r\n* OK [UIDVALIDITY " + number + "]\r\n").uid_validity;
  };
  EXPECT_EQ(validity("3857529045"), 3857529045U);
  EXPECT_NE(validity("1795495459123"), validity("1795495459124"));
  EXPECT_NE(validity("1795495459123"), validity("6090462755123")) << "the bits beyond 32 count too";
  EXPECT_NE(validity("-5"), 0U);
  EXPECT_NE(validity("-5"), validity("5"));
  EXPECT_NE(validity("0"), 0U);
  EXPECT_EQ(examined("* 1 EXISTS\r\n").uid_validity, 0U) << "not given";
}

// RFC 9051 §5.1: INBOX is one folder in any case. And two names that read alike are two folders.
TEST_F(FieldServer, NamesThatReadAlikeMakeNoSharedRecord) {
  EXPECT_EQ(folders("* LIST () \"/\" INBOX\r\n* LIST () \"/\" Inbox\r\n"), "INBOX");
  EXPECT_EQ(folders("* LIST () \"/\" \"&XfJT0ZAB-\"\r\n* LIST () \"/\" \"\xe5\xb7\xb2\xe5\x8f\x91\xe9\x80\x81\"\r\n"),
            "已发送|?????????");
}

TEST_F(FieldServer, OddListsAreRead) {
  EXPECT_EQ(folders("* LIST () \"//\" A\r\n* LIST () \"/\" \"\"\r\n* LIST () NIL B\r\n"), "A|B");
  EXPECT_EQ(folders("* LIST () \"\\\\\" \"INBOX\\Sent\"\r\n"), "INBOX\\Sent") << "a delimiter that is not escaped";
}

TEST_F(FieldServer, SearchThatListsUidZeroIsRead) {
  converse("",
           {{"T2 EXAMINE \"INBOX\"", "* 2 EXISTS\r\n* OK [UIDVALIDITY 1]\r\nT2 OK\r\n"},
            {"T3 UID SEARCH ALL", "* SEARCH 9 0 7\r\nT3 OK\r\n"}},
           [](Session& session) -> Task<void> {
             const auto opened = co_await session.examine("INBOX");
             CO_REQUIRE(opened);
             const auto uids = co_await session.list_uids();
             CO_REQUIRE(uids);
             EXPECT_EQ(uids->to_imap(), "7,9");
           });
}

TEST_F(FieldServer, EsearchOfSequenceNumbersIsNotTakenForUids) {
  converse("ESEARCH",
           {{"T2 EXAMINE \"INBOX\"", "* 2 EXISTS\r\n* OK [UIDVALIDITY 1]\r\nT2 OK\r\n"},
            {"T3 UID SEARCH RETURN (ALL) ALL", "* ESEARCH (TAG \"T3\") ALL 1:2\r\nT3 OK\r\n"},
            {"T4 UID FETCH 1:* (UID)", "* 1 FETCH (UID 70)\r\n* 2 FETCH (UID 71)\r\nT4 OK\r\n"}},
           [](Session& session) -> Task<void> {
             const auto opened = co_await session.examine("INBOX");
             CO_REQUIRE(opened);
             const auto uids = co_await session.list_uids();
             CO_REQUIRE(uids);
             EXPECT_EQ(uids->to_imap(), "70:71");
           });
}

// Yahoo and AOL: SEARCH and FETCH 1:* both end after some thousand messages, with OK (RFC 9738 makes it a rule).
TEST_F(FieldServer, ListsCutShortEitherWayAreCompletedBySequenceNumbers) {
  std::string last_page;
  for (int number = 1001; number <= 1003; ++number)
    last_page += "* " + std::to_string(number) + " FETCH (UID " + std::to_string(number + 5000) + ")\r\n";
  std::string first_page;
  for (int number = 1; number <= 1000; ++number)
    first_page += "* " + std::to_string(number) + " FETCH (UID " + std::to_string(number + 100) + ")\r\n";
  converse("",
           {{"T2 EXAMINE \"INBOX\"", "* 1003 EXISTS\r\n* OK [UIDVALIDITY 1]\r\nT2 OK\r\n"},
            {"T3 UID SEARCH ALL", "* SEARCH 101 102\r\nT3 OK\r\n"},
            {"T4 UID FETCH 1:* (UID)", first_page + "T4 OK [MESSAGELIMIT 1000 1100] more\r\n"},
            {"T5 FETCH 1:1000 (UID)", first_page + "T5 OK\r\n"},
            {"T6 FETCH 1001:1003 (UID)", last_page + "T6 OK\r\n"}},
           [](Session& session) -> Task<void> {
             const auto opened = co_await session.examine("INBOX");
             CO_REQUIRE(opened);
             const auto uids = co_await session.list_uids();
             CO_REQUIRE(uids);
             EXPECT_EQ(uids->to_imap(), "101:1100,6001:6003");
           });
}

TEST_F(FieldServer, AFetchCutShortIsAskedForTheRest) {
  converse("",
           {{all_of("T2", "1:4"), mail(1, "one") + mail(2, "two") + "T2 OK [MESSAGELIMIT 2 2]\r\n"},
            {all_of("T3", "3:4"), mail(3, "three") + "T3 OK\r\n"},
            {all_of("T4", "4"), "T4 OK\r\n"},
            {"T5 UID FETCH 1:4 (UID FLAGS INTERNALDATE RFC822.SIZE)",
             "* 1 FETCH (UID 1 FLAGS () RFC822.SIZE 3)\r\n* 2 FETCH (UID 2 FLAGS () RFC822.SIZE 3)\r\nT5 OK\r\n"},
            {"T6 UID FETCH 3:4 (UID FLAGS INTERNALDATE RFC822.SIZE)",
             "* 3 FETCH (UID 3 FLAGS () RFC822.SIZE 5)\r\nT6 OK\r\n"},
            {"T7 UID FETCH 4 (UID FLAGS INTERNALDATE RFC822.SIZE)", "T7 OK\r\n"}},
           [&](Session& session) -> Task<void> {
             const auto outcome = co_await session.fetch_messages(UidSet::range(1, 4), into(messages_));
             CO_REQUIRE(outcome);
             EXPECT_EQ(outcome->delivered.to_imap(), "1:3");
             EXPECT_EQ(outcome->absent.to_imap(), "4") << "expunged, not cut off";
             const auto sizes = co_await session.fetch_sizes(UidSet::range(1, 4));
             CO_REQUIRE(sizes);
             EXPECT_EQ(sizes->size(), 3U);
           });
}

// GNU mailutils: BAD for a set of UIDs that are not there any more. What had come before is an answer all the same.
TEST_F(FieldServer, ARefusalToAskForTheRestSpoilsNothing) {
  converse(
      "",
      {{"T2 UID FETCH 1:2 (UID FLAGS INTERNALDATE RFC822.SIZE)",
        "* 1 FETCH (UID 1 FLAGS () RFC822.SIZE 3)\r\nT2 OK UID FETCH Completed\r\n"},
       {"T3 UID FETCH 2 (UID FLAGS INTERNALDATE RFC822.SIZE)", "T3 BAD UID FETCH Failed to parse message set\r\n"},
       {"T4 UID FETCH 9 (UID FLAGS INTERNALDATE RFC822.SIZE)", "T4 BAD UID FETCH Failed to parse message set\r\n"}},
      [&](Session& session) -> Task<void> {
        const auto sizes = co_await session.fetch_sizes(UidSet::range(1, 2));
        CO_REQUIRE(sizes);
        EXPECT_EQ(sizes->size(), 1U);
        EXPECT_FALSE(co_await session.fetch_sizes(UidSet::range(9, 9))) << "the first question may not be refused";
      });
}

TEST_F(FieldServer, ContentWithoutUidIsAskedForOneByOne) {
  converse("",
           {{all_of("T2", "8:9"), "* 1 FETCH (BODY[] {3}\r\none)\r\n* 2 FETCH (BODY[] {3}\r\ntwo)\r\nT2 OK\r\n"},
            {all_of("T3", "8"), "* 1 FETCH (BODY[] {3}\r\none FLAGS (\\Seen))\r\nT3 OK\r\n"},
            {all_of("T4", "9"), "* 2 FETCH (BODY[] {3}\r\ntwo)\r\nT4 OK\r\n"}},
           [&](Session& session) -> Task<void> {
             const auto outcome = co_await session.fetch_messages(UidSet::range(8, 9), into(messages_));
             CO_REQUIRE(outcome);
             EXPECT_EQ(outcome->delivered.to_imap(), "8:9");
             EXPECT_EQ(messages_.at(8).bytes.view(), "one");
             EXPECT_EQ(messages_.at(9).bytes.view(), "two");
           });
}

TEST_F(FieldServer, ItemsComeInAnyOrderUnderAnySpelling) {
  fetch(
      "* 1 FETCH (BODY.PEEK[] {3}\r\none RFC822.SIZE -1 FLAGS NIL UID 1 MODSEQ NIL)\r\n"
      "* 2 fetch (body[] \"two\" uid 2 flags (\\seen) internaldate NIL)\r\n"
      "* 3 FETCH (UID 3)\r\n* 3 FETCH (FLAGS (\\Answered))\r\n* 3 FETCH (RFC822 ~{5}\r\nthree UID 3)\r\nT2 OK\r\n",
      [&](const auto& outcome, const Session&) {
        ASSERT_TRUE(outcome) << outcome.error().message;
        EXPECT_EQ(outcome->delivered.to_imap(), "1:3");
        EXPECT_EQ(messages_.at(1).bytes.view(), "one");
        EXPECT_EQ(messages_.at(2).bytes.view(), "two");
        EXPECT_EQ(messages_.at(3).bytes.view(), "three");
      });
}

TEST_F(FieldServer, AnEmptyLiteralForAMessageThatHasASizeIsNoContent) {
  converse("",
           {{all_of("T2", "1"), "* 1 FETCH (UID 1 RFC822.SIZE 4000 BODY[] {0}\r\n)\r\nT2 OK\r\n"},
            {all_of("T3", "1"), mail(1, "there after all") + "T3 OK\r\n"},
            {all_of("T4", "2"), "* 2 FETCH (UID 2 RFC822.SIZE 0 BODY[] \"\")\r\nT4 OK\r\n"}},
           [&](Session& session) -> Task<void> {
             const auto outcome = co_await session.fetch_messages(UidSet::range(1, 1), into(messages_));
             CO_REQUIRE(outcome);
             EXPECT_EQ(messages_.at(1).bytes.view(), "there after all");
             const auto second = co_await session.fetch_messages(UidSet::range(2, 2), into(messages_));
             CO_REQUIRE(second);
             EXPECT_EQ(second->delivered.to_imap(), "2") << "a message of no bytes is one";
           });
}

// Exchange: BAD for a calendar item that cannot be converted to a mail; the mails beside it must come.
TEST_F(FieldServer, BadForOneMessageStopsNoOther) {
  converse("",
           {{all_of("T2", "1:2"), "T2 BAD Command Error. 12\r\n"},
            {all_of("T3", "1"), "T3 BAD Command Error. 12\r\n"},
            {all_of("T4", "2"), mail(2, "two") + "T4 OK\r\n"}},
           [&](Session& session) -> Task<void> {
             const auto outcome = co_await session.fetch_messages(UidSet::range(1, 2), into(messages_));
             CO_REQUIRE(outcome);
             EXPECT_EQ(outcome->delivered.to_imap(), "2");
             EXPECT_EQ(outcome->refused.size(), 1U);
             EXPECT_EQ(outcome->refused.at(0).reason, "Command Error. 12");
           });
}

TEST_F(FieldServer, NothingButRefusalsIsNoMatterOfSingleMessages) {
  std::deque<Step> steps;
  for (const char* set : {"1:16", "1:8", "1:4", "1:2", "1", "2", "3:4",  "3",    "4",    "5:8",
                          "5:6",  "5",   "6",   "7:8", "7", "8", "9:16", "9:12", "9:10", "9"}) {
    const std::string tag = "T" + std::to_string(steps.size() + 2);
    steps.push_back({all_of(tag, set), tag + " NO [SERVERBUG] disk\r\n"});
  }
  converse("", std::move(steps), [&](Session& session) -> Task<void> {
    const auto outcome = co_await session.fetch_messages(UidSet::range(1, 16), into(messages_));
    EXPECT_FALSE(outcome);
    EXPECT_EQ(outcome.error().fault, Fault::refused);
    EXPECT_TRUE(session.usable());
  });
}

// Gmail, Exchange, Tencent: too much was asked for. Nothing is wrong with the messages.
TEST_F(FieldServer, ThrottlingIsWaitedOutWhateverItsWords) {
  for (const char* words : {"NO [OVERQUOTA] Account exceeded command or bandwidth limits. (Failure)",
                            "NO [THROTTLED] slow down", "NO [UNAVAILABLE] later", "NO System busy!",
                            "BAD Request is throttled. Suggested Backoff Time: 299908 milliseconds",
                            "NO Server error, please try again later"}) {
    fetch("T2 " + std::string(words) + "\r\n", [&](const auto& outcome, const Session& session) {
      ASSERT_FALSE(outcome) << words;
      EXPECT_EQ(outcome.error().fault, Fault::busy) << words;
      EXPECT_TRUE(session.usable());
    });
  }
  fetch("* BYE Too many simultaneous connections. (Failure)\r\n", [](const auto& outcome, const Session&) {
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().fault, Fault::busy);
  });
}

TEST_F(FieldServer, ExamineGoesWithoutAParameterThatIsNotKnown) {
  converse("CONDSTORE",
           {{"T2 EXAMINE \"INBOX\" (CONDSTORE)", "T2 BAD Unexpected extra arguments\r\n"},
            {"T3 EXAMINE \"INBOX\"", "* 3 EXISTS\r\n* OK [UIDVALIDITY 9]\r\n* OK [HIGHESTMODSEQ 5]\r\nT3 OK\r\n"}},
           [](Session& session) -> Task<void> {
             const auto opened = co_await session.examine("INBOX");
             CO_REQUIRE(opened);
             EXPECT_EQ(opened->state.uid_validity, 9U);
             EXPECT_EQ(opened->state.highest_modseq, 0U) << "not to be relied upon";
           });
}

TEST_F(FieldServer, AMillionUidsInOneLineAreRead) {
  std::string line = "* SEARCH";
  for (std::uint64_t i = 0; i < 1'000'000; ++i) line += " " + std::to_string(1'000'000'000 + 3 * i);
  converse("",
           {{"T2 EXAMINE \"INBOX\"", "* 1000000 EXISTS\r\n* OK [UIDVALIDITY 1]\r\nT2 OK\r\n"},
            {"T3 UID SEARCH ALL", line + "\r\nT3 OK\r\n"}},
           [](Session& session) -> Task<void> {
             const auto opened = co_await session.examine("INBOX");
             CO_REQUIRE(opened);
             const auto uids = co_await session.list_uids();
             CO_REQUIRE(uids);
             EXPECT_EQ(uids->size(), 1'000'000U);
           });
}

}  // namespace
}  // namespace tradewind::mailsync::imap

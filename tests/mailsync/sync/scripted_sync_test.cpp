// Looks at a folder whose server is a script: what a sync makes of servers that break off, refuse, or hand out UIDs
// again.
#include <gtest/gtest.h>

#include "mailsync/sync/mailbox_sync.hpp"
#include "tests/mailsync/imap/scripted_transport.hpp"
#include "tests/mailsync/imap/session_runner.hpp"
#include "tests/mailsync/sync/memory_sink.hpp"

namespace tradewind::mailsync {
namespace {

using imap::describe;  // of CO_REQUIRE
using imap::Step;
using imap::Task;

std::string announced(const std::string& uid, std::size_t size) {
  return "* " + uid + " FETCH (UID " + uid + " FLAGS () RFC822.SIZE " + std::to_string(size) + ")\r\n";
}
std::string sent(const std::string& uid, const std::string& text) {
  return "* " + uid + " FETCH (UID " + uid + " FLAGS () RFC822.SIZE " + std::to_string(text.size()) + " BODY[] {" +
         std::to_string(text.size()) + "}\r\n" + text + ")\r\n";
}

// Lines are written without their tags: "UID SEARCH ALL" answered by "* SEARCH 1\r\nOK".
class ScriptedSync : public ::testing::Test {
 protected:
  ScriptedSync() : sync_(sink_, tally_, {"anna", "INBOX", crm::FolderRole::inbox}, "INBOX", MailboxOptions{}) {}

  struct Exchange {
    std::string client;
    std::string server;  // its last line is the tagged answer; "" hangs up
  };
  // One look over a new session. After the exchanges the server hangs up.
  Result<LookReport> look(std::vector<Exchange> exchanges) {
    Result<LookReport> report;
    const std::string capability = "CAPABILITY";
    exchanges.insert(exchanges.begin(), {capability, "* CAPABILITY IMAP4rev1\r\nOK\r\n"});
    std::deque<Step> steps;
    for (std::size_t i = 0; i < exchanges.size(); ++i) {
      const std::string tag = "T" + std::to_string(i + 1) + " ";
      std::string answer = exchanges[i].server;
      for (const char* end : {"OK\r\n", "NO broken\r\n"})
        if (answer.ends_with(end)) answer.insert(answer.size() - std::string(end).size(), tag);
      steps.push_back({tag + exchanges[i].client, std::move(answer)});
    }
    imap::Session session(runner_.io().get_executor(), {});
    runner_.run([&]() -> Task<void> {
      auto transport = std::make_unique<imap::ScriptedTransport>(runner_.io().get_executor(), std::move(steps));
      const auto started = co_await session.start(std::move(transport));
      CO_REQUIRE(started);
      report = co_await sync_.look(session);
    });
    return report;
  }
  static Exchange examine(const std::string& uid_next, const std::string& exists) {
    return {"EXAMINE \"INBOX\"",
            "* " + exists + " EXISTS\r\n* OK [UIDVALIDITY 7]\r\n* OK [UIDNEXT " + uid_next + "]\r\nOK\r\n"};
  }
  static Exchange search(const std::string& uids) { return {"UID SEARCH ALL", "* SEARCH " + uids + "\r\nOK\r\n"}; }
  static Exchange flags(const std::string& uids, const std::string& answer) {
    return {"UID FETCH " + uids + " (UID FLAGS)", answer + "OK\r\n"};
  }
  static Exchange sizes(const std::string& uids, const std::string& answer) {
    return {"UID FETCH " + uids + " (UID FLAGS INTERNALDATE RFC822.SIZE)", answer + "OK\r\n"};
  }
  static Exchange content(const std::string& uids, const std::string& answer, const std::string& end = "OK\r\n") {
    return {"UID FETCH " + uids + " (UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])", answer + end};
  }
  const MemorySink::Copy& copy(Uid uid) { return sink_.folder("INBOX").copies.at({7, uid}); }

  imap::Runner runner_;
  MemorySink sink_;
  SyncTally tally_;
  MailboxSync sync_;
};

// A Dovecot whose index disagrees with the file, a server process that crashes on one mail, a literal that is not as
// long as it was said: the connection ends at that message each time.
TEST_F(ScriptedSync, a_message_that_breaks_the_connection_each_time_holds_up_no_other) {
  const std::string cut = "* 2 FETCH (UID 2 FLAGS () RFC822.SIZE 900 BODY[] {900}\r\nsubject";
  const std::string all = announced("1", 3) + announced("2", 900) + announced("3", 5);
  auto report =
      look({examine("4", "3"), search("1 2 3"), sizes("1:3", all), content("1:3", sent("1", "one") + cut, "")});
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().fault, Fault::network) << "worth another connection soon";
  EXPECT_NE(report.error().message.find("message 2 of folder INBOX"), std::string::npos) << report.error().message;

  report = look({examine("4", "3"), search("1 2 3"), flags("1", "* 1 FETCH (UID 1 FLAGS ())\r\n"),
                 sizes("2:3", announced("2", 900) + announced("3", 5)), content("3", sent("3", "three")),
                 content("2", cut, "")});
  ASSERT_FALSE(report);
  EXPECT_EQ(copy(3).bytes, "three") << "the others first";

  const auto both = flags("1,3", "* 1 FETCH (UID 1 FLAGS ())\r\n* 3 FETCH (UID 3 FLAGS ())\r\n");
  report = look({examine("4", "3"), search("1 2 3"), both, sizes("2", announced("2", 900)), content("2", cut, "")});
  ASSERT_FALSE(report);

  report = look({examine("4", "3"), search("1 2 3"), both, sizes("2", announced("2", 900))});
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_TRUE(report->complete());
  EXPECT_EQ(copy(2).skipped, "the connection breaks whenever it is fetched");
}

TEST_F(ScriptedSync, a_message_that_comes_at_the_second_attempt_is_taken) {
  const std::string cut = "* 1 FETCH (UID 1 FLAGS () RFC822.SIZE 3 BODY[] {3}\r\no";
  EXPECT_FALSE(look({examine("2", "1"), search("1"), sizes("1", announced("1", 3)), content("1", cut, "")}));
  const auto report =
      look({examine("2", "1"), search("1"), sizes("1", announced("1", 3)), content("1", sent("1", "one"))});
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(copy(1).bytes, "one");
}

// A server that computes UIDNEXT from the mail it has: the last one is deleted, and the next one gets its number.
TEST_F(ScriptedSync, a_uid_handed_out_again_is_other_mail) {
  ASSERT_TRUE(look({examine("3", "2"), search("1 2"), sizes("1:2", announced("1", 3) + announced("2", 3)),
                    content("1:2", sent("1", "one") + sent("2", "two"))}));
  auto report = look({examine("2", "1"), search("1"), sizes("1", announced("1", 3)), content("1", sent("1", "one"))});
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(sink_.folder("INBOX").uids(false).to_imap(), "1");
  report = look({examine("3", "2"), search("1 2"), flags("1", "* 1 FETCH (UID 1 FLAGS ())\r\n"),
                 sizes("2", announced("2", 7)), content("2", sent("2", "another"))});
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_TRUE(report->complete());
  EXPECT_EQ(copy(2).bytes, "another");
  EXPECT_EQ(sink_.folder("INBOX").copies.size(), 4U) << "nothing that was taken is lost";
}

// A mailbox being repaired lists a part of its mail, and the rest again an hour later.
TEST_F(ScriptedSync, mail_that_had_vanished_and_is_there_again_is_not_gone) {
  ASSERT_TRUE(look({examine("3", "2"), search("1 2"), sizes("1:2", announced("1", 3) + announced("2", 3)),
                    content("1:2", sent("1", "one") + sent("2", "two"))}));
  ASSERT_TRUE(look({examine("3", "1"), search("2"), flags("2", "* 1 FETCH (UID 2 FLAGS ())\r\n")}));
  EXPECT_EQ(sink_.folder("INBOX").uids(false).to_imap(), "2");
  const auto report = look({examine("3", "2"), search("1 2"), flags("2", "* 2 FETCH (UID 2 FLAGS ())\r\n"),
                            sizes("1", announced("1", 3)), content("1", sent("1", "one"))});
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(sink_.folder("INBOX").uids(false).to_imap(), "1:2");
}

TEST_F(ScriptedSync, a_date_that_cannot_be_read_is_not_replaced_by_today) {
  std::optional<EpochSeconds> told;
  sink_.arrived = [&](const Arrival& arrival) { told = arrival.internal_date; };
  ASSERT_TRUE(look({examine("2", "1"), search("1"), sizes("1", announced("1", 3)),
                    content("1", "* 1 FETCH (UID 1 INTERNALDATE \"yesterday\" BODY[] {3}\r\none)\r\n")}));
  EXPECT_EQ(told, 0) << "none: the message's own Date tells";
}

}  // namespace
}  // namespace tradewind::mailsync

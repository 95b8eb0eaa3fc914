#include "mailsync/local/mbox.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace tradewind::mailsync {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> messages(const std::string& file) {
  std::vector<std::string> found;
  const auto read = for_each_mbox_message(file, [&](const MboxMessage& message) -> Result<void> {
    found.push_back(mbox_unquoted(message.bytes));
    return {};
  });
  EXPECT_TRUE(read) << read.error().message;
  return found;
}

TEST(Mbox, messages_end_before_the_blank_line_of_the_next_boundary) {
  EXPECT_THAT(messages("From a@b Mon Nov 23 10:00:00 2026\nSubject: 1\n\none\n\nFrom a@b Mon Nov 23 10:00:01 "
                       "2026\nSubject: 2\n\ntwo\n\n"),
              ElementsAre("Subject: 1\n\none\n", "Subject: 2\n\ntwo\n"));
}

TEST(Mbox, crlf_and_a_missing_last_line_end) {
  EXPECT_THAT(messages("From - Mon Nov 23 10:00:00 2026\r\nA: 1\r\n\r\none\r\n\r\nFrom - Mon Nov 23 10:00:00 "
                       "2026\r\nA: 2\r\n\r\ntwo"),
              ElementsAre("A: 1\r\n\r\none\r\n", "A: 2\r\n\r\ntwo"));
}

TEST(Mbox, quoting_is_undone_one_level) {
  EXPECT_THAT(messages("From a Mon Nov 23 10:00:00 2026\n\n>From here\n>>From there\n> From\nx >From\n"),
              ElementsAre("\nFrom here\n>From there\n> From\nx >From\n"));
}

TEST(Mbox, from_in_a_text_is_no_boundary) {
  const std::string text =
      "A: 1\n\nHello\n\nFrom now on at noon\nnot after a blank line:\nFrom a@b Mon Nov 23 10:00:00 2026\n";
  EXPECT_THAT(messages("From a@b Mon Nov 23 10:00:00 2026\n" + text), ElementsAre(text));
}

TEST(Mbox, content_length_is_ignored) {
  EXPECT_EQ(
      messages("From a@b 10:00:00 2026\nContent-Length: 5000\n\none\n\nFrom a@b 10:00:00 2026\nA: 2\n\ntwo\n").size(),
      2u);
}

TEST(Mbox, empty_and_foreign_files) {
  EXPECT_TRUE(messages("").empty());
  EXPECT_TRUE(messages("\n\n").empty());
  const auto foreign =
      for_each_mbox_message("Subject: an eml\n\ntext\n", [](const MboxMessage&) -> Result<void> { return {}; });
  ASSERT_FALSE(foreign);
  EXPECT_EQ(foreign.error().fault, Fault::invalid);
}

TEST(Mbox, stops_when_taking_fails) {
  int taken = 0;
  const auto read =
      for_each_mbox_message("From a 10:00 \n\nx\n\nFrom a 10:00 \n\ny\n", [&](const MboxMessage&) -> Result<void> {
        ++taken;
        return fail(Fault::io, "full");
      });
  EXPECT_FALSE(read);
  EXPECT_EQ(taken, 1);
}

TEST(Mbox, long_runs_of_marks_take_linear_time) {
  EXPECT_EQ(mbox_unquoted(std::string(2'000'000, '>') + "From x").size(), 2'000'005u);
  std::string many;
  for (int i = 0; i < 200'000; ++i) many += ">From \n";
  EXPECT_EQ(mbox_unquoted(many).size(), many.size() - 200'000);
}

}  // namespace
}  // namespace tradewind::mailsync

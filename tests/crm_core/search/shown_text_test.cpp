#include "crm_core/search/shown_text.hpp"

#include <gtest/gtest.h>

#include <string>

#include "crm_core/search/index.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tradewind::crm::search {
namespace {

class ShownText : public ::testing::Test {
 protected:
  ShownText() { SearchIndex make_tables(file_); }

  testing::TemporaryDirectory directory_;
  std::filesystem::path file_ = directory_ / "search.db";
  database::Database database_{file_, {}};
  ShownTexts shown_{database_};
};

TEST_F(ShownText, GivesBackWhatWasPut) {
  IndexText text;
  text.subject = "not kept: the store has it";
  text.body = "请报价：阀门 200 台";
  text.attachment_names = "offer.pdf pdf\n";
  text.attachment_text = std::string("flange\0DN50", 11);
  shown_.put(7, text);
  const auto found = shown_.get(7);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->body, text.body);
  EXPECT_EQ(found->attachment_names, text.attachment_names);
  EXPECT_EQ(found->attachment_text, text.attachment_text);
  EXPECT_EQ(found->subject, "");
}

TEST_F(ShownText, KeepsABeginningThatEndsBetweenTwoCharacters) {
  IndexText text;
  while (text.body.size() <= most_shown_body_bytes) text.body += "阀";
  shown_.put(1, text);
  const std::string kept = shown_.get(1).value().body;
  EXPECT_EQ(kept.size(), most_shown_body_bytes / 3 * 3);
  EXPECT_EQ(kept, text.body.substr(0, kept.size()));
}

TEST_F(ShownText, HasNothingForAMailOutsideTheIndex) { EXPECT_FALSE(shown_.get(1)); }

TEST_F(ShownText, HasNothingInADamagedRow) {
  IndexText text;
  text.body = std::string(5000, 'a');
  for (const char* damage : {"packed = x'00'", "packed = substr(packed, 1, 10)", "body_bytes = 4999", "body_bytes = -1",
                             "names_bytes = 9223372036854775807", "coding = 0", "coding = 99"}) {
    database_.execute("DELETE FROM shown_text");
    shown_.put(1, text);
    database_.execute(std::string("UPDATE shown_text SET ") + damage);
    EXPECT_FALSE(shown_.get(1)) << damage;
  }
}

}  // namespace
}  // namespace tradewind::crm::search

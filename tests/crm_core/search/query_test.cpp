#include "crm_core/search/query.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "crm_core/search/query_fields.hpp"

namespace tradewind::crm::search {
namespace {

// Monday 2026-11-23 12:00 UTC.
constexpr EpochSeconds noon = 1795435200;
constexpr EpochSeconds day = 86'400;
constexpr EpochSeconds today = noon - day / 2;

class QueryLanguage : public testing::Test {
 protected:
  QueryLanguage() {
    setenv("TZ", "UTC", 1);
    tzset();
  }
};

std::string read(std::string_view text) {
  const auto tree = parse_query(text, noon);
  return tree ? describe(*tree) : tree.error().message;
}

std::string hint(std::string_view text) {
  const auto tree = parse_query(text, noon);
  return tree ? std::string("no error") : tree.error().hint;
}

TEST_F(QueryLanguage, PutsWordsTogether) {
  EXPECT_EQ(read("valve"), "valve");
  EXPECT_EQ(read("brass valve"), "(and brass valve)");
  EXPECT_EQ(read("brass AND valve or pump"), "(or (and brass valve) pump)");
  EXPECT_EQ(read("brass (valve or pump)"), "(and brass (or valve pump))");
  EXPECT_EQ(read("valve -pump not \"gate valve\""), "(and valve (not pump) (not gate valve))");
  EXPECT_EQ(read("valv* \"heat exch\"*"), "(and valv* heat exch*)");
  EXPECT_EQ(read("not not valve"), "(not (not valve))");
}

TEST_F(QueryLanguage, TakesHyphensColonsAndLinksInsideWordsAsTheyAre) {
  EXPECT_EQ(read("GZ-3X3A 10:30 https://a.example/x"), "(and GZ-3X3A 10:30 https://a.example/x)");
  EXPECT_EQ(read("a - b"), "(and a - b)");
}

TEST_F(QueryLanguage, ReadsChineseSigns) {
  EXPECT_EQ(read("（报价　or　阀门）　－取消"), "(and (or 报价 阀门) (not 取消))");
  EXPECT_EQ(read("“报价 单”"), "报价 单");
  EXPECT_EQ(read("「見積」 «devis» „Angebot“"), "(and 見積 devis Angebot)");
  EXPECT_EQ(read("subject：报价＊"), "subject:报价*");
}

TEST_F(QueryLanguage, ReadsEveryField) {
  for (const char* text : {"from:hans",
                           "to:anna",
                           "cc:b",
                           "subject:valve",
                           "body:moq",
                           "attachment:drawing",
                           "filetype:pdf",
                           "customer:nordhaus",
                           "contact:hans",
                           "supplier:wenzhou",
                           "quote:Q-2026-0012",
                           "order:4500012345",
                           "case:CASE-3",
                           "lead:7",
                           "lead:qualified",
                           "kind:inquiry",
                           "lang:es",
                           "account:anna@firm.example",
                           "folder:inbox",
                           "thread:12",
                           "id:4711",
                           "has:attachment",
                           "is:unread"})
    EXPECT_EQ(read(text), text);
  EXPECT_EQ(read("Sender:hans FILETYPE:.PDF kind:auto-reply lang:zh-CN"),
            "(and from:hans filetype:pdf kind:auto_reply lang:zh)");
  EXPECT_EQ(read("id:<a.b@c.example>"), "id:a.b@c.example");
}

TEST_F(QueryLanguage, ReadsFieldValuesQuotedAndInParentheses) {
  EXPECT_EQ(read("customer:\"Nordhaus GmbH\" from: hans"), "(and customer:Nordhaus GmbH from:hans)");
  EXPECT_EQ(read("subject:(valve or \"gate pump\" -test)"),
            "(or subject:valve (and subject:gate pump (not subject:test)))");
}

TEST_F(QueryLanguage, ReadsDates) {
  const auto days = [](std::int64_t from, std::int64_t to) {
    return "date:" + std::to_string(from) + ".." + std::to_string(to);
  };
  EXPECT_EQ(read("date:2026-11-23"), days(today, today + day));
  EXPECT_EQ(read("date:2026/11"), days(today - 22 * day, today + 8 * day));
  EXPECT_EQ(read("date:2026"), days(1767225600, 1798761600));
  EXPECT_EQ(read("date:2026-11-22..2026-11-23"), days(today - day, today + day));
  EXPECT_EQ(read("date:today"), days(today, today + day));
  EXPECT_EQ(read("date:昨天"), days(today - day, today));
  EXPECT_EQ(read("date:\"last week\""), days(today - 7 * day, today));
  EXPECT_EQ(read("date:this-month"), days(today - 22 * day, today + 8 * day));
  EXPECT_EQ(read("after:2026-11-23"), "date:" + std::to_string(today) + "..");
  EXPECT_EQ(read("before:2026-11-23"), "date:.." + std::to_string(today));
  EXPECT_EQ(read("after:7d"), "date:" + std::to_string(noon - 7 * day) + "..");
  EXPECT_EQ(read("date:2026-11-22.."), "date:" + std::to_string(today - day) + "..");
  EXPECT_EQ(read("date:..2026-11-22"), "date:.." + std::to_string(today));
}

TEST_F(QueryLanguage, ReadsSizes) {
  EXPECT_EQ(read("size:>1M"), "size:1048577..");
  EXPECT_EQ(read("size:>=1MB"), "size:1048576..");
  EXPECT_EQ(read("size:<20k"), "size:..20480");
  EXPECT_EQ(read("size:10k..20k"), "size:10240..20481");
  EXPECT_EQ(read("size:5"), "size:5..");
}

TEST_F(QueryLanguage, SaysWhereAndWhyItCannotRead) {
  EXPECT_EQ(read(""), "column 1: expected something to search for");
  EXPECT_EQ(read("valve (pump"), "column 7: this parenthesis is never closed");
  EXPECT_EQ(read("valve) pump"), "column 6: this parenthesis closes nothing");
  EXPECT_EQ(read("valve ()"), "column 8: expected something before this parenthesis");
  EXPECT_EQ(read("报价 \"阀门"), "column 4: this quotation mark is never closed");
  EXPECT_EQ(read("or valve"), "column 1: \"or\" needs something on both sides");
  EXPECT_EQ(read("valve and"), "column 10: expected something more here");
  EXPECT_EQ(read("valve or or pump"), "column 10: \"or\" needs something on both sides");
  EXPECT_EQ(read("val*ve"), "column 4: a star may only stand at the end of a word");
  EXPECT_EQ(read("a*"), "column 1: a star needs at least two letters before it");
  EXPECT_EQ(read("valve form:hans"), "column 7: there is no field \"form\"");
  EXPECT_EQ(hint("valve form:hans"), "did you mean from: ?");
  EXPECT_EQ(read("from:"), "column 1: expected a value after from:");
  EXPECT_EQ(read("from:\"\""), "column 6: expected a value");
  EXPECT_EQ(read("is:unraed"), "column 4: is: does not know \"unraed\"");
  EXPECT_EQ(hint("is:unraed"), "did you mean is:unread?");
  EXPECT_EQ(read("kind:x"), "column 6: kind: does not know \"x\"");
  EXPECT_EQ(read("after:2026-02-30"), "column 7: \"2026-02-30\" is not a date");
  EXPECT_EQ(read("size:big"), "column 6: \"big\" is not a size");
  EXPECT_EQ(read("thread:x"), "column 8: thread: takes a thread's number");
  EXPECT_EQ(read("lead:maybe"), "column 6: lead: takes a lead's number or its status");
  EXPECT_EQ(read("filetype:p%f"), "column 10: filetype: takes the ending of a file name");
  EXPECT_EQ(read("is:unread*"), "column 4: is: takes no star");
  EXPECT_EQ(read("subject:(a from:b)"), "column 12: from: stands inside the parentheses of subject:");
}

TEST_F(QueryLanguage, BoundsDepthLengthAndNumberOfWords) {
  EXPECT_EQ(read(std::string(64, '(') + "x" + std::string(64, ')')), "column 65: more than 64 levels of parentheses");
  EXPECT_EQ(read(std::string(40, '(') + "x" + std::string(40, ')')), "x");
  EXPECT_TRUE(read(std::string(longest_query + 1, 'x')).starts_with("the query is longer"));
  std::string many;
  for (int i = 0; i < 300; ++i) many += "w" + std::to_string(i) + " ";
  EXPECT_NE(read(many).find("more than 256 words"), std::string::npos);
}

TEST_F(QueryLanguage, EveryFieldNameIsFound) {
  for (const FieldName& name : field_names()) {
    const FieldName* found = find_field(name.name);
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->field, name.field);
  }
}

}  // namespace
}  // namespace tradewind::crm::search

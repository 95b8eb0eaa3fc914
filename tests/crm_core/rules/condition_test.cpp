#include "crm_core/rules/condition.hpp"

#include <gtest/gtest.h>

#include <random>

#include "crm_core/rules/lexer.hpp"

namespace tradewind::crm::rules {
namespace {

constexpr FieldInfo fields[] = {{"lead.country", Type::text, ""},     {"lead.score", Type::number, ""},
                                {"lead.answered", Type::boolean, ""}, {"lead.tags", Type::list, ""},
                                {"lead.company", Type::text, ""},     {"lead.owner", Type::text, ""},
                                {"deal.amount", Type::number, ""},    {"lead.phone", Type::text, ""}};

Value read(std::size_t field) {
  switch (field) {
    case 0:
      return std::string("DE");
    case 1:
      return number_value(60);
    case 2:
      return false;
    case 3:
      return std::vector<std::string>{"VIP", "industry:garden"};
    case 4:
      return std::string("Müller Gartenbedarf");
    case 5:
      return std::string("li");
    case 6:
      return decimal_value("1234.5");
    default:
      return Unknown{};
  }
}

bool holds(std::string_view text) {
  const auto condition = Condition::parse(text, fields);
  if (!condition) {
    ADD_FAILURE() << text << ": " << condition.error().message;
    return false;
  }
  return condition->holds(read);
}

TEST(Condition, holds_or_not) {
  for (const char* text : {"",
                           "  ",
                           "lead.country = \"DE\"",
                           "lead.country = \"de\"",
                           "lead.country != \"FR\"",
                           "lead.country in (\"AT\", \"DE\")",
                           "lead.score >= 60",
                           "lead.score > 59.9999",
                           "lead.score < 60.0001",
                           "not lead.answered",
                           "lead.answered = false",
                           "lead.tags contains \"vip\"",
                           "lead.company contains \"MÜLLER\"",
                           "lead.company contains \"ｍüller\"",
                           "lead.phone is unknown",
                           "lead.country is known",
                           "not lead.phone = \"1\"",
                           "deal.amount = 1234.50",
                           "lead.country = \"FR\" or lead.score = 60 and not lead.answered",
                           "(lead.country = \"FR\" or lead.score = 60) and not lead.answered",
                           "lead.owner = lead.owner",
                           "not not lead.score > 1",
                           "lead.score > -1"})
    EXPECT_TRUE(holds(text)) << text;
  for (const char* text : {"lead.answered", "lead.country = \"FR\"", "lead.country in (\"AT\")", "lead.phone = \"1\"",
                           "lead.phone != \"1\"", "lead.phone in (\"1\")", "lead.phone contains \"1\"",
                           "lead.tags contains \"vi\"", "lead.country = \"DE\" and lead.score > 60",
                           "lead.country = lead.phone", "(lead.country = \"FR\" or lead.score = 60) and lead.answered"})
    EXPECT_FALSE(holds(text)) << text;
}

TEST(Condition, says_where_it_is_wrong_and_why) {
  const std::pair<const char*, const char*> wrong[] = {
      {"lead.contry = \"DE\"", "at character 1: there is no field \"lead.contry\" here"},
      {"lead.country = DE", "at character 16: there is no field \"DE\" here"},
      {"lead.country = 5", "at character 16: lead.country is a text, this is a number"},
      {"lead.score = \"5\"", "at character 14: lead.score is a number, this is a text"},
      {"lead.answered = 1", "at character 17: lead.answered is yes or no, this is a number"},
      {"lead.country < \"DE\"", "at character 14: lead.country is no number"},
      {"lead.country", "at character 13: lead.country must be compared with something"},
      {"lead.tags = \"vip\"", "at character 11: a list is asked with contains"},
      {"lead.score contains \"5\"", "at character 12: lead.score holds no texts"},
      {"lead.country in \"DE\"", "at character 17: \"in\" needs values in brackets"},
      {"lead.country in ()", "at character 18: a value should stand here"},
      {"lead.country in (\"DE\"", "at character 22: a closing bracket is missing"},
      {"(lead.answered", "at character 15: a closing bracket is missing"},
      {"lead.answered)", "at character 14: the condition should end here"},
      {"lead.answered and", "at character 18: the condition is not complete"},
      {"and", "at character 1: there is no field \"and\" here"},
      {"lead.company = \"Mü\" & lead.answered", "at character 21: this character has no meaning here"},
      {"lead.country = \"DE", "at character 16: a text that does not end"},
      {"lead.country is there", "at character 17: \"is\" needs known or unknown"},
      {"lead.score > 1.2.3", "at character 14: this number cannot be read"},
      {"lead.score > 99999999999999999999", "at character 14: this number cannot be read"}};
  for (const auto& [text, message] : wrong) {
    const auto condition = Condition::parse(text, fields);
    ASSERT_FALSE(condition) << text;
    EXPECT_EQ(condition.error().message, message) << text;
    EXPECT_EQ(condition.error().fault, Fault::invalid);
  }
}

TEST(Condition, depth_and_size_are_bounded) {
  const auto repeated = [](const std::string& part, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += part;
    return text;
  };
  EXPECT_TRUE(holds(repeated("not ", 30) + "lead.score > 1"));
  EXPECT_TRUE(holds(repeated("(", 31) + "lead.score > 1" + repeated(")", 31)));
  for (const auto& text : {repeated("not ", 400) + "lead.answered", repeated("(", 1'000) + "lead.answered",
                           "lead.answered" + repeated(" or lead.answered", 110) + repeated(" ", 1'000),
                           "lead.country in (\"\"" + repeated(",\"\"", 600) + ")"}) {
    const auto condition = Condition::parse(text, fields);
    ASSERT_FALSE(condition);
    EXPECT_FALSE(condition.error().message.empty());
  }
}

TEST(Condition, looks_no_further_than_it_must_and_tells_what_it_saw) {
  const auto condition =
      Condition::parse("lead.country = \"FR\" and lead.score > 1 or lead.tags contains \"vip\"", fields);
  std::vector<Finding> findings;
  EXPECT_TRUE(condition->holds(read, &findings));
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].comparison, "lead.country = \"FR\"");
  EXPECT_EQ(findings[0].value, "\"DE\"");
  EXPECT_FALSE(findings[0].holds);
  EXPECT_EQ(findings[1].value, "[\"VIP\", \"industry:garden\"]");
}

// Random strings of the language's own words: every one ends in a condition or in an error that names a place.
TEST(Condition, any_text_is_read_or_refused) {
  std::mt19937 random(20261123);
  const std::string words[] = {"lead.country",
                               "lead.score",
                               "lead.answered",
                               "lead.tags",
                               "and",
                               "or",
                               "not",
                               "(",
                               ")",
                               "in",
                               "contains",
                               "is",
                               "known",
                               "unknown",
                               "=",
                               "!=",
                               "<",
                               ">=",
                               ",",
                               "\"DE\"",
                               "\"",
                               "5",
                               "-",
                               "true",
                               "\\",
                               "\xff\xfe",
                               "é",
                               ";",
                               "9.9.9",
                               "lead."};
  int read_well = 0;
  for (int i = 0; i < 40'000; ++i) {
    std::string text;
    const auto length = std::uniform_int_distribution<int>(0, 12)(random);
    for (int j = 0; j < length; ++j)
      text += words[std::uniform_int_distribution<std::size_t>(0, std::size(words) - 1)(random)] +
              (random() % 4 == 0 ? "" : " ");
    const auto condition = Condition::parse(text, fields);
    if (condition) {
      ++read_well;
      (void)condition->holds(read);
    } else {
      ASSERT_TRUE(condition.error().message.starts_with("at character ")) << text;
    }
  }
  EXPECT_GT(read_well, 500);
}

}  // namespace
}  // namespace tradewind::crm::rules

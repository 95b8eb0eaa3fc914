#include "cli/parser.hpp"

#include <gtest/gtest.h>

#include "cli/suggest.hpp"

namespace tradewind::cli {
namespace {

Result<Invocation> parse(std::vector<std::string> words) { return parse_command_line(words); }

Error error_of(std::vector<std::string> words) {
  const auto parsed = parse(std::move(words));
  EXPECT_FALSE(parsed.has_value());
  return parsed ? Error{} : parsed.error();
}

TEST(Parser, TakesTheCommonOptionsBeforeAndAfterTheCommand) {
  for (const auto& words : {std::vector<std::string>{"--data", "/d", "--json", "lead", "show", "3"},
                            {"lead", "show", "3", "--json", "--data=/d"}}) {
    const auto parsed = parse(words);
    ASSERT_TRUE(parsed) << parsed.error().message;
    EXPECT_EQ(parsed->command->name(), "lead show");
    EXPECT_EQ(parsed->globals.data, "/d");
    EXPECT_EQ(parsed->globals.format, Format::json);
    EXPECT_EQ(parsed->arguments.positionals, std::vector<std::string>{"3"});
  }
}

TEST(Parser, LetsAQueryStartWithADash) {
  const auto parsed = parse({"search", "-kind:newsletter", "--limit", "5", "x"});
  ASSERT_TRUE(parsed) << parsed.error().message;
  EXPECT_EQ(parsed->arguments.positionals, (std::vector<std::string>{"-kind:newsletter", "x"}));
  EXPECT_EQ(parsed->arguments.value("limit"), "5");
}

TEST(Parser, TakesEverythingAfterTwoDashesAsWords) {
  const auto parsed = parse({"search", "--", "--json"});
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->arguments.positionals, std::vector<std::string>{"--json"});
  EXPECT_EQ(parsed->globals.format, Format::people);
}

TEST(Parser, SuggestsTheNearCommand) {
  EXPECT_EQ(error_of({"serach", "x"}).hint, "did you mean \"crm search\"?");
  EXPECT_EQ(error_of({"leads"}).hint, "did you mean \"crm lead\"?");
  EXPECT_EQ(error_of({"lead", "lst"}).hint, "did you mean \"crm lead list\"?");
  EXPECT_EQ(error_of({"lead", "asign"}).hint, "did you mean \"crm lead assign\"?");
  EXPECT_EQ(error_of({"xyzzy"}).hint, "\"crm help\" lists them");
}

TEST(Parser, SuggestsTheNearOptionAndValue) {
  EXPECT_EQ(error_of({"search", "x", "--limt", "3"}).hint, "did you mean \"--limit\"?");
  EXPECT_EQ(error_of({"search", "x", "--sort", "relevence"}).hint, "did you mean \"--sort relevance\"?");
  EXPECT_EQ(error_of({"--jsn", "status"}).hint, "did you mean \"--json\"?");
}

TEST(Parser, SaysWhatIsMissingOrTooMuch) {
  EXPECT_EQ(error_of({"lead", "assign", "3"}).message, "USER is missing: login of the user");
  EXPECT_EQ(error_of({"lead", "show", "3", "4"}).message, "\"4\" is one word too many");
  EXPECT_EQ(error_of({"search", "x", "--limit"}).message, "--limit needs a value: N");
  EXPECT_EQ(error_of({"lead"}).message, "\"crm lead\" needs to know what to do");
  EXPECT_EQ(error_of({"search", "x", "--threads=yes"}).message, "--threads takes no value");
  EXPECT_EQ(error_of({"search", "x", "--limit", "1", "--limit", "2"}).message, "--limit is given twice");
  EXPECT_EQ(error_of({}).message, "what shall be done?");
}

TEST(Parser, EveryMistakeIsAUsageError) {
  EXPECT_EQ(exit_code(error_of({"nothing"}).fault), exit_usage);
  EXPECT_EQ(exit_code(error_of({"--json", "--csv", "status"}).fault), exit_usage);
}

TEST(Arguments, NumberSaysItsLimits) {
  Arguments arguments;
  arguments.options["limit"] = {"ten"};
  const auto number = arguments.number("limit", 1, 1, 100);
  ASSERT_FALSE(number);
  EXPECT_EQ(number.error().message, "--limit takes a whole number from 1 to 100, not \"ten\"");
  arguments.options["limit"] = {"99999999999999999999"};
  EXPECT_FALSE(arguments.number("limit", 1, 1, 100));
  arguments.options["limit"] = {"100"};
  EXPECT_EQ(arguments.number("limit", 1, 1, 100).value(), 100);
}

TEST(EditDistance, CountsASwapOfNeighboursOnce) {
  EXPECT_EQ(edit_distance("serach", "search"), 1U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("verify", "verify"), 0U);
}

TEST(Nearest, KnowsWhenNothingIsNear) {
  EXPECT_FALSE(nearest("xyzzy", {"lead", "mail"}));
  EXPECT_EQ(nearest("disq", {"disqualify", "assign"}), "disqualify") << "a beginning is enough";
  EXPECT_FALSE(nearest(std::string(100'000, 'a'), {"lead"}));
}

}  // namespace
}  // namespace tradewind::cli

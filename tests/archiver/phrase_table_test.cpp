#include "archiver/phrase_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "archiver/folded_text.hpp"
#include "archiver/phrase_lists.hpp"
#include "archiver/text/ascii.hpp"

namespace tradewind::archiver {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

PhraseTable table_of(std::initializer_list<std::string_view> phrases) {
  PhraseTable table;
  std::uint32_t value = 1;
  for (const std::string_view phrase : phrases) table.add(phrase, value++);
  table.freeze();
  return table;
}

// "value:text" of every hit.
std::vector<std::string> hits(const PhraseTable& table, std::string_view text) {
  const std::string folded = fold(text);
  std::vector<std::string> found;
  table.find(folded, [&](const PhraseHit& hit) {
    found.push_back(std::to_string(hit.value) + ":" + folded.substr(hit.offset, hit.size));
  });
  return found;
}

TEST(PhraseTable, finds_whole_words_and_phrases_in_any_case) {
  const auto table = table_of({"price list", "price", "moq"});
  EXPECT_THAT(hits(table, "Your PRICE  list, priceless; moq?"), ElementsAre("2:price", "1:price list", "3:moq"));
  EXPECT_THAT(hits(table, "pricelist amoq moqs"), IsEmpty());
}

TEST(PhraseTable, an_open_end_finds_every_inflection) {
  const auto table = table_of({"запрос*", "quot*"});
  EXPECT_THAT(hits(table, "Ваш запросом. Quotation, quoted, misquote"), ElementsAre("1:запрос", "2:quot", "2:quot"));
}

TEST(PhraseTable, phrases_that_share_a_beginning_or_are_the_same) {
  const auto table = table_of({"fob", "fob ningbo", "fob ningbo port", "fob", "fo"});
  EXPECT_THAT(hits(table, "fob ningbo portugal"), ElementsAre("1:fob", "4:fob", "2:fob ningbo"));
  EXPECT_THAT(hits(table, "fob ningbo port"), ElementsAre("1:fob", "4:fob", "2:fob ningbo", "3:fob ningbo port"));
  EXPECT_THAT(hits(table, "fo"), ElementsAre("5:fo"));
  EXPECT_THAT(hits(table, "fob ning"), ElementsAre("1:fob", "4:fob"));
}

TEST(PhraseTable, starts_anywhere_in_scripts_without_blanks) {
  const auto table = table_of({"报价", "柜"});
  EXPECT_THAT(hits(table, "请报价2个柜子"), ElementsAre("1:报价", "2:柜"));
}

TEST(PhraseTable, starts_at_marks_after_words_and_at_words_of_another_script) {
  const auto table = table_of({"pcs", "(fca)", "шт"});
  EXPECT_THAT(hits(table, "500-pcs,pcs/шт (FCA)"), ElementsAre("1:pcs", "1:pcs", "3:шт", "2:(fca)"));
}

TEST(PhraseTable, a_single_byte_and_two_bytes_are_phrases_too) {
  const auto table = table_of({"m", "kg", "@"});
  EXPECT_THAT(hits(table, "5 m 7 kg a@b mm"), ElementsAre("1:m", "2:kg", "3:@"));
}

TEST(PhraseTable, the_longest_without_overlap) {
  const auto table = table_of({"new york", "york", "york peppermint"});
  const std::string text = "new york peppermint";
  const auto found = table.find_longest(text);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(text.substr(found[0].offset, found[0].size), "new york");
  EXPECT_EQ(table.longest_at(text, 4)->size, 15U);
  EXPECT_FALSE(table.longest_at(text, 0 + 1).has_value());
  EXPECT_FALSE(table.longest_at(text, 100).has_value());
}

// Two functions of one name and different meaning made it a matter of the optimiser which one a file called.
TEST(FoldedText, TrimsTheBlanksOfEveryScriptWhereAsciiTrimsItsOwn) {
  const std::string_view text = "\u3000 \u00A0word\u2003\t";
  EXPECT_EQ(trim_wide(text), "word");
  EXPECT_EQ(trim(text), "\u3000 \u00A0word\u2003");
}

TEST(PhraseLists, AreFoundByNameAndAnUnknownNameIsABug) {
  EXPECT_TRUE(listed_phrases("rate").occurs("3000 bags per hour"));
  EXPECT_THROW(listed_phrases("no such list"), std::logic_error);
}

}  // namespace
}  // namespace tradewind::archiver

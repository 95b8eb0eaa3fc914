#include "archiver/link/numbers.hpp"

#include <gtest/gtest.h>

namespace tradewind::archiver {
namespace {

std::vector<std::string> found(std::string_view text) {
  const NumberFinder finder({{crm::RecordType::quotation, "QX##-####"}, {crm::RecordType::order, "2#######"}});
  std::vector<NumberHit> hits;
  finder.find(text, "text", hits);
  std::vector<std::string> numbers;
  for (const NumberHit& hit : hits) numbers.push_back(hit.number);
  return numbers;
}

TEST(NumberFinder, FindsThePatternInAnyCaseAndWithOtherSeparators) {
  const std::vector<std::string> expected{"QX26-0311"};
  EXPECT_EQ(found("see QX26-0311."), expected);
  EXPECT_EQ(found("see qx26/0311"), expected);
  EXPECT_EQ(found("QX 26 0311_R1.pdf"), expected);
  EXPECT_EQ(found("QX26\xE2\x80\x93"
                  "0311"),
            expected);
  EXPECT_EQ(found("QX26-0311R2"), expected);
  EXPECT_EQ(found("QX26 - 0311"), expected);
  EXPECT_EQ(found("QX26\xC2\xA0#0311"), expected);
  EXPECT_EQ(found("QX26\xEF\xBC\x8D" "0311"), expected);
  EXPECT_EQ(found("your offer QX26-\n0311 of May"), expected);
}

TEST(NumberFinder, TakesNoPartOfALongerNumberOrWord) {
  EXPECT_TRUE(found("AQX26-0311").empty());
  EXPECT_TRUE(found("QX26-03115").empty());
  EXPECT_TRUE(found("QX26-0311abc").empty());
  EXPECT_TRUE(found("123456789").empty());
}

TEST(NumberWords, LeaveOutDatesAmountsAndAddresses) {
  std::vector<NumberWord> words;
  find_number_words("PO RK-77812 of 12/10/2026, 1.250,00 EUR, order 4500123456, a1234@x.example, 2026-10-12", "text",
                    20, words);
  std::vector<std::string> texts;
  for (const NumberWord& word : words) texts.push_back(word.word);
  EXPECT_EQ(texts, (std::vector<std::string>{"RK-77812", "4500123456"}));
}

TEST(NumberWords, LettersBeforeABlankMayBelongToTheNumber) {
  std::vector<NumberWord> words;
  find_number_words("our order PC 003947 of Monday", "text", 20, words);
  std::vector<std::string> texts;
  for (const NumberWord& word : words) texts.push_back(word.word);
  EXPECT_EQ(texts, (std::vector<std::string>{"PC 003947", "003947"}));
}

std::vector<std::string> words_in(std::string_view text) {
  std::vector<NumberWord> words;
  find_number_words(text, "text", 20, words);
  std::vector<std::string> texts;
  for (const NumberWord& word : words) texts.push_back(word.word);
  return texts;
}

TEST(NumberWords, MayHaveTwoFiguresBehindLetters) {
  EXPECT_EQ(words_in("OD-41 has landed, 60 cartons of 12 kg, in 20 days"), (std::vector<std::string>{"OD-41"}));
}

TEST(NumberWords, AreOfAnyScriptThatPartsItsWords) {
  EXPECT_EQ(words_in("по заказу КЖ-318/26 (головной офис)"), (std::vector<std::string>{"КЖ-318/26"}));
  EXPECT_EQ(words_in("παραγγελία ΑΒ-2041."), (std::vector<std::string>{"ΑΒ-2041"}));
  EXPECT_EQ(words_in("关于订单WX-5521号"), (std::vector<std::string>{"WX-5521"}));
}

TEST(NumberWords, AShortNumberCountsWithItsCapitals) {
  EXPECT_EQ(words_in("change of BC 412 please, 900 pcs"), (std::vector<std::string>{"BC 412"}));
}

}  // namespace
}  // namespace tradewind::archiver

#include "archiver/extract/items.hpp"

#include <gtest/gtest.h>

#include "archiver/extract/request_words.hpp"

namespace tradewind::archiver {
namespace {

// "product|quantity" of each.
std::vector<std::string> read(std::string_view text) {
  std::vector<std::string> found;
  for (const ItemFound& each : find_items(text, Catalogue()))
    found.push_back(each.item.product + "|" + each.item.quantity);
  return found;
}

using Items = std::vector<std::string>;

TEST(FindItems, AHeadingAboveSizesGivesAnItemForEachSize) {
  EXPECT_EQ(read("Please quote:\nHex bolt A2, 2 piece head, zinc\nM8: 4000 pcs\nM10 : 2,500 pcs\n"),
            (Items{"Hex bolt A2, 2 piece head, zinc M8|4000", "Hex bolt A2, 2 piece head, zinc M10|2500"}));
  EXPECT_EQ(read("- dumbbell 20kg - 200 pcs\n- 40kg - 100 pcs\n"), (Items{"dumbbell 20kg|200", "dumbbell 40kg|100"}));
}

TEST(FindItems, PropertiesBehindCommasBelongToTheArticleAskedFor) {
  EXPECT_EQ(read("Dear Sirs, please offer globe valve DN50, ductile iron, 300 pieces and DN65, 200 pieces, CIF Lagos."),
            (Items{"globe valve DN50, ductile iron|300", "globe valve DN65, ductile iron|200"}));
  EXPECT_EQ(read("It was a pleasure to see you. For the new school building we need water closets WC20, 40 pcs."),
            Items{"water closets WC20|40"});
}

TEST(Catalogue, AllOfTheBuyersWordsAreEnoughForALongName) {
  Catalogue catalogue;
  crm::Product ladder;
  ladder.sku = "LD9";
  ladder.name = "Telescopic garden ladder 9 rungs";
  crm::Product hose;
  hose.sku = "HS1";
  hose.name = "Garden hose";
  catalogue.build({ladder, hose});
  EXPECT_EQ(catalogue.match("telescopic garden ladder").sku, "LD9");
  EXPECT_EQ(catalogue.match("garden lamp").sku, "");
}

TEST(FindItems, BehindLeadersStandsTheQuantity) {
  EXPECT_EQ(read("folding stool .......... 350\nwater can 20 litres ..... 120\n"),
            (Items{"folding stool|350", "water can 20 litres|120"}));
}

TEST(FindItems, AskingAloneIsNoArticle) {
  EXPECT_EQ(read("Please send price FOB Ningbo for 1000 sets, also for 200 sets as trial."), Items{});
  EXPECT_TRUE(names_no_goods("send best price"));
  EXPECT_FALSE(names_no_goods("sample case"));
}

TEST(FindItems, AQuantityFollowsItsArticleInScriptsWithoutBlanks) {
  EXPECT_EQ(read("ต้องการใบเสนอราคา ปั๊มน้ำสแตนเลส จำนวน 500 ตัว ราคา CIF"), Items{"ปั๊มน้ำสแตนเลส|500"});
  EXPECT_EQ(read("我们需要500个不锈钢水杯。"), Items{"不锈钢水杯|500"});
}

}  // namespace
}  // namespace tradewind::archiver

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

TEST(FindItems, PositionsAndListNumbersAreNoQuantities) {
  EXPECT_EQ(read("Pos.  Article    Qty\n10    Toolbox blue    2.500 pcs\n20    Toolbox red    800 pcs\n"),
            (Items{"Toolbox blue|2500", "Toolbox red|800"}));
  EXPECT_EQ(read("1- toolbox blue, 300 pcs\n2- toolbox red, 40 pcs\n"), (Items{"toolbox blue|300", "toolbox red|40"}));
  EXPECT_EQ(read("Lot A   Toolbox blue   120 units\nLot B   Toolbox red   75 units\n"),
            (Items{"Toolbox blue|120", "Toolbox red|75"}));
}

TEST(FindItems, ABareNumberAtTheFrontOfAListLineCountsItsGoods) {
  EXPECT_EQ(read("- 200 water cans\n- 15k garden forks\n"), (Items{"water cans|200", "garden forks|15000"}));
}

crm::Product product(const char* sku, const char* name) {
  crm::Product made;
  made.sku = sku;
  made.name = name;
  return made;
}

std::vector<std::string> read_with(const Catalogue& catalogue, std::string_view text) {
  std::vector<std::string> found;
  for (const ItemFound& each : find_items(text, catalogue))
    found.push_back(each.item.sku + "|" + each.item.product + "|" + each.item.quantity);
  return found;
}

TEST(FindItems, AMeasureInOurProductsNameIsNoQuantity) {
  Catalogue catalogue;
  catalogue.build({product("BT-94", "Bit box 94 pcs"), product("SP-5", "Sprinkler 5 l")});
  EXPECT_EQ(read_with(catalogue, "- bit box 94 pieces, 600 set\n"), Items{"BT-94|bit box 94 pieces|600"});
  EXPECT_EQ(read_with(catalogue, "We need sprinkler 5 liter 400 pieces with long hose."),
            Items{"SP-5|sprinkler 5 liter|400"});
}

TEST(FindItems, SeveralArticleNumbersInALineEachTakeTheirQuantity) {
  Catalogue catalogue;
  catalogue.build({product("KX-10", "Clip"), product("KX-20", "Pin"), product("KX-30", "Cap")});
  EXPECT_EQ(read_with(catalogue, "Need KX-10 2k pcs, KX-20 5k pcs & KX 30 1k"),
            (Items{"KX-10|KX-10|2000", "KX-20|KX-20|5000", "KX-30|KX 30|1000"}));
}

TEST(FindItems, InProseEachQuantityMayStandBehindItsArticle) {
  EXPECT_EQ(read("Kindly send quotation for brown rice 3 tonnes and long beans 1 tonne, CIF Mombasa."),
            (Items{"brown rice|3", "long beans|1"}));
  EXPECT_EQ(read("Просимо ціну на крохмаль кукурудзяний у кількості 12 тонн та цукор білий - 4 тонни."),
            (Items{"крохмаль кукурудзяний|12", "цукор білий|4"}));
}

TEST(FindItems, TheUnitMayStandBeforeTheNumber) {
  EXPECT_EQ(read("- farina di riso, sacchi da 25 kg: kg 3.000\n- amido di mais: kg 600\n"),
            (Items{"farina di riso, sacchi da 25 kg|3000", "amido di mais|600"}));
}

TEST(FindItems, GradesOfAGoodAreNoQuantities) {
  EXPECT_EQ(read("- Chilli powder 160 ASTA, 2 tons\n- Citric acid 80 mesh - 22,000 lbs\n"),
            (Items{"Chilli powder 160 ASTA|2", "Citric acid 80 mesh|22000"}));
}

TEST(FindItems, TheQuantityOfEachIsKeptForWhatIsNamedElsewhere) {
  ItemFound each;
  EXPECT_TRUE(find_items("An order of 20 pieces each.", Catalogue(), &each).empty());
  EXPECT_EQ(each.item.quantity, "20");
  EXPECT_TRUE(each.of_each);
}

TEST(FindItems, WhatAPackageHoldsIsNoQuantity) {
  EXPECT_EQ(
      read("Please quote:\n- exercise books, 200 cartons of 48 pcs\n- chalk white, 90 boxes (12 dozen per box)\n"),
      (Items{"exercise books|200", "chalk white|90"}));
  EXPECT_EQ(read("Favor cotizar tizas de colores, 90 cajas de 24 unidades."), Items{"tizas de colores|90"});
}

TEST(FindItems, AQuantityBelowAnArticleIsItsOwn) {
  EXPECT_EQ(read("Please quote:\n1) Snatch block, 2 t,\n   with swivel hook\n   Qty: 40 pcs\n2) Turnbuckle M12\n   "
                 "Qty: 25 pcs\n"),
            (Items{"Snatch block, 2 t|40", "Turnbuckle M12|25"}));
}

TEST(FindItems, TheTotalCountsWhereSizesAreListed) {
  ItemFound elsewhere;
  const auto found =
      find_items("We are interested in rain boots. Sizes 38 - 20 pairs, 39 - 30 pairs, 40 - 50 pairs. Total 100 pairs.",
                 Catalogue(), &elsewhere);
  EXPECT_TRUE(found.empty());
  EXPECT_EQ(elsewhere.item.quantity, "100");
  EXPECT_EQ(read("Could you quote wool hats in 4 designs, 250 pieces per design, total 1,000 pieces?"),
            Items{"wool hats in 4 designs|1000"});
}

TEST(FindItems, WhatTheWriterHasHeDoesNotWant) {
  EXPECT_EQ(read("Tenemos 14 farmacias y 60 colaboradores en Lima. Buscamos 900 cajas de guantes."),
            Items{"guantes|900"});
}

TEST(FindItems, BehindTheWordsOfAskingALongLineIsStillOfTheList) {
  EXPECT_EQ(read("Kindly send your best price for the following:\n"
                 "Surgical gowns, sterile, blue, size L, with knitted cuffs, pack of 10 - 3,000 packs\n"),
            Items{"Surgical gowns, sterile, blue, size L, with knitted cuffs, pack of 10|3000"});
}

TEST(FindItems, ATelephoneNumberInGroupsCountsNothing) {
  EXPECT_TRUE(read("Please answer here or call our purchasing office 507 6111 0142").empty());
  EXPECT_TRUE(read("We pay the courier, account number 884213377").empty());
}

TEST(FindItems, AColumnShowsHowItsFiguresAreWritten) {
  EXPECT_EQ(read("Item\tDescription\tQty\tUnit\n10\tbrass hinge\t12,000.000\tPC\n20\tdoor closer\t600.000\tPC\n"),
            (Items{"brass hinge|12000", "door closer|600"}));
}

TEST(FindItems, ABracketCountsTheGoodsBeforeIt) {
  EXPECT_EQ(read("We are interested in pine shutters (approx. 260) and brass lanterns (5,000)."),
            (Items{"pine shutters|260", "brass lanterns|5000"}));
  EXPECT_EQ(read("We need flanges in stainless steel (316), 200 pcs."), Items{"flanges in stainless steel (316)|200"});
  EXPECT_EQ(read("Vorremmo dei lampioni in ghisa (pensiamo a 1.500 pezzi in 5 colori)."),
            Items{"lampioni in ghisa|1500"});
}

TEST(FindItems, ASpanCountsNothing) {
  EXPECT_EQ(read("Our ladders break after 40 climbs. We need 60 steel ladders."), Items{"steel ladders|60"});
}

TEST(FindItems, AWideCommaPartsASizeFromItsQuantity) {
  EXPECT_EQ(read("请报价：\n1、地垫 45x45，1000套（6片/套）\n2、门帘，800条\n"),
            (Items{"地垫 45x45|1000", "门帘|800"}));
}

TEST(FindItems, ThePackInANameIsNoQuantity) {
  EXPECT_EQ(read("- szivacs, 4 db-os csomag: 3000 csomag\n- kefe: 1500 db\n"),
            (Items{"szivacs, 4 db-os csomag|3000", "kefe|1500"}));
}

TEST(FindItems, EachRowOfATableCounts) {
  EXPECT_EQ(read("Qty | Item | Note\n500 | garden flag | teal\n500 | garden flag | red\n"),
            (Items{"garden flag|500", "garden flag|500"}));
}

}  // namespace
}  // namespace tradewind::archiver

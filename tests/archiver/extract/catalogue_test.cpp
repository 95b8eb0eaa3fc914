#include "archiver/extract/catalogue.hpp"

#include <gtest/gtest.h>

namespace tradewind::archiver {
namespace {

Catalogue catalogue_of(std::initializer_list<std::pair<const char*, std::vector<std::string>>> products) {
  std::vector<crm::Product> all;
  for (const auto& [sku, names] : products) {
    crm::Product product;
    product.sku = sku;
    product.name = names.front();
    product.aliases.assign(names.begin() + 1, names.end());
    all.push_back(product);
  }
  Catalogue catalogue;
  catalogue.build(all);
  return catalogue;
}

TEST(Catalogue, AMeasureIsTheSameInEveryLanguage) {
  const Catalogue catalogue = catalogue_of({{"DR-12", {"Core drill 12 in"}}, {"DR-8", {"Core drill 8 in"}}});
  for (const char* const words : {"core drill 12\"", "core drill 12 Zoll", "core drill 12 pulgadas", "core drill 12寸"})
    EXPECT_EQ(catalogue.match(words).sku, "DR-12") << words;
  EXPECT_EQ(catalogue.match("core drill 16\"").sku, "");
}

TEST(Catalogue, CubicCentimetresHaveManySpellings) {
  const Catalogue catalogue = catalogue_of({{"EN-63", {"Engine 63 cc"}}, {"EN-49", {"Engine 49 cc"}}});
  for (const char* const words : {"engine 63cc", "engine 63 ccm", "engine 63 cm3", "engine 63 см3", "engine 63 سي سي"})
    EXPECT_EQ(catalogue.match(words).sku, "EN-63") << words;
}

TEST(Catalogue, ForeignWordsOfGoodsMeetTheCatalogueInEitherLanguage) {
  const Catalogue english = catalogue_of({{"CH1", {"Folding garden chair"}}, {"TB1", {"Folding garden table"}}});
  EXPECT_EQ(english.match("silla plegable de jardín").sku, "CH1");
  EXPECT_EQ(english.match("складной стол садовый").sku, "TB1");
  EXPECT_EQ(english.match("klappbarer Gartentisch").sku, "TB1");
  EXPECT_EQ(english.match("折叠桌").sku, "TB1");
  const Catalogue spanish = catalogue_of({{"M1", {"Manguera"}}, {"B1", {"Bomba de agua"}}});
  EXPECT_EQ(spanish.match("garden hose").sku, "M1");
}

TEST(Catalogue, ABlankInsideAnArticleNumberDoesNotHideIt) {
  const Catalogue catalogue = catalogue_of({{"XK-T40", {"Clamp"}}});
  for (const char* const words : {"XK-T40", "XKT40", "XK T40", "xk-t 40"})
    EXPECT_EQ(catalogue.match(words).sku, "XK-T40") << words;
}

TEST(Catalogue, WhatAPartIsForDoesNotNameIt) {
  const Catalogue catalogue =
      catalogue_of({{"P1", {"Pressure washer"}}, {"P2", {"Lance assembly for washers"}}, {"P3", {"Steam cleaner"}}});
  EXPECT_EQ(catalogue.match("lance for the pressure washer").sku, "P2");
}

TEST(Catalogue, BothWritingsOfHanCharactersMeet) {
  const Catalogue catalogue = catalogue_of({{"Z1", {"Tape", "卷尺"}}, {"Z2", {"Hammer", "羊角锤"}}});
  EXPECT_EQ(catalogue.match("捲尺").sku, "Z1");
  EXPECT_EQ(catalogue.match("羊角鎚").sku, "Z2");
}

TEST(Catalogue, FindsFoodsByTheirWordsInOtherLanguages) {
  Catalogue catalogue;
  crm::Product turmeric, acid;
  turmeric.sku = "TU-80";
  turmeric.name = "Turmeric powder 80-100 mesh";
  acid.sku = "TU-S";
  acid.name = "Dried turmeric slices";
  catalogue.build({turmeric, acid});
  for (const char* const text : {"turmeric powder", "turmeric powder 80/100 mesh", "cúrcuma en polvo", "Kurkumapulver",
                                 "姜黄粉", "kunyit bubuk"})
    EXPECT_EQ(catalogue.match(text).sku, "TU-80") << text;
}

TEST(Catalogue, AWordForeignToItMeetsAnyOfTheEnglishWordsForIt) {
  const Catalogue catalogue = catalogue_of(
      {{"MG", {"Stoneware mug"}}, {"WR", {"Ratchet spanner"}}, {"HB", {"Leather handbag"}}, {"TR", {"Pine cabinet"}}});
  for (const auto& [words, sku] :
       std::initializer_list<std::pair<const char*, const char*>>{{"tazas de gres", "MG"},
                                                                  {"кружки", "MG"},
                                                                  {"sac à main en cuir", "HB"},
                                                                  {"レンチ", "WR"},
                                                                  {"armario de pino", "TR"}})
    EXPECT_EQ(catalogue.match(words).sku, sku) << words;
  // English words are taken as they are said.
  EXPECT_EQ(catalogue.match("cup").sku, "");
}

TEST(Catalogue, WordsInsideAPhraseAreInflectedToo) {
  const Catalogue catalogue = catalogue_of({{"A", {"Bamboo toothbrush"}}, {"B", {"Bamboo cutting board"}}});
  EXPECT_EQ(catalogue.match("cepillos de dientes").sku, "A");
  EXPECT_EQ(catalogue.match("разделочные доски").sku, "B");
  EXPECT_EQ(catalogue.match("tablas de picar").sku, "B");
}

TEST(Catalogue, ASizeThatOneProductAloneHasNamesIt) {
  const Catalogue catalogue = catalogue_of(
      {{"T1", {"Tarpaulin 200x300 cm"}}, {"T2", {"Tarpaulin 400x600 cm"}}, {"S1", {"Shade sail 300x300 cm"}}});
  EXPECT_EQ(catalogue.match("zeildoek 400 x 600").sku, "");
  EXPECT_EQ(catalogue.match("zeildoek 400x600").sku, "T2");
  EXPECT_EQ(catalogue.match("napvitorla 300x300").sku, "S1");
  EXPECT_EQ(catalogue.match("zeildoek 500x600").sku, "");
}

TEST(Catalogue, AnAliasHasTheMeasuresOfItsProductsName) {
  const Catalogue catalogue =
      catalogue_of({{"B1", {"Shampoo bottle 500 ml", "Shampooflasche"}}, {"B2", {"Shampoo canister 5 l"}}});
  EXPECT_EQ(catalogue.match("Shampooflasche 0,5 l").sku, "B1");
  EXPECT_EQ(catalogue.match("Shampooflasche 2 l").sku, "");
  EXPECT_EQ(catalogue.match("シャンプー5l缶").sku, "B2");
}

TEST(Catalogue, TheEndOfACompoundNamesIt) {
  const Catalogue catalogue = catalogue_of({{"R1", {"Velvet headboard"}}, {"R2", {"Velvet curtain"}}});
  EXPECT_EQ(catalogue.match("velvet board").sku, "R1");
}

TEST(Catalogue, AllThatIsSaidDecidesBetweenProductsThatShareWords) {
  const Catalogue catalogue = catalogue_of({{"EB", {"Exercise book 96 pages ruled"}},
                                            {"DB", {"Drawing book A4"}},
                                            {"AC12", {"Split air conditioner 12000 BTU"}},
                                            {"AC18", {"Split air conditioner 18000 BTU"}}});
  EXPECT_EQ(catalogue.match("exercise books").sku, "EB");
  EXPECT_EQ(catalogue.match("climatiseurs split 12000 BTU").sku, "AC12");
}

TEST(Catalogue, ProposesTheProductThatHasClearlyMoreOfWhatIsSaid) {
  const Catalogue catalogue = catalogue_of({{"HV", {"Hydraulic valve block with lever for tractor front loader"}},
                                            {"HP", {"Hydraulic gear pump group two"}},
                                            {"TS", {"Tractor seat"}}});
  EXPECT_EQ(catalogue.likely("hydraulic gear pumps for harvesters").sku, "HP");
  EXPECT_EQ(catalogue.likely("hydraulic").sku, "");
  EXPECT_EQ(catalogue.likely("garden chairs, green").sku, "");
}

TEST(Catalogue, AShortStemIsNotInALongWord) {
  const Catalogue catalogue = catalogue_of({{"DF", {"Dried figs"}}, {"PS", {"Pruning shears 20 cm"}}});
  EXPECT_EQ(catalogue.match("sécateurs 20 cm").sku, "PS");
}

}  // namespace
}  // namespace tradewind::archiver

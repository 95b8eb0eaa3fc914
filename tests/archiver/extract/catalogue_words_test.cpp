#include "archiver/extract/catalogue_words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "archiver/extract/catalogue.hpp"

namespace tradewind::archiver {
namespace {

using ::testing::ElementsAre;

TEST(CatalogueWords, FractionsAreInches) {
  EXPECT_THAT(split_catalogue_words("elbow 1/2\"").measures, ElementsAre("0.5in"));
  EXPECT_THAT(split_catalogue_words("elbow 1/2 inch").measures, ElementsAre("0.5in"));
  EXPECT_THAT(split_catalogue_words("elbow 3/4").measures, ElementsAre("0.75in"));
  EXPECT_THAT(split_catalogue_words("tee 1 1/2 in").measures, ElementsAre("1.5in"));
  EXPECT_THAT(split_catalogue_words("tee 1-1/4").measures, ElementsAre("1.25in"));
  EXPECT_THAT(split_catalogue_words("tee 1½\"").measures, ElementsAre("1.5in"));
  EXPECT_THAT(split_catalogue_words("socket \xC2\xBE\"").measures, ElementsAre("0.75in"));
  EXPECT_THAT(split_catalogue_words("pipe DN15").measures, ElementsAre("0.5in"));
  EXPECT_THAT(split_catalogue_words("pipe DN 100").measures, ElementsAre("4in"));
}

TEST(CatalogueWords, OtherStrokesAreNoFractions) {
  EXPECT_THAT(split_catalogue_words("sand 16/26 mesh").measures, ElementsAre("16mesh", "26mesh"));
  EXPECT_THAT(split_catalogue_words("support 24/7").measures, ElementsAre());
  EXPECT_THAT(split_catalogue_words("bed 90/8x200").measures, ElementsAre("8x200"));
  EXPECT_THAT(split_catalogue_words("screw 16/8").measures, ElementsAre());
}

TEST(CatalogueWords, PipesAreToldApartByTheirWidth) {
  const auto product = [](std::string sku, std::string name) {
    crm::Product made;
    made.sku = std::move(sku);
    made.name = std::move(name);
    return made;
  };
  Catalogue catalogue;
  catalogue.build({product("E-15", "Steel elbow 1/2 inch"), product("E-20", "Steel elbow 3/4 inch"),
                   product("E-25", "Steel elbow 1 inch"), product("T-15", "Steel tee 1/2 inch")});
  EXPECT_EQ(catalogue.match("elbow 3/4\"").sku, "E-20");
  EXPECT_EQ(catalogue.match("steel elbow DN25").sku, "E-25");
  EXPECT_EQ(catalogue.match("elbow, ½\"").sku, "E-15");
}

}  // namespace
}  // namespace tradewind::archiver

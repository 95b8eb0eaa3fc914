#include "archiver/link/brand.hpp"

#include <gtest/gtest.h>

namespace tradewind::archiver {
namespace {

TEST(BorrowedBrand, IsAKnownNameAboveAnotherDomain) {
  EXPECT_EQ(borrowed_brand("DHL Express", "parcel-notice.test"), "dhl");
  EXPECT_EQ(borrowed_brand("Service", "dhl-delivery-fee.test"), "dhl");
  EXPECT_EQ(borrowed_brand("Files", "we-transfer-download.test"), "wetransfer");
  EXPECT_EQ(borrowed_brand("OneDrive", "docs-view.test"), "microsoft");
}

TEST(BorrowedBrand, TheBrandItselfAndNamesThatOnlyResembleItAreNone) {
  EXPECT_EQ(borrowed_brand("DHL Express", "dhl.com"), "");
  EXPECT_EQ(borrowed_brand("Maria Delgado", "dhlavoc.example"), "");
  EXPECT_EQ(borrowed_brand("Adobeland Bricks", "adobeland.example"), "");
}

}  // namespace
}  // namespace tradewind::archiver

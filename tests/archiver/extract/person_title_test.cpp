#include "archiver/extract/person_title.hpp"

#include <gtest/gtest.h>

namespace tradewind::archiver {
namespace {

TEST(WithoutTitle, LeavesTheNameOfManyCountries) {
  EXPECT_EQ(without_title("Mme Aline Roche"), "Aline Roche");
  EXPECT_EQ(without_title("Dipl.-Ing. Karl Moser"), "Karl Moser");
  EXPECT_EQ(without_title("Eng.º Paulo Neto"), "Paulo Neto");
  EXPECT_EQ(without_title("mgr inż. Jan Nowak"), "Jan Nowak");
  EXPECT_EQ(without_title("المهندس سامي عيسى"), "سامي عيسى");
  EXPECT_EQ(without_title("Dr Hannah Webb BDS"), "Hannah Webb");
  EXPECT_EQ(without_title("김민수 드림"), "김민수");
}

TEST(WithoutTitle, KeepsANameThatIsNothingElse) {
  EXPECT_EQ(without_title("Don"), "Don");
  EXPECT_EQ(without_title("Md. Rafiq Alam"), "Md. Rafiq Alam");
  EXPECT_EQ(without_title(""), "");
}

}  // namespace
}  // namespace tradewind::archiver

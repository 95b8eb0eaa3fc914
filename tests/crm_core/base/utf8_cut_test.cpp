#include "crm_core/base/utf8_cut.hpp"

#include <gtest/gtest.h>

namespace tradewind {
namespace {

TEST(Utf8Cut, ends_between_two_characters) {
  EXPECT_EQ(cut_utf8("abc", 3), "abc");
  EXPECT_EQ(cut_utf8("abc", 2), "ab");
  EXPECT_EQ(cut_utf8("a报价", 5), "a报");
  EXPECT_EQ(cut_utf8("a报价", 4), "a报");
  EXPECT_EQ(cut_utf8("a报价", 3), "a");
  EXPECT_EQ(cut_utf8("😀x", 3), "");
  EXPECT_EQ(cut_utf8("é", 0), "");
}

TEST(Utf8Cut, bytes_that_are_no_text_are_cut_all_the_same) {
  EXPECT_LE(cut_utf8("\x80\x80\x80\x80\x80\x80\x80\x80", 6).size(), 6U);
  EXPECT_GE(cut_utf8("\x80\x80\x80\x80\x80\x80\x80\x80", 6).size(), 3U);
}

}  // namespace
}  // namespace tradewind

#include "mailsync/imap/folder_name.hpp"

#include <gtest/gtest.h>

#include "mailsync/imap/internal_date.hpp"

namespace tradewind::mailsync::imap {
namespace {

struct Pair {
  const char* wire;
  const char* name;
};
// The first is RFC 3501 §5.1.3's own example.
constexpr Pair pairs[] = {
    {"~peter/mail/&U,BTFw-/&ZeVnLIqe-", "~peter/mail/台北/日本語"},
    {"&XfJT0ZAB-", "已发送"},
    {"&W6JiNw-/&YqVO9w-", "客户/报价"},
    {"Entw&APw-rfe", "Entwürfe"},
    {"&BB4EQgQ,BEAEMAQyBDsENQQ9BD0ESwQ1-", "Отправленные"},
    {"Tom &- Jerry", "Tom & Jerry"},
    {"&2D3eAA-", "😀"},
    {"INBOX", "INBOX"},
    {"", ""},
};

TEST(FolderName, IsReadAndWrittenAsModifiedUtf7) {
  for (const Pair& pair : pairs) {
    EXPECT_EQ(folder_name_from_wire(pair.wire, false), pair.name);
    EXPECT_EQ(folder_name_to_wire(pair.name, false), pair.wire);
  }
}

TEST(FolderName, IsLeftAloneWhenTheServerSpeaksUtf8) {
  EXPECT_EQ(folder_name_from_wire("已发送 & &XfJT0ZAB-", true), "已发送 & &XfJT0ZAB-");
  EXPECT_EQ(folder_name_to_wire("已发送", true), "已发送");
}

TEST(FolderName, KeepsWhatIsNoModifiedUtf7) {
  for (const char* wire :
       {"&", "a&b", "&AA", "&!!!!-", "&AAA-", "&2D0-", "&3gA-", "&2D0AQQ-", "&XfJT0ZABA-", "Gesendet & alt", "已发送"})
    EXPECT_EQ(folder_name_from_wire(wire, false), wire);
}

TEST(FolderName, IsAlwaysUtf8) {
  EXPECT_EQ(folder_name_from_wire("\xD6\xD0x", false), "\xEF\xBF\xBD\xEF\xBF\xBDx");
  EXPECT_EQ(folder_name_from_wire("\xED\xA0\x80", true), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(folder_name_from_wire("\xF0\x9F\x98", true), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(folder_name_from_wire("\xC0\xAF", true), "\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(folder_name_from_wire("a\x1b[2Jb", false), "a\xEF\xBF\xBD[2Jb");
  EXPECT_EQ(folder_name_to_wire("\xFF", false), "&,,0-");
}

TEST(InternalDate, IsReadWithAnyZone) {
  EXPECT_EQ(parse_internal_date("17-Jul-1996 02:44:25 -0700"), 837'596'665);
  EXPECT_EQ(parse_internal_date(" 7-jul-1996 02:44:25 +0000"), 836'707'465);
  EXPECT_EQ(parse_internal_date("7-Jul-1996 02:44:25"), 836'707'465);
  EXPECT_EQ(parse_internal_date("01-Jan-1970 05:45:00 +0545"), 0);
  EXPECT_EQ(parse_internal_date("17-Jul-96 02:44:25 -0700"), 837'596'665) << "a year of two digits";
  EXPECT_EQ(parse_internal_date("17-Jul-24 02:44:25 +0000"), 1'721'184'265);
  EXPECT_EQ(parse_internal_date("Wed, 17 Jul 1996 02:44:25 -0700"), 837'596'665) << "as in a mail's header";
  EXPECT_EQ(parse_internal_date("29-Feb-2024 00:00:00 +0000"), 1'709'164'800);
}

TEST(InternalDate, IsRefusedWhenImpossible) {
  for (const char* text :
       {"", " ", "NIL", "30-Feb-2024 00:00:00 +0000", "29-Feb-2023 00:00:00 +0000", "1-Foo-2024 00:00:00 +0000",
        "1-Jan-2024", "1-Jan-2024 24:00:00 +0000", "0-Jan-2024 00:00:00 +0000", "-1-Jan-2024 00:00:00 +0000",
        "1-Jan-99999999999 00:00:00 +0000", "1-Jan-2024 00:00:00 +07", "1-Jan-2024 00:-1:00 +0000"})
    EXPECT_FALSE(parse_internal_date(text)) << text;
}

}  // namespace
}  // namespace tradewind::mailsync::imap

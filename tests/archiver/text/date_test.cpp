#include "archiver/text/date.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tradewind::archiver {
namespace {

std::string mail(std::string_view text) {
  const auto date = parse_mail_date(text);
  return date ? to_rfc3339(date->time) : "nothing";
}
std::string written(std::string_view text, int offset = 0) {
  const auto date = parse_written_date(text, offset);
  return date ? to_rfc3339(date->time) : "nothing";
}

TEST(MailDate, ReadsRfc5322AndItsObsoleteForms) {
  EXPECT_EQ(mail("Mon, 23 Nov 2026 13:41:06 +0800"), "2026-11-23T05:41:06Z");
  EXPECT_EQ(mail("Tue, 23 Nov 2026 13:41:06 +0800 (CST)"), "2026-11-23T05:41:06Z");  // wrong weekday, comment
  EXPECT_EQ(mail("23 Nov 26 13:41 EST"), "2026-11-23T18:41:00Z");
  EXPECT_EQ(mail("Mon, 23 Nov 2026 13:41:06 GMT"), "2026-11-23T13:41:06Z");
  EXPECT_EQ(mail("Mon, 23 Nov 1998 13:41:06 -0330"), "1998-11-23T17:11:06Z");
  EXPECT_EQ(mail("Fri, 3 Jan 97 9:05:01 UT"), "1997-01-03T09:05:01Z");
}

TEST(MailDate, ReadsWhatMailersWriteInstead) {
  EXPECT_EQ(mail("Mon, 23 Nov 2026 13:41:06 GMT+08:00"), "2026-11-23T05:41:06Z");
  EXPECT_EQ(mail("2026-11-23T13:41:06Z"), "2026-11-23T13:41:06Z");
  EXPECT_EQ(mail("2026-11-23 13:41:06.123 +08:00"), "2026-11-23T05:41:06Z");
  EXPECT_EQ(mail("Mon Nov 23 13:41:06 2026"), "2026-11-23T13:41:06Z");
  EXPECT_EQ(mail("Mon, 23 Nov 2026 13:41:06"), "2026-11-23T13:41:06Z");
  EXPECT_FALSE(parse_mail_date("Mon, 23 Nov 2026 13:41:06")->offset_minutes.has_value());
  EXPECT_EQ(parse_mail_date("Mon, 23 Nov 2026 13:41:06 +0530")->offset_minutes, 330);
}

TEST(MailDate, RefusesWhatIsNoDate) {
  EXPECT_EQ(mail(""), "nothing");
  EXPECT_EQ(mail("yesterday"), "nothing");
  EXPECT_EQ(mail("Mon, 32 Nov 2026 13:41:06 +0800"), "nothing");
  EXPECT_EQ(mail("Mon, 23 Nov 9999 13:41:06 +0800"), "nothing");
  EXPECT_EQ(mail("Mon, 23 Nov 2026 25:41:06 +0800"), "nothing");
  EXPECT_EQ(mail(std::string(100'000, '1')), "nothing");
}

TEST(WrittenDate, ReadsTheLanguagesOfMailClients) {
  EXPECT_EQ(written("Friday, November 6, 2026 2:02 PM"), "2026-11-06T14:02:00Z");
  EXPECT_EQ(written("Freitag, 6. November 2026 um 14:02 Uhr"), "2026-11-06T14:02:00Z");
  EXPECT_EQ(written("ven. 6 nov. 2026 à 14:02"), "2026-11-06T14:02:00Z");
  EXPECT_EQ(written("mar. 3 nov. 2026 à 14:02"), "2026-11-03T14:02:00Z");
  EXPECT_EQ(written("6 de noviembre de 2026 14:02"), "2026-11-06T14:02:00Z");
  EXPECT_EQ(written("sexta-feira, 6 de novembro de 2026 14:02"), "2026-11-06T14:02:00Z");
  EXPECT_EQ(written("пт, 6 нояб. 2026 г. в 14:02"), "2026-11-06T14:02:00Z");
  EXPECT_EQ(written("2026年11月6日 14:02"), "2026-11-06T14:02:00Z");
  EXPECT_EQ(written("2026年11月6日 下午2:02"), "2026-11-06T14:02:00Z");
  EXPECT_EQ(written("2026년 11월 6일 (금) 오후 2:02"), "2026-11-06T14:02:00Z");
  EXPECT_EQ(written("Th 6, 6 thg 11, 2026 lúc 14:02"), "2026-11-06T14:02:00Z");
  EXPECT_EQ(written("6 Kasım 2026 Cuma 14:02"), "2026-11-06T14:02:00Z");
  EXPECT_EQ(written("6 listopada 2026 14:02"), "2026-11-06T14:02:00Z");
}

TEST(WrittenDate, TellsDayAndMonthApartByTheirForm) {
  EXPECT_EQ(written("06.11.2026 14:02"), "2026-11-06T14:02:00Z");
  EXPECT_EQ(written("06/11/2026 14:02"), "2026-11-06T14:02:00Z");
  EXPECT_EQ(written("11/6/2026 2:02 PM"), "2026-11-06T14:02:00Z");
  EXPECT_EQ(written("11/26/2026 14:02"), "2026-11-26T14:02:00Z");
  EXPECT_EQ(written("2026-11-06 14:02", 480), "2026-11-06T06:02:00Z");
}

}  // namespace
}  // namespace tradewind::archiver

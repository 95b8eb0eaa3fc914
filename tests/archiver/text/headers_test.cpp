#include <gtest/gtest.h>

#include <string>

#include "archiver/text/address.hpp"
#include "archiver/text/encoded_word.hpp"
#include "archiver/text/parameters.hpp"

namespace tradewind::archiver {
namespace {

using crm::MailAddress;
using Addresses = std::vector<MailAddress>;

TEST(EncodedWord, JoinsWordsCutInsideACharacter) {
  // 报价单 in UTF-8, cut after the fourth byte.
  EXPECT_EQ(decode_header_value("=?utf-8?Q?=E6=8A=A5=E4?=\r\n =?UTF-8?Q?=BB=B7=E5=8D=95?="), "报价单");
  EXPECT_EQ(decode_header_value("=?gb2312?B?sai8?= =?gb2312?B?27Wl?="), "报价单");  // cut inside the second character
}

TEST(EncodedWord, JoinsWordsThatEachReturnToAscii) {
  // "お見積" and "もり" in ISO-2022-JP, each with its shifts out of ASCII and back (RFC 2047 section 5.3).
  EXPECT_EQ(decode_header_value("=?iso-2022-jp?B?GyRCJCo4K0BRGyhC?=\r\n =?iso-2022-jp?B?GyRCJGIkahsoQg==?="), "お見積もり");
}

TEST(EncodedWord, KnowsCharsetsWithACountryBehindThem) {
  EXPECT_EQ(decode_header_value("=?big5_tw?b?rXGz5g==?="), "訂單");
}

TEST(EncodedWord, JoinsBase64CutInsideAGroupOfFour) {
  // "Angebot für Röhren" as one base64 text, cut at an odd place.
  EXPECT_EQ(decode_header_value("=?utf-8?B?QW5nZWJvdCBmw7x?= =?utf-8?B?yIFLDtmhyZW4=?="), "Angebot für Röhren");
}

TEST(EncodedWord, KeepsPlainTextAndItsBlanksBesideWords) {
  EXPECT_EQ(decode_header_value("Re: =?iso-8859-1?q?M=FCller_=26_S=F6hne?= (order 5)"), "Re: Müller & Söhne (order 5)");
  EXPECT_EQ(decode_header_value("=?utf-8?q?a?= x =?utf-8?q?b?="), "a x b");
}

TEST(EncodedWord, ReadsWordsThatAreNotQuiteRight) {
  EXPECT_EQ(decode_header_value("=?utf-8?Q?Price list 2026?="), "Price list 2026");  // blanks inside
  EXPECT_EQ(decode_header_value("=?utf-8?Q?what=3F?="), "what?");
  EXPECT_EQ(decode_header_value("=?utf-8?Q?really?"
                                "?="),
            "really?");
  EXPECT_EQ(decode_header_value("=?utf-8*en?Q?caf=C3=A9?="), "café");    // RFC 2231 language
  EXPECT_EQ(decode_header_value("=?x-nothing?B?aGVsbG8=?="), "hello");   // unknown charset
  EXPECT_EQ(decode_header_value("=?utf-8?B?aGVsbG8?="), "hello");        // no padding
  EXPECT_EQ(decode_header_value("=?utf-8?X?abc?="), "=?utf-8?X?abc?=");  // no such encoding
  EXPECT_EQ(decode_header_value("2+2=?"), "2+2=?");
}

TEST(EncodedWord, ReadsRawEightBitBytes) {
  EXPECT_EQ(decode_header_value("\xD1\xAF\xBC\xDB\xA3\xBA\xD2\xAA\xC7\xF3", "gb18030"), "询价：要求");
  EXPECT_EQ(decode_header_value("caf\xC3\xA9"), "café");
}

TEST(EncodedWord, GivesOneLineWithoutControlCharacters) {
  EXPECT_EQ(decode_header_value(" a\r\n\t b\x01"
                                "c"),
            "a b c");
  EXPECT_EQ(decode_header_value("=?utf-8?Q?a=0D=0ABcc:_x?="), "a Bcc: x");
}

TEST(Parameters, ReadsContinuationsAndPercentEncoding) {
  const auto value =
      parse_parameterized("attachment; filename*0*=utf-8''%E6%8A%A5; filename*1*=%E4%BB%B7; filename*2=\".xlsx\"");
  EXPECT_EQ(value.value, "attachment");
  EXPECT_EQ(value.parameter("filename"), "报价.xlsx");
  EXPECT_EQ(parse_parameterized("a/b; name*=gb2312'zh'%B1%A8%BC%DB.pdf").parameter("name"), "报价.pdf");
}

TEST(Parameters, ReadsContinuationsOutOfOrder) {
  EXPECT_EQ(parse_parameterized("a/b; name*2=c; name*0=a; name*1=b").parameter("name"), "abc");
}

TEST(Parameters, ReadsEncodedWordsInQuotesAsOutlookSendsThem) {
  EXPECT_EQ(parse_parameterized("application/pdf; name=\"=?utf-8?B?5oql5Lu3LnBkZg==?=\"").parameter("name"),
            "报价.pdf");
}

TEST(Parameters, PrefersTheExtendedForm) {
  EXPECT_EQ(
      parse_parameterized("attachment; filename=\"????.pdf\"; filename*=utf-8''%E6%8A%A5.pdf").parameter("filename"),
      "报.pdf");
}

TEST(Parameters, ReadsWhatMailersGetWrong) {
  EXPECT_EQ(parse_parameterized("text/plain charset=utf-8").parameter("charset"), "utf-8");
  EXPECT_EQ(parse_parameterized("text/plain; charset = \"utf-8\" ; format=flowed").parameter("format"), "flowed");
  EXPECT_EQ(parse_parameterized("application/pdf; name=Price list.pdf; x=1").parameter("name"), "Price list.pdf");
  EXPECT_EQ(parse_parameterized("application/pdf; name=\"open.pdf").parameter("name"), "open.pdf");
  EXPECT_EQ(parse_parameterized("a/b; name='single.pdf'").parameter("name"), "single.pdf");
  EXPECT_EQ(parse_parameterized("multipart/mixed; boundary=\"a;b\\\"c\"").parameter("boundary"), "a;b\"c");
  EXPECT_EQ(parse_parameterized("a/b; name=\"\xB1\xA8\xBC\xDB\xB5\xA5.pdf\"", "gb18030").parameter("name"),
            "报价单.pdf");
}

TEST(Parameters, HostileValuesAreBounded) {
  std::string many = "a/b";
  for (int i = 0; i < 10'000; ++i) many += "; p" + std::to_string(i) + "*0=x";
  EXPECT_LE(parse_parameterized(many).parameters.size(), 64U);
}

TEST(FileName, LosesPathAndControls) {
  EXPECT_EQ(safe_file_name("C:\\temp\\..\\offer.pdf"), "offer.pdf");
  EXPECT_EQ(safe_file_name("../../etc/passwd"), "passwd");
  EXPECT_EQ(safe_file_name("invoice\u202Efdp.exe"), "invoicefdp.exe");
  EXPECT_EQ(safe_file_name(".."), "");
}

TEST(Address, ReadsTheOrdinaryForms) {
  EXPECT_EQ(parse_addresses("Li Wei <li@Example.COM>, \"Smith, John\" <js@x.test>, plain@y.test"),
            (Addresses{{"Li Wei", "li@example.com"}, {"Smith, John", "js@x.test"}, {"", "plain@y.test"}}));
  EXPECT_EQ(parse_addresses("a@b.test (Old Style)"), (Addresses{{"Old Style", "a@b.test"}}));
  EXPECT_EQ(parse_addresses("\"Quote \\\" Inside\" <q@x.test>"), (Addresses{{"Quote \" Inside", "q@x.test"}}));
  EXPECT_EQ(parse_addresses("=?utf-8?B?5byg5LyfLCBTYWxlcw==?= <z@x.test>"), (Addresses{{"张伟, Sales", "z@x.test"}}));
}

TEST(Address, ReadsGroups) {
  EXPECT_EQ(parse_addresses("Sales: a@x.test, B <b@x.test>;, c@x.test"),
            (Addresses{{"", "a@x.test"}, {"B", "b@x.test"}, {"", "c@x.test"}}));
  EXPECT_EQ(parse_addresses("undisclosed-recipients:;"), (Addresses{{"undisclosed-recipients", ""}}));
}

TEST(Address, ReadsWhatMailersGetWrong) {
  EXPECT_EQ(parse_addresses("Smith, John <js@x.test>"), (Addresses{{"Smith, John", "js@x.test"}}));
  EXPECT_EQ(parse_addresses("Li Wei <li@x.test, Bo <bo@x.test>"),
            (Addresses{{"Li Wei", "li@x.test"}, {"Bo", "bo@x.test"}}));
  EXPECT_EQ(parse_addresses("a@x.test; b@x.test"), (Addresses{{"", "a@x.test"}, {"", "b@x.test"}}));
  EXPECT_EQ(parse_addresses("Li Wei li@x.test"), (Addresses{{"Li Wei", "li@x.test"}}));
  EXPECT_EQ(parse_addresses("王伟 ＜wang@x.test＞"), (Addresses{{"王伟", "wang@x.test"}}));
  EXPECT_EQ(parse_addresses("\"li@x.test\" <li@x.test>"), (Addresses{{"", "li@x.test"}}));
  EXPECT_EQ(parse_addresses("<<li@x.test>>"), (Addresses{{"", "li@x.test"}}));
  EXPECT_EQ(parse_addresses("li@x.test."), (Addresses{{"", "li@x.test"}}));
  EXPECT_EQ(parse_addresses("\"Unclosed <li@x.test>"), (Addresses{{"\"Unclosed", "li@x.test"}}));
  EXPECT_EQ(parse_addresses("'Li' <li@x.test>"), (Addresses{{"Li", "li@x.test"}}));
  EXPECT_EQ(parse_addresses("Derek Hollis [mailto:derek@x.test]"), (Addresses{{"Derek Hollis", "derek@x.test"}}));
  EXPECT_EQ(parse_addresses("=?utf-8?B?TGkgPGxpQHgudGVzdD4=?="), (Addresses{{"Li", "li@x.test"}}));
  EXPECT_EQ(parse_addresses("a@b@c.test"), (Addresses{{"", "a@b@c.test"}}));
}

TEST(Address, TenThousandRecipientsAndUnclosedBracketsStayLinear) {
  std::string list;
  for (int i = 0; i < 10'000; ++i) list += "Person " + std::to_string(i) + " <p" + std::to_string(i) + "@x.test>,\r\n ";
  EXPECT_EQ(parse_addresses(list).size(), 10'000U);
  EXPECT_LE(parse_addresses(std::string(1'000'000, '(')).size(), 1U);
  EXPECT_LE(parse_addresses(std::string(1'000'000, '"')).size(), 1U);
  EXPECT_LE(parse_addresses(std::string(1'000'000, '<')).size(), 1U);
  EXPECT_EQ(parse_addresses(std::string(100'000, ',')).size(), 0U);
}

}  // namespace
}  // namespace tradewind::archiver

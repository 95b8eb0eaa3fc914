#include "archiver/text/vcard.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tradewind::archiver {
namespace {

std::string card(const std::string& lines) { return "BEGIN:VCARD\r\n" + lines + "END:VCARD\r\n"; }

VCard only(const std::string& bytes) {
  const auto cards = parse_vcards(bytes);
  EXPECT_TRUE(cards && cards->size() == 1);
  return cards && !cards->empty() ? cards->front() : VCard{};
}

TEST(VCard, reads_every_field_of_a_4_0_card) {
  const VCard read = only(
      card("VERSION:4.0\r\nFN:Ute Brandt\r\nN:Brandt;Ute;;;\r\nORG:Nordhaus Garten GmbH;Einkauf\r\nTITLE:Leiterin\\, "
           "Einkauf\r\nitem1.EMAIL;TYPE=home:ute@home.example\r\nEMAIL;TYPE=work;PREF=1:ute@nordhaus.example\r\n"
           "TEL;VALUE=uri;TYPE=\"work,voice\":tel:+49-40-5550101;ext=12\r\nTEL;TYPE=fax:+49 40 5550199\r\n"
           "ADR;TYPE=work;LABEL=\"a: b; c\":;;Hafen 1;Hamburg;;20457;DE\r\nURL;TYPE=home:https://ute.example\r\n"
           "URL:https://nordhaus.example/\r\nNOTE:one\\ntwo\\; three\r\nLANG;PREF=2:en\r\nLANG;PREF=1:de-AT\r\n"));
  EXPECT_EQ(read.line, 1);
  EXPECT_EQ(read.defect, "");
  EXPECT_EQ(read.name, "Ute Brandt");
  EXPECT_EQ(read.organisation, "Nordhaus Garten GmbH");
  EXPECT_EQ(read.title, "Leiterin, Einkauf");
  EXPECT_EQ(read.addresses, (std::vector<std::string>{"ute@nordhaus.example", "ute@home.example"}));
  EXPECT_EQ(read.phones, (std::vector<std::string>{"+49-40-5550101 ext. 12"}));
  EXPECT_EQ(read.country, "DE");
  EXPECT_TRUE(read.has_street);
  EXPECT_EQ(read.website, "https://nordhaus.example/");
  EXPECT_EQ(read.note, "one\ntwo; three");
  EXPECT_EQ(read.language, "de");
}

TEST(VCard, lines_are_unfolded_also_within_a_character_and_within_the_name_of_a_property) {
  EXPECT_EQ(only(card("VERSION:3.0\nFN:Mar\n \xC3\n \xAD"
                      "a\n  Solano\n"))
                .name,
            "Mar\xC3\xAD"
            "a Solano");
  EXPECT_EQ(only(card("VERSION:4.0\r\nEMAIL;TY\r\n PE=work;PR\r\n\tEF=1:a@b.example\r\n")).addresses.size(), 1U);
}

TEST(VCard, cards_of_2_1_with_quoted_printable_in_their_own_charsets_are_read) {
  const VCard german =
      only(card("VERSION:2.1\r\nN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg\r\n"
                "ORG;QUOTED-PRINTABLE;CHARSET=UTF-8:M=C3=BCller =\r\n=26 S=C3=B6hne=\r\n KG\r\n"
                "TEL;WORK;PREF:040 1\r\nTEL;CELL:040 2\r\nTEL;WORK;FAX:040 3\r\n"));
  EXPECT_EQ(german.name, "J\xC3\xB6rg M\xC3\xBCller");
  EXPECT_EQ(german.organisation, "M\xC3\xBCller & S\xC3\xB6hne KG");
  EXPECT_EQ(german.phones, (std::vector<std::string>{"040 1", "040 2"}));
  // 0xB1 0x5C is one character in Big5: its second byte is no backslash.
  EXPECT_EQ(only(card("VERSION:2.1\r\nFN;CHARSET=BIG5:\xB3\x5C\r\n")).name, "\xE8\xA8\xB1");
}

TEST(VCard, a_name_is_put_together_in_the_order_of_its_language) {
  EXPECT_EQ(only(card("VERSION:3.0\nN:Solano;Mar\xC3\xAD"
                      "a;Isabel;Ing.;MBA\n"))
                .name,
            "Ing. Mar\xC3\xAD"
            "a Isabel Solano MBA");
  EXPECT_EQ(only(card("VERSION:3.0\nN:\xE7\x8E\x8B;\xE5\xB0\x8F\xE6\x98\x8E;;;\n")).name,
            "\xE7\x8E\x8B\xE5\xB0\x8F\xE6\x98\x8E");
}

TEST(VCard, several_cards_keep_their_lines_and_a_card_within_a_card_is_not_one) {
  const auto cards = parse_vcards(
      "\xEF\xBB\xBF\r\n" + card("VERSION:3.0\r\nFN:A\r\n") + "\r\n" +
      card("VERSION:2.1\r\nFN:B\r\nAGENT:\r\n" + card("FN:C\r\nEMAIL:c@x.example\r\n") + "TITLE:boss\r\n") +
      "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:cut\r\n" + card("VERSION:3.0\r\nFN:D\r\n"));
  ASSERT_TRUE(cards);
  ASSERT_EQ(cards->size(), 4U);
  EXPECT_EQ((*cards)[0].line, 2);
  EXPECT_EQ((*cards)[1].name, "B");
  EXPECT_EQ((*cards)[1].title, "boss");
  EXPECT_TRUE((*cards)[1].addresses.empty());
  EXPECT_EQ((*cards)[2].defect, "line 17: the card has no END:VCARD");
  EXPECT_EQ((*cards)[3].name, "D");
  EXPECT_EQ((*cards)[3].defect, "");
}

TEST(VCard, hostile_cards_are_refused_by_line_and_never_break_anything) {
  struct Case {
    std::string lines, defect;
  };
  std::string many_addresses, many_parameters = "FN", deep;
  for (int i = 0; i < 60; ++i) many_addresses += "EMAIL:a" + std::to_string(i) + "@b.example\n";
  for (int i = 0; i < 5'000; ++i) many_parameters += ";TYPE=x" + std::to_string(i);
  for (int i = 0; i < 50'000; ++i) deep += "AGENT:\nBEGIN:VCARD\n";
  std::string folded = "NOTE:";
  for (int i = 0; i < 50'000; ++i) folded += "abcdefgh\n ";
  const Case cases[] = {
      {"VERSION:9.0\nFN:A\n", "line 2: vCard 9.0 is not known"},
      {"VERSION:4.0\nKIND:group\nFN:A\n", "line 3: it is no person (group)"},
      {"VERSION:3.0\nFN:" + std::string(2'000, 'a') + "\n", "line 3: fn is too long"},
      {"VERSION:3.0\nEMAIL:" + std::string(200'000, 'a') + "\n", "line 3: email is too long"},
      {"VERSION:3.0\n" + many_addresses, "line 53: more than 50 e-mail addresses"},
      {"VERSION:3.0\n" + folded + "\n", "line 3: note is too long"},
      {deep, "line 1: the card has no END:VCARD"},
      // What is not read may be of any size.
      {"VERSION:3.0\nFN:A\nPHOTO;ENCODING=B:" + std::string(3'000'000, 'A') + "\n", ""},
      {many_parameters + ":A\n", ""},
      {"FN;ENCODING=QUOTED-PRINTABLE:a=\n", ""},
      {std::string("VERSION:3.0\nFN:a\0", 17) + "b\xFF\xFE\nN:\\\nORG:\\;\\\nADR:\\\n;;;:\n:\n=\n\"\n", ""},
      {"FN;X=\"unclosed:a\n", ""},
  };
  for (const auto& each : cases) {
    const auto cards = parse_vcards("BEGIN:VCARD\n" + each.lines + "END:VCARD\n");
    ASSERT_TRUE(cards) << each.lines.substr(0, 80);
    EXPECT_EQ(cards->front().defect, each.defect) << each.lines.substr(0, 80);
  }
  for (const char* none : {"", "\n", "name,email\n", "END:VCARD\n", "BEGIN:VCALENDAR\nEND:VCALENDAR\n"})
    EXPECT_FALSE(parse_vcards(none)) << none;
  // Cut at any byte, a file is still read.
  const std::string whole =
      card("VERSION:2.1\r\nFN;ENCODING=QUOTED-PRINTABLE;CHARSET=GBK:=CD=F5=\r\n=D0\r\nTEL;X=\":\":1\r\n");
  for (std::size_t size = 0; size <= whole.size(); ++size) static_cast<void>(parse_vcards(whole.substr(0, size)));
}

}  // namespace
}  // namespace tradewind::archiver

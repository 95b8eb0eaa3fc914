#include "archiver/text/quotes.hpp"

#include <gtest/gtest.h>

namespace tradewind::archiver {
namespace {

SplitText split(std::string_view text, std::string_view subject = {}) {
  return split_quotes(text, {subject, 0, std::string_view::npos});
}

struct Attribution {
  const char* line;
  const char* name;
  const char* address;
};
class Attributions : public testing::TestWithParam<Attribution> {};

TEST_P(Attributions, EndTheWrittenTextAndNameTheAuthor) {
  const SplitText result = split("Yes, we can.\n\n" + std::string(GetParam().line) + "\n> Can you ship?\n");
  EXPECT_EQ(result.body.written, "Yes, we can.");
  EXPECT_EQ(result.body.quoted, "Can you ship?");
  ASSERT_EQ(result.blocks.size(), 1U);
  ASSERT_TRUE(result.blocks[0].from.has_value());
  EXPECT_EQ(result.blocks[0].from->name, GetParam().name);
  EXPECT_EQ(result.blocks[0].from->address, GetParam().address);
  EXPECT_EQ(result.blocks[0].text, "Can you ship?");
}

INSTANTIATE_TEST_SUITE_P(
    Languages, Attributions,
    testing::Values(
        Attribution{"On Fri, Nov 6, 2026 at 2:02 PM Ann Lee <ann@x.test> wrote:", "Ann Lee", "ann@x.test"},
        Attribution{"On Fri, Nov 6, 2026 at 2:02 PM Ann Lee\n<ann@x.test> wrote:", "Ann Lee", "ann@x.test"},
        Attribution{"On 06/11/2026 14:02, Ann Lee wrote:", "Ann Lee", ""},
        Attribution{"Am 06.11.2026 um 14:02 schrieb Ann Lee:", "Ann Lee", ""},
        Attribution{"Am Fr., 6. Nov. 2026 um 14:02 Uhr schrieb Ann Lee <ann@x.test>:", "Ann Lee", "ann@x.test"},
        Attribution{"Le ven. 6 nov. 2026 à 14:02, Ann Lee <ann@x.test> a écrit :", "Ann Lee", "ann@x.test"},
        Attribution{"El vie, 6 nov 2026 a las 14:02, Ann Lee (<ann@x.test>) escribió:", "Ann Lee", "ann@x.test"},
        Attribution{"Em sex., 6 de nov. de 2026 às 14:02, Ann Lee <ann@x.test> escreveu:", "Ann Lee", "ann@x.test"},
        Attribution{"Il giorno ven 6 nov 2026 alle ore 14:02 Ann Lee <ann@x.test> ha scritto:", "Ann Lee",
                    "ann@x.test"},
        Attribution{"пт, 6 нояб. 2026 г. в 14:02, Ann Lee <ann@x.test>:", "Ann Lee", "ann@x.test"},
        Attribution{"06.11.2026 14:02, Ann Lee пишет:", "Ann Lee", ""},
        Attribution{"Ann Lee <ann@x.test>, 6 Kas 2026 Cum, 14:02 tarihinde şunu yazdı:", "Ann Lee", "ann@x.test"},
        Attribution{"pt., 6 lis 2026 o 14:02 Ann Lee <ann@x.test> napisał(a):", "Ann Lee", "ann@x.test"},
        Attribution{"Op vr 6 nov 2026 om 14:02 schreef Ann Lee <ann@x.test>:", "Ann Lee", "ann@x.test"},
        Attribution{"Vào Th 6, 6 thg 11, 2026 vào lúc 14:02 Ann Lee <ann@x.test> đã viết:", "Ann Lee", "ann@x.test"},
        Attribution{"2026年11月6日(金) 14:02 Ann Lee <ann@x.test>:", "Ann Lee", "ann@x.test"},
        Attribution{"2026년 11월 6일 (금) 오후 2:02, Ann Lee <ann@x.test>님이 작성:", "Ann Lee", "ann@x.test"},
        Attribution{"At 2026-11-06 14:02:00, \"Ann Lee\" <ann@x.test> wrote:", "Ann Lee", "ann@x.test"},
        Attribution{"Ann Lee <ann@x.test> 于2026年11月6日周五 14:02写道：", "Ann Lee", "ann@x.test"},
        Attribution{"في الجمعة، 6 نوفمبر 2026 في 14:02 كتب Ann Lee <ann@x.test>:", "Ann Lee", "ann@x.test"}));

class HeaderBlocks : public testing::TestWithParam<const char*> {};

TEST_P(HeaderBlocks, OfAnyClientStartTheHistory) {
  const SplitText result =
      split("Please see below.\n\n" + std::string(GetParam()) + "\n\nWe need 500 chairs.\nAnn\n", "Fwd: chairs");
  EXPECT_EQ(result.body.written, "Please see below.");
  ASSERT_EQ(result.blocks.size(), 1U);
  const QuotedBlock& block = result.blocks[0];
  EXPECT_EQ(block.kind, QuotedBlock::Kind::forward);
  ASSERT_TRUE(block.from.has_value());
  EXPECT_EQ(block.from->address, "ann@x.test");
  EXPECT_EQ(block.subject, "chairs");
  EXPECT_EQ(block.text, "We need 500 chairs.\nAnn");
  ASSERT_TRUE(block.date.has_value());
  EXPECT_EQ(to_rfc3339(*block.date), "2026-11-06T14:02:00Z");
}

INSTANTIATE_TEST_SUITE_P(
    Clients, HeaderBlocks,
    testing::Values(
        "From: Ann Lee <ann@x.test>\nSent: Friday, November 6, 2026 2:02 PM\nTo: Bo <bo@y.test>\nSubject: chairs",
        "________________________________\nFrom: Ann Lee <ann@x.test>\nSent: Friday, November 6, 2026 2:02:00 PM\nTo: "
        "Bo <bo@y.test>\nSubject: chairs",
        "-----Original Message-----\nFrom: Ann Lee [mailto:ann@x.test]\nSent: Friday, November 6, 2026 2:02 PM\nTo: "
        "Bo\nCc: a@y.test;\n  b@y.test\nSubject: chairs",
        "---------- Forwarded message ---------\nFrom: Ann Lee <ann@x.test>\nDate: Fri, Nov 6, 2026 at 2:02 "
        "PM\nSubject: chairs\nTo: <bo@y.test>",
        "Begin forwarded message:\n\nFrom: Ann Lee <ann@x.test>\n\nSubject: chairs\n\nDate: 6 November 2026 at "
        "14:02:00 GMT\n\nTo: bo@y.test",
        "Von: Ann Lee <ann@x.test>\nGesendet: Freitag, 6. November 2026 14:02\nAn: Bo <bo@y.test>\nBetreff: chairs",
        "De : Ann Lee <ann@x.test>\nEnvoyé : vendredi 6 novembre 2026 14:02\nÀ : Bo <bo@y.test>\nObjet : chairs",
        "De: Ann Lee <ann@x.test>\nEnviado el: viernes, 6 de noviembre de 2026 14:02\nPara: Bo <bo@y.test>\nAsunto: "
        "chairs",
        "De: Ann Lee <ann@x.test>\nEnviada em: sexta-feira, 6 de novembro de 2026 14:02\nPara: Bo "
        "<bo@y.test>\nAssunto: chairs",
        "Da: Ann Lee <ann@x.test>\nInviato: venerdì 6 novembre 2026 14:02\nA: Bo <bo@y.test>\nOggetto: chairs",
        "От: Ann Lee <ann@x.test>\nОтправлено: 6 ноября 2026 г. 14:02\nКому: Bo <bo@y.test>\nТема: chairs",
        "Kimden: Ann Lee <ann@x.test>\nGönderildi: 6 Kasım 2026 Cuma 14:02\nKime: Bo <bo@y.test>\nKonu: chairs",
        "من: Ann Lee <ann@x.test>\nتاريخ الإرسال: 6 نوفمبر 2026 14:02\nإلى: Bo <bo@y.test>\nالموضوع: chairs",
        "发件人： Ann Lee <ann@x.test>\n发送时间： 2026-11-06 14:02\n收件人： Bo <bo@y.test>\n主题： chairs",
        "------------------ 原始邮件 ------------------\n发件人: \"Ann Lee\" <ann@x.test>;\n发送时间: "
        "2026年11月6日(星期五) 下午2:02\n收件人: \"Bo\"<bo@y.test>;\n主题: chairs",
        "寄件者: Ann Lee <ann@x.test>\n寄件日期: 2026年11月6日 下午 02:02\n收件者: Bo <bo@y.test>\n主旨: chairs",
        "差出人: Ann Lee <ann@x.test>\n送信日時: 2026年11月6日 14:02\n宛先: Bo <bo@y.test>\n件名: chairs",
        "보낸 사람: Ann Lee <ann@x.test>\n보낸 날짜: 2026년 11월 6일 금요일 오후 2:02\n받는 사람: Bo "
        "<bo@y.test>\n제목: chairs",
        "*From:* Ann Lee <ann@x.test>\n*Sent:* Friday, November 6, 2026 2:02 PM\n*To:* Bo <bo@y.test>\n*Subject:* "
        "chairs"));

TEST(Quotes, AnswersBetweenQuotedLinesAreWritten) {
  const SplitText result =
      split("On 6 Nov 2026 14:02, Ann <a@x.test> wrote:\n> How many?\n500 pcs.\n> Which port?\nNingbo.\n");
  EXPECT_EQ(result.body.written, "500 pcs.\nNingbo.");
  EXPECT_EQ(result.body.quoted, "How many?\nWhich port?");
}

TEST(Quotes, BottomPostingIsWritten) {
  const SplitText result = split("Ann <a@x.test> wrote on 6 Nov 2026 14:02:\n> How many?\n> And when?\n\n500 pcs.\n");
  EXPECT_EQ(result.body.written, "500 pcs.");
}

TEST(Quotes, NestedBlocksComeInOrder) {
  const SplitText result = split(
      "See chain.\n\nFrom: B <b@x.test>\nSent: 6 November 2026 14:02\nTo: A <a@x.test>\nSubject: RE: q\n\nsecond\n\n"
      "From: C <c@x.test>\nSent: 5 November 2026 14:02\nTo: B <b@x.test>\nSubject: q\n\nfirst\n");
  ASSERT_EQ(result.blocks.size(), 2U);
  EXPECT_EQ(result.blocks[0].from->address, "b@x.test");
  EXPECT_EQ(result.blocks[0].text, "second");
  EXPECT_EQ(result.blocks[1].from->address, "c@x.test");
  EXPECT_EQ(result.blocks[1].text, "first");
}

TEST(Quotes, RoutesComparisonsAndOrdinaryColonsAreNotQuotes) {
  const std::string_view text =
      "Route:\nFrom: Ningbo\nTo: Hamburg\nDate: 12 Nov\n>1000 pcs gives 5% off\nOn delivery we pay as agreed:\n30% "
      "deposit";
  const SplitText result = split(text);
  EXPECT_EQ(result.body.written, text);
  EXPECT_TRUE(result.blocks.empty());
}

TEST(Quotes, AReplyIsNoForward) {
  const SplitText result =
      split("ok\n\nFrom: B <b@x.test>\nSent: 6 November 2026 14:02\nTo: A <a@x.test>\nSubject: q\n\ntext", "RE: q");
  ASSERT_EQ(result.blocks.size(), 1U);
  EXPECT_EQ(result.blocks[0].kind, QuotedBlock::Kind::reply);
}

TEST(Signature, IsSplitAtDelimiterFormulaOrContactData) {
  EXPECT_EQ(split("Hi\n-- \nAnn\n+49 40 555").body.signature, "Ann\n+49 40 555");
  EXPECT_EQ(split("Please quote.\n\nMit freundlichen Grüßen\nAnn Lee\nAcme GmbH").body.signature,
            "Mit freundlichen Grüßen\nAnn Lee\nAcme GmbH");
  EXPECT_EQ(split("请报价。\n\n顺祝商祺！\n王伟\n电话：0532-5555").body.written, "请报价。");
  EXPECT_EQ(split("price?\n\nAnn Lee\nAcme Trading Co., Ltd.\nTel: +86 532 5555 0000").body.written, "price?");
  EXPECT_EQ(split("Thanks for your offer, we take 500.\nPlease send the invoice today.").body.signature, "");
}

TEST(Signature, FootersAndDisclaimersAreNotWritten) {
  const SplitText result = split("500 pcs please\n\nSent from my iPhone");
  EXPECT_EQ(result.body.written, "500 pcs please");
  EXPECT_EQ(split("500 pcs please\n\nThis e-mail is confidential and intended only for the addressee. If you got it in "
                  "error, delete it.")
                .body.written,
            "500 pcs please");
  EXPECT_EQ(split("This quotation is confidential.").body.written, "This quotation is confidential.");
}

TEST(Quotes, HostileTextStaysLinear) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "From: a@x.test\n";
  EXPECT_LE(split(text).blocks.size(), 50U);
  EXPECT_EQ(split(std::string(1'000'000, '>')).body.written.find('x'), std::string::npos);
  std::string colons;
  for (int i = 0; i < 100'000; ++i) colons += "On 2026 a@b\n";
  EXPECT_TRUE(split(colons).blocks.empty());
}

}  // namespace
}  // namespace tradewind::archiver

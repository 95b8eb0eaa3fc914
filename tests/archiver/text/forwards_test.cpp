// What mail programs put before a mail that is passed on, in many languages: its author is the one who wrote it.
#include <gtest/gtest.h>

#include "archiver/text/quotes.hpp"

namespace tradewind::archiver {
namespace {

struct Forward {
  const char* name;
  const char* subject;
  const char* head;
};

class Forwards : public ::testing::TestWithParam<Forward> {};

TEST_P(Forwards, name_their_author) {
  const SplitText result = split_quotes("FYI\n\n" + std::string(GetParam().head) + "\n\nWe need 320 lamps.\nIda\n",
                                        {GetParam().subject, 0, std::string_view::npos});
  EXPECT_EQ(result.body.written, "FYI");
  ASSERT_FALSE(result.blocks.empty());
  const QuotedBlock& block = result.blocks.front();
  EXPECT_EQ(block.kind, QuotedBlock::Kind::forward);
  ASSERT_TRUE(block.from.has_value());
  EXPECT_EQ(block.from->address, "ida@lampe.test");
  EXPECT_EQ(block.from->name, "Ida Berg");
  EXPECT_EQ(block.subject, "lamps");
  EXPECT_EQ(block.text, "We need 320 lamps.\nIda");
}

#define WHO "Ida Berg <ida@lampe.test>"

INSTANTIATE_TEST_SUITE_P(
    Clients, Forwards,
    ::testing::Values(
        Forward{"outlook_mobile", "Fwd: lamps",
                "Get Outlook for iOS\n________________________________\nFrom: " WHO
                "\nSent: Friday, November 6, 2026 2:02:11 PM\nTo: Bo <bo@y.test>\nSubject: lamps"},
        Forward{"apple_mail_german", "WG: lamps",
                "Anfang der weitergeleiteten Nachricht:\n\nVon: " WHO
                "\nBetreff: lamps\nDatum: 6. November 2026 um 14:02:11 MEZ\nAn: bo@y.test"},
        Forward{"apple_mail_japanese", "Fwd: lamps",
                "転送されたメッセージ:\n\n差出人: " WHO
                "\n件名: lamps\n日付: 2026年11月6日 14:02:11 JST\n宛先: bo@y.test"},
        Forward{"apple_mail_swedish", "Vb: lamps",
                "Vidarebefordrat brev:\n\nFrån: " WHO
                "\nÄmne: lamps\nDatum: 6 november 2026 14:02:11 CET\nTill: bo@y.test"},
        Forward{"apple_mail_dutch", "Doorst: lamps",
                "Begin doorgestuurd bericht:\n\nVan: " WHO
                "\nOnderwerp: lamps\nDatum: 6 november 2026 om 14:02:11 CET\nAan: bo@y.test"},
        Forward{"gmail_spanish", "Fwd: lamps",
                "---------- Forwarded message ---------\nDe: " WHO
                "\nDate: vie, 6 nov 2026 a las 14:02\nSubject: lamps\nTo: <bo@y.test>"},
        Forward{"gmail_turkish", "Fwd: lamps",
                "---------- Forwarded message ---------\nGönderen: " WHO
                "\nDate: 6 Kas 2026 Cum, 14:02\nSubject: lamps\nTo: <bo@y.test>"},
        Forward{"gmail_thai", "Fwd: lamps",
                "---------- Forwarded message ---------\nจาก: " WHO
                "\nDate: ศ. 6 พ.ย. 2026 14:02 น.\nSubject: lamps\nTo: "
                "<bo@y.test>"},
        Forward{
            "thunderbird_french", "Fwd: lamps",
            "-------- Message transféré --------\nSujet : \tlamps\nDate : \tFri, 6 Nov 2026 14:02:11 +0100\nDe : \t" WHO
            "\nPour : \tbo@y.test"},
        Forward{"thunderbird_polish", "Fwd: lamps",
                "-------- Treść przekazanej wiadomości --------\nTemat: \tlamps\nData: \tFri, 6 Nov 2026 14:02:11 "
                "+0100\nNadawca: \t" WHO "\nAdresat: \tbo@y.test"},
        Forward{
            "thunderbird_czech", "Fwd: lamps",
            "-------- Přeposlaná zpráva --------\nPředmět: \tlamps\nDatum: \tFri, 6 Nov 2026 14:02:11 +0100\nOd: \t" WHO
            "\nKomu: \tbo@y.test"},
        Forward{"thunderbird_hungarian", "Fwd: lamps",
                "-------- Továbbított üzenet --------\nTárgy: \tlamps\nDátum: \tFri, 6 Nov 2026 14:02:11 "
                "+0100\nFeladó: \t" WHO "\nCímzett: \tbo@y.test"},
        Forward{
            "thunderbird_romanian", "Fwd: lamps",
            "-------- Mesaj redirecționat --------\nSubiect: \tlamps\nDată: \tFri, 6 Nov 2026 14:02:11 +0200\nDe la: "
            "\t" WHO "\nCătre: \tbo@y.test"},
        Forward{
            "thunderbird_greek", "Fwd: lamps",
            "-------- Προωθημένο μήνυμα --------\nΘέμα: \tlamps\nΗμερομηνία: \tFri, 6 Nov 2026 14:02:11 +0200\nΑπό: "
            "\t" WHO "\nΠρος: \tbo@y.test"},
        Forward{"thunderbird_hebrew", "Fwd: lamps",
                "-------- הודעה שהועברה --------\nנושא: \tlamps\nתאריך: \tFri, 6 Nov 2026 14:02:11 +0200\nמאת: \t" WHO
                "\nאל: \tbo@y.test"},
        Forward{"thunderbird_ukrainian", "Fwd: lamps",
                "-------- Переслане повідомлення --------\nТема: \tlamps\nДата: \tFri, 6 Nov 2026 14:02:11 +0200\nВід: "
                "\t" WHO "\nКому: \tbo@y.test"},
        Forward{
            "thunderbird_finnish", "Fwd: lamps",
            "-------- Välitetty viesti --------\nAihe: \tlamps\nPäiväys: \tFri, 6 Nov 2026 14:02:11 +0200\nLähettäjä: "
            "\t" WHO "\nVastaanottaja: \tbo@y.test"},
        Forward{"foxmail", "Fw: lamps", "发件人： " WHO "\n发送时间： 2026-11-06 14:02\n收件人： bo\n主题： lamps"},
        Forward{"netease", "Fw:lamps",
                "-------- 转发邮件信息 --------\n发件人：\"Ida Berg\" <ida@lampe.test>\n发送日期：2026-11-06 "
                "14:02:11\n收件人：\"bo\" <bo@y.test>\n主题：lamps"},
        Forward{"qq_mail", "转发：lamps",
                "------------------ 原始邮件 ------------------\n发件人: \"Ida Berg\" <ida@lampe.test>;\n发送时间: "
                "2026年11月6日(星期五) 下午2:02\n收件人: \"bo\"<bo@y.test>;\n主题: lamps"},
        Forward{"mail_ru", "Fwd: lamps",
                "-------- Пересылаемое сообщение --------\nОт кого: " WHO
                "\nКому: Bo <bo@y.test>\nДата: Пятница, 6 ноября 2026, 14:02 +03:00\nТема: lamps"},
        Forward{
            "naver", "FW: lamps",
            "-----Original Message-----\nFrom: \"Ida Berg\" <ida@lampe.test>\nTo: <bo@y.test>;\nCc:\nSent: 2026-11-06 "
            "(금) 14:02:11 (GMT+09:00)\nSubject: lamps"},
        Forward{"daum", "FW: lamps",
                "--------- 원본 메일 ---------\n보낸사람: " WHO
                "\n받는사람: bo@y.test\n날짜: 2026년 11월 6일 금요일, 14시 02분 11초 "
                "+0900\n제목: lamps"},
        Forward{"yahoo_japan", "Fw: lamps",
                "----- Forwarded Message -----\n From: " WHO
                "\n To: bo@y.test\n Date: 2026/11/6, Fri 14:02\n Subject: lamps"},
        Forward{
            "zimbra", "Fwd: lamps",
            "----- Forwarded Message -----\nFrom: \"Ida Berg\" <ida@lampe.test>\nTo: \"bo\" <bo@y.test>\nSent: Friday, "
            "November 6, 2026 2:02:11 PM\nSubject: lamps"},
        Forward{"notes", "Fw: lamps",
                "----- Forwarded by Bo Tan/Y on 06/11/2026 14:30 -----\n\nFrom: " WHO
                "\nTo: bo@y.test\nDate: 06/11/2026 14:02\nSubject: lamps"},
        Forward{"roundcube_portuguese", "Fwd: lamps",
                "-------- Mensagem original --------\nAssunto: lamps\nData: 06-11-2026 14:02\nDe: " WHO
                "\nPara: bo@y.test"},
        Forward{
            "zoho", "Fwd: lamps",
            "============ Forwarded message ============\nFrom: " WHO
            "\nTo: <bo@y.test>\nDate: Fri, 06 Nov 2026 14:02:11 +0530\nSubject: lamps\n============ Forwarded message "
            "============"},
        Forward{"spark", "Fwd: lamps",
                "---------- Forwarded message ----------\nFrom: " WHO
                "\nDate: 6 Nov 2026, 2:02 PM +0100\nTo: bo@y.test\nSubject: lamps"},
        Forward{"samsung", "FW: lamps",
                "-------- Original message --------\nFrom: " WHO
                "\nDate: 06/11/2026 14:02 (GMT+01:00)\nTo: bo@y.test\nSubject: "
                "lamps"},
        Forward{"samsung_italian", "I: lamps",
                "-------- Messaggio originale --------\nDa: " WHO
                "\nData: 06/11/26 14:02 (GMT+01:00)\nA: bo@y.test\nOggetto: lamps"},
        Forward{"outlook_arabic", "إعادة توجيه: lamps",
                "من: " WHO "\nتم الإرسال: الجمعة، 6 نوفمبر 2026 02:02 م\nإلى: bo@y.test\nالموضوع: lamps"},
        Forward{"outlook_persian", "FW: lamps",
                "از: " WHO "\nارسال شده: جمعه, نوامبر 6, 2026 2:02 PM\nبه: bo@y.test\nموضوع: lamps"},
        Forward{"outlook_vietnamese", "FW: lamps",
                "Từ: " WHO "\nĐã gửi: Thứ Sáu, 6 tháng 11, 2026 2:02 CH\nTới: bo@y.test\nChủ đề: lamps"},
        Forward{"outlook_indonesian", "FW: lamps",
                "Dari: " WHO "\nDikirim: Jumat, 06 November 2026 14:02\nKepada: bo@y.test\nSubjek: lamps"},
        Forward{"outlook_danish", "VS: lamps",
                "Fra: " WHO "\nSendt: 6. november 2026 14:02\nTil: bo@y.test\nEmne: lamps"},
        Forward{"outlook_traditional_chinese", "轉寄: lamps",
                "寄件者: " WHO "\n寄件日期: 2026年11月6日 下午 02:02\n收件者: bo@y.test\n主旨: lamps"}),
    [](const auto& tested) { return tested.param.name; });

#undef WHO

// Yandex names the author below its rule as in an answer, without a subject.
TEST(ForwardRule, an_attribution_below_the_rule_is_the_authors) {
  const SplitText result = split_quotes(
      "смотри\n\n-------- Пересылаемое сообщение --------\n06.11.2026, 14:02, \"Ida Berg\" <ida@lampe.test>:\n\nНужны "
      "320 "
      "ламп.\n",
      {"Fwd: lamps", 0, std::string_view::npos});
  ASSERT_FALSE(result.blocks.empty());
  EXPECT_EQ(result.blocks.front().kind, QuotedBlock::Kind::forward);
  EXPECT_EQ(result.blocks.front().from->address, "ida@lampe.test");
  EXPECT_EQ(result.blocks.front().text, "Нужны 320 ламп.");
}

}  // namespace
}  // namespace tradewind::archiver

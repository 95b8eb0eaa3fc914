// Pairs of inquiries as buyers send them: the same matter again, and the same buyer about another.
#include <gtest/gtest.h>

#include "tests/archiver/archive_fixture.hpp"

namespace tradewind::archiver {
namespace {

struct Mail {
  const char *from, *to, *subject, *text;
};
struct Pair {
  const char* name;
  Mail first, second;
};

std::string raw(const Mail& mail, const std::string& id) {
  return std::string("From: ") + mail.from + "\nTo: " + mail.to + "\nSubject: " + mail.subject + "\nMessage-ID: <" +
         id +
         "@mail.example>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: "
         "8bit\n\n" +
         mail.text + "\n";
}

const char* const mei = "mei@harbour-valves.example";
const char* const bo = "bo@harbour-valves.example";

class Duplicates : public Archive, public ::testing::WithParamInterface<Pair> {
 protected:
  std::pair<crm::StoredMessage, crm::StoredMessage> deliver_both() {
    const auto first = deliver(raw(GetParam().first, "a1"));
    clock_ += 86'400;
    return {first, deliver(raw(GetParam().second, "a2"))};
  }
};

class SameInquiry : public Duplicates {};
TEST_P(SameInquiry, joins_the_first_lead) {
  const auto [first, again] = deliver_both();
  ASSERT_EQ(first.kind, MessageKind::inquiry);
  EXPECT_EQ(again.kind, MessageKind::inquiry);
  EXPECT_EQ(again.duplicate_of, first.id);
  EXPECT_FALSE(lead_of(again));
}

class OtherInquiry : public Duplicates {};
TEST_P(OtherInquiry, is_a_lead_of_its_own) {
  const auto [first, other] = deliver_both();
  ASSERT_EQ(first.kind, MessageKind::inquiry);
  EXPECT_FALSE(other.duplicate_of);
}

INSTANTIATE_TEST_SUITE_P(
    Buyers, SameInquiry,
    ::testing::Values(
        Pair{"private_address_in_english",
             {"Tunde Bakare <sales@bakare-plumbing.example>", mei, "Valves for Lagos",
              "Dear Sir,\n\nPlease quote 850 pcs brass ball valve 50 mm and 1,200 pcs gate valve 25 mm, CIF "
              "Apapa.\n\nTunde Bakare\nBakare Plumbing Supplies\nLagos, Nigeria\nTel 0803 555 0142"},
             {"Tunde Bakare <tunde.bakare77@gmail.com>", bo, "my request",
              "Good day, I wrote you from my shop mail last week but no reply. 850 ball valves 50 mm and 1200 gate "
              "valves "
              "25 mm to Apapa, what is the price?\n\nTunde"}},
        Pair{"shop_address_after_a_free_one",
             {"Wanjiru <wanjiru.waterworks@yahoo.com>", mei, "valves price",
              "Hello, how much for 400 pcs ball valve 2 inch delivered Mombasa? Wanjiru"},
             {"Wanjiru Kamau <info@waterworks-kenya.example>", bo, "Ball valves for Kenya",
              "Hello,\nI asked from my yahoo address but had no answer. Price for 400 ball valves 2 inch to Mombasa "
              "please.\n\nWanjiru Kamau\nKamau Waterworks, Nairobi\n0722 555 018"}},
        Pair{"platform_then_mail_in_spanish",
             {"\"Alibaba.com\" <notification@service.alibaba.com>", mei, "You have a new inquiry from Rocio Medrano",
              "Buyer: Rocio Medrano\nCompany: Suministros Medrano\nCountry: Peru\nMessage:\nNecesito 600 valvulas de "
              "bola "
              "de laton de 50 mm y 250 llaves de paso, CIF Callao. Enviar precio."},
             {"Rocío Medrano <compras@suministrosmedrano.example>", bo, "Cotización válvulas de bola",
              "Buenas tardes,\n\nles escribí por Alibaba. Solicito cotización de 600 válvulas de bola de latón 50 mm y "
              "250 "
              "llaves de paso, CIF Callao.\n\nRocío Medrano\nSuministros Medrano S.A.C.\nLima, Perú"}},
        Pair{"resent_as_a_forward_in_spanish",
             {"Iván Quiroga <iquiroga@aguasdelnorte.example>", mei, "Solicitud de precios válvulas",
              "Estimados:\n\nSolicitamos precio de válvula de bola 50 mm, 3.500 unidades, y filtros Y, 900 unidades, "
              "FOB. "
              "\n\nSaludos\nIván Quiroga\nAguas del Norte Ltda.\nAntofagasta, Chile\n+56 2 5550 1199"},
             {"Iván Quiroga <iquiroga@aguasdelnorte.example>", bo, "RV: Solicitud de precios válvulas",
              "Lo reenvío por si no llegó: válvula de bola 3.500, filtros Y 900, FOB.\n\nIván Quiroga"}},
        Pair{"direct_after_the_platform",
             {"GlobalSources Inquiry <enquiry@globalsources.com>", mei,
              "Inquiry: Brass valve | Buyer: Mr. Craig Dunlop (Canada)",
              "Product(s): Brass ball valve 50 mm\n\n=== Message ===\nWe need 14,000 brass ball valves, CSA approved, "
              "delivered Vancouver by March.\n\n=== Buyer ===\nMr. Craig Dunlop - Buyer\nDunlop Hydronics "
              "Inc\nVancouver, "
              "Canada\nE: craig@dunlophydronics.example"},
             {"Craig Dunlop <craig@dunlophydronics.example>", mei, "Valves, following the GS enquiry",
              "Hi,\n\nFollowing up our Global Sources enquiry, easier here. 14,000 brass ball valves, delivered "
              "Vancouver by "
              "March.\n\nCraig"}},
        Pair{"name_in_two_scripts",
             {"Рената Шакирова <renata.sh@mail.ru>", mei, "Запрос цены",
              "Здравствуйте! Прошу выставить цену на кран шаровой латунный 50 мм, 2400 шт., и фильтр 760 шт., доставка "
              "Новороссийск.\n\nРената Шакирова, Казань"},
             {"Renata Shakirova <r.shakirova@volgatherm.example>", bo, "Ball valves for Russia",
              "Dear colleagues,\n\nI wrote to you in Russian from my mail.ru box. Please quote brass ball valve 50 mm "
              "2400 "
              "pcs and strainer 760 pcs to Novorossiysk.\n\nRenata Shakirova\nVolgaTherm"}},
        Pair{"again_in_russian",
             {"Отдел закупок <zakupki@uralarmatura.example>", mei, "Запрос на краны",
              "Добрый день!\n\nПросим предложение: кран шаровой 50 мм - 5 600 шт., затвор - 340 шт. Условия CIF "
              "Владивосток.\n\nАнтон Рябов\nООО «Ураларматура»\n+7 343 555-01-77"},
             {"Антон Рябов <ryabov.anton.ekb@yandex.ru>", bo, "Повторно: краны",
              "Добрый день! Отправлял вам запрос с рабочей почты, ответа нет. Ураларматура, кран шаровой 5600 шт., "
              "затвор 340 "
              "шт., CIF Владивосток. Сообщите цену.\n\nАнтон"}},
        Pair{"another_mailbox_in_chinese",
             {"李晓彤 <lixt@haiyun-fluid.example>", mei, "球阀询价",
              "您好，我们是厦门海云流体，需要采购黄铜球阀50mm 3200个，过滤器 "
              "780个，请报FOB价格。\n\n李晓彤\n厦门海云流体设备有限公司"},
             {"李晓彤 <lixiaotong_xm@qq.com>", bo, "再次询价：球阀",
              "您好，上周发过邮件没有收到回复。海云流体设备询价：黄铜球阀3200个，过滤器780个，FOB。请报价，谢谢。\n\n李"
              "晓彤"}},
        Pair{"another_address_in_japanese",
             {"株式会社北斗設備 <kobai@hokuto-setsubi.example>", mei, "ボールバルブの見積依頼",
              "ご担当者様\n\n株式会社北斗設備 "
              "購買課の西岡と申します。真鍮ボールバルブ50mmを年間4,500個、ストレーナーを1,800個検討しております。"
              "横浜港までの価格をご教示ください。\n\n西岡 健吾\nTEL 045-555-0182"},
             {"西岡 <nishioka.kengo@gmail.com>", bo, "再送:バルブの件",
              "先日お送りしました北斗設備の西岡です。届いていないようですので再送いたします。ボールバルブ4,"
              "500個、ストレーナー1,800個、横浜港までの"
              "お見積りをお願いいたします。"}},
        Pair{"resent_in_korean",
             {"서동하 <dh.seo@hanbit-tech.example>", mei, "볼밸브 견적 요청",
              "안녕하세요, 한빛테크 서동하입니다. 황동 볼밸브 50mm 12,000개, 스트레이너 3,400개 부산항 CIF 견적 "
              "부탁드립니다."},
             {"서동하 <dh.seo@hanbit-tech.example>", bo, "[재전송] 볼밸브 견적",
              "메일이 반송된 것 같아 다시 보냅니다. 볼밸브 12,000개, 스트레이너 3,400개, 부산항 CIF입니다. 회신 "
              "부탁드립니다."}},
        Pair{"again_in_arabic",
             {"ناصر العتيبي <nasser@najd-water.example>", mei, "طلب عرض سعر",
              "السلام عليكم\n\nنرجو تزويدنا بعرض سعر لعدد 1750 صمام كروي نحاس 50 مم و 620 فلتر، CIF الدمام.\n\nناصر "
              "العتيبي\nمؤسسة نجد للمياه\n+966 13 555 0164"},
             {"Nasser <nasser.otaibi.ksa@hotmail.com>", bo, "صمامات",
              "السلام عليكم، أرسلت لكم من بريد الشركة ولم يصل رد. مؤسسة نجد للمياه تحتاج 1750 صمام كروي و 620 فلتر الى "
              "الدمام. كم السعر؟\n\nناصر العتيبي"}},
        Pair{"colleague_of_the_firm_in_german",
             {"Jörg Hufnagel <hufnagel@wasserwerk-hufnagel.example>", mei, "Anfrage Kugelhähne",
              "Sehr geehrte Damen und Herren,\n\nbitte bieten Sie an: Kugelhahn Messing 50 mm, 2.300 Stück, und "
              "Schmutzfänger, "
              "450 Stück, CFR Hamburg.\n\nJörg Hufnagel\nHufnagel Wassertechnik GmbH"},
             {"Silke Brandt <brandt@wasserwerk-hufnagel.example>", bo, "Anfrage Kugelhähne Messing",
              "Guten Tag,\n\nwir bitten um Ihr Angebot über 2.300 Kugelhähne Messing 50 mm und 450 Schmutzfänger CFR "
              "Hamburg. "
              "\n\nSilke Brandt\nHufnagel Wassertechnik GmbH"}},
        Pair{"after_the_form_in_french",
             {"Site web <web@harbour-valves.example>", mei, "Nouveau message du formulaire",
              "Nom: Aïssatou Barry\nE-mail: aissatou.barry@orange.example\nTéléphone: +224 622 55 01 18\nPays: "
              "Guinée\nMessage: Bonjour, prix pour 930 vannes à boisseau 50 mm livrées Conakry svp."},
             {"Aïssatou Barry <contact@barry-hydro.example>", bo, "Demande de prix vannes",
              "Bonjour,\n\nJ'ai rempli le formulaire de votre site. Je cherche 930 vannes à boisseau sphérique 50 mm "
              "pour "
              "Conakry, quel est le prix ?\n\nAïssatou Barry\nBarry Hydro SARL"}},
        Pair{"again_in_turkish",
             {"Emre Soylu <emre@soyluvana.example>", mei, "Fiyat talebi",
              "Merhaba,\n\n50 mm pirinç küresel vana 6.400 adet ve pislik tutucu 1.150 adet için CIF Mersin fiyat rica "
              "ederiz.\n\nEmre Soylu\nSoylu Vana San. ve Tic. Ltd. Şti.\n+90 324 555 01 92"},
             {"Emre Soylu <emresoylu.vana@gmail.com>", bo, "Küresel vana fiyat",
              "Merhaba, şirket mailimden yazmıştım, cevap alamadım. 6400 küresel vana, 1150 pislik tutucu, Mersin "
              "teslim "
              "fiyatınızı rica ederim.\n\nEmre Soylu"}},
        Pair{"another_of_our_mailboxes_in_vietnamese",
             {"Đỗ Minh Khang <khang@thietbinuoc-mk.example>", mei, "Hỏi giá van bi",
              "Kính gửi công ty,\n\nChúng tôi cần báo giá van bi đồng 50 mm 2.750 cái, CIF Hải Phòng.\n\nĐỗ Minh "
              "Khang\nCông ty TNHH Thiết bị nước MK"},
             {"Đỗ Minh Khang <khang@thietbinuoc-mk.example>", bo, "Van bi đồng",
              "Chào anh chị, tôi đã gửi email nhưng chưa nhận được trả lời. Xin báo giá 2.750 van bi đồng 50 mm, CIF "
              "Hải "
              "Phòng."}},
        Pair{"one_line_again",
             {"Kwabena <kwabena_trading1@gmail.com>", mei, "valve",
              "Pls price of ball valve 2 inch 300 pcs to Tema. Kwabena 0244 555 017"},
             {"Kwabena <kwabena_trading1@gmail.com>", bo, "pls valve price",
              "Good morning I wrote Monday nobody answer. Price of 2 inch ball valve, 300 pcs, Tema. Kwabena"}}),
    [](const auto& tested) { return tested.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Buyers, OtherInquiry,
    ::testing::Values(
        Pair{"the_same_buyer_asks_for_other_goods",
             {"Tunde Bakare <sales@bakare-plumbing.example>", mei, "Valves for Lagos",
              "Dear Sir,\n\nPlease quote 850 pcs brass ball valve 50 mm, CIF Apapa.\n\nTunde Bakare"},
             {"Tunde Bakare <sales@bakare-plumbing.example>", mei, "Garden hose",
              "Dear Sir,\n\nThis time another thing: please quote 90 rolls reinforced garden hose, CIF Apapa.\n\nTunde "
              "Bakare"}},
        Pair{
            "two_buyers_of_one_country_ask_for_the_same_article",
            {"Tunde Bakare <sales@bakare-plumbing.example>", mei, "Valves for Lagos",
             "Dear Sir,\n\nPlease quote 500 pcs brass ball valve 50 mm, CIF Apapa.\n\nTunde Bakare\nBakare "
             "Plumbing\nLagos, "
             "Nigeria"},
            {"Ngozi Eze <ngozi@eze-stores.example>", mei, "brass ball valve",
             "Hello,\n\nWe need 500 pcs brass ball valve 50 mm CIF Apapa, best price.\n\nNgozi Eze\nEze Stores\nLagos, "
             "Nigeria"}},
        Pair{"two_people_of_one_name",
             {"Maria Silva <maria.silva@casadaagua.example>", mei, "Válvulas",
              "Bom dia, preciso de preço para 700 válvulas de esfera 50 mm, CIF Santos.\n\nMaria Silva\nCasa da "
              "Água\nSão Paulo, Brasil"},
             {"Maria Silva <msilva@hidroporto.example>", mei, "Filtros",
              "Bom dia, podem cotar 3.000 filtros Y 25 mm, CIF Leixões?\n\nMaria Silva\nHidroporto Lda\nPorto, "
              "Portugal"}},
        Pair{"two_buyers_on_one_platform",
             {"\"Alibaba.com\" <notification@service.alibaba.com>", mei, "You have a new inquiry from Rocio Medrano",
              "Buyer: Rocio Medrano\nCompany: Suministros Medrano\nCountry: Peru\nMessage:\nNecesito 600 valvulas de "
              "bola "
              "de laton de 50 mm, CIF Callao. Enviar precio."},
             {"\"Alibaba.com\" <notification@service.alibaba.com>", mei, "You have a new inquiry from Jorge Paz",
              "Buyer: Jorge Paz\nCompany: Ferreteria Paz\nCountry: Peru\nMessage:\nNecesito precio de 600 valvulas de "
              "bola, "
              "soy de Alibaba, CIF Callao."}},
        Pair{"two_strangers_with_one_free_mail_provider",
             {"Wei Chen <weichen_0712@163.com>", mei, "询价", "您好，请报黄铜球阀50mm 2000个的价格。\n\n陈伟"},
             {"王强 <wangqiang_88@163.com>", bo, "再次询价",
              "您好，之前发过邮件。请报黄铜球阀50mm 2000个价格。\n\n王强"}}),
    [](const auto& tested) { return tested.param.name; });

// Our answer lies between: whoever then names the goods again haggles.
TEST_F(Archive, goods_named_again_after_our_answer_are_negotiation) {
  const Mail asked{"Tunde Bakare <sales@bakare-plumbing.example>", mei, "Valves for Lagos",
                   "Dear Sir,\n\nPlease quote 850 pcs brass ball valve 50 mm, CIF Apapa.\n\nTunde Bakare"};
  const auto first = deliver(raw(asked, "n1"));
  ASSERT_EQ(first.kind, MessageKind::inquiry);
  deliver(
      "From: mei@harbour-valves.example\nTo: sales@bakare-plumbing.example\nSubject: Re: Valves for Lagos\n"
      "Message-ID: <n2@harbour-valves.example>\nIn-Reply-To: <n1@mail.example>\n\nDear Tunde, USD 4.10 CIF Apapa.\n",
      sent_);
  const auto haggles = deliver(
      "From: Tunde Bakare <sales@bakare-plumbing.example>\nTo: mei@harbour-valves.example\nSubject: Re: Valves for "
      "Lagos\n"
      "Message-ID: <n3@mail.example>\nIn-Reply-To: <n2@harbour-valves.example>\n\n4.10 is too high for 850 pcs brass "
      "ball "
      "valve 50 mm. Following up: can you do 3.80 CIF Apapa?\n\n> Dear Tunde, USD 4.10 CIF Apapa.\n");
  EXPECT_EQ(haggles.kind, MessageKind::negotiation);
  EXPECT_FALSE(haggles.duplicate_of);
}

TEST_F(Archive, whoever_sends_his_own_mail_on_says_it_again) {
  const Mail asked{"Petra Novotná <novotna@vodomont.example>", mei, "Poptávka kulové kohouty",
                   "Dobrý den,\n\nposíláme poptávku na 1 900 ks kulový kohout mosaz 50 mm a 640 ks filtr, CIF "
                   "Hamburg.\n\nPetra Novotná\nVodomont s.r.o."};
  const auto first = deliver(raw(asked, "f1"));
  ASSERT_EQ(first.kind, MessageKind::inquiry);
  const auto again = deliver(raw(
      {"Petra Novotná <novotna@vodomont.example>", bo, "Fwd: Poptávka kulové kohouty",
       "Dobrý den, prosím viz níže.\n\n---------- Forwarded message ---------\nFrom: Petra Novotná "
       "<novotna@vodomont.example>\nDate: Mon, 21 Sep 2026 at 09:10\nSubject: Poptávka kulové kohouty\nTo: "
       "<mei@harbour-valves.example>\n\nposíláme poptávku na 1 900 ks kulový kohout mosaz 50 mm a 640 ks filtr, CIF "
       "Hamburg.\n\nPetra Novotná"},
      "f2"));
  EXPECT_EQ(again.kind, MessageKind::inquiry);
  EXPECT_EQ(again.duplicate_of, first.id);
}

// `crm mail why` shows what made two inquiries one.
TEST_F(Archive, a_duplicate_tells_its_score_and_signs) {
  const Mail asked{"Tunde Bakare <sales@bakare-plumbing.example>", mei, "Valves for Lagos",
                   "Dear Sir,\n\nPlease quote 850 pcs brass ball valve 50 mm, CIF Apapa.\n\nTunde Bakare"};
  deliver(raw(asked, "s1"));
  const auto again = deliver(raw({asked.from, bo, "resend", asked.text}, "s2"));
  std::string evidence;
  for (const crm::Decision& decision : messages_.decisions_of(again.id)) {
    if (decision.what == "duplicate") evidence = decision.evidence;
  }
  EXPECT_TRUE(evidence.starts_with("score ")) << evidence;
  EXPECT_NE(evidence.find("same address (+8)"), std::string::npos) << evidence;
  EXPECT_NE(evidence.find("equal amounts 850"), std::string::npos) << evidence;
}

}  // namespace
}  // namespace tradewind::archiver

// Notices in the layouts of platforms and form plug-ins, with buyers of our own invention.
#include "archiver/extract/notice.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "archiver/archiver.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tradewind::archiver {
namespace {

struct Layout {
  const char* name;
  const char* mail;  // '\n' for line ends; header and body
  const char *platform, *person, *company, *email, *phone, *country, *words;
  NoticeSender sender = {};
};

std::optional<Notice> read(const char* mail, const NoticeSender& sender, const PlatformCatalogue& platforms) {
  std::string raw;
  for (const char* at = mail; *at != '\0'; ++at) raw += *at == '\n' ? std::string("\r\n") : std::string(1, *at);
  const ReadMail read = read_mail(raw);
  EXPECT_EQ(read.fault, "");
  return read_notice(read.message, platforms, sender);
}

class Layouts : public ::testing::TestWithParam<Layout> {};

TEST_P(Layouts, give_the_buyer_and_his_words) {
  static const PlatformCatalogue platforms;
  const Layout& layout = GetParam();
  const auto notice = read(layout.mail, layout.sender, platforms);
  ASSERT_TRUE(notice);
  EXPECT_TRUE(notice->inquiry);
  EXPECT_TRUE(notice->known_layout);
  EXPECT_EQ(notice->platform, layout.platform);
  EXPECT_EQ(notice->field("name"), layout.person);
  EXPECT_EQ(notice->field("company"), layout.company);
  EXPECT_EQ(notice->field("email"), layout.email);
  EXPECT_EQ(notice->field("phone"), layout.phone);
  EXPECT_EQ(notice->field("country"), layout.country);
  EXPECT_NE(notice->message.find(layout.words), std::string::npos) << notice->message;
}

constexpr NoticeSender of_ours{true, true};
#define TEXT "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
#define HTML "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"

INSTANTIATE_TEST_SUITE_P(
    Platforms, Layouts,
    ::testing::Values(
        Layout{"columns_without_colons",
               "From: Global Sources <inquiry@globalsources.com>\nSubject: RFI 55120 - Garden pump\n" TEXT
               "Supplier: Our Works\n\nA buyer asks about \"Garden pump\".\n\n  Please quote 900 garden pumps, DAP "
               "Aarhus.\n\nContact     Mette Riis\nCompany     Riis Havecenter ApS\nLocation    Denmark\nTelephone   "
               "45-86-550171\nEmail       mette@riishave.example\nOther suppliers contacted: 4\n",
               "globalsources", "Mette Riis", "Riis Havecenter ApS", "mette@riishave.example", "45-86-550171",
               "Denmark", "900 garden pumps"},
        Layout{
            "definition_list_in_korean",
            "From: EC21 <alert@ec21.com>\nSubject: [EC21] 새 인콰이어리가 도착했습니다\n" HTML
            "<html><body><p>담당자님, 인콰이어리가 "
            "도착했습니다.</p><dl><dt>제목</dt><dd>pumps</dd><dt>바이어</dt><dd>Nurlan "
            "Abenov / Abenov Trade LLP</dd><dt>국가</dt><dd>Kazakhstan</dd><dt>연락처</dt><dd>nurlan@abenov.example / "
            "7-727-5550133</dd><dt>내용</dt><dd>Нужны садовые насосы, 400 шт., доставка "
            "Алматы.</dd></dl></body></html>\n",
            "ec21", "Nurlan Abenov", "Abenov Trade LLP", "nurlan@abenov.example", "7-727-5550133", "Kazakhstan",
            "садовые насосы"},
        Layout{"contact_in_one_line",
               "From: IndiaMART <enquiry@indiamart.com>\nSubject: Enquiry from Pune for Pump\n" HTML
               "<table><tr><td>Dear Seller, <b>Sneha Kulkarni</b> is interested in <b>Pump</b><br>Quantity: 40 "
               "Piece<br><i>Other details: need also hose, rate with GST</i></td></tr><tr><td>Contact: Sneha Kulkarni, "
               "Kulkarni Agro, Pune, India<br>Phone: +91-98220 55517 &nbsp; Email: <a "
               "href=\"mailto:kulkarniagro@rediffmail.com\">kulkarniagro@rediffmail.com</a></td></tr></table>\n",
               "indiamart", "Sneha Kulkarni", "Kulkarni Agro", "kulkarniagro@rediffmail.com", "+91-98220 55517",
               "India", "hose"},
        Layout{"firm_and_town_below_the_name",
               "From: IndiaMART <buyleads@indiamart.com>\nSubject: Buyer from Colombo wants pumps\n" TEXT
               "Hi,\n\n--\nRequirement : Garden pump, 1 inch\nQuantity : 75 Piece\n\nBuyer : Dilani Perera\n        "
               "Perera Irrigation\n        Colombo, Sri Lanka\nMobile : +94-77-5550148\nE-mail : "
               "dilani@pereraflow.example\n--\nCall the buyer now\n",
               "indiamart", "Dilani Perera", "Perera Irrigation", "dilani@pereraflow.example", "+94-77-5550148",
               "Sri Lanka", ""},
        Layout{
            "prose_and_a_card_without_labels",
            "From: \"Made-in-China.com\" <inquiry@made-in-china.com>\nSubject: [Consulta de Ecuador] Bomba\n" TEXT
            "Hello member,\n\nA buyer wrote to you. Translate | Reply | Report\n\n    Hola, buscamos bomba de jardin "
            "de 1 pulgada, 350 piezas,\n    precio CIF Guayaquil.\n\nXimena Andrade, Jefa de Compras\nAgroAndrade   "
            "[Ecuador]  Tel 593-4-5550161\nMember ID: xim_a\n\nYour package expires in 9 days.\n",
            "made-in-china", "Ximena Andrade", "AgroAndrade", "", "593-4-5550161", "Ecuador", "bomba de jardin"},
        Layout{"labels_within_a_sentence",
               "From: \"Alibaba.com\" <buyer@service.alibaba.com>\nSubject: New message from Lerato M. | Pump\n" HTML
               "<table><tr><td><b>Lerato M.</b> &middot; South Africa &middot; L1 buyer</td></tr><tr><td><div>Hi, I "
               "need 60 "
               "garden pumps in Polokwane, what is the price?</div><p>About the buyer: <b>Lerato Mokoena</b>, company: "
               "<b>Mokoena Farms</b>, 2 inquiries in 30 days, interested in: Pumps.</p></td></tr></table>\n",
               "alibaba", "Lerato Mokoena", "Mokoena Farms", "", "", "", "60 garden pumps"},
        Layout{"ruled_heading_of_the_card",
               "From: GlobalSources <enquiry@globalsources.com>\nSubject: Inquiry: Pump | Buyer: Mr. Aaron Pike\n" TEXT
               "*** BUYER INQUIRY ***\n\nProduct(s): Garden pump\n\n=== Message ===\nNeed 2,000 garden pumps for "
               "spring, DDP "
               "Perth.\n\n=== Buyer ===\nMr. Aaron Pike - Category Buyer\nPike Outdoor Pty Ltd\nFremantle WA, "
               "Australia\nP: "
               "61 8 5550 0123\nE: aaron@pikeoutdoor.example\n",
               "globalsources", "Aaron Pike", "Pike Outdoor Pty Ltd", "aaron@pikeoutdoor.example", "61 8 5550 0123",
               "Australia", "2,000 garden pumps"},
        Layout{"tradekey_with_hidden_reach",
               "From: TradeKey <desk@tradekey.com>\nSubject: New inquiry via TradeKey: pump\n" TEXT
               "TRADEKEY.COM      Inquiry no. 771\n-----------------\nRegarding : Garden pump\nBuyer     : Zmarai "
               "Stanekzai "
               "(Herat, Afghanistan)\nFirm      : Stanekzai Brothers\nReach     : shown to premium members\n\nhe "
               "wrote:\n   "
               "hello dear we want 300 pump, price cfr bandar abbas.\n\nAnswer here: tradekey.example/i/771    Help "
               "+92 21 "
               "5555 009\n",
               "tradekey", "Zmarai Stanekzai", "Stanekzai Brothers", "", "", "Afghanistan", "300 pump"},
        Layout{"tradeindia",
               "From: TradeIndia <inquiry@tradeindia.com>\nSubject: Inquiry for Garden Pump\n" TEXT
               "Dear Seller,\n\nYou have received an inquiry.\n\nProduct Name : Garden Pump\nMessage : Kindly send "
               "your best "
               "price for 120 nos.\n\nBuyer Details\nName : Farhan Qureshi\nCompany : Qureshi Tools\nMobile : "
               "+971-50-5550119\nCountry : United Arab Emirates\n\nReply Now\nInfocom Network Ltd\n",
               "tradeindia", "Farhan Qureshi", "Qureshi Tools", "", "+971-50-5550119", "United Arab Emirates",
               "120 nos"},
        Layout{"exportersindia",
               "From: ExportersIndia <enquiry@exportersindia.com>\nSubject: New Enquiry from Nairobi\n" TEXT
               "Sender Details\nName: Beatrice Achieng\nCompany: Achieng Hardware\nEmail: bea@achieng.example\nPhone: "
               "+254 722 555 016\nCountry: Kenya\nEnquiry: I require 200 pumps with delivery to Mombasa.\n\nLogin to "
               "reply\n",
               "exportersindia", "Beatrice Achieng", "Achieng Hardware", "bea@achieng.example", "+254 722 555 016",
               "Kenya", "200 pumps"},
        Layout{"europages_in_german",
               "From: europages <noreply@europages.com>\nSubject: Neue Anfrage zu Gartenpumpe\n" TEXT
               "Guten Tag,\n\nSie haben eine Anfrage erhalten.\n\nFirma: Gruber Gartentechnik GmbH\nAnsprechpartner: "
               "Lukas "
               "Gruber\nE-Mail: gruber@gartentechnik.example\nTelefon: +43 662 555 0182\nLand: "
               "Österreich\nNachricht:\nWir "
               "benötigen 250 Gartenpumpen bis März.\n\nIhr europages Team\n",
               "europages", "Lukas Gruber", "Gruber Gartentechnik GmbH", "gruber@gartentechnik.example",
               "+43 662 555 0182", "Österreich", "250 Gartenpumpen"},
        Layout{"thomasnet",
               "From: Thomas <rfq@thomasnet.com>\nSubject: Request for Quotation: pumps\n" TEXT
               "Buyer Information\nName: Dale Hutchins\nCompany: Hutchins Process Inc\nEmail: "
               "dale@hutchins.example\nPhone: "
               "(614) 555-0137\nCountry: United States\n\nDescription: 40 stainless garden pumps, deliver to Columbus, "
               "OH.\n\nView this RFQ\n",
               "thomasnet", "Dale Hutchins", "Hutchins Process Inc", "dale@hutchins.example", "(614) 555-0137",
               "United States", "40 stainless"},
        Layout{
            "kompass_in_french",
            "From: Kompass <rfq@kompass.com>\nSubject: Demande de devis : pompes\n" TEXT
            "Bonjour,\n\nSociété : Pépinières Vasseur\nContact : Hélène Vasseur\nE-mail : "
            "h.vasseur@pepvasseur.example\nTéléphone : +33 4 55 01 77 12\nPays : France\nVotre demande : 180 pompes de "
            "jardin, livraison Valence.\n\nL'équipe Kompass\n",
            "kompass", "Hélène Vasseur", "Pépinières Vasseur", "h.vasseur@pepvasseur.example", "+33 4 55 01 77 12",
            "France", "180 pompes"},
        Layout{"contact_form_7_in_italian",
               "From: Officina Web <wordpress@our-works.example>\nReply-To: giulia@vivaiorossi.example\nSubject: [Web] "
               "Richiesta\n" TEXT "Da: Giulia Rossi <giulia@vivaiorossi.example>\nOggetto: Pompe\n\nCorpo del "
                                  "messaggio:\nCi servono 90 pompe "
               "da giardino, prezzo franco Bologna?\n\n-- \nQuesta e-mail è stata inviata da un modulo\n",
               "website", "Giulia Rossi", "", "giulia@vivaiorossi.example", "", "", "90 pompe", of_ours},
        Layout{"wpforms_labels_above",
               "From: Our Works <web@our-works.example>\nReply-To: pavel@zahradnictvi.example\nSubject: New Entry: "
               "Contact "
               "form\n" TEXT
               "Name\nPavel Doležal\n\nEmail\npavel@zahradnictvi.example\n\nPhone\n+420 555 018 233\n\nComment or "
               "Message\nPotřebujeme 70 čerpadel.\n",
               "website", "Pavel Doležal", "", "pavel@zahradnictvi.example", "+420 555 018 233", "", "70 čerpadel",
               of_ours},
        Layout{"given_and_family_name",
               "From: Our Works <noreply@our-works.example>\nReply-To: ana@horta.example\nSubject: Formulário\n" TEXT
               "First name: Ana\nLast name: Brandão\nCompany: Horta Lda\nCountry: Portugal\nE-mail: ana@horta.example\n"
               "Mobile: 912 555 013\n\nMessage:\nQueremos 45 bombas.\n\nNewsletter: [x]\n",
               "website", "Ana Brandão", "Horta Lda", "ana@horta.example", "912 555 013", "Portugal", "45 bombas",
               of_ours},
        Layout{
            "elementor_with_its_tail",
            "From: Our Works <email@our-works.example>\nReply-To: sven@tradgard.example\nSubject: New message from "
            "site\n" TEXT
            "Name: Sven Åkesson\nEmail: sven@tradgard.example\nMessage: Pris på 30 pumpar till Malmö?\n\n---\n\nDate: "
            "3 March 2026\nTime: 10:12\nPage URL: https://our-works.example/contact\nUser Agent: Mozilla\nRemote IP: "
            "203.0.113.9\nPowered by: Elementor\n",
            "website", "Sven Åkesson", "", "sven@tradgard.example", "", "", "30 pumpar", of_ours},
        Layout{"wix",
               "From: Our Works <notifications@wix-forms.com>\nSubject: Our Works got a new form submission\n" TEXT
               "A site visitor just submitted your form.\n\nSubmission summary:\nFirst name: Noa\nLast name: "
               "Shavit\nEmail: "
               "noa@shavit.example\nPhone: +972 52 555 0166\nMessage: 25 pumps to Haifa, price?\n\nManage your form\n",
               "website", "Noa Shavit", "", "noa@shavit.example", "+972 52 555 0166", "", "25 pumps"},
        Layout{
            "shopify",
            "From: Our Works <mailer@shopify.com>\nReply-To: kim@parkgarden.example\nSubject: New customer message on "
            "March 3\n" TEXT
            "You received a new message from your online store's contact form.\n\nCountry Code:\nCA\n\nName:\nKim "
            "Parker\n\nEmail:\nkim@parkgarden.example\n\nPhone Number:\n+1 604 555 0151\n\nBody:\nWholesale price of "
            "50 "
            "garden pumps to Surrey BC?\n",
            "website", "Kim Parker", "", "kim@parkgarden.example", "+1 604 555 0151", "CA", "50 garden pumps"},
        Layout{
            "hubspot",
            "From: HubSpot <noreply@hubspot.com>\nSubject: New submission on HubSpot Form \"Contact us\"\n" TEXT
            "Page submitted on: Contact\n\nFirst Name:\nRohan\nLast Name:\nDeshpande\nEmail:\nrohan@deshfarm.example\n"
            "Company name:\nDesh Farm\nMessage:\nNeed 300 pumps for Nashik, please quote.\n\nView in HubSpot\n",
            "website", "Rohan Deshpande", "Desh Farm", "rohan@deshfarm.example", "", "", "300 pumps"},
        Layout{"tilda_in_russian",
               "From: Tilda <noreply@tilda.ws>\nSubject: Новая заявка с сайта\n" TEXT
               "Request details:\nИмя: Алия Сериккызы\nТелефон: +7 701 555 01 42\nКомпания: ТОО Бакша\nСообщение: "
               "Нужны 60 "
               "насосов в Астану, сколько стоит?\n\nAdditional information:\nTransaction ID: 1:2\nBlock ID: rec3\n",
               "website", "Алия Сериккызы", "ТОО Бакша", "", "+7 701 555 01 42", "", "60 насосов"},
        Layout{"bitrix_in_russian",
               "From: Сайт <web@our-works.example>\nReply-To: o.lysenko@sadovod.example\nSubject: Сообщение из формы "
               "обратной "
               "связи\n" TEXT "Информационное сообщение сайта\n------------------------------------------\n\nВам было "
                              "отправлено сообщение "
               "через форму обратной связи\n\nАвтор: Ольга Лысенко\nE-mail автора: o.lysenko@sadovod.example\n\nТекст "
               "сообщения:\nПрошу цену на 35 насосов.\n\nСообщение сгенерировано автоматически.\n",
               "website", "Ольга Лысенко", "", "o.lysenko@sadovod.example", "", "", "35 насосов", of_ours},
        Layout{
            "in_the_visitors_name",
            "From: Yossi Barak <yossi@barak-garden.example>\nSubject: [Our Shop] 새로운 문의가 등록되었습니다\n" TEXT
            "문의번호: 118\n이름: Yossi Barak\n회사: Barak Garden Ltd\n국가: Israel\n이메일: "
            "yossi@barak-garden.example\n전화: "
            "+972 54 555 0171\n내용:\nHi, 400 pumps, price CIF Ashdod please.\n\n* 관리자 페이지에서 답변해 주세요.\n",
            "website", "Yossi Barak", "Barak Garden Ltd", "yossi@barak-garden.example", "+972 54 555 0171", "Israel",
            "400 pumps"}),
    [](const auto& tested) { return tested.param.name; });

TEST(Notices, a_persons_own_card_is_no_form) {
  const PlatformCatalogue platforms;
  EXPECT_FALSE(
      read("From: Ann Reed <ann@reed.example>\nSubject: pumps\n" TEXT
           "Please quote 40 pumps.\n\nName: Ann Reed\nCompany: Reed Ltd\nEmail: ann@reed.example\nCountry: Malta\n",
           {}, platforms));
}

TEST(Notices, security_codes_and_digests_bring_no_buyer) {
  const PlatformCatalogue platforms;
  const auto code =
      read("From: Alibaba.com <account@alibaba.com>\nSubject: Security code for your inquiry centre\n" TEXT
           "Your verification code is 551204. It expires in 10 minutes. Do not share it.\n",
           {}, platforms);
  ASSERT_TRUE(code);
  EXPECT_FALSE(code->inquiry);
}

TEST(Notices, an_unknown_layout_of_a_known_platform_is_said_and_not_dropped) {
  const PlatformCatalogue platforms;
  const auto notice =
      read("From: Made-in-China.com <service@made-in-china.com>\nSubject: Update\n" TEXT
           "Somebody left this for you today:\n\nHello, please quote 640 garden pumps with 220 V motor, we want "
           "price CIF Tema and delivery time. We need samples too.\n\nOpen the app to see more.\n",
           {}, platforms);
  ASSERT_TRUE(notice);
  EXPECT_FALSE(notice->known_layout);
}

TEST(Notices, a_firms_own_template_reads_a_platform_nobody_shipped) {
  const testing::TemporaryDirectory directory;
  std::ofstream(directory / "agrimart.txt")
      << "platform: agrimart\nsenders: agrimart.example\ninquiry: lead\nlabel.name: "
         "wanted by\nlabel.message: wants\nstop: open agrimart\n";
  const PlatformCatalogue platforms(directory.path());
  const auto notice = read("From: Agrimart <bot@agrimart.example>\nSubject: Your lead\n" TEXT
                           "Wanted by: Tomás Vera\nPhone: +598 99 555 018\nWants: 55 pumps, price to Montevideo?\nOpen "
                           "Agrimart\n",
                           {}, platforms);
  ASSERT_TRUE(notice);
  EXPECT_TRUE(notice->inquiry);
  EXPECT_EQ(notice->platform, "agrimart");
  EXPECT_EQ(notice->field("name"), "Tomás Vera");
  EXPECT_EQ(notice->message, "55 pumps, price to Montevideo?");
}

#undef TEXT
#undef HTML

}  // namespace
}  // namespace tradewind::archiver

#include "archiver/classify/kind.hpp"

#include <gtest/gtest.h>

#include "archiver/classify/kind_model.hpp"
#include "archiver/classify/lexicon.hpp"
#include "archiver/folded_text.hpp"
#include "archiver/mime/parse.hpp"
#include "archiver/phrase_table.hpp"

namespace tradewind::archiver {
namespace {

TEST(Fold, MakesSpellingsOfOneWordAlike) {
  EXPECT_EQ(fold("ÁRBOL  Straße\tØre"), "arbol strasse ore");
  EXPECT_EQ(fold("ＦＯＢ　１２"), "fob 12");
  EXPECT_EQ(fold("İSTANBUL ıslak"), "istanbul islak");
  EXPECT_EQ(fold("أسعار"), fold("اسعار"));
  EXPECT_EQ(fold("bad\xFF"
                 "byte"),
            "badbyte");
}

TEST(PhraseTable, FindsWholeWordsStemsAndUnspacedScripts) {
  PhraseTable table;
  table.add("price", 1);
  table.add("запрос*", 2);
  table.add("报价", 3);
  table.add("price list", 4);
  table.freeze();
  std::vector<std::uint32_t> values;
  table.find(fold("The price list, pricey запросы 请报价吧"),
             [&](const PhraseHit& hit) { values.push_back(hit.value); });
  EXPECT_EQ(values, (std::vector<std::uint32_t>{1, 4, 2, 3}));
}

KindFound kind_of(std::string_view subject, std::string_view text, std::initializer_list<Circumstance> circumstances) {
  Circumstances is;
  for (const Circumstance each : circumstances) is.set(each);
  return find_kind(FeatureText{subject, text, ""}, is, {}, false, OwnLayer{Lessons(), {}});
}

TEST(Kind, WhoSellsToWhomDecides) {
  EXPECT_EQ(
      kind_of("curtains", "We are looking for a supplier of curtains. Please quote 600 pcs.", {Circumstance::stranger})
          .kind,
      crm::MessageKind::inquiry);
  EXPECT_EQ(kind_of("curtains",
                    "We are a professional manufacturer of curtains and can offer competitive price, free samples.",
                    {Circumstance::stranger, Circumstance::company_domain})
                .kind,
            crm::MessageKind::solicitation);
}

TEST(Kind, OurOwnAnswerIsNoInquiry) {
  constexpr std::string_view text =
      "Thank you for your inquiry. Please quote this number in your answer: ball valve 1,000 pcs, USD 1.20 FOB Ningbo.";
  EXPECT_NE(kind_of("Inquiry: ball valves", text, {Circumstance::outbound, Circumstance::reply_mark}).kind,
            crm::MessageKind::inquiry);
  EXPECT_NE(kind_of("询价", "感谢询价，报价单见附件，起订量1000个。", {Circumstance::outbound, Circumstance::customer}).kind,
            crm::MessageKind::inquiry);
}

TEST(Kind, SaysItsReasonsAndAlternatives) {
  const KindFound found = kind_of("Anfrage", "Bitte um Ihr Angebot über 40 Stück.", {Circumstance::stranger});
  EXPECT_EQ(found.kind, crm::MessageKind::inquiry);
  EXPECT_NE(found.decision.evidence.find("want"), std::string::npos);
}

TEST(Kind, StrangersBulkMailIsNoInquiry) {
  const auto kind = kind_of("Request a quotation now", "Best price FOB this week, request a quotation now, 500 pcs.",
                            {Circumstance::stranger, Circumstance::bulk_header})
                        .kind;
  EXPECT_TRUE(kind == crm::MessageKind::newsletter || kind == crm::MessageKind::solicitation ||
              kind == crm::MessageKind::notification);
}

TEST(Kind, WhoIsKnownInOneRoleDoesNotWriteInAnother) {
  const auto kind = kind_of("Purchase order", "Please confirm the purchase order and send the proforma invoice.",
                            {Circumstance::supplier, Circumstance::wrote_before})
                        .kind;
  EXPECT_NE(kind, crm::MessageKind::order);
  EXPECT_EQ(kind_of("Purchase order 77", "Please confirm the purchase order and send the proforma invoice.",
                    {Circumstance::customer, Circumstance::known_contact, Circumstance::file_document})
                .kind,
            crm::MessageKind::order);
}

TEST(Kind, WhoInquiredDoesNotBeginToSell) {
  const std::string_view text = "Following up: 9,000 pcs at around USD 1.20, artwork attached. Our website is here.";
  const auto kind = kind_of("our offer", text, {Circumstance::stranger, Circumstance::company_domain,
                                                Circumstance::wrote_before, Circumstance::lead_open})
                        .kind;
  EXPECT_TRUE(kind == crm::MessageKind::inquiry || kind == crm::MessageKind::negotiation) << crm::to_text(kind);
  EXPECT_EQ(kind_of("our offer", text, {Circumstance::stranger, Circumstance::company_domain, Circumstance::fresh}).kind,
            crm::MessageKind::solicitation);
}

TEST(Kind, FraudIsNotSaidWithoutATrace) {
  const std::string_view text = "Kindly process the attached order of 40 pallets today, my boss waits for the copy.";
  EXPECT_NE(kind_of("urgent order", text, {Circumstance::stranger, Circumstance::free_mail, Circumstance::fresh}).kind,
            crm::MessageKind::fraud);
  EXPECT_EQ(kind_of("new order", "Open the attached order with your company e-mail and password.",
                    {Circumstance::stranger, Circumstance::company_domain, Circumstance::fresh, Circumstance::file_html,
                     Circumstance::password_form})
                .kind,
            crm::MessageKind::fraud);
}

TEST(Kind, AnInvitationAmongOurPeopleIsANotification) {
  EXPECT_EQ(kind_of("weekly", "Mon 14:00", {Circumstance::internal, Circumstance::calendar}).kind,
            crm::MessageKind::notification);
  EXPECT_EQ(kind_of("weekly", "Mon 14:00", {Circumstance::internal}).kind, crm::MessageKind::internal);
}

TEST(KindModel, WeighsSingleWordsAndSaysWhich) {
  KindModel model;
  const std::size_t row = model.add_word("umbrella");
  model.set_weight(row, crm::MessageKind::inquiry, 2);
  Features features;
  features.tokens = {"umbrella", "unknown"};
  EXPECT_EQ(model.score(features).front().kind, crm::MessageKind::inquiry);
  EXPECT_NE(model.reasons(features, crm::MessageKind::inquiry, crm::MessageKind::order).find("umbrella"),
            std::string::npos);
  EXPECT_EQ(KindModel(model.to_text()).to_text(), model.to_text());
}

TEST(KindModel, TextFormKeepsItsWeights) {
  const KindModel copy(KindModel::shared().to_text());
  EXPECT_EQ(copy.to_text(), KindModel::shared().to_text());
}

Automatic automatic(std::string_view raw) { return find_automatic(parse_message(raw)); }

TEST(Automatic, ReadsReportsAndHeaders) {
  const Automatic bounce = automatic(
      "From: MAILER-DAEMON@x.example\nContent-Type: multipart/report; report-type=delivery-status; "
      "boundary=b\n\n--b\n\nfailed\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n"
      "Final-Recipient: rfc822; Who@Gone.example\nAction: failed\nStatus: 5.1.1\n--b--\n");
  EXPECT_EQ(bounce.sort, Automatic::Sort::bounce);
  EXPECT_EQ(bounce.failed_recipients, std::vector<std::string>{"who@gone.example"});
  EXPECT_EQ(automatic("From: a@b.example\nAuto-Submitted: auto-replied\n\naway\n").sort, Automatic::Sort::auto_reply);
  EXPECT_EQ(automatic("From: a@b.example\nList-Unsubscribe: <http://x>\n\nnews\n").sort, Automatic::Sort::bulk);
  EXPECT_EQ(automatic("From: a@b.example\nAuto-Submitted: no\n\nhello\n").sort, Automatic::Sort::none);
  EXPECT_EQ(automatic("From: postmaster@b.example\nReturn-Path: <>\n\nUser unknown <gone@c.example>\n").sort,
            Automatic::Sort::bounce);
}

}  // namespace
}  // namespace tradewind::archiver

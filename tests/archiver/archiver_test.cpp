#include "archiver/archiver.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "archiver/history.hpp"
#include "crm_core/service/collision.hpp"
#include "crm_core/service/leads.hpp"
#include "crm_core/service/message_ids.hpp"
#include "crm_core/store/notice_repository.hpp"
#include "tests/archiver/archive_fixture.hpp"

namespace tradewind::archiver {
namespace {

const std::string inquiry =
    "From: Musa Diallo <musa@sahel-pumps.example>\nTo: mei@harbour-valves.example\nSubject: price request\nMessage-ID: "
    "<i1@sahel-pumps.example>\n\n"
    "Dear Sir,\n\nwe are importers in Dakar and need 500 pcs brass ball valve 50 mm. Please quote CIF Dakar.\n\nBest "
    "regards\nMusa Diallo\nSahel Pumps SARL\n+221 33 555 01 47\n";

TEST_F(Archive, MakesALeadOfAStrangersInquiry) {
  const auto message = deliver(inquiry);
  EXPECT_EQ(message.kind, MessageKind::inquiry);
  EXPECT_EQ(message.direction, Direction::inbound);
  const auto lead = lead_of(message);
  ASSERT_TRUE(lead);
  EXPECT_EQ(lead->draft.company, "Sahel Pumps SARL");
  EXPECT_EQ(lead->draft.contact_name, "Musa Diallo");
  EXPECT_EQ(lead->draft.country, "SN");
  EXPECT_EQ(lead->draft.incoterm, "CIF");
  EXPECT_EQ(lead->draft.port, "Dakar");
  ASSERT_EQ(lead->draft.items.size(), 1U);
  EXPECT_EQ(lead->draft.items[0].sku, "BV-50");
  EXPECT_EQ(lead->draft.items[0].quantity, "500");
}

TEST_F(Archive, FilesByContactAddress) {
  const auto message = deliver(
      "From: a.vogt@rohrbau-kessler.example\nTo: mei@harbour-valves.example\nSubject: neue Anfrage\nMessage-ID: "
      "<k1@x>\n\nBitte um Angebot über 300 Stück Kugelhahn.\n");
  EXPECT_EQ(linked(message, RecordType::customer), std::vector{customer("rohrbau-kessler.example")});
  EXPECT_EQ(linked(message, RecordType::contact).size(), 1U);
  EXPECT_FALSE(lead_of(message));
}

TEST_F(Archive, FilesANewPersonByCompanyDomainWithoutAContact) {
  const auto message = deliver(
      "From: Jan Maier <maier@mail.rohrbau-kessler.example>\nTo: mei@harbour-valves.example\nSubject: "
      "Muster\nMessage-ID: <k2@x>\n\nKönnen Sie uns zwei Muster senden?\n");
  EXPECT_EQ(linked(message, RecordType::customer), std::vector{customer("rohrbau-kessler.example")});
  EXPECT_TRUE(linked(message, RecordType::contact).empty());
}

TEST_F(Archive, KnowsAContactWritingFromAPrivateAddressByNameAndFirm) {
  const auto message = deliver(
      "From: Anna V <anna.v.77@gmx.de>\nTo: mei@harbour-valves.example\nSubject: Lieferung\nMessage-ID: "
      "<k3@x>\n\nHallo, wann kommt die Lieferung an? Bitte Packliste senden.\n\nGruß\nAnna Vogt\nRohrbau Kessler "
      "GmbH\n");
  EXPECT_EQ(linked(message, RecordType::customer), std::vector{customer("rohrbau-kessler.example")});
  EXPECT_EQ(linked(message, RecordType::contact).size(), 1U);
}

TEST_F(Archive, FreeMailNeverMakesACustomer) {
  const auto message = deliver(
      "From: somebody <somebody@gmail.com>\nTo: mei@harbour-valves.example\nSubject: Rohrbau\nMessage-ID: "
      "<k4@x>\n\nRohrbau Kessler GmbH buys from you, give me price for 50 pcs too.\n");
  EXPECT_TRUE(linked(message, RecordType::customer).empty());
}

TEST_F(Archive, FilesByTheCustomersOwnOrderNumber) {
  const auto message = deliver(
      "From: a.vogt@rohrbau-kessler.example\nTo: mei@harbour-valves.example\nSubject: RK-77812\nMessage-ID: "
      "<k5@x>\n\nBitte senden Sie uns die Packliste und das Konnossement.\n");
  EXPECT_EQ(linked(message, RecordType::order).size(), 1U);
}

TEST_F(Archive, FilesByANumberInAnAttachmentNameOnly) {
  const auto message = deliver(
      "From: a.vogt@rohrbau-kessler.example\nTo: mei@harbour-valves.example\nSubject: Anmerkungen\nMessage-ID: "
      "<k6@x>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nDer "
      "Preis ist zu hoch.\n"
      "--b\nContent-Type: application/pdf; name=\"hv 0007 mit Anmerkungen.pdf\"\nContent-Transfer-Encoding: "
      "base64\n\nJVBERg==\n--b--\n");
  EXPECT_EQ(linked(message, RecordType::quotation).size(), 1U);
}

TEST_F(Archive, SupplierAtWorkOnAnOrderIsFiledToItsCustomer) {
  const auto message = deliver(
      "From: fu@castings-works.example\nTo: bo@harbour-valves.example\nSubject: HVO-260001 ready\nMessage-ID: "
      "<k7@x>\n\nGoods are ready, please arrange pickup.\n");
  EXPECT_EQ(linked(message, RecordType::order).size(), 1U);
  EXPECT_EQ(linked(message, RecordType::customer), std::vector{customer("rohrbau-kessler.example")});
  EXPECT_EQ(linked(message, RecordType::supplier).size(), 1U);
}

TEST_F(Archive, OutsiderQuotingANumberIsNotFiledThere) {
  const auto message = deliver(
      "From: x.y@yahoo.com\nTo: mei@harbour-valves.example\nSubject: your quotation HV-0007\nMessage-ID: <o1@x>\n\nI "
      "saw your quotation HV-0007 at a friend. I need 200 pcs, what is the price to Lagos?\n");
  EXPECT_TRUE(linked(message, RecordType::quotation).empty());
  EXPECT_TRUE(linked(message, RecordType::customer).empty());
  EXPECT_TRUE(lead_of(message));
}

TEST_F(Archive, AnotherCustomerQuotingANumberIsNotFiledThere) {
  const auto message = deliver(
      "From: projas@tubosdelsur.example\nTo: bo@harbour-valves.example\nSubject: HV-0007\nMessage-ID: <o2@x>\n\nMe "
      "hablaron de su cotización HV-0007, ¿nos da el mismo precio?\n");
  EXPECT_TRUE(linked(message, RecordType::quotation).empty());
  EXPECT_EQ(linked(message, RecordType::customer), std::vector{customer("tubosdelsur.example")});
}

TEST_F(Archive, OwnDomainIsNeverACustomerNorALead) {
  const auto message = deliver(
      "From: bo@harbour-valves.example\nTo: mei@harbour-valves.example\nSubject: price list\nMessage-ID: "
      "<w1@x>\n\nPlease send me the price list, we need 500 pcs quotation for a customer.\n");
  EXPECT_EQ(message.direction, Direction::internal);
  EXPECT_EQ(message.kind, MessageKind::internal);
  EXPECT_TRUE(linked(message, RecordType::customer).empty());
  EXPECT_FALSE(lead_of(message));
}

TEST_F(Archive, ForwardedInquiryIsCreditedToTheBuyer) {
  const auto message = deliver(
      "From: Bo Tan <bo@harbour-valves.example>\nTo: mei@harbour-valves.example\nSubject: Fwd: valves\nMessage-ID: "
      "<f1@x>\n\nyours I think\n\n---------- Forwarded message ---------\nFrom: Rita Santos "
      "<rita@canalizacoes.example>\n"
      "Date: Mon, 2 Nov 2026 at 10:00\nSubject: valves\nTo: <bo@harbour-valves.example>\n\nHello, we need 800 pcs of "
      "ball valve 2 inch CIF Lisboa. Please quote.\n\nRita Santos\nCanalizações do Norte Lda\n");
  EXPECT_EQ(message.author.address, "rita@canalizacoes.example");
  EXPECT_EQ(message.kind, MessageKind::inquiry);
  const auto lead = lead_of(message);
  ASSERT_TRUE(lead);
  EXPECT_EQ(lead->draft.email, "rita@canalizacoes.example");
}

TEST_F(Archive, WebsiteFormFromOurOwnAddressIsTheStrangers) {
  const auto message = deliver(
      "From: Website <noreply@harbour-valves.example>\nReply-To: k.owusu@accra-plumbing.example\nTo: "
      "mei@harbour-valves.example\nSubject: contact form\nAuto-Submitted: auto-generated\nMessage-ID: <f2@x>\n\n"
      "Name: Kofi Owusu\nCompany: Accra Plumbing Ltd\nE-mail: k.owusu@accra-plumbing.example\nCountry: "
      "Ghana\nMessage:\nPlease quote 300 pcs brass ball valve 50 mm FOB.\n");
  EXPECT_EQ(message.direction, Direction::inbound);
  EXPECT_FALSE(message.automatic);
  const auto lead = lead_of(message);
  ASSERT_TRUE(lead);
  EXPECT_EQ(lead->draft.company, "Accra Plumbing Ltd");
  EXPECT_EQ(lead->draft.country, "GH");
  EXPECT_EQ(lead->draft.platform, "website");
}

TEST_F(Archive, ReplyDoesNotBecomeANewLead) {
  static_cast<void>(deliver(inquiry));
  static_cast<void>(deliver(
      "From: mei@harbour-valves.example\nTo: musa@sahel-pumps.example\nSubject: Re: price request\nIn-Reply-To: "
      "<i1@sahel-pumps.example>\nMessage-ID: <a1@harbour-valves.example>\n\nDear Musa, 4.10 USD CIF Dakar.\n",
      sent_));
  const auto reply = deliver(
      "From: Musa Diallo <musa@sahel-pumps.example>\nTo: mei@harbour-valves.example\nSubject: Re: price "
      "request\nIn-Reply-To: <a1@harbour-valves.example>\nMessage-ID: <i2@sahel-pumps.example>\n\n"
      "Thank you. The price is too high, can you do 3.80 for 800 pcs?\n\nOn Mon, Mei Lin <mei@harbour-valves.example> "
      "wrote:\n> Dear Musa, 4.10 USD CIF Dakar.\n");
  EXPECT_EQ(reply.kind, MessageKind::negotiation);
  EXPECT_FALSE(lead_of(reply));
  EXPECT_EQ(crm::LeadRepository(store_.database()).open_count(), 1);
}

TEST_F(Archive, SameInquiryFromAnotherAddressJoinsTheFirstLead) {
  const auto first = deliver(inquiry);
  const auto again = deliver(
      "From: musa.diallo.sn@gmail.com\nTo: bo@harbour-valves.example\nSubject: valves again\nMessage-ID: "
      "<i9@gmail.com>\n\nI wrote last week without answer. We need 500 pcs brass ball valve 50 mm CIF Dakar, please "
      "quote.\n\nMusa Diallo\nSahel Pumps SARL\n");
  EXPECT_FALSE(lead_of(again));
  EXPECT_EQ(again.duplicate_of, first.id);
}

TEST_F(Archive, ReusedMessageIdHidesNoMail) {
  const auto first = deliver(
      "From: a@one.example\nTo: mei@harbour-valves.example\nSubject: red\nMessage-ID: <same@id>\n\nWe need 10 pcs red "
      "valves, price?\n");
  const auto second = deliver(
      "From: b@two.example\nTo: mei@harbour-valves.example\nSubject: blue\nMessage-ID: <same@id>\n\nWe need 90 pcs "
      "blue pumps, price?\n");
  EXPECT_NE(first.id, second.id);
  EXPECT_NE(first.thread_id, second.thread_id);
}

TEST_F(Archive, CopyInAnotherFolderIsOneMessageWithTwoDeliveries) {
  const auto message = deliver(inquiry);
  const BatchResult again = file({incoming(inquiry, open("Archive", crm::FolderRole::archive), clock_)});
  EXPECT_TRUE(again.filed.empty());
  EXPECT_EQ(again.further_copies, 1);
  EXPECT_EQ(messages_.deliveries_of(message.id).size(), 2U);
}

TEST_F(Archive, StrangersAnsweringOneNewsletterShareNoThread) {
  const std::string head =
      "To: mei@harbour-valves.example\nSubject: Re: News in May\nIn-Reply-To: <news@harbour-valves.example>\n";
  const auto one = deliver("From: a@first.example\n" + head + "Message-ID: <n1@x>\n\nPlease send the price list.\n");
  const auto other = deliver("From: b@second.example\n" + head + "Message-ID: <n2@x>\n\nPlease quote 40 pcs.\n");
  EXPECT_NE(one.thread_id, other.thread_id);
}

TEST_F(Archive, LookalikeDomainWarnsAndIsFiledToNobody) {
  const auto message = deliver(
      "From: Anna Vogt <a.vogt@rohrbau-kesslar.example>\nReply-To: a.vogt.office@outlook.com\nTo: "
      "mei@harbour-valves.example\nSubject: RE: RK-77812 new bank details\nMessage-ID: <l1@x>\n\n"
      "Please note our bank account has changed, refund the amount to our new account today. IBAN EE00 0000.\n\nAnna "
      "Vogt\nRohrbau Kessler GmbH\n");
  EXPECT_TRUE(linked(message, RecordType::customer).empty());
  EXPECT_TRUE(linked(message, RecordType::order).empty());
  EXPECT_FALSE(messages_.warnings_of(message.id).empty());
}

TEST_F(Archive, QuarantineDoesNotHoldUpTheMessagesBehindIt) {
  Incoming broken = incoming("Subject: broken\n\nx\n", inbox_, clock_);
  auto unreadable = std::make_shared<ReadMail>(read_mail(broken.raw));
  unreadable->fault = "made to fail";
  broken.read = unreadable;
  const BatchResult result = file({broken, incoming(inquiry, inbox_, clock_ + 1)});
  ASSERT_EQ(result.filed.size(), 2U);
  EXPECT_TRUE(result.filed[0].quarantined);
  EXPECT_EQ(messages_.find(result.filed[0].id)->state, crm::MessageState::quarantined);
  EXPECT_EQ(result.filed[1].kind, MessageKind::inquiry);
  // Its bytes are kept, so it can be tried again.
  const std::vector<crm::RecordId> again{result.filed[0].id};
  ASSERT_TRUE(archiver_->refile(again));
  EXPECT_EQ(messages_.find(again[0])->state, crm::MessageState::filed);
}

// KOI8-R without a label: too short to be told from the other Cyrillic charsets by its letters.
TEST_F(Archive, WhatIsReadAgainIsReadInTheCharsetOfTheFirm) {
  const std::string raw =
      "From: Ivan <ivan@zavod.example>\nTo: mei@harbour-valves.example\nSubject: \xC3\xC5\xCE\xC1\nMessage-ID: "
      "<k1@x>\n\n"
      "\xE3\xC5\xCE\xC1 \xCE\xC1 \xEB\xF2\xE1\xEE?\n";
  archiver_->decide_with({"koi8-r", {}});
  const auto filed = deliver(raw);
  ASSERT_EQ(filed.subject, "цена");
  ASSERT_EQ(filed.preview, "Цена на КРАН?");
  const std::vector<crm::RecordId> again{filed.id};
  ASSERT_TRUE(archiver_->refile(again));
  EXPECT_EQ(messages_.find(filed.id)->preview, filed.preview);
}

TEST_F(Archive, HistoryThatCameNewestFirstIsSettledInTimeOrder) {
  const std::string reply =
      "From: Musa Diallo <musa@sahel-pumps.example>\nTo: mei@harbour-valves.example\nSubject: Re: price "
      "request\nIn-Reply-To: <i1@sahel-pumps.example>\nMessage-ID: <i2@sahel-pumps.example>\n\nPlease send also the "
      "price for 200 pcs with our logo and the lead time.\n";
  const auto later = deliver(reply, inbox_, clock_ + 90'000);
  const auto first = deliver(inquiry, inbox_, clock_ + 100);
  const auto settled = settle_history(*archiver_, store_);
  ASSERT_TRUE(settled);
  EXPECT_EQ(*settled, 1);
  EXPECT_EQ(messages_.find(later.id)->thread_id, messages_.find(first.id)->thread_id);
  EXPECT_EQ(*settle_history(*archiver_, store_), 0) << "what is settled is not looked at again";
}

TEST_F(Archive, NewMailIsFiledBetweenTwoSlicesOfALongHistory) {
  constexpr int threads = 60;
  const auto letter = [](int number, bool reply) {
    const std::string n = std::to_string(number);
    return "From: Buyer " + n + " <b" + n + "@buyer" + n +
           ".example>\nTo: mei@harbour-valves.example\nSubject: " + (reply ? "Re: " : "") + "valves " + n +
           "\nMessage-ID: <" + (reply ? "r" : "f") + n + "@x.example>\n" +
           (reply ? "In-Reply-To: <f" + n + "@x.example>\n" : "") + "\nPlease quote 100 pcs.\n";
  };
  for (int i = 0; i < threads; ++i) deliver(letter(i, true), inbox_, clock_ + 90'000 + i);
  for (int i = 0; i < threads; ++i) deliver(letter(i, false), inbox_, clock_ + i);
  HistorySettling settling(*archiver_, store_);
  int slices = 0;
  while (!settling.step().value()) {
    ++slices;
    EXPECT_GT(deliver(letter(threads + slices, false), inbox_, clock_ + 100'000 + slices).id, 0);
  }
  EXPECT_GE(slices, 2) << "otherwise this tests nothing";
  EXPECT_EQ(settling.refiled(), threads);
  EXPECT_EQ(settle_history(*archiver_, store_).value(), 0) << "the new mail overtook nothing";
}

TEST_F(Archive, AnInquiryWhoseEarlierCopyCameLaterJoinsItsLead) {
  std::string copy(inquiry);
  copy.replace(copy.find("<i1@"), 4, "<c1@");
  crm::LeadRepository leads(store_.database());
  const auto made_later = leads.of_message(deliver(copy, inbox_, clock_ + 3'600).id);
  const auto made_first = leads.of_message(deliver(inquiry, inbox_, clock_ + 100).id);
  ASSERT_TRUE(made_later && made_first) << "what came before is no copy of what came after";
  ASSERT_TRUE(settle_history(*archiver_, store_));
  EXPECT_EQ(leads.find(*made_later)->status, crm::LeadStatus::merged);
  EXPECT_EQ(leads.find(*made_later)->merged_into, made_first);
  EXPECT_EQ(leads.find(*made_first)->status, crm::LeadStatus::fresh);
}

TEST_F(Archive, FilingTheSameUidAgainChangesNothing) {
  const Incoming item = incoming(inquiry, inbox_, clock_);
  EXPECT_EQ(file({item}).filed.size(), 1U);
  const BatchResult again = file({item});
  EXPECT_TRUE(again.filed.empty());
  EXPECT_EQ(again.already_accounted, 1);
}

// The website writes to itself; the labels are of no language the tables know.
TEST_F(Archive, a_form_of_our_own_website_is_the_mail_of_whoever_filled_it_in) {
  const auto message = deliver(
      "From: Website <wp@harbour-valves.example>\nTo: mei@harbour-valves.example\nReply-To: Ona Petrauskas "
      "<ona@vandens-linija.example>\nSubject: [Web] naujas\nMessage-ID: <w1@harbour-valves.example>\n\n"
      "Vardas\nOna Petrauskas\n\nWe need 300 pcs brass ball valve 50 mm, please quote CIF Klaipeda.\n");
  EXPECT_EQ(message.direction, Direction::inbound);
  EXPECT_EQ(message.kind, MessageKind::inquiry);
  const auto lead = lead_of(message);
  ASSERT_TRUE(lead);
  EXPECT_EQ(lead->draft.email, "ona@vandens-linija.example");
  EXPECT_EQ(lead->draft.contact_name, "Ona Petrauskas");
}

TEST_F(Archive, a_colleague_whom_a_buyer_shall_answer_elsewhere_is_no_form) {
  const auto message = deliver(
      "From: Bo Tan <bo@harbour-valves.example>\nTo: mei@harbour-valves.example\nReply-To: "
      "a.vogt@rohrbau-kessler.example\nSubject: please call her\nMessage-ID: <w2@harbour-valves.example>\n\n"
      "She waits for the price of the valves.\n");
  EXPECT_EQ(message.direction, Direction::internal);
  EXPECT_EQ(message.kind, MessageKind::internal);
}

TEST_F(Archive, the_same_buyer_through_a_platform_is_known_by_what_the_text_says) {
  const auto first = deliver(inquiry);
  const auto again = deliver(
      "From: Musa Diallo <musa.diallo@gmail.com>\nTo: bo@harbour-valves.example\nSubject: valves\nMessage-ID: "
      "<i2@gmail.com>\n\nHello, I wrote already. The brass ball valve 50 mm it is, 500 of them, to Dakar.\n\nMusa "
      "Diallo\n");
  EXPECT_EQ(again.duplicate_of, first.id);
}

TEST_F(Archive, who_wrote_through_a_platform_is_known_when_writing_directly) {
  const auto first = deliver(
      "From: GlobalSources Inquiry <enquiry@globalsources.com>\nTo: mei@harbour-valves.example\nSubject: Inquiry: "
      "Brass ball "
      "valve 50 mm\nMessage-ID: <g1@globalsources.com>\n\nProduct: Brass ball valve 50 mm\n\nMessage:\nWe need 9,000 "
      "brass "
      "ball valves 50 mm, please quote.\nT: 4 mm\n\nBuyer: Inga Holm\nCompany: Holm Rorlegging AS\nT: +47 22 55 01 36\n"
      "E: inga@holm-ror.example\n");
  EXPECT_EQ(first.kind, MessageKind::inquiry);
  const auto again = deliver(
      "From: Inga Holm <inga@holm-ror.example>\nTo: mei@harbour-valves.example\nSubject: valves\nMessage-ID: "
      "<g2@holm-ror.example>\n\nEasier here. 9,000 brass ball valves 50 mm, around USD 3.40.\n\nInga Holm\n");
  EXPECT_EQ(again.kind, MessageKind::inquiry);
  EXPECT_EQ(again.duplicate_of, first.id);
}

std::string inquiry_to(const std::string& mailbox, const std::string& id) {
  return "From: Musa Diallo <musa@sahel-pumps.example>\nTo: " + mailbox + "\nSubject: price request\nMessage-ID: <" +
         id +
         "@sahel-pumps.example>\n\nDear Sir,\n\nwe are importers in Dakar and need 500 pcs brass ball valve 50 mm. "
         "Please "
         "quote CIF Dakar.\n\nBest regards\nMusa Diallo\nSahel Pumps SARL\n+221 33 555 01 47\n";
}

std::string answer_of(const std::string& login, const std::string& id) {
  return "From: " + login +
         "@harbour-valves.example\nTo: musa@sahel-pumps.example\nSubject: Re: price request\n"
         "Message-ID: <" +
         id +
         "@harbour-valves.example>\nIn-Reply-To: <i1@sahel-pumps.example>\n\n"
         "Dear Musa, our price is USD 4.10.\n";
}

TEST_F(Archive, both_reps_hear_that_an_inquiry_came_to_each_of_them) {
  const EpochSeconds today = now();
  const auto lead = lead_of(deliver(inquiry_to("mei@harbour-valves.example", "i1"), inbox_, today - 7200));
  ASSERT_TRUE(lead);
  EXPECT_TRUE(crm::collisions_of(store_.database(), lead->id).empty());
  static_cast<void>(deliver(inquiry_to("bo@harbour-valves.example", "i2"), inbox_, today - 3600));
  const auto collisions = crm::collisions_of(store_.database(), lead->id);
  ASSERT_EQ(collisions.size(), 2U);
  EXPECT_TRUE(collisions[0].starts_with("mei: bo works on lead ") ||
              collisions[1].starts_with("mei: bo works on lead "))
      << collisions[0];
}

TEST_F(Archive, both_reps_hear_that_they_write_to_one_buyer_until_it_is_said_whose_the_lead_is) {
  const EpochSeconds today = now();
  const auto lead = lead_of(deliver(inquiry_to("mei@harbour-valves.example", "i1"), inbox_, today - 9000));
  ASSERT_TRUE(lead);
  static_cast<void>(deliver(answer_of("mei", "a1"), sent_, today - 7200));
  EXPECT_TRUE(crm::collisions_of(store_.database(), lead->id).empty());
  static_cast<void>(deliver(answer_of("bo", "a2"), sent_, today - 3600));
  EXPECT_EQ(crm::collisions_of(store_.database(), lead->id).size(), 2U);
  const auto mei = archiver_->knowledge().user_by_address("mei@harbour-valves.example")->id;
  ASSERT_TRUE(crm::Leads(store_).assign({{}, "boss", crm::Role::manager, ""}, lead->id, mei, ""));
  EXPECT_TRUE(crm::collisions_of(store_.database(), lead->id).empty());
}

TEST_F(Archive, mail_of_long_ago_is_no_collision) {
  const auto lead = lead_of(deliver(inquiry_to("mei@harbour-valves.example", "i1"), inbox_, now() - 90 * 86'400));
  ASSERT_TRUE(lead);
  static_cast<void>(deliver(answer_of("bo", "a2"), sent_, now() - 89 * 86'400));
  EXPECT_TRUE(crm::collisions_of(store_.database(), lead->id).empty());
}

TEST_F(Archive, an_answer_to_our_signed_mail_is_filed_to_its_document_from_whatever_address) {
  archiver_->knowledge().refresh();
  const auto order = archiver_->knowledge().order_by_number("HVO-260001");
  ASSERT_TRUE(order);
  const std::string id =
      need(crm::new_message_id(store_, crm::Actor::system("test", "test"), RecordType::order, order->id));
  const auto ours =
      deliver("From: mei@harbour-valves.example\nTo: anna.privat@gmail.com\nSubject: news\nMessage-ID: " + id +
                  "\n\nDear Anna, it leaves on Friday.\n",
              sent_);
  EXPECT_EQ(linked(ours, RecordType::order), std::vector<crm::RecordId>{order->id});
  const auto answer = deliver(
      "From: anna.privat@gmail.com\nTo: mei@harbour-valves.example\nSubject: great\nMessage-ID: "
      "<p1@gmail.com>\nIn-Reply-To: " +
      id + "\n\nThanks!\n");
  EXPECT_EQ(linked(answer, RecordType::order), std::vector<crm::RecordId>{order->id});
  EXPECT_EQ(linked(answer, RecordType::customer), std::vector<crm::RecordId>{*order->customer_id});
}

TEST_F(Archive, a_signed_id_is_not_believed_when_forged_handed_on_or_of_another_customer) {
  archiver_->knowledge().refresh();
  const auto order = archiver_->knowledge().order_by_number("HVO-260001");
  ASSERT_TRUE(order);
  const std::string id =
      need(crm::new_message_id(store_, crm::Actor::system("test", "test"), RecordType::order, order->id));
  const auto from = [&](const std::string& who, const std::string& header) {
    return linked(deliver("From: " + who + "\nTo: mei@harbour-valves.example\nSubject: hello\nMessage-ID: <" +
                          std::to_string(++uid_) + who + ">\n" + header + "\n\nHello, any news?\n"),
                  RecordType::order);
  };
  std::string forged = id;
  forged[6] = forged[6] == 'x' ? 'y' : 'x';
  EXPECT_TRUE(from("x@stranger.example", "In-Reply-To: " + forged).empty());
  EXPECT_TRUE(from("y@stranger.example", "References: " + id).empty());
  EXPECT_TRUE(from("projas@tubosdelsur.example", "In-Reply-To: " + id).empty());
  EXPECT_EQ(from("a.vogt@rohrbau-kessler.example", "References: " + id), std::vector<crm::RecordId>{order->id});
}

TEST_F(Archive, a_layout_that_no_template_reads_stands_as_a_notice_until_one_does) {
  const auto message = deliver(
      "From: Made-in-China.com <service@made-in-china.com>\nTo: mei@harbour-valves.example\nSubject: Update\nMessage-ID: "
      "<u1@made-in-china.com>\n\nLeft by: Ama Boateng\nReach her on: +233 24 555 0163\n\nHello, please quote 640 garden "
      "pumps with 220 V motor, we want price CIF Tema and delivery time. We need samples too.\n\nOpen the app to see more.\n");
  crm::NoticeRepository notices(store_.database());
  const auto standing = [&] { return notices.standing_under("platform-layout", "made-in-china"); };
  ASSERT_EQ(standing().size(), 1U);
  EXPECT_NE(standing().front().find("mail " + std::to_string(message.id)), std::string::npos);
  EXPECT_FALSE(messages_.warnings_of(message.id).empty());

  std::ofstream(temporary_ / "own.txt") << "platform: made-in-china\nsenders: made-in-china.com\ninquiry: update\n"
                                           "label.name: left by\nlabel.phone: reach her on\n";
  DecisionOptions options;
  options.platform_directory = temporary_.path();
  archiver_->decide_with(options);
  const auto refiled = archiver_->refile(std::vector{message.id});
  ASSERT_TRUE(refiled);
  EXPECT_TRUE(standing().empty());
  const auto lead = lead_of(message);
  ASSERT_TRUE(lead);
  EXPECT_EQ(lead->draft.contact_name, "Ama Boateng");
}

}  // namespace
}  // namespace tradewind::archiver

#include "crm_core/store/knowledge.hpp"

#include <gtest/gtest.h>

#include "crm_core/model/name_key.hpp"
#include "crm_core/service/record_import.hpp"
#include "crm_core/service/records.hpp"
#include "crm_core/store/lead_repository.hpp"
#include "tests/crm_core/archive.hpp"

namespace tradewind::crm {
namespace {

using testing::administrator;
using testing::mail;

constexpr EpochSeconds noon = 1'700'000'000;

constexpr const char* world = R"({
  "firm": {"name": "Own Export", "own_domains": ["Own.example"], "home_country": "cn"},
  "number_patterns": {"quote": "Q##-####", "order": "SO-####"},
  "users": [{"login": "li", "name": "Li", "emails": ["Li@Own.example"], "role": "rep"}],
  "customers": [
    {"key": "C1", "name": "Berger Möbel GmbH", "aliases": ["Berger"], "country": "DE", "domains": ["eu.berger.example"], "owner": "li",
     "contacts": [{"key": "P1", "name": "Anke", "emails": ["anke@eu.berger.example", "anke@gmx.de"]}]},
    {"key": "C2", "name": "Berger UK Ltd", "domains": ["berger.example"], "contacts": []}],
  "suppliers": [{"key": "S1", "name": "Tube Works", "domains": ["tube.example"], "contacts": [{"name": "Gu", "emails": ["gu@tube.example"]}]}],
  "products": [{"sku": "CH-1", "name": "Chair", "aliases": ["silla"], "category": "Seats"}],
  "quotes": [{"number": "Q26-0001", "customer": "C1", "contact": "P1", "date": "2026-08-01", "status": "sent",
              "lines": [{"sku": "CH-1", "qty": 600, "unit": "pcs", "price": "61.40", "currency": "USD"}]}],
  "orders": [{"number": "SO-0001", "customer_po": "PO-77/a", "customer": "C1", "quote": "Q26-0001"}],
  "cases": [{"number": "CASE-1", "customer": "C1", "subject": "Rust"}]
})";

class KnowledgeTest : public ::testing::Test {
 protected:
  KnowledgeTest() { EXPECT_TRUE(import_records(archive_.store, administrator(), world)); }
  testing::Archive archive_;
};

TEST_F(KnowledgeTest, finds_records_in_every_writing) {
  Knowledge knowledge(archive_.database());
  EXPECT_EQ(knowledge.firm().home_country, "CN");
  EXPECT_TRUE(knowledge.is_own_domain("OWN.example"));
  EXPECT_TRUE(knowledge.is_own_domain("mail.own.example"));
  EXPECT_FALSE(knowledge.is_own_domain("notown.example"));
  ASSERT_NE(knowledge.user_by_address("LI@own.example"), nullptr);
  EXPECT_EQ(knowledge.user_by_address("nobody@own.example"), nullptr);
  ASSERT_EQ(knowledge.contacts_by_address("Anke@GMX.de").size(), 1U);
  const RecordId berger = knowledge.contacts_by_address("anke@gmx.de")[0].customer_id;
  ASSERT_NE(knowledge.customer(berger), nullptr);
  EXPECT_EQ(knowledge.customer(berger)->customer.country, "DE");
  EXPECT_EQ(knowledge.customer(berger)->contacts.size(), 1U);
  EXPECT_EQ(knowledge.customer(9999), nullptr);
  EXPECT_EQ(knowledge.customers_by_domain("EU.berger.example"), std::vector<RecordId>{berger});
  EXPECT_EQ(knowledge.customers_by_domain("berger.example").size(), 1U);
  EXPECT_EQ(knowledge.customers_under_domain("berger.example").size(), 2U);
  EXPECT_TRUE(knowledge.customers_under_domain("erger.example").empty());
  EXPECT_EQ(knowledge.customers_by_name_key(name_key("BERGER")), std::vector<RecordId>{berger});
  EXPECT_EQ(knowledge.suppliers_by_address("gu@tube.example").size(), 1U);
  EXPECT_EQ(knowledge.suppliers_under_domain("tube.example").size(), 1U);
  EXPECT_EQ(knowledge.supplier(knowledge.suppliers_by_domain("tube.example")[0])->name, "Tube Works");
  EXPECT_EQ(knowledge.partner_domains().size(), 3U);
  ASSERT_EQ(knowledge.products().size(), 1U);
  EXPECT_EQ(knowledge.products()[0].aliases, std::vector<std::string>{"silla"});
  EXPECT_EQ(knowledge.number_patterns().size(), 2U);
}

TEST_F(KnowledgeTest, finds_documents_by_number_in_any_case) {
  Knowledge knowledge(archive_.database());
  ASSERT_TRUE(knowledge.quotation_by_number("q26-0001"));
  EXPECT_EQ(knowledge.quotation_by_number("q26-0001")->status, "sent");
  EXPECT_TRUE(knowledge.quotation_by_number("Q26-0001")->contact_id);
  ASSERT_TRUE(knowledge.order_by_number("so-0001"));
  EXPECT_EQ(knowledge.order_by_number("so-0001")->quotation_id, knowledge.quotation_by_number("Q26-0001")->id);
  EXPECT_EQ(knowledge.orders_by_customer_po("po-77/A").size(), 1U);
  EXPECT_TRUE(knowledge.orders_by_customer_po("").empty());
  EXPECT_EQ(knowledge.case_by_number("case-1")->subject, "Rust");
  EXPECT_FALSE(knowledge.case_by_number("case-2"));
  EXPECT_EQ(knowledge.orders_of_customer(*knowledge.order_by_number("SO-0001")->customer_id).size(), 1U);
}

TEST_F(KnowledgeTest, sees_what_others_changed_after_refresh) {
  Knowledge knowledge(archive_.database());
  const auto version = knowledge.records_version();
  const auto id = knowledge.customers_by_domain("berger.example").at(0);
  EXPECT_EQ(knowledge.customer(id)->customer.level, "");
  auto other = Store::open(archive_.directory, tradewind::crm::Access::write).value();
  auto customer = knowledge.customer(id)->customer;
  customer.level = "A";
  customer.domains.push_back("berger-uk.example");
  ASSERT_TRUE(Records(other).change_customer(administrator(), customer));
  EXPECT_TRUE(knowledge.customers_by_domain("berger-uk.example").empty());
  knowledge.refresh();
  EXPECT_GT(knowledge.records_version(), version);
  EXPECT_EQ(knowledge.customers_by_domain("berger-uk.example").size(), 1U);
  EXPECT_EQ(knowledge.customer(id)->customer.level, "A");
}

TEST_F(KnowledgeTest, sees_the_mail_of_the_batch_in_progress) {
  Knowledge knowledge(archive_.database());
  archive_.intake.begin();
  auto first = mail("first", noon);
  first.filing.lead = LeadDraft{};
  first.filing.lead->email = "Ana@Buyer.example";
  first.filing.lead->phone = "+34 600 123 456";
  first.filing.lead->items = {{"chairs", "CH-1", "20", "pcs"}};
  first.filing.links = {{RecordType::customer, 1, "company-domain", 0.7, "x"}};
  const auto added = archive_.intake.add(first.filing, first.raw, {}, archive_.delivery(1));
  auto answer = mail("answer", noon + 5, Direction::outbound);
  answer.filing.thread = added.thread;
  answer.filing.links = {{RecordType::customer, 1, "contact-address", 0.9, "y"}};
  (void)archive_.intake.add(answer.filing, answer.raw, {}, archive_.delivery(2));

  EXPECT_EQ(knowledge.threads_by_references(
                std::vector<std::string>{"unknown", "answer@buyer.example", "first@buyer.example"}),
            std::vector<RecordId>{added.thread});
  const auto thread = knowledge.thread(added.thread).value();
  ASSERT_EQ(thread.latest.size(), 2U);
  EXPECT_EQ(thread.latest[0].direction, Direction::outbound);
  EXPECT_EQ(thread.message_count, 2);
  ASSERT_EQ(knowledge.threads_by_subject_key("subject first", noon - 10).size(), 1U);
  EXPECT_TRUE(knowledge.threads_by_subject_key("subject first", noon + 10).empty());
  EXPECT_TRUE(knowledge.threads_by_subject_key("", 0).empty());
  const auto people = knowledge.thread_participants(added.thread);
  EXPECT_EQ(people.size(), 2U);
  const auto links = knowledge.links_of_thread(added.thread);
  ASSERT_EQ(links.size(), 2U);
  EXPECT_EQ(links[0].confidence, 0.9) << "each record once, with its highest confidence";
  EXPECT_EQ(knowledge.messages_by_author("ANA@buyer.example", noon, 5).size(), 1U);
  EXPECT_EQ(knowledge.has_outbound_to("ana@buyer.example"), noon + 5);
  EXPECT_FALSE(knowledge.has_outbound_to("li@own.example"));

  EXPECT_TRUE(knowledge.recent_leads(noon + 1, noon + 10, 10).empty());
  EXPECT_TRUE(knowledge.recent_leads(noon - 10, noon - 1, 10).empty());
  EXPECT_TRUE(knowledge.leads_of_buyer("", "", "").empty());
  for (const auto& found :
       {knowledge.leads_of_buyer("ana@buyer.example", "", ""), knowledge.leads_of_buyer("", "ana@BUYER.example", ""),
        knowledge.leads_of_buyer("", "", "600 12 34 56"), knowledge.recent_leads(noon, noon, 10)}) {
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].id, added.lead);
    EXPECT_EQ(found[0].message_id, added.message);
    EXPECT_EQ(knowledge.lead(found[0].id)->phone, "+34 600 123 456");
    const auto items = knowledge.items_of_lead(found[0].id);
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].sku, "CH-1");
  }
  EXPECT_EQ(knowledge.lead_of_thread(added.thread)->id, added.lead);
  EXPECT_FALSE(knowledge.lead_of_thread(9999));
  archive_.intake.rollback();
  EXPECT_FALSE(knowledge.thread(added.thread));
}

}  // namespace
}  // namespace tradewind::crm

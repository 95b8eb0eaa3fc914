#include "crm_core/service/leads.hpp"

#include <gtest/gtest.h>

#include "crm_core/service/conversion.hpp"
#include "crm_core/service/lead_merging.hpp"
#include "crm_core/service/mail_correction.hpp"
#include "crm_core/service/records.hpp"
#include "crm_core/service/verify.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/opportunity_repository.hpp"
#include "tests/crm_core/archive.hpp"

namespace tradewind::crm {
namespace {

using testing::administrator;
using testing::mail;

constexpr EpochSeconds noon = 1'700'000'000;

class LeadsTest : public ::testing::Test {
 protected:
  // An inquiry with its lead, from a buyer of that domain.
  Intake::Added inquiry(const std::string& key, const std::string& email = "ana@buyer.example",
                        EpochSeconds at = noon) {
    auto made = mail(key, at);
    made.filing.author.address = email;
    made.filing.from = {made.filing.author};
    made.filing.lead = LeadDraft{};
    made.filing.lead->email = email;
    made.filing.lead->company = "Compras " + key + " S.L.";
    made.filing.lead->contact_name = "Ana Ruiz";
    made.filing.lead->country = "ES";
    return archive_.file(made);
  }
  Actor actor(RecordId user, const std::string& login, Role role) { return {user, login, role, "test"}; }
  Lead lead(RecordId id) { return leads_.show(administrator(), id).value(); }
  std::vector<FiledLink> links(RecordId message, RecordType type) {
    auto found = archive_.messages().links_of(message);
    std::erase_if(found, [&](const FiledLink& link) { return link.link.type != type || link.removed; });
    return found;
  }
  bool clean() { return verify(archive_.store, archive_.vault, administrator())->clean(); }

  testing::Archive archive_;
  Leads leads_{archive_.store};
};

TEST_F(LeadsTest, every_step_is_in_the_history) {
  const auto user = archive_.user("amy");
  const RecordId id = *inquiry("one").lead;
  ASSERT_TRUE(leads_.assign(administrator(), id, user, "she knows Spain"));
  EXPECT_EQ(lead(id).status, LeadStatus::assigned);
  ASSERT_TRUE(leads_.disqualify(administrator(), id, "wants samples for free"));
  ASSERT_TRUE(leads_.qualify(administrator(), id, "ordered after all"));
  EXPECT_EQ(lead(id).disqualified_why, "");
  std::vector<std::string> events;
  const auto history = leads_.history(administrator(), id);
  for (const auto& event : *history) events.push_back(event.event);
  EXPECT_EQ(events, (std::vector<std::string>{"created", "assigned", "disqualified", "qualified"}));
  EXPECT_EQ(leads_.disqualify(administrator(), id, "").error().fault, Fault::invalid);
  EXPECT_EQ(leads_.show(administrator(), 999).error().fault, Fault::not_found);
  EXPECT_EQ(leads_.list(administrator(), {LeadStatus::qualified, {}, false}, 10, 0)->size(), 1U);
  EXPECT_TRUE(leads_.list(administrator(), {{}, {}, true}, 10, 0)->empty());
}

TEST_F(LeadsTest, a_rep_takes_what_nobody_owns_and_gives_nothing_away) {
  const auto amy = archive_.user("amy"), bo = archive_.user("bo");
  const RecordId id = *inquiry("one").lead;
  EXPECT_EQ(leads_.assign(actor(amy, "amy", Role::rep), id, bo, "").error().fault, Fault::forbidden);
  EXPECT_TRUE(leads_.assign(actor(amy, "amy", Role::rep), id, amy, ""));
  EXPECT_EQ(leads_.assign(actor(bo, "bo", Role::rep), id, bo, "").error().fault, Fault::forbidden);
  EXPECT_TRUE(leads_.assign(actor(bo, "bo", Role::manager), id, bo, "holiday"));
  EXPECT_EQ(leads_.assign(administrator(), id, 999, "").error().fault, Fault::not_found);
}

TEST_F(LeadsTest, merged_leads_become_one_with_all_mail) {
  const auto first = inquiry("one"), second = inquiry("two", "ana@buyer.example", noon + 60);
  ASSERT_TRUE(merge_leads(archive_.store, administrator(), *second.lead, *first.lead, "same buyer"));
  EXPECT_EQ(lead(*second.lead).status, LeadStatus::merged);
  EXPECT_EQ(archive_.messages().of_record(RecordType::lead, *first.lead, 10, 0).size(), 2U);
  EXPECT_EQ(merge_leads(archive_.store, administrator(), *second.lead, *first.lead, "").error().fault, Fault::conflict);
  EXPECT_EQ(merge_leads(archive_.store, administrator(), *first.lead, *first.lead, "").error().fault, Fault::invalid);
  EXPECT_EQ(leads_.qualify(administrator(), *second.lead, "").error().fault, Fault::conflict);
  auto answer = mail("answer", noon + 100, Direction::outbound);
  answer.filing.thread = second.thread;
  archive_.file(answer);
  EXPECT_EQ(lead(*first.lead).status, LeadStatus::contacted) << "an answer in the merged lead's thread counts";
  EXPECT_TRUE(clean());
}

TEST_F(LeadsTest, conversion_makes_customer_contact_and_opportunity_and_takes_the_mail_along) {
  const auto made = inquiry("one");
  auto reply = mail("reply", noon + 10, Direction::outbound);
  reply.filing.thread = made.thread;
  const auto answer = archive_.file(reply);
  EXPECT_EQ(convert_lead(archive_.store, administrator(), *made.lead).error().fault, Fault::conflict)
      << "not qualified yet";
  ASSERT_TRUE(leads_.qualify(administrator(), *made.lead, "said so"));
  const auto conversion = convert_lead(archive_.store, administrator(), *made.lead);
  ASSERT_TRUE(conversion);
  EXPECT_TRUE(conversion->customer_made && conversion->contact_made);
  CustomerRepository customers(archive_.database());
  const auto customer = customers.find(conversion->customer_id).value();
  EXPECT_EQ(customer.name, "Compras one S.L.");
  EXPECT_EQ(customer.domains, std::vector<std::string>{"buyer.example"});
  EXPECT_EQ(customers.find_contact(*conversion->contact_id)->addresses, std::vector<std::string>{"ana@buyer.example"});
  EXPECT_TRUE(OpportunityRepository(archive_.database()).find(conversion->opportunity_id));
  EXPECT_EQ(links(made.message, RecordType::customer).size(), 1U);
  EXPECT_EQ(links(made.message, RecordType::contact).size(), 1U);
  EXPECT_EQ(links(answer.message, RecordType::opportunity).size(), 1U);

  const auto again = convert_lead(archive_.store, administrator(), *made.lead);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(again->customer_id, conversion->customer_id);
  EXPECT_EQ(customers.list({}, 10, 0).size(), 1U);
  EXPECT_TRUE(clean());
}

TEST_F(LeadsTest, conversion_joins_by_address_then_domain_then_name) {
  Records records(archive_.store);
  Customer customer;
  customer.name = "Buyer Group";
  customer.domains = {"buyer.example"};
  const RecordId by_domain = records.add_customer(administrator(), customer).value();
  customer = {};
  customer.name = "Compras named SL";
  const RecordId by_name = records.add_customer(administrator(), customer).value();
  customer = {};
  customer.name = "Third";
  const RecordId by_address = records.add_customer(administrator(), customer).value();
  ASSERT_TRUE(
      records.add_contact(administrator(), {0, by_address, "Eva", "", "", "", {"eva@buyer.example"}, "", 1, {}}));

  const auto convert = [&](const Intake::Added& made) {
    return convert_lead(archive_.store, administrator(), *made.lead, {.force = true}).value();
  };
  EXPECT_EQ(convert(inquiry("a", "eva@buyer.example")).customer_id, by_address);
  EXPECT_EQ(convert(inquiry("b", "new@mail.buyer.example")).customer_id, by_domain);
  EXPECT_EQ(convert(inquiry("named", "someone@gmail.com")).customer_id, by_name);
  const auto stranger = convert(inquiry("free", "stranger@gmail.com"));
  EXPECT_TRUE(stranger.customer_made);
  EXPECT_TRUE(CustomerRepository(archive_.database()).find(stranger.customer_id)->domains.empty())
      << "gmail.com is nobody's domain";
  EXPECT_EQ(
      convert_lead(archive_.store, administrator(), *inquiry("c").lead, {.into = by_name, .force = true})->customer_id,
      by_name)
      << "chosen by hand";
}

TEST_F(LeadsTest, conversion_says_by_which_marks_and_a_customer_of_its_own_is_made_only_by_hand) {
  Records records(archive_.store);
  Customer customer;
  customer.name = "Buyer Group";
  customer.domains = {"buyer.example"};
  const RecordId known = records.add_customer(administrator(), customer).value();
  const auto joined = convert_lead(archive_.store, administrator(), *inquiry("a").lead, {.force = true}).value();
  EXPECT_EQ(joined.customer_id, known);
  EXPECT_EQ(joined.why, "score 85: domain buyer.example (85)");
  const auto own =
      convert_lead(archive_.store, administrator(), *inquiry("b").lead, {.anyway = true, .force = true}).value();
  EXPECT_TRUE(own.customer_made);
  EXPECT_EQ(own.why,
            "one of its own by hand, though customer 1 is there, score 99: address ana@buyer.example (90), domain "
            "buyer.example (85)");
}

TEST_F(LeadsTest, conversion_joins_none_of_two_that_are_equally_likely) {
  Records records(archive_.store);
  for (const char* name : {"North", "South"}) {
    Customer customer;
    customer.name = name;
    const RecordId id = CustomerRepository(archive_.database()).insert(customer);
    archive_.database().run("INSERT INTO customer_domain (domain, customer_id) VALUES ('buyer.example', ?)", id);
  }
  const auto made = convert_lead(archive_.store, administrator(), *inquiry("a").lead, {.force = true}).value();
  EXPECT_TRUE(made.customer_made);
  EXPECT_EQ(made.why, "customers 1 and 2 are equally likely, score 85: domain buyer.example (85)");
}

TEST_F(LeadsTest, conversion_does_not_join_a_namesake_in_another_country) {
  Records records(archive_.store);
  Customer customer;
  customer.name = "Compras one SL";
  customer.country = "AR";
  const RecordId there = records.add_customer(administrator(), customer).value();
  const auto made = convert_lead(archive_.store, administrator(), *inquiry("one").lead, {.force = true}).value();
  EXPECT_NE(made.customer_id, there) << made.why;
}

TEST_F(LeadsTest, a_rep_does_not_convert_into_anothers_customer) {
  const auto amy = archive_.user("amy"), bo = archive_.user("bo");
  Customer customer;
  customer.name = "Buyer Group";
  customer.domains = {"buyer.example"};
  customer.owner_id = bo;
  ASSERT_TRUE(Records(archive_.store).add_customer(administrator(), customer));
  const RecordId id = *inquiry("one").lead;
  for (const bool anyway : {false, true}) {
    const auto refused =
        convert_lead(archive_.store, actor(amy, "amy", Role::rep), id, {.anyway = anyway, .force = true});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, Fault::forbidden);
    EXPECT_NE(refused.error().message.find("taken, by bo since"), std::string::npos) << refused.error().message;
    EXPECT_EQ(refused.error().message.find("Buyer Group"), std::string::npos);
  }
}

TEST_F(LeadsTest, a_lead_by_hand_that_is_there_is_not_added_unless_wanted) {
  const auto amy = archive_.user("amy"), bo = archive_.user("bo");
  Lead given;
  given.draft.company = "Alvorada Lda";
  given.draft.email = "Rui@Alvorada.example";
  given.owner_id = bo;
  const auto added = leads_.add(administrator(), given).value();
  EXPECT_FALSE(added.twin);
  EXPECT_EQ(lead(added.lead).draft.email, "rui@alvorada.example");
  EXPECT_EQ(lead(added.lead).status, LeadStatus::assigned);

  given.owner_id = {};
  const auto again = leads_.add(administrator(), given).value();
  EXPECT_EQ(again.lead, 0);
  EXPECT_EQ(again.twin.value().lead, added.lead);
  EXPECT_EQ(again.twin.value().why, "address rui@alvorada.example (assigned)");
  EXPECT_NE(leads_.add(administrator(), given, true).value().lead, 0);

  // Of another rep's lead only who has it is told, and it is not added a second time.
  ASSERT_TRUE(leads_.assign(administrator(), leads_.list(administrator(), {}, 1, 0).value().front().id, bo, ""));
  const auto theirs = leads_.add(actor(amy, "amy", Role::rep), given, true);
  ASSERT_FALSE(theirs);
  EXPECT_EQ(theirs.error().fault, Fault::forbidden);

  Customer customer;
  customer.name = "Nordhaus GmbH";
  customer.domains = {"nordhaus.example"};
  ASSERT_TRUE(Records(archive_.store).add_customer(administrator(), customer));
  given.draft.company = "Nordhaus";
  given.draft.email = "ute@nordhaus.example";
  const auto firm = leads_.add(administrator(), given).value();
  EXPECT_EQ(firm.twin.value().customer, 1);
  EXPECT_EQ(firm.twin.value().why, "score 97: domain nordhaus.example (85), name Nordhaus (80)");
  given.draft.email.clear();
  EXPECT_EQ(leads_.add(administrator(), given).error().fault, Fault::invalid);
}

TEST_F(LeadsTest, a_conversion_is_undone_and_what_others_use_stays) {
  const auto first = inquiry("one"), second = inquiry("two", "bob@other.example");
  const auto made = convert_lead(archive_.store, administrator(), *first.lead, {.force = true}).value();
  ASSERT_TRUE(undo_conversion(archive_.store, administrator(), *first.lead));
  CustomerRepository customers(archive_.database());
  EXPECT_FALSE(customers.find(made.customer_id));
  EXPECT_TRUE(links(first.message, RecordType::customer).empty());
  EXPECT_EQ(lead(*first.lead).status, LeadStatus::qualified);
  EXPECT_EQ(undo_conversion(archive_.store, administrator(), *first.lead).error().fault, Fault::conflict);
  EXPECT_TRUE(convert_lead(archive_.store, administrator(), *first.lead)) << "and may be converted again";

  const auto kept = convert_lead(archive_.store, administrator(), *second.lead, {.force = true}).value();
  Quotation quotation;
  quotation.number = "Q1";
  quotation.customer_id = kept.customer_id;
  ASSERT_TRUE(Records(archive_.store).add_quotation(administrator(), quotation));
  ASSERT_TRUE(undo_conversion(archive_.store, administrator(), *second.lead));
  EXPECT_TRUE(customers.find(kept.customer_id));
  EXPECT_NE(leads_.history(administrator(), *second.lead)->back().detail.find("stays"), std::string::npos);
  EXPECT_TRUE(clean());
}

TEST_F(LeadsTest, who_may_not_convert_is_refused) {
  const RecordId id = *inquiry("one").lead;
  EXPECT_EQ(convert_lead(archive_.store, {{}, "as", Role::assistant, ""}, id, {.force = true}).error().fault,
            Fault::forbidden);
  EXPECT_EQ(leads_.qualify({{}, "aud", Role::auditor, ""}, id, "").error().fault, Fault::forbidden);
}

TEST_F(LeadsTest, what_a_person_filed_by_hand_stays_when_decisions_are_made_again) {
  auto one = mail("one", noon);
  Records records(archive_.store);
  Customer customer;
  customer.name = "Right";
  const RecordId right = records.add_customer(administrator(), customer).value();
  customer.name = "Wrong";
  const RecordId wrong = records.add_customer(administrator(), customer).value();
  one.filing.links = {{RecordType::customer, wrong, "company-domain", 0.7, "x"}};
  const auto added = archive_.file(one);
  MailCorrection correction(archive_.store);
  Quotation quotation;
  quotation.number = "Q1";
  quotation.customer_id = right;
  const RecordId quote = records.add_quotation(administrator(), quotation).value();
  ASSERT_TRUE(correction.unfile(administrator(), added.message, RecordType::customer, wrong));
  ASSERT_TRUE(correction.file(administrator(), added.message, RecordType::quotation, quote));
  archive_.intake.begin();
  ASSERT_TRUE(archive_.intake.refile(added.message, one.filing));
  archive_.intake.commit();
  const auto found = links(added.message, RecordType::customer);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].link.id, right) << "the quotation brought its customer along";
  EXPECT_TRUE(found[0].pinned);
  EXPECT_EQ(links(added.message, RecordType::quotation).size(), 1U);
  EXPECT_EQ(correction.file(administrator(), added.message, RecordType::order, 999).error().fault, Fault::not_found);
  EXPECT_EQ(correction.file(administrator(), 999, RecordType::customer, right).error().fault, Fault::not_found);
  EXPECT_EQ(correction.set_kind({{}, "aud", Role::auditor, ""}, added.message, MessageKind::order).error().fault,
            Fault::forbidden);
}

TEST(FreeMail, providers_and_platforms_are_nobodys_firm) {
  for (const char* domain :
       {"gmail.com", "QQ.com", "163.com", "yahoo.co.jp", "hotmail.fr", "outlook.com.br", "message.alibaba.com"})
    EXPECT_TRUE(is_free_mail_domain(domain)) << domain;
  for (const char* domain : {"buyer.example", "live.shop", "yahoo-trading.com", "notalibaba.com", ""})
    EXPECT_FALSE(is_free_mail_domain(domain)) << domain;
}

}  // namespace
}  // namespace tradewind::crm

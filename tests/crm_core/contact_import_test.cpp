#include "crm_core/service/contact_import.hpp"

#include <gtest/gtest.h>

#include "crm_core/service/records.hpp"
#include "crm_core/service/removals.hpp"
#include "crm_core/service/sight.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "tests/crm_core/archive.hpp"

namespace tradewind::crm {
namespace {

using testing::administrator;
using testing::Archive;

ContactRow row(const std::string& name, std::vector<std::string> addresses, const std::string& company = "",
               const std::string& phone = "") {
  ContactRow made;
  made.line = 1;
  made.name = name;
  made.addresses = std::move(addresses);
  made.company = company;
  made.phone = phone;
  return made;
}

class ContactImportTest : public ::testing::Test {
 protected:
  ContactImportTest() {
    Customer customer;
    customer.name = "Nordhaus Garten GmbH";
    customer.domains = {"nordhaus.example"};
    nordhaus_ = Records(archive_.store).add_customer(administrator(), customer).value();
    Contact contact;
    contact.customer_id = nordhaus_;
    contact.name = "Ute Brandt";
    contact.addresses = {"ute@nordhaus.example"};
    contact.phone = "+49 40 555 0101";
    ute_ = Records(archive_.store).add_contact(administrator(), contact).value();
  }
  std::vector<ImportOutcome> import(const std::vector<ContactRow>& rows, ImportManner manner = {}) {
    return import_contacts(archive_.store, administrator(), rows, manner).value();
  }
  std::int64_t count(const std::string& table) {
    auto rows = archive_.database().query("SELECT count(*) FROM " + table);
    rows->step();
    return rows->int64(0);
  }
  Contact contact(RecordId id) { return CustomerRepository(archive_.database()).find_contact(id).value(); }
  Archive archive_;
  RecordId nordhaus_ = 0, ute_ = 0;
};

TEST_F(ContactImportTest, a_stranger_brings_his_firm_along_and_a_second_run_changes_nothing) {
  auto stranger = row("Rui Costa", {"Rui@Alvorada.example", "rui.costa@gmail.com"}, "Alvorada Lda");
  stranger.country = "pt";
  stranger.website = "https://alvorada.example";
  const std::vector rows = {stranger, row("Ana Reis", {"ana@alvorada.example"}), row("", {"x@solo.example"})};
  const auto outcomes = import(rows);
  ASSERT_EQ(outcomes.size(), 3U);
  for (const auto& each : outcomes) EXPECT_EQ(each.outcome, "created") << each.why;
  EXPECT_EQ(outcomes[0].why, "with a new customer");
  EXPECT_EQ(outcomes[1].customer, outcomes[0].customer) << "found by the domain";
  const auto firm = CustomerRepository(archive_.database()).find(outcomes[0].customer).value();
  EXPECT_EQ(firm.name, "Alvorada Lda");
  EXPECT_EQ(firm.country, "PT");
  EXPECT_EQ(firm.domains, std::vector<std::string>{"alvorada.example"}) << "a free provider's is not theirs";
  EXPECT_EQ(CustomerRepository(archive_.database()).find(outcomes[2].customer)->name, "solo.example");
  EXPECT_EQ(contact(outcomes[2].contact).name, "x@solo.example");

  const auto changes = count("audit");
  for (const auto& each : import(rows)) EXPECT_EQ(each.outcome, "matched") << each.why;
  EXPECT_EQ(count("audit"), changes);
  EXPECT_EQ(count("contact"), 4);
}

TEST_F(ContactImportTest, who_is_there_gets_what_is_missing_and_keeps_what_he_has) {
  auto same = row("U. Brandt", {"ute@nordhaus.example", "brandt@nordhaus.example"}, "", "+1 555 0000");
  same.title = "Head of purchasing";
  const auto outcome = import({same}).front();
  EXPECT_EQ(outcome.outcome, "matched");
  EXPECT_EQ(outcome.contact, ute_);
  EXPECT_EQ(outcome.why, "address ute@nordhaus.example; gets title, address brandt@nordhaus.example");
  const auto ute = contact(ute_);
  EXPECT_EQ(ute.name, "Ute Brandt");
  EXPECT_EQ(ute.phone, "+49 40 555 0101");
  EXPECT_EQ(ute.title, "Head of purchasing");
  EXPECT_EQ(ute.addresses.size(), 2U);
  // Without an address he is known by his name, at the same firm only.
  EXPECT_EQ(import({row("UTE BRANDT", {}, "Nordhaus Garten")}).front().contact, ute_);
  EXPECT_EQ(import({row("Ute Brandt", {}, "Another Firm Ltd")}).front().outcome, "created");
}

TEST_F(ContactImportTest, what_cannot_be_is_refused_by_field_and_nothing_is_changed) {
  const auto taken = import({row("Jan Kroon", {"jan@kroon.example"})}).front().contact;
  ASSERT_NE(taken, 0);
  auto foreign = row("B", {"b@b.example"});
  foreign.country = "Portugal";
  auto broken = row("C", {});
  broken.defect = "line 7: the card has no END:VCARD";
  const std::vector<std::pair<ContactRow, std::string>> cases = {
      {row("A", {"no address"}), "email: 'no address' is not a mail address"},
      {row("", {}), "name: must not be empty"},
      {row("A", {"a@gmail.com"}), "company: no firm is named, and no address has a domain of its own"},
      {row("A", {"ute@nordhaus.example", "jan@kroon.example"}),
       "email: the addresses are those of the contacts 1 and 2"},
      {foreign, "country: 'Portugal' is not a country code"},
      {broken, "line 7: the card has no END:VCARD"}};
  const auto customers = count("customer"), contacts = count("contact");
  for (const auto& [bad, why] : cases) {
    const auto outcomes = import({row("Good", {"good@good.example"}), bad});
    EXPECT_EQ(outcomes[0].outcome, "created");
    EXPECT_EQ(outcomes[1].outcome, "refused");
    EXPECT_EQ(outcomes[1].why, why);
    EXPECT_EQ(outcomes[1].customer, 0);
    EXPECT_EQ(count("customer"), customers) << why;
    EXPECT_EQ(count("contact"), contacts) << why;
  }
  EXPECT_EQ(import({row("Good", {"good@good.example"})}, {true, false}).front().outcome, "created");
  EXPECT_EQ(count("contact"), contacts) << "a dry run";
  import({row("Good", {"good@good.example"}), row("", {})}, {false, true});
  EXPECT_EQ(count("contact"), contacts + 1) << "the good one of a file with a bad one";
}

TEST_F(ContactImportTest, a_rep_may_not_import_and_nobody_adds_to_a_customer_that_he_may_not_see) {
  const Actor rep{archive_.user("li"), "li", Role::rep, "test"};
  EXPECT_EQ(import_contacts(archive_.store, rep, {row("A", {"a@b.example"})}, {}).error().fault, Fault::forbidden);

  auto nordhaus = CustomerRepository(archive_.database()).find(nordhaus_).value();
  nordhaus.owner_id = rep.user_id;
  ASSERT_TRUE(Records(archive_.store).change_customer(administrator(), nordhaus));
  ASSERT_TRUE(set_scope(archive_.store, administrator(), Role::manager, SeenType::customer, Scope::own));
  const Actor manager{archive_.user("chen", Role::manager), "chen", Role::manager, "test"};
  for (const char* address : {"ute@nordhaus.example", "new@nordhaus.example"}) {
    auto known = row("Ute", {address});
    known.title = "Spy";
    const auto outcome = import_contacts(archive_.store, manager, {known}, {})->front();
    EXPECT_EQ(outcome.outcome, "refused");
    EXPECT_NE(outcome.why.find("li"), std::string::npos) << outcome.why;
    EXPECT_EQ(outcome.why.find("Nordhaus"), std::string::npos) << outcome.why;
  }
  EXPECT_EQ(contact(ute_).title, "");
}

TEST_F(ContactImportTest, a_deleted_contact_is_not_matched) {
  ASSERT_TRUE(remove_record(archive_.store, administrator(), RecordType::contact, ute_, ""));
  const auto outcome = import({row("Ute Brandt", {"ute@nordhaus.example"})}).front();
  EXPECT_EQ(outcome.outcome, "created");
  EXPECT_EQ(outcome.customer, nordhaus_);
  EXPECT_NE(outcome.contact, ute_);
}

}  // namespace
}  // namespace tradewind::crm

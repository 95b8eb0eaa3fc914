#include <gtest/gtest.h>

#include "crm_core/service/csv_import.hpp"
#include "crm_core/service/custom_fields.hpp"
#include "crm_core/service/leads.hpp"
#include "crm_core/service/records.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "tests/crm_core/archive.hpp"

namespace tradewind::crm {
namespace {

using testing::administrator;
using testing::Archive;

class SheetImportTest : public ::testing::Test {
 protected:
  std::vector<ImportOutcome> leads(const std::string& csv, CsvOptions options = {}) {
    return import_leads(archive_.store, administrator(), parse_csv(csv).value(), options).value();
  }
  std::vector<ImportOutcome> contacts(const std::string& csv, CsvOptions options = {}) {
    return import_contacts(archive_.store, administrator(), parse_csv(csv).value(), options).value();
  }
  std::int64_t count(const std::string& table) {
    auto rows = archive_.database().query("SELECT count(*) FROM " + table);
    rows->step();
    return rows->int64(0);
  }
  Archive archive_;
};

TEST_F(SheetImportTest, a_lead_has_what_the_row_says_and_its_owner_and_date) {
  const RecordId li = archive_.user("li");
  const auto outcomes = leads(
      "email,phone,company,contact,country,language,platform,products,incoterm,port,date,owner\n"
      "Per@Omega.example,+46 8 555 0101,Omega,Per Lund,se,sv,fair,drill bits; saws,FOB,Qingdao,2020-03-01,li\n");
  ASSERT_EQ(outcomes.front().outcome, "created") << outcomes.front().why;
  const auto lead = Leads(archive_.store).show(administrator(), outcomes.front().lead).value();
  EXPECT_EQ(lead.status, LeadStatus::assigned);
  EXPECT_EQ(lead.owner_id, li);
  EXPECT_EQ(lead.arrived_at, 1'583'020'800);
  EXPECT_EQ(lead.draft.email, "per@omega.example");
  EXPECT_EQ(lead.draft.country, "SE");
  EXPECT_EQ(lead.draft.platform, "fair");
  EXPECT_EQ(lead.draft.port, "Qingdao");
  ASSERT_EQ(lead.draft.items.size(), 2U);
  EXPECT_EQ(lead.draft.items[1].product, "saws");
  const auto history = Leads(archive_.store).history(administrator(), lead.id).value();
  ASSERT_EQ(history.size(), 1U);
  EXPECT_EQ(history.front().event, "created");
}

TEST_F(SheetImportTest, the_same_leads_again_are_matched_whatever_became_of_them) {
  const std::string csv =
      "email,phone,company\na@alpha.example,,Alpha\n,+46 8 555 0101,Beta\nb@beta.example,+46 8 555 0101,Beta\n";
  const auto first = leads(csv);
  for (const auto& each : first) EXPECT_EQ(each.outcome, "created") << each.why;
  ASSERT_TRUE(Leads(archive_.store).disqualify(administrator(), first[0].lead, "not our goods"));
  const auto again = leads(csv);
  EXPECT_EQ(again[0].why, "address a@alpha.example (disqualified)");
  // By the telephone alone the latest is found; with an address its own.
  EXPECT_EQ(again[1].outcome, "matched");
  EXPECT_EQ(again[2].lead, first[2].lead);
  EXPECT_EQ(count("lead"), 3);
}

TEST_F(SheetImportTest, a_row_of_a_customer_makes_no_lead) {
  Customer customer;
  customer.name = "Nordhaus Garten GmbH";
  customer.domains = {"nordhaus.example"};
  const RecordId nordhaus = Records(archive_.store).add_customer(administrator(), customer).value();
  const auto outcome = leads("email\nnew@nordhaus.example\n").front();
  EXPECT_EQ(outcome.outcome, "matched");
  EXPECT_EQ(outcome.customer, nordhaus);
  EXPECT_EQ(outcome.why, "score 85: domain nordhaus.example (85)");
  EXPECT_EQ(count("lead"), 0);
}

TEST_F(SheetImportTest, headers_that_cannot_be_are_refused_by_line) {
  const std::pair<std::string, std::string> cases[] = {
      {"", "the file is empty"},
      {"\n\ncompany\nA\n", "line 3: no column gives the email or phone"},
      {"email,Firma\n", "line 1: there is no field \"Firma\""},
      {"email,Mail\n", "line 1: two columns give the email"}};
  for (const auto& [csv, why] : cases) {
    const auto refused =
        import_leads(archive_.store, administrator(), parse_csv(csv).value(), {{{"Mail", "email"}}, {}});
    ASSERT_FALSE(refused) << csv;
    EXPECT_EQ(refused.error().message, why);
  }
}

TEST_F(SheetImportTest, half_broken_sheets_change_nothing_unless_the_good_rows_are_wanted) {
  const std::string csv =
      "name,email,company\nA,a@alpha.example,Alpha\nB\n,,\nC,not an address,\nD,d@delta.example,Delta\n";
  const auto refused = contacts(csv);
  ASSERT_EQ(refused.size(), 5U);
  EXPECT_EQ(refused[1].line, 3);
  EXPECT_EQ(refused[1].why, "1 cells where the header has 3");
  EXPECT_EQ(refused[2].why, "name: must not be empty");
  EXPECT_EQ(refused[3].why, "email: 'not an address' is not a mail address");
  EXPECT_EQ(count("contact") + count("customer"), 0);
  CsvOptions partial;
  partial.manner.partial = true;
  contacts(csv, partial);
  EXPECT_EQ(count("contact"), 2);
  for (const auto& each : contacts("name,email,company\nA,a@alpha.example,Alpha\nD,d@delta.example,Delta\n"))
    EXPECT_EQ(each.outcome, "matched");
}

// Its customer was there already when the contact was refused.
TEST_F(SheetImportTest, a_row_that_is_refused_half_way_leaves_nothing_and_does_not_touch_the_others) {
  CustomField field;
  field.of = RecordType::contact;
  field.name = field.label = "grade";
  field.required = true;
  ASSERT_TRUE(CustomFields(archive_.store).add(administrator(), field));
  const std::string csv =
      "name,email,company,custom.grade\nA,a@alpha.example,Alpha,1\nB,b@beta.example,Beta,\n"
      "C,c@beta.example,Beta Works,1\nD,d@alpha.example,alpha Ltd,1\n";
  for (const bool partial : {false, true}) {
    CsvOptions options;
    options.manner.partial = partial;
    const auto rows = contacts(csv, options);
    ASSERT_EQ(rows.size(), 4U);
    EXPECT_EQ(rows[0].why, "with a new customer");
    EXPECT_EQ(rows[1].why, "custom.grade: must be given");
    EXPECT_EQ(rows[2].why, "with a new customer") << "that of the row before is gone";
    EXPECT_EQ(rows[3].customer, rows[0].customer);
    EXPECT_EQ(count("customer"), partial ? 2 : 0);
    EXPECT_EQ(count("contact"), partial ? 3 : 0);
    EXPECT_EQ(count("audit WHERE record_type IN ('customer', 'contact')"), partial ? 5 : 0);
  }
  EXPECT_TRUE(CustomerRepository(archive_.database()).find_by_name("Beta").empty());
}

TEST_F(SheetImportTest, a_wrong_address_of_a_customers_contact_is_told_by_its_column) {
  const auto rows = import_customers(archive_.store, administrator(),
                                     parse_csv("name,contact,email\nAlpha,A,no address\n").value(), {})
                        .value();
  EXPECT_EQ(rows.front().why, "email: 'no address' is not a mail address");
}

}  // namespace
}  // namespace tradewind::crm

#include "crm_core/service/records.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "crm_core/service/permission.hpp"
#include "crm_core/service/record_import.hpp"
#include "crm_core/store/audit_log.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/document_repository.hpp"
#include "crm_core/store/supplier_repository.hpp"
#include "tests/crm_core/archive.hpp"

namespace tradewind::crm {
namespace {

using testing::administrator;

Actor rep() { return {{}, "amy", Role::rep, "test"}; }
Actor auditor() { return {{}, "aud", Role::auditor, "test"}; }

class RecordsTest : public ::testing::Test {
 protected:
  static Customer customer(const std::string& name) {
    Customer made;
    made.name = name;
    return made;
  }
  testing::Archive archive_;
  Records records_{archive_.store};
};

TEST_F(RecordsTest, a_customer_is_added_changed_and_audited) {
  auto berger = customer("Berger Möbel GmbH");
  berger.domains = {"Berger.example"};
  berger.country = "de";
  const RecordId id = records_.add_customer(rep(), berger).value();
  CustomerRepository customers(archive_.database());
  auto stored = customers.find(id).value();
  EXPECT_EQ(stored.domains, std::vector<std::string>{"berger.example"});
  EXPECT_EQ(stored.country, "DE");
  stored.level = "A";
  ASSERT_TRUE(records_.change_customer(rep(), stored));
  EXPECT_EQ(records_.change_customer(rep(), stored).error().fault, Fault::conflict) << "the version is stale now";
  const auto trail = AuditLog(archive_.database()).of_record("customer", id);
  ASSERT_EQ(trail.size(), 2U);
  EXPECT_EQ(trail[0].action, "created");
  EXPECT_NE(trail[1].before, trail[1].after);
  EXPECT_EQ(trail[1].actor, "amy");
}

TEST_F(RecordsTest, a_group_is_a_tree) {
  CustomerRepository customers(archive_.database());
  std::vector<RecordId> ids;
  for (const char* name : {"Holding", "Daughter", "Granddaughter"}) {
    auto made = customer(name);
    if (!ids.empty()) made.parent_id = ids.back();
    ids.push_back(records_.add_customer(rep(), made).value());
  }
  auto holding = customers.find(ids.front()).value();
  for (const RecordId below : ids) {
    holding.parent_id = below;
    EXPECT_EQ(records_.change_customer(rep(), holding).error().fault, Fault::invalid) << below;
  }
  holding.parent_id = 99;
  EXPECT_EQ(records_.change_customer(rep(), holding).error().fault, Fault::not_found);
}

TEST_F(RecordsTest, duplicates_are_refused_and_named) {
  auto berger = customer("Berger Möbel GmbH");
  berger.domains = {"berger.example"};
  ASSERT_TRUE(records_.add_customer(rep(), berger));
  const auto same_name = records_.add_customer(rep(), customer("BERGER MOBEL"));
  ASSERT_FALSE(same_name);
  EXPECT_EQ(same_name.error().fault, Fault::conflict);
  EXPECT_NE(same_name.error().message.find("Berger Möbel GmbH"), std::string::npos);
  auto other = customer("Quite Another");
  other.domains = {"berger.example"};
  EXPECT_EQ(records_.add_customer(rep(), other).error().fault, Fault::conflict);
  EXPECT_TRUE(records_.add_product(rep(), {0, "CH-1", "Chair", "", {}}));
  EXPECT_EQ(records_.add_product(rep(), {0, "CH-1", "Chair", "", {}}).error().fault, Fault::conflict);
}

TEST_F(RecordsTest, wrong_fields_are_named) {
  EXPECT_EQ(records_.add_customer(rep(), customer("  ")).error().message, "name: must not be empty");
  auto bad = customer("Bad");
  bad.domains = {"good.example", "no domain"};
  EXPECT_NE(records_.add_customer(rep(), bad).error().message.find("domains[1]"), std::string::npos);
  bad = customer("Bad");
  bad.country = "Germany";
  EXPECT_NE(records_.add_customer(rep(), bad).error().message.find("country"), std::string::npos);
  Contact contact;
  contact.name = "X";
  contact.customer_id = 77;
  EXPECT_EQ(records_.add_contact(rep(), contact).error().fault, Fault::not_found);
  Quotation quotation;
  quotation.number = "Q1";
  quotation.lines = {{"CH-1", "many", "pcs", "", ""}};
  EXPECT_NE(records_.add_quotation(rep(), quotation).error().message.find("lines[0].quantity"), std::string::npos);
}

TEST_F(RecordsTest, documents_keep_their_number_and_lines) {
  const RecordId firm = records_.add_customer(rep(), customer("Berger")).value();
  Quotation quotation;
  quotation.number = "Q1";
  quotation.customer_id = firm;
  quotation.lines = {{"CH-1", "10", "pcs", "1.50", "USD"}};
  const RecordId id = records_.add_quotation(rep(), quotation).value();
  quotation.id = id;
  quotation.number = "forged";
  quotation.status = "sent";
  quotation.lines.push_back({"CH-2", "5", "pcs", "2.50", "USD"});
  ASSERT_TRUE(records_.change_quotation(rep(), quotation));
  const auto stored = DocumentRepository(archive_.database()).find_quotation(id).value();
  EXPECT_EQ(stored.number, "Q1");
  EXPECT_EQ(stored.lines.size(), 2U);
  EXPECT_TRUE(records_.add_order(rep(), {0, "SO-1", "PO 5", firm, id, "open"}));
  EXPECT_TRUE(records_.add_case(rep(), {0, "CASE-1", firm, "Rust", "open"}));
  EXPECT_EQ(records_.add_case(rep(), {0, "CASE-1", firm, "Rust", "open"}).error().fault, Fault::conflict);
}

TEST_F(RecordsTest, suppliers_are_changed_with_their_contacts) {
  Supplier supplier;
  supplier.name = "Tube Works";
  supplier.contacts = {{0, "Gu", {"Gu@Tube.example"}}};
  supplier.id = records_.add_supplier(rep(), supplier).value();
  supplier.contacts.push_back({0, "Ma", {"ma@tube.example"}});
  ASSERT_TRUE(records_.change_supplier(rep(), supplier));
  EXPECT_EQ(SupplierRepository(archive_.database()).find(supplier.id)->contacts.size(), 2U);
}

TEST_F(RecordsTest, who_may_not_is_refused_and_nothing_changes) {
  const auto refused = records_.add_customer(auditor(), customer("Berger"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::forbidden);
  EXPECT_TRUE(CustomerRepository(archive_.database()).list({}, 10, 0).empty());
  EXPECT_EQ(Users(archive_.store).add(rep(), {0, "x", "", Role::rep, true, 1, {}}).error().fault, Fault::forbidden);
  EXPECT_EQ(import_records(archive_.store, rep(), "{}").error().fault, Fault::forbidden);
}

TEST(Permission, each_role_may_what_its_work_needs) {
  for (const Role role : {Role::rep, Role::assistant, Role::manager, Role::administrator, Role::auditor, Role::system})
    EXPECT_TRUE(may(role, Act::read_records));
  EXPECT_FALSE(may(Role::rep, Act::assign_leads));
  EXPECT_TRUE(may(Role::manager, Act::assign_leads));
  EXPECT_FALSE(may(Role::assistant, Act::convert_leads));
  EXPECT_FALSE(may(Role::manager, Act::manage_users));
  EXPECT_FALSE(may(Role::auditor, Act::edit_records));
  EXPECT_TRUE(may(Role::auditor, Act::verify));
  EXPECT_TRUE(may(Role::system, Act::run_nightly));
}

TEST_F(RecordsTest, lists_are_narrowed_by_parts_of_names_and_addresses) {
  CustomerRepository customers(archive_.database());
  const RecordId id = records_.add_customer(rep(), customer("Müller 100% Garten_bedarf GmbH")).value();
  ASSERT_TRUE(records_.add_customer(rep(), customer("Berger")));
  Contact contact;
  contact.customer_id = id;
  contact.name = "Jérôme Łuk";
  contact.addresses = {"j_x@garten.example"};
  ASSERT_TRUE(records_.add_contact(rep(), contact));
  contact.name = "Eva Busch";
  contact.addresses = {"jyx@garten.example"};
  ASSERT_TRUE(records_.add_contact(rep(), contact));
  const auto named = [&](const std::string& text) {
    CustomerFilter filter;
    filter.match = text;
    return customers.list(filter, 10, 0).size();
  };
  EXPECT_EQ(named("MULLER"), 1U);
  EXPECT_EQ(named("garten"), 1U);
  EXPECT_EQ(named("zzz"), 0U);
  EXPECT_EQ(named(""), 2U);
  const auto people = [&](const std::string& text) { return customers.list_contacts({{}, text, "1"}, 10, 0).size(); };
  EXPECT_EQ(people("jerome"), 1U);
  EXPECT_EQ(people("J_X@"), 1U) << "an underscore stands for itself";
  EXPECT_EQ(people("garten.example"), 2U);
  EXPECT_EQ(people("@"), 2U);
}

TEST_F(RecordsTest, users_keep_logins_and_addresses_apart) {
  Users users(archive_.store);
  ASSERT_TRUE(users.add(administrator(), {0, "li", "Li", Role::rep, true, 1, {"Li@own.example"}}));
  EXPECT_EQ(users.add(administrator(), {0, "li", "", Role::rep, true, 1, {}}).error().fault, Fault::conflict);
  EXPECT_EQ(users.add(administrator(), {0, "bo", "", Role::rep, true, 1, {"li@OWN.example"}}).error().fault,
            Fault::conflict);
  EXPECT_EQ(users.add(administrator(), {0, "b o", "", Role::rep, true, 1, {}}).error().fault, Fault::invalid);
  EXPECT_EQ(
      users
          .change(administrator(), {0, "li", "Li Wei", Role::manager, true, 2, {"li@own.example", "sales@own.example"}})
          ->addresses.size(),
      2U);
  EXPECT_EQ(actor_by_login(archive_.store, "li", "test")->role, Role::manager);
  ASSERT_TRUE(users.change(administrator(), {0, "li", "Li Wei", Role::manager, false, 2, {}}));
  EXPECT_EQ(actor_by_login(archive_.store, "li", "test").error().fault, Fault::forbidden);
  EXPECT_EQ(actor_by_login(archive_.store, "nobody", "test").error().fault, Fault::not_found);
}

TEST_F(RecordsTest, a_data_set_is_imported_once_however_often_it_is_given) {
  std::ostringstream text;
  text << std::ifstream(std::filesystem::path(TRADEWIND_TEST_DATA) / "seaforth" / "world.json").rdbuf();
  const auto first = import_records(archive_.store, administrator(), text.str());
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_GT(first->customers, 0);
  EXPECT_EQ(first->changed, 0);
  const auto again = import_records(archive_.store, administrator(), text.str());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->created, 0);
  EXPECT_EQ(again->changed, 0);
  EXPECT_EQ(again->unchanged, first->created);
}

TEST_F(RecordsTest, an_import_that_fails_names_the_field_and_changes_nothing) {
  const auto error_of = [&](std::string_view json) {
    return import_records(archive_.store, administrator(), json).error();
  };
  EXPECT_EQ(error_of("{").fault, Fault::invalid);
  EXPECT_NE(error_of(R"({"users": [{"login": "li", "name": "Li"}, {"login": "bo", "name": 7}]})")
                .message.find("users[1].name"),
            std::string::npos);
  EXPECT_NE(
      error_of(
          R"({"customers": [{"key": "C1", "name": "B", "contacts": [{"key": "P", "name": "A", "emails": ["a@b.example", "x"]}]}]})")
          .message.find("customers[0].contacts[0].emails[1]"),
      std::string::npos);
  EXPECT_NE(error_of(R"({"orders": [{"number": "S1", "customer": "C9"}]})").message.find("orders[0].customer"),
            std::string::npos);
  EXPECT_NE(error_of(R"({"quotes": {"a": 1}})").message.find("quotes"), std::string::npos);
  EXPECT_NE(error_of("[1, 2]").message.find("not an object"), std::string::npos);
  EXPECT_TRUE(Users(archive_.store).list(administrator())->empty());
  std::string deep(100'000, '[');
  EXPECT_EQ(error_of(deep).fault, Fault::invalid);
}

TEST_F(RecordsTest, a_tampered_audit_trail_is_detected) {
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(records_.add_customer(rep(), customer("Firm " + std::to_string(i))));
  AuditLog audit(archive_.database());
  EXPECT_FALSE(audit.check().first_break);
  EXPECT_EQ(audit.check().rows, 5);
  archive_.database().execute("UPDATE audit SET actor = 'somebody else' WHERE id = 3");
  EXPECT_EQ(audit.check().first_break, 3);
  archive_.database().execute("UPDATE audit SET actor = 'amy' WHERE id = 3");
  EXPECT_FALSE(audit.check().first_break);
  archive_.database().execute("DELETE FROM audit WHERE id = 2");
  EXPECT_EQ(audit.check().first_break, 3);
  archive_.database().execute("DELETE FROM audit WHERE id > 1");
  EXPECT_FALSE(audit.check().first_break);
  EXPECT_EQ(audit.check().missing, 4);
}

}  // namespace
}  // namespace tradewind::crm

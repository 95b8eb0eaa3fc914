// Lists narrowed down by parts of names and addresses: crm_core/store/name_parts.hpp.
#include "crm_core/store/name_parts.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "crm_core/service/records.hpp"
#include "crm_core/service/removals.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/migrations.hpp"
#include "crm_core/store/table_rows.hpp"
#include "tests/crm_core/archive.hpp"

namespace tradewind::crm {
namespace {

using testing::administrator;

class NamePartsTest : public ::testing::Test {
 protected:
  RecordId add(const std::string& name) {
    Customer made;
    made.name = name;
    return customers_.insert(made);
  }
  RecordId add_contact(RecordId customer, const std::string& name, const std::string& address) {
    Contact made;
    made.customer_id = customer;
    made.name = name;
    made.addresses = {address};
    return customers_.insert_contact(made);
  }
  // Those that changed are found too: enough of others make that all are taken in.
  void take_in() {
    database::Transaction transaction(archive_.database());
    for (int i = 0; i < 500; ++i) add(fmt::format("0 {}", i));
    transaction.commit();
    take_in_parts(archive_.database());
    auto rows = archive_.database().query("SELECT count(*) FROM part_due");
    rows->step();
    ASSERT_EQ(rows->int64(0), 0);
  }
  std::vector<std::string> named(const std::string& text) {
    CustomerFilter filter;
    filter.match = text;
    std::vector<std::string> names;
    for (const auto& customer : customers_.list(filter, 50, 0)) names.push_back(customer.name);
    return names;
  }
  std::vector<std::string> people(const std::string& text) {
    std::vector<std::string> names;
    for (const auto& contact : customers_.list_contacts({{}, text, "1"}, 50, 0)) names.push_back(contact.name);
    return names;
  }
  using Names = std::vector<std::string>;
  testing::Archive archive_;
  CustomerRepository customers_{archive_.database()};
};

TEST_F(NamePartsTest, any_letters_in_a_row_are_found_across_words_and_spellings) {
  add("Nordhaus Gärten GmbH");
  add("Södergården AB");
  for (int round = 0; round < 2; ++round, take_in()) {
    EXPECT_EQ(named("GARTEN"), Names{"Nordhaus Gärten GmbH"}) << round;
    EXPECT_EQ(named("haus gar"), Names{"Nordhaus Gärten GmbH"}) << round;
    EXPECT_EQ(named("rga"), Names{"Södergården AB"}) << round;
    EXPECT_EQ(named("or"), Names{"Nordhaus Gärten GmbH"}) << "two letters, " << round;
    EXPECT_EQ(named("ö"), (Names{"Nordhaus Gärten GmbH", "Södergården AB"})) << "one letter, " << round;
    EXPECT_EQ(named("hausx"), Names{}) << round;
  }
}

TEST_F(NamePartsTest, two_letters_of_double_width_are_a_part_and_one_is) {
  add("青岛海风有限公司");
  add("주식회사 한빛기계");
  add("カタログABC工業");
  take_in();
  for (const char* part : {"青", "岛海", "海风", "风", "青岛海风"})
    EXPECT_EQ(named(part), Names{"青岛海风有限公司"}) << part;
  EXPECT_EQ(named("海青"), Names{}) << "in another order";
  for (const char* part : {"빛기", "한", "계"}) EXPECT_EQ(named(part), Names{"주식회사 한빛기계"}) << part;
  for (const char* part : {"グabc", "abc工", "c工", "タロ", "bc"})
    EXPECT_EQ(named(part), Names{"カタログABC工業"}) << part;
}

TEST_F(NamePartsTest, contacts_are_found_by_parts_of_addresses_with_signs_in_them) {
  const RecordId firm = add("Berger");
  add_contact(firm, "Jérôme \"Jo\" Łuk", "j_x+a@garten.example");
  add_contact(firm, "陈伟", "wei.chen@garten.example");
  take_in();
  EXPECT_EQ(people("_x+A@"), Names{"Jérôme \"Jo\" Łuk"});
  EXPECT_EQ(people("\"jo\" l"), Names{"Jérôme \"Jo\" Łuk"});
  EXPECT_EQ(people("陈伟"), Names{"陈伟"});
  EXPECT_EQ(people("n@g"), Names{"陈伟"});
  EXPECT_EQ(people("@").size(), 2U);
  EXPECT_EQ(people("garten.example").size(), 2U);
  EXPECT_EQ(people("garten%example"), Names{});
}

TEST_F(NamePartsTest, a_record_is_found_by_what_it_is_called_now) {
  const RecordId firm = add("Kolmara Trading");
  const RecordId person = add_contact(firm, "Eva Busch", "eva@kolmara.example");
  take_in();
  Customer customer = customers_.find(firm).value();
  customer.name = "Velora Trading";
  customers_.update(customer);
  Contact contact = customers_.find_contact(person).value();
  contact.addresses = {"eva@velora.example"};
  customers_.update_contact(contact);
  const RecordId gone = add("Passing");
  customers_.remove(gone);
  for (int round = 0; round < 2; ++round, take_in()) {
    EXPECT_EQ(named("kolmara"), Names{}) << round;
    EXPECT_EQ(named("velora"), Names{"Velora Trading"}) << round;
    EXPECT_EQ(people("kolmara"), Names{}) << round;
    EXPECT_EQ(people("velora"), Names{"Eva Busch"}) << round;
    EXPECT_EQ(named("passing"), Names{}) << round;
  }
}

TEST_F(NamePartsTest, what_was_put_away_is_not_found_until_it_is_back) {
  const RecordId one = add("Kolmara"), other = add("Velora");
  const RecordId person = add_contact(one, "Eva Busch", "eva@kolmara.example");
  const RecordId twin = add_contact(other, "Eva B.", "eb@velora.example");
  ASSERT_TRUE(remove_record(archive_.store, administrator(), RecordType::customer, other, ""));
  ASSERT_TRUE(restore_record(archive_.store, administrator(), RecordType::customer, other));
  ASSERT_TRUE(merge_records(archive_.store, administrator(), RecordType::contact, twin, person, ""));
  take_in();
  EXPECT_EQ(people("velora"), Names{"Eva Busch"}) << "the address went along";
  ASSERT_TRUE(unmerge_record(archive_.store, administrator(), RecordType::contact, twin));
  for (int round = 0; round < 2; ++round, take_in()) {
    EXPECT_EQ(people("velora"), Names{"Eva B."}) << round;
    EXPECT_EQ(named("velora"), Names{"Velora"}) << round;
  }
}

// More hits than are looked up one by one, and less.
TEST_F(NamePartsTest, a_page_of_many_hits_is_in_order) {
  {
    database::Transaction transaction(archive_.database());
    for (int i = 0; i < 2'500; ++i) add(fmt::format("Zeta {:04} {}", 9'999 - i, i % 100 == 0 ? "rare" : "common"));
    transaction.commit();
  }
  take_in();
  for (const char* part : {"zeta", "rare", "common"}) {
    const auto names = named(part);
    EXPECT_EQ(names.size(), std::string_view(part) == "rare" ? 25U : 50U) << part;
    EXPECT_TRUE(std::is_sorted(names.begin(), names.end())) << part;
  }
  EXPECT_EQ(named("zeta").front(), "Zeta 7500 common");
}

TEST(NameParts, records_of_a_store_of_an_earlier_version_are_found) {
  const ::tradewind::testing::TemporaryDirectory parent;
  const auto directory = DataDirectory::create(parent / "data").value();
  {
    database::Database database(directory.store_file(), {});
    const auto& migrations = embedded_migrations();
    ASSERT_TRUE(migrate(database, std::span(migrations).first(16)));
    database.execute(
        "INSERT INTO customer (id, name, name_key, created_at, updated_at) VALUES (7, 'Velora', 'velora', 0, 0);"
        "INSERT INTO contact (id, customer_id, name, name_key, created_at, updated_at) VALUES (9, 7, 'Eva', 'eva', 0, "
        "0);"
        "INSERT INTO contact_address (address, contact_id) VALUES ('eb@velora.example', 9)");
  }
  auto store = Store::open(directory, Access::read).value();
  CustomerFilter filter;
  filter.match = "elor";
  CustomerRepository customers(store.database());
  EXPECT_EQ(customers.list(filter, 10, 0).size(), 1U);
  EXPECT_EQ(customers.list_contacts({{}, "elor", "1"}, 10, 0).size(), 1U);
}

TEST(NameParts, an_export_has_no_tables_of_the_index) {
  testing::Archive archive;
  for (const auto& table : truth_tables(archive.database())) EXPECT_EQ(table.find("part"), std::string::npos) << table;
}

}  // namespace
}  // namespace tradewind::crm

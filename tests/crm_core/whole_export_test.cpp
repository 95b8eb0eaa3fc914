#include "crm_core/service/whole_export.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "crm_core/service/mail_correction.hpp"
#include "crm_core/service/message_ids.hpp"
#include "crm_core/service/opportunities.hpp"
#include "crm_core/service/record_export.hpp"
#include "crm_core/service/record_import.hpp"
#include "crm_core/service/records.hpp"
#include "crm_core/service/relations.hpp"
#include "crm_core/service/removals.hpp"
#include "crm_core/service/sight.hpp"
#include "crm_core/service/tasks.hpp"
#include "crm_core/service/verify.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/migrations.hpp"
#include "crm_core/store/record_ids.hpp"
#include "crm_core/store/setting.hpp"
#include "crm_core/store/table_rows.hpp"
#include "tests/crm_core/archive.hpp"

namespace tradewind::crm {
namespace {

using testing::administrator;
using testing::Archive;
using testing::mail;
namespace fs = std::filesystem;

std::string content_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

void write(const fs::path& path, const std::string& content) { std::ofstream(path, std::ios::binary) << content; }

std::string all_rows(database::Database& database) {
  std::string rows;
  for (const auto& table : truth_tables(database)) {
    rows += "# " + table + "\n";
    for_each_row(database, table, [&](std::string_view line) {
      rows += std::string(line) + "\n";
      return true;
    });
  }
  return rows;
}

std::string records_json(Store& store) {
  std::string json;
  RecordExport(store.database()).write_json([&](std::string_view piece) {
    json += piece;
    return true;
  });
  return json;
}

// A store with something in as good as every table.
class WholeExport : public ::testing::Test {
 protected:
  WholeExport() {
    const auto world = content_of(fs::path(TRADEWIND_TEST_DATA) / "seaforth" / "world.json");
    EXPECT_TRUE(import_records(archive_.store, administrator(), world));
    Records records(archive_.store);
    Customer made;
    made.name = "Made, \"by\" hand";
    made.aliases = {"=SUM(A1)"};
    const RecordId by_hand = records.add_customer(administrator(), made).value();
    made.name = "Twice";
    made.aliases.clear();
    const RecordId twice = records.add_customer(administrator(), made).value();
    EXPECT_TRUE(merge_records(archive_.store, administrator(), RecordType::customer, twice, by_hand, "the same"));
    made.name = "Gone";
    const RecordId gone = records.add_customer(administrator(), made).value();
    EXPECT_TRUE(remove_record(archive_.store, administrator(), RecordType::customer, gone, "a test"));
    made.name = "Daughter";
    made.parent_id = by_hand;
    EXPECT_TRUE(records.add_customer(administrator(), made));
    const std::string tags[] = {"vip"};
    EXPECT_TRUE(Relations(archive_.store).tag(administrator(), RecordType::customer, by_hand, tags, {}));
    EXPECT_TRUE(Relations(archive_.store)
                    .relate(administrator(), {RecordType::customer, by_hand, RecordType::supplier, 1, "introduced"}));
    EXPECT_TRUE(share_record(archive_.store, administrator(), RecordType::customer, by_hand, 1, true));
    Opportunity deal;
    deal.name = "pruners";
    deal.customer_id = by_hand;
    EXPECT_TRUE(Opportunities(archive_.store).add(administrator(), deal, ""));
    Task task;
    task.title = "call";
    task.about_type = RecordType::customer;
    task.about_id = by_hand;
    EXPECT_TRUE(Tasks(archive_.store).add(administrator(), task));
    for (int i = 0; i < 5; ++i) {
      auto letter = mail("m" + std::to_string(i), 1'700'000'000 + i);
      letter.raw += std::string(20'000, 'x') + std::string("\0\xff\r\n", 4);
      letter.parts = {{letter.raw.size() - 20'004, 20'004}};
      if (i == 1) letter.filing.subject = "not UTF-8: \xff\xfe";
      if (i == 2) letter.filing.lead = LeadDraft{};
      const auto filed = archive_.file(letter);
      EXPECT_TRUE(MailCorrection(archive_.store).file(administrator(), filed.message, RecordType::customer, by_hand));
    }
  }

  Result<WholeReport> export_to(const fs::path& target) {
    return export_all(archive_.store, archive_.vault, administrator(), target);
  }

  Archive archive_;
  ::tradewind::testing::TemporaryDirectory place_;
};

TEST_F(WholeExport, imported_into_an_empty_store_gives_the_same_store) {
  const auto exported = export_to(place_ / "out");
  ASSERT_TRUE(exported) << exported.error().message;
  EXPECT_EQ(exported->mails, 5);
  const auto imported = import_all(place_ / "out", place_ / "data");
  ASSERT_TRUE(imported) << imported.error().message;
  EXPECT_EQ(imported->mails, 5);
  const auto directory = DataDirectory::open(place_ / "data").value();
  auto store = Store::open(directory, Access::read).value();
  EXPECT_EQ(all_rows(store.database()), all_rows(archive_.database()));
  const auto vault = Vault::open(directory.vault_file(), Vault::Access::read).value();
  EXPECT_EQ(vault.counts().objects, archive_.vault.counts().objects);
  EXPECT_EQ(vault.counts().chunks, archive_.vault.counts().chunks);
  archive_.vault.for_each_object(
      [&](const Digest& object) { EXPECT_EQ(vault.get(object).value(), archive_.vault.get(object).value()); });
  const auto verified = verify(store, vault, administrator());
  ASSERT_TRUE(verified);
  EXPECT_TRUE(verified->clean());
}

TEST_F(WholeExport, the_signing_key_stays_and_another_store_makes_its_own) {
  Quotation quotation;
  quotation.number = "Q-SIGNED";
  const RecordId id = Records(archive_.store).add_quotation(administrator(), quotation).value();
  ASSERT_TRUE(new_message_id(archive_.store, administrator(), RecordType::quotation, id));
  const std::string key = setting(archive_.database(), signing_key_setting).value();
  ASSERT_EQ(key.size(), 64U);
  ASSERT_TRUE(export_to(place_ / "out"));
  for (const auto& entry : fs::recursive_directory_iterator(place_ / "out"))
    EXPECT_TRUE(!entry.is_regular_file() || content_of(entry.path()).find(key) == std::string::npos) << entry.path();
  ASSERT_TRUE(import_all(place_ / "out", place_ / "data"));
  auto store = Store::open(DataDirectory::open(place_ / "data").value(), Access::write).value();
  EXPECT_FALSE(setting(store.database(), signing_key_setting));
  EXPECT_FALSE(setting(store.database(), "own_domains").value_or("").empty()) << "other settings go along";
  ASSERT_TRUE(new_message_id(store, administrator(), RecordType::quotation, id));
  EXPECT_NE(setting(store.database(), signing_key_setting).value(), key);
}

TEST_F(WholeExport, records_by_natural_keys_make_the_same_records_and_change_nothing_twice) {
  const std::string json = records_json(archive_.store);
  Archive other;
  const auto first = import_records(other.store, administrator(), json);
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(records_json(other.store), json);
  for (Archive* archive : {&archive_, &other}) {
    const auto before = record_ids(archive->database(), RecordType::customer, 0, 1'000);
    ASSERT_TRUE(import_records(archive->store, administrator(), json));
    const auto again = import_records(archive->store, administrator(), json);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->created, 0);
    EXPECT_EQ(again->changed, 0);
    EXPECT_EQ(record_ids(archive->database(), RecordType::customer, 0, 1'000), before)
        << "what was made by hand is known again by its name";
  }
}

TEST_F(WholeExport, holds_sheets_and_the_mail_byte_for_byte) {
  ASSERT_TRUE(export_to(place_ / "out"));
  const std::string customers = content_of(place_ / "out/csv/customers.csv");
  EXPECT_NE(customers.find("\"Made, \"\"by\"\" hand\",'=SUM(A1); Twice,"), std::string::npos) << customers;
  EXPECT_EQ(customers.find("Gone"), std::string::npos);
  std::int64_t mails = 0;
  for (const auto& entry : fs::recursive_directory_iterator(place_ / "out/mail"))
    if (entry.path().extension() == ".eml") {
      const std::string name = entry.path().stem();
      EXPECT_EQ(entry.file_size(), mail("m0", 0).raw.size() + 20'004) << name;
      ++mails;
    }
  EXPECT_EQ(mails, 5);
}

TEST_F(WholeExport, what_is_not_as_it_was_exported_is_refused_and_leaves_nothing) {
  ASSERT_TRUE(export_to(place_ / "out"));
  const auto refused = [&](const fs::path& file, const std::string& content) {
    fs::remove_all(place_ / "copy");
    fs::copy(place_ / "out", place_ / "copy", fs::copy_options::recursive);
    write(place_ / "copy" / file, content);
    const auto imported = import_all(place_ / "copy", place_ / "data");
    EXPECT_FALSE(fs::exists(place_ / "data/crm.db"));
    EXPECT_FALSE(fs::exists(place_ / "data/vault.db"));
    return imported ? Fault::busy : imported.error().fault;
  };
  const std::string manifest = content_of(place_ / "out/manifest.json");
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string changed = manifest;
    return changed.replace(changed.find(from), from.size(), to);
  };
  EXPECT_EQ(refused("tables/customer.jsonl", "{}\n"), Fault::corrupt);
  EXPECT_EQ(refused("manifest.json", "nonsense"), Fault::corrupt);
  EXPECT_EQ(refused("manifest.json", with("\"csv/users.csv\"", "\"../../../etc/passwd\"")), Fault::corrupt);
  EXPECT_EQ(refused("manifest.json", with("\"export\": 1", "\"export\": 2")), Fault::unsupported);
  EXPECT_EQ(refused("manifest.json", with("\"store_version\": ", "\"store_version\": 99")), Fault::unsupported);
  fs::path letter;
  for (const auto& entry : fs::recursive_directory_iterator(place_ / "out/mail"))
    if (entry.path().extension() == ".eml") letter = fs::relative(entry.path(), place_ / "out");
  EXPECT_EQ(refused(letter, "another mail"), Fault::corrupt);
  EXPECT_EQ(import_all(place_ / "missing", place_ / "data").error().fault, Fault::not_found);
}

TEST_F(WholeExport, rows_that_do_not_fit_their_table_are_refused) {
  database::Transaction transaction(archive_.database());
  TableFiller tags(archive_.database(), "record_tag");
  for (const char* line : {"", "[]", "{", R"({"nothing": 1})", R"({"tag": true})", R"({"tag": [1]})",
                           R"({"tag": {"blob": "zz"}})", R"({"tag": {"blob": "f"}})",
                           R"({"record_id": 18446744073709551615})", R"({"tag": {"blob": "00", "text": "00"}})"}) {
    const auto added = tags.add(line);
    ASSERT_FALSE(added) << line;
    EXPECT_EQ(added.error().fault, Fault::corrupt);
  }
  EXPECT_TRUE(tags.add(R"({"record_type": "customer", "record_id": 1, "tag": "new"})"));
  EXPECT_THROW((void)tags.add(R"({"record_type": "customer", "record_id": 1, "tag": null})"), database::DatabaseError);
}

TEST_F(WholeExport, is_for_administrators_and_overwrites_nothing) {
  const Actor manager{1, "wang", Role::manager, "test"};
  EXPECT_EQ(export_all(archive_.store, archive_.vault, manager, place_ / "out").error().fault, Fault::forbidden);
  ASSERT_TRUE(export_to(place_ / "out"));
  EXPECT_EQ(export_to(place_ / "out").error().fault, Fault::conflict);
  EXPECT_EQ(import_all(place_ / "out", archive_.directory.path()).error().fault, Fault::conflict);
}

// An export of an older program: its rows go into the tables of that time, which are then brought up to date.
TEST_F(WholeExport, of_an_older_store_is_migrated) {
  const fs::path old = place_ / "old";
  fs::create_directories(old / "tables");
  fs::create_directories(old / "mail");
  write(old / "mail/index.jsonl", "");
  std::string files = R"({"name": "mail/index.jsonl", "sha256": ")" + to_hex(sha256("")) + "\"}";
  database::Database database(place_ / "old.db");
  ASSERT_TRUE(migrate(database, std::span(embedded_migrations()).first(3)));
  database.execute("INSERT INTO crm_user (id, login, name, role, created_at) VALUES (7, 'li', 'Li', 'rep', 5)");
  database.execute(
      "INSERT INTO customer (id, name, name_key, created_at, updated_at) VALUES (3, 'Nord', 'nord', 5, 5);"
      "INSERT INTO contact (id, customer_id, name, phone, created_at, updated_at) VALUES (4, 3, 'Jérôme Müller', "
      "'+49 40 5550101', 5, 5)");
  for (const auto& table : truth_tables(database)) {
    std::string rows;
    for_each_row(database, table, [&](std::string_view line) { return rows.append(line).append("\n"), true; });
    write(old / "tables" / (table + ".jsonl"), rows);
  }
  write(old / "manifest.json", R"({"export": 1, "store_version": 3, "files": [)" + files + "]}");
  const auto imported = import_all(old, place_ / "data");
  ASSERT_TRUE(imported) << imported.error().message;
  auto store = Store::open(DataDirectory::open(place_ / "data").value(), Access::read).value();
  EXPECT_EQ(actor_by_login(store, "li", "test")->user_id, 7);
  EXPECT_EQ(schema_version(store.database()).value(), embedded_migrations().back().version);
  CustomerRepository customers(store.database());
  EXPECT_EQ(customers.list_contacts({{}, "MULLER", "1"}, 10, 0).size(), 1U) << "by the key that a migration left open";
  EXPECT_EQ(customers.customers_by_phone_key("405550101"), std::vector<RecordId>{3});
}

}  // namespace
}  // namespace tradewind::crm

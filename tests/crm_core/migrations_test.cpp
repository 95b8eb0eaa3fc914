#include "crm_core/store/migrations.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "crm_core/store/store.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tradewind::crm {
namespace {

using ::tradewind::testing::TemporaryDirectory;

std::string read_file(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// tests/data/schema/NNNN.sql is what migration NNNN makes of the one before: a change to a landed migration shows here.
// TRADEWIND_ACCEPT=1 writes the missing ones.
TEST(Migrations, each_version_has_the_schema_that_was_dumped_when_it_landed) {
  const TemporaryDirectory directory;
  database::Database database(directory / "crm.db", {});
  const auto& migrations = embedded_migrations();
  ASSERT_FALSE(migrations.empty());
  for (std::size_t count = 1; count <= migrations.size(); ++count) {
    ASSERT_TRUE(migrate(database, std::span(migrations).first(count)));
    EXPECT_EQ(schema_version(database).value(), static_cast<int>(count));
    const auto file = std::filesystem::path(TRADEWIND_TEST_DATA) / "schema" / fmt::format("{:04}.sql", count);
    if (std::getenv("TRADEWIND_ACCEPT") != nullptr) std::ofstream(file) << dump_schema(database);
    EXPECT_EQ(dump_schema(database), read_file(file)) << file;
  }
}

TEST(Migrations, migrating_step_by_step_equals_a_fresh_store) {
  const TemporaryDirectory directory;
  database::Database stepwise(directory / "stepwise.db", {}), fresh(directory / "fresh.db", {});
  const auto& migrations = embedded_migrations();
  for (std::size_t count = 1; count <= migrations.size(); ++count)
    ASSERT_TRUE(migrate(stepwise, std::span(migrations).first(count)));
  ASSERT_TRUE(migrate(fresh, migrations));
  EXPECT_EQ(dump_schema(stepwise), dump_schema(fresh));
}

TEST(Migrations, a_migration_that_fails_leaves_the_version_before_it) {
  const TemporaryDirectory directory;
  database::Database database(directory / "crm.db", {});
  const std::vector<Migration> steps{{1, "0001_a.sql", "CREATE TABLE a (x INTEGER);"},
                                     {2, "0002_b.sql", "CREATE TABLE b (x INTEGER); CREATE TABLE a (y INTEGER);"}};
  EXPECT_THROW((void)migrate(database, steps), database::DatabaseError);
  EXPECT_EQ(schema_version(database).value(), 1);
  EXPECT_EQ(dump_schema(database).find("TABLE b"), std::string::npos);
}

TEST(Migrations, a_newer_store_is_refused_and_not_touched) {
  const TemporaryDirectory parent;
  const auto directory = DataDirectory::create(parent / "data").value();
  ASSERT_TRUE(Store::open(directory, Access::write));
  {
    database::Database database(directory.store_file(), {});
    database.execute("INSERT INTO schema_migration VALUES (9999, '9999_future.sql', 0)");
  }
  for (const auto access : {Access::read, Access::write}) {
    const auto store = Store::open(directory, access);
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().fault, Fault::unsupported);
    EXPECT_NE(store.error().message.find("9999"), std::string::npos);
    EXPECT_FALSE(store.error().hint.empty());
  }
}

TEST(Migrations, a_database_of_another_program_is_refused) {
  const TemporaryDirectory directory;
  database::Database database(directory / "crm.db", {});
  database.execute("CREATE TABLE somebody_elses (x INTEGER)");
  EXPECT_EQ(migrate(database, embedded_migrations()).error().fault, Fault::invalid);
}

TEST(Migrations, several_processes_may_make_the_store_at_once) {
  const TemporaryDirectory parent;
  const auto directory = DataDirectory::create(parent / "data").value();
  std::vector<pid_t> children;
  for (int i = 0; i < 6; ++i) {
    const pid_t child = fork();
    if (child == 0) {
      int code = 1;
      try {
        if (Store::open(directory, Access::write)) code = 0;
      } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
      }
      _exit(code);
    }
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  auto store = Store::open(directory, Access::read);
  ASSERT_TRUE(store);
  EXPECT_EQ(schema_version(store->database()).value(), embedded_migrations().back().version);
}

TEST(Store, opened_for_reading_cannot_write) {
  const TemporaryDirectory parent;
  const auto directory = DataDirectory::create(parent / "data").value();
  ASSERT_TRUE(Store::open(directory, Access::write));
  auto store = Store::open(directory, Access::read);
  ASSERT_TRUE(store);
  EXPECT_THROW(store->database().execute("DELETE FROM setting"), database::DatabaseError);
}

}  // namespace
}  // namespace tradewind::crm

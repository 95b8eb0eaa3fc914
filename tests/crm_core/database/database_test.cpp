#include "crm_core/database/database.hpp"

#include <gtest/gtest.h>

#include "tests/support/temporary_directory.hpp"

namespace tradewind::database {
namespace {

using testing::TemporaryDirectory;

std::int64_t count(Database& database, const std::string& table) {
  Statement statement(database.handle(), "SELECT COUNT(*) FROM " + table);
  statement.step();
  return statement.int64(0);
}

class DatabaseTest : public ::testing::Test {
 protected:
  TemporaryDirectory directory_;
  Database database_{directory_ / "a.db"};

  void SetUp() override { database_.execute("CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT, weight REAL, bytes BLOB)"); }
};

TEST_F(DatabaseTest, ValuesComeBackAsTheyWereBound) {
  auto& insert = database_.prepare("INSERT INTO item (name, weight, bytes) VALUES (?, ?, ?)");
  insert.bind(1, std::string_view("报价\0x", 8));
  insert.bind(2, 2.5);
  insert.bind_blob(3, std::string_view("\0\xff", 2));
  insert.run();
  auto& read = database_.prepare("SELECT name, weight, bytes FROM item");
  ASSERT_TRUE(read.step());
  EXPECT_EQ(read.view(0), std::string_view("报价\0x", 8));
  EXPECT_EQ(read.real(1), 2.5);
  EXPECT_EQ(read.blob(2), std::string_view("\0\xff", 2));
  EXPECT_FALSE(read.step());
}

TEST_F(DatabaseTest, EmptyTextIsNotNullAndNulloptIs) {
  database_.prepare("INSERT INTO item (name, bytes) VALUES (?, ?)").run_with(std::string_view{}, std::nullopt);
  auto& read = database_.prepare("SELECT name, bytes FROM item");
  ASSERT_TRUE(read.step());
  EXPECT_FALSE(read.is_null(0));
  EXPECT_TRUE(read.is_null(1));
  EXPECT_EQ(read.optional_text(1), std::nullopt);
}

TEST_F(DatabaseTest, ATransactionThatIsNotCommittedLeavesNothing) {
  {
    const Transaction transaction(database_);
    database_.execute("INSERT INTO item (name) VALUES ('a')");
  }
  EXPECT_EQ(count(database_, "item"), 0);
  Transaction transaction(database_);
  database_.execute("INSERT INTO item (name) VALUES ('a')");
  transaction.commit();
  EXPECT_EQ(count(database_, "item"), 1);
}

TEST_F(DatabaseTest, AnErrorNamesTheStatementAndItsKind) {
  database_.execute("INSERT INTO item (id) VALUES (1)");
  try {
    database_.execute("INSERT INTO item (id) VALUES (1)");
    FAIL() << "a second row 1 was accepted";
  } catch (const DatabaseError& error) {
    EXPECT_TRUE(error.is_constraint());
    EXPECT_NE(std::string(error.what()).find("INSERT INTO item"), std::string::npos);
  }
}

TEST_F(DatabaseTest, ASecondWriterIsToldBusyWhenItsPatienceEnds) {
  const Transaction held(database_);
  Database other(directory_ / "a.db", {.mode = OpenMode::read_write, .busy_timeout_ms = 1});
  try {
    const Transaction second(other);
    FAIL() << "two writers at once";
  } catch (const DatabaseError& error) {
    EXPECT_TRUE(error.is_busy());
  }
}

TEST_F(DatabaseTest, ReadersSeeTheLastCommitWhileSomebodyWrites) {
  database_.execute("INSERT INTO item (name) VALUES ('a')");
  const Transaction writing(database_);
  database_.execute("INSERT INTO item (name) VALUES ('b')");
  Database reader(directory_ / "a.db", {.mode = OpenMode::read_only});
  EXPECT_EQ(count(reader, "item"), 1);
}

TEST_F(DatabaseTest, ACopyIsConsistentAndOpensByItself) {
  database_.execute("INSERT INTO item (name) VALUES ('a')");
  const Transaction writing(database_);
  Database source(directory_ / "a.db", {.mode = OpenMode::read_only});
  source.copy_to(directory_ / "copy.db");
  Database copy(directory_ / "copy.db", {.mode = OpenMode::read_write});
  EXPECT_EQ(count(copy, "item"), 1);
}

TEST(Database, AMissingFileIsAnErrorUnlessItMayBeCreated) {
  const TemporaryDirectory directory;
  EXPECT_THROW(Database(directory / "none.db", {.mode = OpenMode::read_write}), DatabaseError);
  EXPECT_NO_THROW(Database(directory / "none.db"));
}

}  // namespace
}  // namespace tradewind::database

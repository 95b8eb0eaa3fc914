#include "crm_core/search/index.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

#include "crm_core/search/fts_extension.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tradewind::crm::search {
namespace {

class Index : public ::testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path file() const { return directory_ / "search.db"; }

  // Ids of the messages that match, newest first.
  std::vector<RecordId> hits(const std::string& match) {
    database::Database database(file());
    register_fts_extension(database);
    std::vector<RecordId> found;
    auto rows = database.query(
        "SELECT e.message_id FROM mail CROSS JOIN entry e ON e.id = mail.rowid WHERE mail MATCH ? ORDER BY mail.rowid "
        "DESC",
        match);
    while (rows->step()) found.push_back(rows->int64(0));
    return found;
  }

  testing::TemporaryDirectory directory_;
};

IndexedMessage mail(RecordId id, EpochSeconds arrived_at, std::string body) {
  IndexedMessage message{id, arrived_at, {}};
  message.text.subject = "number " + std::to_string(id);
  message.text.body = std::move(body);
  return message;
}

using Ids = std::vector<RecordId>;

TEST_F(Index, GivesTheNewestArrivalFirstWhateverTheOrderOfIndexing) {
  SearchIndex index(file());
  ASSERT_TRUE(index.append({0, 3, {mail(1, 3000, "valve"), mail(2, 1000, "valve"), mail(3, 2000, "valve")}, {}}));
  ASSERT_TRUE(index.append({3, 4, {mail(4, 1500, "valve")}, {}}));
  EXPECT_EQ(hits("\"valve\""), (Ids{1, 3, 4, 2}));
  EXPECT_EQ(index.count(), 4);
  EXPECT_EQ(index.watermark(), 4);
}

TEST_F(Index, TakesNothingTwice) {
  SearchIndex index(file());
  const IndexBatch batch{0, 1, {mail(1, 1000, "valve")}, {}};
  ASSERT_TRUE(index.append(batch));
  EXPECT_FALSE(index.append(batch));
  EXPECT_EQ(hits("\"valve\""), Ids{1});
}

TEST_F(Index, KeepsDeferredMessagesUntilTheyHaveText) {
  SearchIndex index(file());
  ASSERT_TRUE(index.append({0, 2, {mail(1, 1000, "valve")}, {2}}));
  EXPECT_EQ(index.deferred(), Ids{2});
  const std::vector<IndexedMessage> late{mail(2, 2000, "valve"), mail(1, 1000, "valve")};
  index.add_deferred(late);
  index.add_deferred(late);
  EXPECT_TRUE(index.deferred().empty());
  EXPECT_EQ(hits("\"valve\""), (Ids{2, 1}));
}

TEST_F(Index, ClearsAndStartsOver) {
  SearchIndex index(file());
  ASSERT_TRUE(index.append({0, 2, {mail(1, 1000, "valve")}, {2}}));
  index.clear();
  EXPECT_EQ(index.watermark(), 0);
  EXPECT_EQ(index.count(), 0);
  EXPECT_TRUE(index.deferred().empty());
  ASSERT_TRUE(index.append({0, 1, {mail(1, 1000, "valve")}, {}}));
  EXPECT_EQ(hits("\"valve\""), Ids{1});
}

TEST_F(Index, SpreadsACrowdedSecondInOrder) {
  SearchIndex index(file());
  IndexBatch batch;
  for (RecordId id = 1; id <= 1000; ++id) batch.messages.push_back(mail(id, 5000, "valve"));
  batch.upto = 1000;
  ASSERT_TRUE(index.append(batch));
  ASSERT_TRUE(index.append({1000, 1001, {mail(1001, 5000, "valve")}, {}}));
  const Ids found = hits("\"valve\"");
  ASSERT_EQ(found.size(), 1001U);
  for (std::size_t i = 0; i < found.size(); ++i) EXPECT_EQ(found[i], static_cast<RecordId>(1001 - i));
}

TEST_F(Index, TakesAnyArrival) {
  SearchIndex index(file());
  ASSERT_TRUE(
      index.append({0, 3, {mail(1, -5, "valve"), mail(2, EpochSeconds{1} << 40, "valve"), mail(3, 0, "valve")}, {}}));
  EXPECT_EQ(hits("\"valve\""), (Ids{2, 3, 1}));
}

TEST_F(Index, TakesHostileText) {
  SearchIndex index(file());
  ASSERT_TRUE(index.append(
      {0,
       1,
       {mail(1, 1000,
             std::string("a\0b \xFF\xFE valve ", 13) + std::string(1'000'000, 'x') + std::string(6'000'000, ' '))},
       {}}));
  EXPECT_EQ(hits("\"valve\""), Ids{1});
  EXPECT_EQ(hits("\"b\""), Ids{1});
}

TEST_F(Index, IsMadeAnewWhenItsFormatIsAnother) {
  {
    SearchIndex index(file());
    ASSERT_TRUE(index.append({0, 1, {mail(1, 1000, "valve")}, {}}));
  }
  database::Database(file()).execute("PRAGMA user_version=9999");
  SearchIndex index(file());
  EXPECT_EQ(index.watermark(), 0);
  EXPECT_EQ(index.count(), 0);
}

TEST_F(Index, CannotBeSearchedBeforeItIsThere) {
  const auto none = open_for_search(file(), directory_ / "crm.db");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().fault, Fault::not_found);
  EXPECT_FALSE(none.error().hint.empty());
}

// A child indexes batch after batch and is killed; whatever the moment, each message is in once and the watermark is
// right.
TEST_F(Index, SurvivesKillBetweenBatches) {
  { SearchIndex make(file()); }
  for (int round = 0; round < 8; ++round) {
    int ready[2];
    ASSERT_EQ(pipe(ready), 0);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      SearchIndex index(file());
      while (true) {
        const RecordId after = index.watermark();
        IndexBatch batch{after, after + 20, {}, {}};
        for (RecordId id = after + 1; id <= batch.upto; ++id)
          batch.messages.push_back(mail(id, 1000 + id, "valve unique" + std::to_string(id)));
        if (!index.append(batch)) _exit(1);
        if (write(ready[1], "x", 1) != 1) _exit(2);
      }
    }
    close(ready[1]);
    char seen = 0;
    for (int i = 0; i <= round; ++i) ASSERT_EQ(::read(ready[0], &seen, 1), 1);
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    close(ready[0]);
    SearchIndex index(file());
    const RecordId watermark = index.watermark();
    EXPECT_EQ(index.count(), watermark);
    EXPECT_EQ(hits("\"valve\"").size(), static_cast<std::size_t>(watermark));
  }
}

}  // namespace
}  // namespace tradewind::crm::search

#include "crm_core/service/tasks.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

#include "crm_core/service/records.hpp"
#include "tests/crm_core/archive.hpp"

namespace tradewind::crm {
namespace {

using testing::administrator;

EpochSeconds at(int year, int month, int day, EpochSeconds seconds = 0) {
  return local_midnight({year, month, day}) + seconds;
}

class TasksTest : public ::testing::Test {
 protected:
  static Task task(const std::string& title, std::optional<EpochSeconds> due = {}) {
    Task made;
    made.title = title;
    made.due_at = due;
    return made;
  }
  testing::Archive archive_;
  Tasks tasks_{archive_.store};
};

TEST_F(TasksTest, are_listed_by_due_time_and_gone_when_done_or_deleted) {
  const auto later = tasks_.add(administrator(), task("later", 2'000'000'000)).value();
  const auto sooner = tasks_.add(administrator(), task("sooner", 1'900'000'000)).value();
  const auto whenever = tasks_.add(administrator(), task("whenever")).value();
  const auto list = [&](TaskFilter filter = {}) {
    std::vector<RecordId> ids;
    const auto found = tasks_.list(administrator(), filter, 10, 0);
    for (const auto& each : *found) ids.push_back(each.id);
    return ids;
  };
  EXPECT_EQ(list(), (std::vector{sooner, later, whenever}));
  EXPECT_FALSE(tasks_.finish(administrator(), sooner).value()) << "it does not repeat";
  ASSERT_TRUE(tasks_.remove(administrator(), whenever, true));
  EXPECT_EQ(list(), std::vector{later});
  ASSERT_TRUE(tasks_.remove(administrator(), whenever, false));
  EXPECT_EQ(list(), (std::vector{later, whenever}));
  TaskFilter done;
  done.done = true;
  EXPECT_EQ(list(done), std::vector{sooner});
  EXPECT_EQ(tasks_.finish(administrator(), 99).error().fault, Fault::not_found);
}

TEST_F(TasksTest, a_repeating_one_makes_the_next_that_lies_ahead) {
  auto monthly = task("price list", 1'700'000'000);
  monthly.repeats = "monthly";
  const auto first = tasks_.add(administrator(), monthly).value();
  const auto next = tasks_.finish(administrator(), first).value();
  ASSERT_TRUE(next);
  EXPECT_GE(*tasks_.show(administrator(), *next)->due_at, now());
  EXPECT_FALSE(tasks_.finish(administrator(), first).value()) << "done is done";
  monthly.due_at.reset();
  EXPECT_EQ(tasks_.add(administrator(), monthly).error().fault, Fault::invalid);
}

TEST_F(TasksTest, the_rhythm_follows_the_calendar_and_the_clock_on_the_wall) {
  const char* const before = std::getenv("TZ");
  const std::string zone = before == nullptr ? "" : before;
  setenv("TZ", "Europe/Berlin", 1);
  tzset();
  EXPECT_EQ(next_due(at(2026, 1, 31, 36'000), "monthly"), at(2026, 2, 28, 36'000));
  EXPECT_EQ(next_due(at(2024, 2, 29), "yearly"), at(2025, 2, 28));
  EXPECT_EQ(next_due(at(2026, 12, 31), "monthly"), at(2027, 1, 31));
  EXPECT_EQ(next_due(at(2026, 3, 28, 50'000), "daily"), at(2026, 3, 29, 50'000)) << "a day of 23 hours";
  EXPECT_EQ(next_due(at(2026, 10, 20, 50'000), "weekly"), at(2026, 10, 27, 50'000));
  if (before == nullptr)
    unsetenv("TZ");
  else
    setenv("TZ", zone.c_str(), 1);
  tzset();
}

TEST_F(TasksTest, a_rep_sees_his_own_and_those_of_nobody) {
  const auto amy = archive_.user("amy"), bo = archive_.user("bo");
  auto of_bo = task("bo calls");
  of_bo.owner_id = bo;
  const auto id = tasks_.add(administrator(), of_bo).value();
  ASSERT_TRUE(tasks_.add(administrator(), task("anybody")));
  const Actor actor{amy, "amy", Role::rep, "test"};
  EXPECT_EQ(tasks_.list(actor, {}, 10, 0)->size(), 1U);
  EXPECT_EQ(tasks_.show(actor, id).error().fault, Fault::forbidden);
  EXPECT_EQ(tasks_.finish(actor, id).error().fault, Fault::forbidden);
  Customer customer;
  customer.name = "Of Bo";
  customer.owner_id = bo;
  auto about = task("look at it");
  about.about_type = RecordType::customer;
  about.about_id = Records(archive_.store).add_customer(administrator(), customer).value();
  EXPECT_EQ(tasks_.add(actor, about).error().fault, Fault::forbidden) << "somebody else's customer";
}

TEST_F(TasksTest, a_calendar_is_folded_and_escaped) {
  auto made = task("Call; about, the \\ sample\nnow " + std::string(40, 'x') + "报价单样品", 1'800'000'000);
  made.id = 7;
  made.priority = "high";
  const std::string calendar = to_icalendar(std::span(&made, 1), 1'700'000'000);
  EXPECT_NE(calendar.find("SUMMARY:Call\\; about\\, the \\\\ sample\\nnow "), std::string::npos) << calendar;
  EXPECT_NE(calendar.find("DUE:20270115T080000Z\r\n"), std::string::npos) << calendar;
  EXPECT_NE(calendar.find("PRIORITY:1\r\n"), std::string::npos);
  for (std::size_t start = 0; start < calendar.size();) {
    const std::size_t end = calendar.find("\r\n", start);
    ASSERT_NE(end, std::string::npos);
    EXPECT_LE(end - start, 75U);
    EXPECT_NE(static_cast<unsigned char>(calendar[start]) & 0xC0U, 0x80U) << "a character is not torn apart";
    start = end + 2;
  }
}

}  // namespace
}  // namespace tradewind::crm

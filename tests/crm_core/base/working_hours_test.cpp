#include "crm_core/model/working_hours.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

namespace tradewind::crm {
namespace {

constexpr EpochSeconds hour = 3'600, day = 86'400;

class WorkingHoursTest : public ::testing::Test {
 protected:
  WorkingHoursTest() { zone("UTC"); }
  ~WorkingHoursTest() override { zone("UTC"); }
  static void zone(const char* name) {
    setenv("TZ", name, 1);
    tzset();
  }
  static EpochSeconds at(int month, int date, int hours) { return local_midnight({2026, month, date}) + hours * hour; }
  const WorkingHours office_ = working_hours_from_text("Mon-Fri 09:00-18:00, Sat 09:00-12:30").value();
};

TEST_F(WorkingHoursTest, are_read_and_written) {
  EXPECT_EQ(to_text(office_), "Mon-Fri 09:00-18:00, Sat 09:00-12:30");
  EXPECT_EQ(to_text(*working_hours_from_text("always")), "always");
  EXPECT_EQ(to_text(*working_hours_from_text("Sun 00:00-24:00")), "Sun 00:00-24:00");
  for (const char* wrong :
       {"", "Mon", "Mon 9-18", "Fri-Mon 09:00-18:00", "Mon 18:00-09:00", "Mon 09:00-25:00", "Mon 09:00-09:00",
        "Montag 09:00-18:00", "Mon 09:00-18:00,", "Mon-Fri09:00-18:00", "Mon 09:0x-18:00", "always, Mon 09:00-18:00"})
    EXPECT_FALSE(working_hours_from_text(wrong)) << wrong;
}

TEST_F(WorkingHoursTest, the_clock_stands_still_at_night_and_over_the_weekend) {
  // 2026-11-20 is a Friday.
  EXPECT_EQ(working_seconds(at(11, 20, 10), at(11, 20, 12), office_), 2 * hour);
  EXPECT_EQ(working_seconds(at(11, 20, 17), at(11, 20, 23), office_), hour);
  EXPECT_EQ(working_seconds(at(11, 20, 20), at(11, 21, 8), office_), 0);
  EXPECT_EQ(working_seconds(at(11, 20, 17), at(11, 23, 10), office_), hour + 3 * hour + hour / 2 + hour);
  EXPECT_EQ(working_seconds(at(11, 20, 12), at(11, 20, 10), office_), 0);
  EXPECT_EQ(working_seconds(at(11, 20, 12), at(11, 20, 22), WorkingHours{}), 10 * hour);
}

TEST_F(WorkingHoursTest, whole_weeks_count_alike_however_many) {
  const EpochSeconds weekly = 5 * 9 * hour + 3 * hour + hour / 2;
  for (const int weeks : {1, 2, 3, 52, 5'000})
    EXPECT_EQ(working_seconds(at(11, 18, 10), at(11, 18, 10) + weeks * 7 * day, office_), weeks * weekly) << weeks;
}

TEST_F(WorkingHoursTest, a_change_of_the_clock_loses_no_day) {
  zone("Europe/Berlin");
  // Summer time ends on Sunday 2026-10-25, a day of 25 hours.
  EXPECT_EQ(working_seconds(at(10, 23, 9), local_midnight({2026, 10, 27}), office_),
            9 * hour + 3 * hour + hour / 2 + 9 * hour);
}

}  // namespace
}  // namespace tradewind::crm

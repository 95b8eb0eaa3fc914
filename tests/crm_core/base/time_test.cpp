#include "crm_core/base/time.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

namespace tradewind {
namespace {

// Sets TZ for one test and puts the former value back.
class LocalZone {
 public:
  explicit LocalZone(const char* zone) {
    if (const char* before = std::getenv("TZ")) before_ = before;
    setenv("TZ", zone, 1);
    tzset();
  }
  ~LocalZone() {
    if (before_.empty()) unsetenv("TZ");
    else setenv("TZ", before_.c_str(), 1);
    tzset();
  }

 private:
  std::string before_;
};

TEST(Time, Rfc3339IsUtcWhateverTheZone) {
  const LocalZone zone("CST-8");
  EXPECT_EQ(to_rfc3339(0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(to_rfc3339(1'795'441'266), "2026-11-23T13:41:06Z");
}

TEST(Time, LocalTextFollowsTheZone) {
  const LocalZone zone("CST-8");
  EXPECT_EQ(to_local_text(1'795'441'266), "2026-11-23 21:41");
  EXPECT_EQ(local_date(1'795'441'266).day, 23);
}

TEST(Time, LocalMidnightIsTheStartOfTheDayThere) {
  const LocalZone zone("CST-8");
  EXPECT_EQ(to_rfc3339(local_midnight({2026, 11, 23})), "2026-11-22T16:00:00Z");
}

TEST(Time, IsoDatesOfThreeLengthsAreRead) {
  EXPECT_EQ(parse_iso_date("2026")->month, 1);
  EXPECT_EQ(parse_iso_date("2026-11")->month, 11);
  EXPECT_EQ(parse_iso_date("2024-02-29")->day, 29);
}

TEST(Time, ImpossibleDatesAreRefused) {
  for (const char* text : {"", "26", "2026-13", "2026-00", "2026-02-29", "2026-11-31", "2026/11/23", "2026-11-2x", "-026-11-23", "2026-1"})
    EXPECT_FALSE(parse_iso_date(text)) << text;
}

TEST(Time, DaysFromCivilCountsFromTheEpoch) {
  EXPECT_EQ(days_from_civil({1970, 1, 1}), 0);
  EXPECT_EQ(days_from_civil({2000, 3, 1}), 11017);
  EXPECT_EQ(days_from_civil({1969, 12, 31}), -1);
}

}  // namespace
}  // namespace tradewind

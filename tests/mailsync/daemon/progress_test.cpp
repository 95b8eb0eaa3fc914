#include "mailsync/daemon/progress.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tradewind::mailsync {
namespace {

using std::chrono::seconds;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Progress, numbers_and_durations_read_well) {
  EXPECT_EQ(with_thousands(0), "0");
  EXPECT_EQ(with_thousands(999), "999");
  EXPECT_EQ(with_thousands(1'000), "1,000");
  EXPECT_EQ(with_thousands(1'234'567), "1,234,567");
  EXPECT_EQ(as_duration(14), "0:14");
  EXPECT_EQ(as_duration(12'301), "3:25:01");
}

TEST(Progress, line_has_share_rate_and_time_left) {
  const Progress::Clock::time_point start{};
  Progress progress(false, start);
  progress.sample({500, 1500, 1'000'000}, start + seconds(1));
  const std::string line = progress.line({500, 1500, 1'000'000}, 200);
  EXPECT_THAT(line, HasSubstr("[#####..............."));
  EXPECT_THAT(line, HasSubstr("500 of 2,000"));
  EXPECT_THAT(line, HasSubstr("500/s"));
  EXPECT_THAT(line, HasSubstr("1.0 MB/s"));
  EXPECT_THAT(line, HasSubstr("0:03 left"));
  EXPECT_EQ(progress.line({500, 1500, 1'000'000}, 10).size(), 10u);
}

TEST(Progress, nothing_moving_promises_no_time) {
  const Progress::Clock::time_point start{};
  Progress progress(false, start);
  progress.sample({0, 100, 0}, start + seconds(1));
  EXPECT_THAT(progress.line({0, 100, 0}, 200), Not(HasSubstr("left")));
}

}  // namespace
}  // namespace tradewind::mailsync

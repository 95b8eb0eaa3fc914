#include "mailsync/daemon/backoff.hpp"

#include <gtest/gtest.h>

namespace tradewind::mailsync {
namespace {

using std::chrono::milliseconds;

TEST(Backoff, doubles_up_to_a_quarter_of_an_hour) {
  Backoff backoff;
  milliseconds before{0};
  for (int i = 0; i < 9; ++i) {
    const auto wait = backoff.next(Retry::now, 0.999999);
    EXPECT_GT(wait, before);
    before = wait;
  }
  for (int i = 0; i < 100; ++i) EXPECT_LE(backoff.next(Retry::now, 0.999999), milliseconds(15 * 60'000));
}

TEST(Backoff, jitter_spreads_over_the_second_half) {
  EXPECT_EQ(Backoff().next(Retry::now, 0), milliseconds(500));
  EXPECT_EQ(Backoff().next(Retry::now, 0.5), milliseconds(750));
}

TEST(Backoff, a_success_starts_over) {
  Backoff backoff;
  for (int i = 0; i < 6; ++i) (void)backoff.next(Retry::now, 0);
  backoff.reset();
  EXPECT_EQ(backoff.next(Retry::now, 0), milliseconds(500));
}

TEST(Backoff, refusals_are_retried_slowly_and_hopeless_ones_slowest) {
  EXPECT_GE(Backoff().next(Retry::later, 0), milliseconds(10'000));
  EXPECT_GE(Backoff().next(Retry::never, 0), milliseconds(7 * 60'000));
}

}  // namespace
}  // namespace tradewind::mailsync

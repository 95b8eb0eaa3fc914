// Backoff: how long to wait before the next attempt. Exponential, capped, with jitter so that 200 accounts do not come
// back at once.
#pragma once

#include <chrono>

#include "mailsync/sync/failure.hpp"

namespace tradewind::mailsync {

struct BackoffTimes {
  std::chrono::milliseconds now{1'000};     // first wait after a broken connection
  std::chrono::milliseconds later{30'000};  // first wait when the other side has to change something
  std::chrono::milliseconds most{15 * 60'000};
};

class Backoff {
 public:
  explicit Backoff(BackoffTimes times = {}) : times_(times) {}

  // `jitter` in [0, 1) picks a point between half the wait and the whole.
  [[nodiscard]] std::chrono::milliseconds next(Retry retry, double jitter);
  // After a success.
  void reset() { failures_ = 0; }

 private:
  BackoffTimes times_;
  unsigned failures_ = 0;
};

}  // namespace tradewind::mailsync

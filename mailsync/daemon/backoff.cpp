#include "mailsync/daemon/backoff.hpp"

#include <algorithm>

namespace tradewind::mailsync {

std::chrono::milliseconds Backoff::next(Retry retry, double jitter) {
  auto wait = times_.most;
  if (retry != Retry::never) {
    wait = retry == Retry::now ? times_.now : times_.later;
    for (unsigned i = 0; i < failures_ && wait < times_.most; ++i) wait *= 2;
    wait = std::min(wait, times_.most);
  }
  ++failures_;
  const auto half = static_cast<double>(wait.count()) / 2;
  return std::chrono::milliseconds(static_cast<std::int64_t>(half + half * jitter));
}

}  // namespace tradewind::mailsync

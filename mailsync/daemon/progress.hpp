// How far a sync is: a bar with rate and time left on a terminal, a plain line now and then in a log.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace tradewind::mailsync {

struct ProgressState {
  std::uint64_t filed = 0;        // messages durable so far, further copies among them
  std::uint64_t outstanding = 0;  // known to be still to come
  std::uint64_t bytes = 0;        // fetched so far
};

class Progress {
 public:
  using Clock = std::chrono::steady_clock;

  // `terminal`: standard error is one.
  explicit Progress(bool terminal, Clock::time_point start) : terminal_(terminal), start_(start), sampled_(start) {}

  // Shows the state, if it is time to. Call once a second or so.
  void show(const ProgressState& state, Clock::time_point at);
  // Takes the bar off the screen, so that other lines can be written.
  void clear();

  // "[#######.............]  12,345 of 30,000  1,234/s  25 MB/s  0:14 left", at most `columns` wide. Rates over the
  // last seconds.
  [[nodiscard]] std::string line(const ProgressState& state, std::size_t columns) const;
  // Folds a sample into the rates; show() does it.
  void sample(const ProgressState& state, Clock::time_point at);

 private:
  bool terminal_;
  Clock::time_point start_, sampled_;
  Clock::time_point said_{};
  ProgressState last_;
  double messages_per_second_ = 0;
  double bytes_per_second_ = 0;
  bool shown_ = false;
};

// "1,234,567"
[[nodiscard]] std::string with_thousands(std::uint64_t number);
// "0:14", "3:25:01"
[[nodiscard]] std::string as_duration(std::uint64_t seconds);

}  // namespace tradewind::mailsync

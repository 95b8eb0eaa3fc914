#include "mailsync/daemon/progress.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "crm_core/base/log.hpp"

namespace tradewind::mailsync {

namespace {

constexpr double smoothing = 0.3;  // weight of the newest sample
constexpr std::chrono::seconds log_interval{10};
constexpr std::size_t bar_cells = 20;

std::size_t terminal_columns() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 80;
}

}  // namespace

std::string with_thousands(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, 1, ',');
  return text;
}

std::string as_duration(std::uint64_t seconds) {
  const auto hours = seconds / 3600;
  return hours > 0 ? fmt::format("{}:{:02}:{:02}", hours, seconds / 60 % 60, seconds % 60)
                   : fmt::format("{}:{:02}", seconds / 60, seconds % 60);
}

void Progress::sample(const ProgressState& state, Clock::time_point at) {
  const double seconds = std::chrono::duration<double>(at - sampled_).count();
  if (seconds < 0.1) return;
  const auto fold = [&](double& rate, std::uint64_t now, std::uint64_t before) {
    const double newest = static_cast<double>(now - std::min(now, before)) / seconds;
    rate = rate == 0 ? newest : rate + smoothing * (newest - rate);
  };
  fold(messages_per_second_, state.filed, last_.filed);
  fold(bytes_per_second_, state.bytes, last_.bytes);
  last_ = state;
  sampled_ = at;
}

std::string Progress::line(const ProgressState& state, std::size_t columns) const {
  const std::uint64_t all = state.filed + state.outstanding;
  const std::size_t full = all == 0 ? bar_cells : static_cast<std::size_t>(state.filed * bar_cells / all);
  std::string text =
      fmt::format("[{}{}]  {} of {}  {}/s  {:.1f} MB/s", std::string(full, '#'), std::string(bar_cells - full, '.'),
                  with_thousands(state.filed), with_thousands(all),
                  with_thousands(static_cast<std::uint64_t>(messages_per_second_)), bytes_per_second_ / 1e6);
  if (messages_per_second_ >= 0.5 && state.outstanding > 0)
    text += fmt::format("  {} left", as_duration(static_cast<std::uint64_t>(static_cast<double>(state.outstanding) /
                                                                            messages_per_second_)));
  return text.substr(0, columns);
}

void Progress::show(const ProgressState& state, Clock::time_point at) {
  sample(state, at);
  if (terminal_) {
    if (state.outstanding == 0 && !shown_) return;
    const std::string text = line(state, terminal_columns() - 1);
    std::fprintf(stderr, "\r%s\x1b[K", text.c_str());
    std::fflush(stderr);
    shown_ = true;
    if (state.outstanding == 0) clear();
  } else if (state.outstanding > 0 && at - said_ >= log_interval && at - start_ >= log_interval) {
    log::info("{}", line(state, 200));
    said_ = at;
  }
}

void Progress::clear() {
  if (!shown_) return;
  std::fputs("\r\x1b[K", stderr);
  std::fflush(stderr);
  shown_ = false;
}

}  // namespace tradewind::mailsync

// Log lines of the programs that run unattended, to standard error: one event a line, for people first. The only
// include of spdlog is log.cpp.
//
// Under systemd (JOURNAL_STREAM set) a line starts with the priority that sd-daemon(3) reads, and has no time of its
// own. Control characters in a line become '?', so that what a server says cannot forge another line. Never log a
// secret. Threads: all of it may be called from any thread.
#pragma once

#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace tradewind::log {

enum class Level { debug, info, warning, error };

// Below this level lines are dropped; Level::info until set.
void set_level(Level level);
[[nodiscard]] bool enabled(Level level);
void write(Level level, std::string_view line);

template <class... Values>
void debug(fmt::format_string<Values...> format, Values&&... values) {
  if (enabled(Level::debug)) write(Level::debug, fmt::format(format, std::forward<Values>(values)...));
}
template <class... Values>
void info(fmt::format_string<Values...> format, Values&&... values) {
  if (enabled(Level::info)) write(Level::info, fmt::format(format, std::forward<Values>(values)...));
}
template <class... Values>
void warning(fmt::format_string<Values...> format, Values&&... values) {
  if (enabled(Level::warning)) write(Level::warning, fmt::format(format, std::forward<Values>(values)...));
}
template <class... Values>
void error(fmt::format_string<Values...> format, Values&&... values) {
  if (enabled(Level::error)) write(Level::error, fmt::format(format, std::forward<Values>(values)...));
}

}  // namespace tradewind::log

#include "cli/full/mbox.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>

namespace tradewind::cli {

namespace {

bool looks_like_separator(std::string_view line) {
  const std::size_t text = line.find_first_not_of('>');
  return text != std::string_view::npos && line.substr(text).starts_with("From ");
}

std::string envelope(std::string_view address) {
  std::string clean(address);
  std::erase_if(clean, [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F; });
  return clean.empty() ? "MAILER-DAEMON" : clean;
}

}  // namespace

std::string mbox_entry(std::string_view raw, std::string_view envelope_from, EpochSeconds arrived_at) {
  std::string entry = fmt::format("From {} {:%a %b %e %H:%M:%S %Y}\n", envelope(envelope_from),
                                  fmt::gmtime(static_cast<std::time_t>(arrived_at)));
  entry.reserve(entry.size() + raw.size() + 64);
  while (!raw.empty()) {
    const std::size_t end = std::min(raw.find('\n'), raw.size());
    std::string_view line = raw.substr(0, end);
    raw.remove_prefix(std::min(end + 1, raw.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (looks_like_separator(line)) entry.push_back('>');
    entry.append(line).push_back('\n');
  }
  return entry.append("\n");
}

}  // namespace tradewind::cli

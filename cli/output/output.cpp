#include "cli/output/output.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "cli/output/sanitise.hpp"
#include "cli/output/table.hpp"
#include "cli/output/width.hpp"

namespace tradewind::cli {

namespace {
constexpr std::size_t buffer_limit = std::size_t{256} << 10;
constexpr std::size_t label_width = 13;
constexpr std::size_t narrowest = 40;  // a smaller "terminal" is a mistake: nothing would be left of the cells

bool in_environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

std::optional<std::size_t> terminal_width() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    return std::max<std::size_t>(size.ws_col, narrowest);
  if (const char* columns = std::getenv("COLUMNS")) {
    if (const long wide = std::strtol(columns, nullptr, 10); wide > 0)
      return std::max(static_cast<std::size_t>(wide), narrowest);
  }
  return {};
}
}  // namespace

OutputOptions output_options(Format format, bool allow_colour) {
  OutputOptions options{.format = format};
  options.terminal = isatty(STDOUT_FILENO) == 1;
  if (options.terminal) options.width = terminal_width();
  const char* terminal_type = std::getenv("TERM");
  const bool dumb = terminal_type == nullptr || std::strcmp(terminal_type, "dumb") == 0;
  options.colour = options.terminal && format == Format::people && allow_colour && !dumb && !in_environment("NO_COLOR");
  return options;
}

Output::Output(std::FILE* out, std::FILE* err, OutputOptions options) : out_(out), err_(err), options_(options) {}

void Output::list(const Listing& listing) {
  switch (options_.format) {
    case Format::json:
      append(to_json(listing.records));
      return;
    case Format::csv:
      append(to_csv(listing));
      return;
    case Format::people:
      append(to_table(listing, options_.width, options_.colour));
      break;
  }
  if (listing.records.empty() && !listing.none.empty()) message(listing.none);
}

void Output::records(const std::vector<Record>& records) {
  if (options_.format == Format::json) return append(to_json(records));
  Listing listing;
  listing.records = records;
  if (!records.empty()) {
    for (const auto& [key, value] : records.front().fields())
      if (!std::holds_alternative<Object>(value)) listing.columns.push_back({.key = key, .title = key});
    for (const auto& [key, value] : records.front().cells()) listing.columns.push_back({.key = key, .title = key});
  }
  append(to_csv(listing));
}

void Output::text(std::string_view safe) { append(safe); }

void Output::styled(std::string_view unsafe, Style style) {
  append(cli::styled(sanitise(unsafe, Lines::many), style, options_.colour));
}

void Output::field(std::string_view label, std::string_view value, Style style) {
  if (value.empty()) return;
  std::string padded = sanitise(label);
  const std::size_t width = display_width(padded);
  padded.append(std::max(width + 1, label_width) - width, ' ');
  append(cli::styled(padded, Style::dim, options_.colour));
  append(cli::styled(sanitise(value), style, options_.colour));
  append("\n");
}

void Output::bytes(std::string_view raw) {
  if (options_.terminal)
    append(sanitise(raw, Lines::many));
  else
    append(raw);
}

void Output::message(std::string_view text) {
  (void)flush();  // a failure stays noted and is reported at the end
  // fmt::print would throw where nothing can be written: there is nobody left to tell that to, and the exit code tells
  // it.
  const std::string line = sanitise(text, Lines::many) + '\n';
  std::fwrite(line.data(), 1, line.size(), err_);
}

void Output::error(const Error& error) {
  message(fmt::format("crm: {}", error.message));
  if (!error.hint.empty()) message(fmt::format("hint: {}", error.hint));
}

void Output::append(std::string_view text) {
  if (gone_ || failure_) return;
  buffer_.append(text);
  if (buffer_.size() >= buffer_limit) (void)flush();
}

Result<void> Output::flush() {
  if (!buffer_.empty() && !gone_ && !failure_) {
    errno = 0;
    const bool written =
        std::fwrite(buffer_.data(), 1, buffer_.size(), out_) == buffer_.size() && std::fflush(out_) == 0;
    if (!written && errno == EPIPE)
      gone_ = true;
    else if (!written)
      failure_ = Error{Fault::io, fmt::format("cannot write the output: {}", std::strerror(errno)), {}};
  }
  buffer_.clear();
  if (failure_) return tl::unexpected<Error>(*failure_);
  return {};
}

}  // namespace tradewind::cli

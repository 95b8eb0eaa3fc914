// Where a command's answer goes: data to stdout, messages to stderr.
#pragma once

#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "cli/output/value.hpp"
#include "crm_core/base/result.hpp"

namespace tradewind::cli {

enum class Format { people, json, csv };

struct OutputOptions {
  Format format = Format::people;
  bool colour = false;
  bool terminal = false;                  // stdout is one: raw mail must be made harmless first
  std::optional<std::size_t> width = {};  // of the terminal; nothing: as wide as it gets
};

// Looks at stdout (isatty, TIOCGWINSZ, COLUMNS) and the environment (NO_COLOR of no-color.org, TERM=dumb).
[[nodiscard]] OutputOptions output_options(Format format, bool allow_colour);

// Everything written to stdout is collected and written in big pieces. One thread.
class Output {
 public:
  Output(std::FILE* out, std::FILE* err, OutputOptions options);

  [[nodiscard]] Format format() const { return options_.format; }
  [[nodiscard]] bool for_people() const { return options_.format == Format::people; }
  [[nodiscard]] bool colour() const { return options_.colour; }
  [[nodiscard]] std::optional<std::size_t> width() const { return options_.width; }

  // A list in the format that was asked for.
  void list(const Listing& listing);
  // JSON of one or more records, or CSV of their simple fields. Not for people: their text differs from command to
  // command.
  void records(const std::vector<Record>& records);
  // Text for people that is safe already: our own words, and texts that went through sanitise().
  void text(std::string_view safe);
  // sanitise(text, lines), in a style.
  void styled(std::string_view unsafe, Style style = Style::plain);
  // "Label        value", value sanitised; nothing at all when the value is empty.
  void field(std::string_view label, std::string_view value, Style style = Style::plain);
  // Bytes as they are, but made harmless when stdout is a terminal.
  void bytes(std::string_view raw);

  // One line on stderr, sanitised, after what was written to stdout so far.
  void message(std::string_view text);
  void error(const Error& error);

  // Writes what is collected. A reader that went away (EPIPE) is no error: what follows is dropped, gone() says so.
  // Fault::io for anything else.
  Result<void> flush();
  [[nodiscard]] bool gone() const { return gone_; }

 private:
  void append(std::string_view text);

  std::FILE* out_;
  std::FILE* err_;
  OutputOptions options_;
  std::string buffer_;
  std::optional<Error> failure_;
  bool gone_ = false;
};

}  // namespace tradewind::cli

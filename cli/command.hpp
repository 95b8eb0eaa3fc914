// The one table of commands. Dispatch, --help at every level, the man page and the shell completions are all made from
// it, so that they cannot diverge.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/base/result.hpp"

namespace tradewind::cli {

class Context;

struct Positional {
  std::string_view name;  // "QUERY"
  std::string_view help;
  bool required = true;
  bool repeated = false;  // takes all that follow; only the last one may
};

struct Option {
  std::string_view name;   // without dashes: "limit"
  std::string_view value;  // "N"; empty: a flag
  std::string_view help;
  std::vector<std::string_view> choices = {};  // the only values there are; empty: any
  bool repeated = false;
};

struct Example {
  std::string_view command;
  std::string_view what;
};

// What a command needs of the data directory before its handler runs.
enum class DataMode {
  none,   // nothing: help, version, init
  read,   // an existing store, opened for reading
  write,  // an existing store, opened for writing
  any,    // finds out by itself (restore, backup)
};

// What the user gave, checked against the command's positionals and options.
struct Arguments {
  std::map<std::string, std::vector<std::string>, std::less<>> options;  // a flag has one empty value
  std::vector<std::string> positionals;

  [[nodiscard]] bool has(std::string_view option) const { return options.contains(option); }
  // The last value given, or `otherwise`.
  [[nodiscard]] std::string value(std::string_view option, std::string_view otherwise = {}) const;
  // Fault::invalid names the option when it is not a whole number between `least` and `most`.
  [[nodiscard]] Result<std::int64_t> number(std::string_view option, std::int64_t otherwise, std::int64_t least,
                                            std::int64_t most) const;
};

// Answers with the exit code: 0, or 1 for a negative answer that is no error (docs/exit-codes.md).
using Handler = Result<int> (*)(Context& context, const Arguments& arguments);

struct Command {
  std::string_view noun;
  std::string_view verb;  // empty when the noun acts by itself
  std::string_view summary;
  std::string_view description = {};
  std::vector<Positional> positionals = {};
  std::vector<Option> options = {};
  std::vector<Example> examples = {};
  DataMode data = DataMode::read;
  // Null: the command parses mail or speaks to a network and lives in the full program (cli/main/crm_full.cpp), which
  // `crm` then becomes. Loading what that needs (PDF, phone numbers, TLS ...) takes longer than a whole search.
  Handler handler = nullptr;
  std::string_view full_with = {};  // with this option the full program runs it all the same

  [[nodiscard]] std::string name() const;  // "lead show"
  [[nodiscard]] const Option* find_option(std::string_view option) const;
};

struct Noun {
  std::string_view name;
  std::string_view summary;
};

// In the order in which help shows them.
[[nodiscard]] std::span<const Noun> nouns();
[[nodiscard]] std::span<const Command> commands();
[[nodiscard]] std::vector<const Command*> commands_of(std::string_view noun);
// verb "" finds the noun's own command.
[[nodiscard]] const Command* find_command(std::string_view noun, std::string_view verb);

// The options that every command takes, before the noun or after it.
[[nodiscard]] std::span<const Option> global_options();

// Exit codes beside those of a Fault; docs/exit-codes.md is the contract.
inline constexpr int exit_ok = 0;
inline constexpr int exit_negative = 1;
inline constexpr int exit_usage = 2;
inline constexpr int exit_bug = 70;              // EX_SOFTWARE of sysexits.h
inline constexpr int exit_try_again_later = 75;  // EX_TEMPFAIL: what a mail server takes as "keep it and try again"
[[nodiscard]] int exit_code(Fault fault);

}  // namespace tradewind::cli

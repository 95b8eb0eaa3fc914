// From the words of a command line to a command and its arguments.
//
// Written by hand rather than with CLI11: the table is data that four other things are made from, an unknown word must
// be answered with the near one, `crm search -kind:newsletter` must reach the query language, and building sixty
// CLI11::App objects at each start costs more than a search does.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/output/output.hpp"
#include "crm_core/base/result.hpp"

namespace tradewind::cli {

struct Globals {
  std::string data;  // "" when not given; the environment and the configuration come later
  std::string config;
  std::string user;  // --as
  Format format = Format::people;
  bool allow_colour = true;
};

struct Invocation {
  Globals globals;
  const Command* command = nullptr;  // null with help: of the whole program, or of `noun`
  std::string noun;
  bool help = false;
  Arguments arguments;
};

// `words` without the program's name. Fault::invalid says what is wrong and names the near command, option or value.
[[nodiscard]] Result<Invocation> parse_command_line(std::span<const std::string> words);

}  // namespace tradewind::cli

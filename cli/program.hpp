// The whole run of the program, from the words of the command line to the exit code.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/output/output.hpp"

namespace tradewind::cli {

// What runs a command that has no handler in this program, or whose Command::full_with was given. In `crm` it becomes
// the full program; there it is the handler itself.
using FullHandler = Handler (*)(const Command& command);

struct ProgramParts {
  FullHandler full_handler = nullptr;  // null: replace the process by the full program
};

// `words` without the program's name. Never throws: a broken store and our own faults end as a message and an exit
// code.
[[nodiscard]] int run_program(const std::vector<std::string>& words, const ProgramParts& parts);

}  // namespace tradewind::cli

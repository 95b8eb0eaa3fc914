// The program itself.
#include "cli/handlers.hpp"
#include "cli/tables/tables.hpp"

namespace tradewind::cli {

void add_program_commands(std::vector<Command>& table) {
  table.push_back({.noun = "completion",
                   .verb = "bash",
                   .summary = "completion script for bash",
                   .examples = {{"crm completion bash > /usr/share/bash-completion/completions/crm", ""}},
                   .data = DataMode::none,
                   .handler = run_completion});
  table.push_back({.noun = "completion",
                   .verb = "zsh",
                   .summary = "completion script for zsh",
                   .examples = {{"crm completion zsh > /usr/share/zsh/vendor-completions/_crm", ""}},
                   .data = DataMode::none,
                   .handler = run_completion});
  table.push_back({.noun = "completion",
                   .verb = "fish",
                   .summary = "completion script for fish",
                   .examples = {{"crm completion fish > /usr/share/fish/vendor_completions.d/crm.fish", ""}},
                   .data = DataMode::none,
                   .handler = run_completion});
  table.push_back({.noun = "man",
                   .verb = "",
                   .summary = "the manual page, as roff",
                   .examples = {{"crm man | man -l -", "read it"}},
                   .data = DataMode::none,
                   .handler = run_man});
  table.push_back({.noun = "help",
                   .verb = "",
                   .summary = "help on a command",
                   .positionals = {{"COMMAND", "a command, or its first word", false, true}},
                   .examples = {{"crm help lead show", ""}},
                   .data = DataMode::none,
                   .handler = run_help});
  table.push_back({.noun = "version",
                   .verb = "",
                   .summary = "which version this is",
                   .examples = {{"crm version", ""}},
                   .data = DataMode::none,
                   .handler = run_version});
}

}  // namespace tradewind::cli

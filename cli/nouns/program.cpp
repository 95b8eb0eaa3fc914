// completion, man, help, version.
#include <fmt/format.h>

#include "cli/completion.hpp"
#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "cli/help.hpp"
#include "cli/man_page.hpp"
#include "cli/version.hpp"

namespace tradewind::cli {

Result<int> run_completion(Context& context, const Arguments&) {
  const std::string_view shell = context.command().verb;
  context.out().text(shell == "bash" ? bash_completion() : shell == "zsh" ? zsh_completion() : fish_completion());
  return exit_ok;
}

Result<int> run_man(Context& context, const Arguments&) {
  context.out().text(man_page());
  return exit_ok;
}

Result<int> run_help(Context& context, const Arguments& arguments) {
  if (arguments.positionals.empty()) {
    context.out().text(program_help());
    return exit_ok;
  }
  // The parser knows how to suggest: "help lead shwo" is asked as "lead shwo --help".
  std::vector<std::string> words = arguments.positionals;
  words.emplace_back("--help");
  const auto asked = parse_command_line(words);
  if (!asked) return pass_on(asked);
  context.out().text(asked->command != nullptr ? command_help(*asked->command) : noun_help(asked->noun));
  return exit_ok;
}

Result<int> run_version(Context& context, const Arguments&) {
  if (context.out().for_people())
    context.out().text(fmt::format("tradewind {}\n", version_text));
  else
    context.out().records({Record().add("program", "tradewind").add("version", version_text)});
  return exit_ok;
}

}  // namespace tradewind::cli

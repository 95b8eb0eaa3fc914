// What is made from the table: help, man page, completions.
#include "cli/help.hpp"

#include <gtest/gtest.h>

#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "cli/completion.hpp"
#include "cli/full/full_handlers.hpp"
#include "cli/man_page.hpp"
#include "cli/parser.hpp"
#include "tests/cli/crm_process.hpp"

namespace tradewind::cli {
namespace {

using tradewind::testing::CrmSandbox;

bool installed(const CrmSandbox& sandbox, const std::string& program) {
  return sandbox.run("command -v " + program).code == 0;
}

TEST(CommandTable, EveryCommandHasAHandlerAnExampleAndAListedNoun) {
  std::set<std::string> names;
  for (const Command& command : commands()) {
    EXPECT_TRUE(names.insert(command.name()).second) << command.name() << " stands there twice";
    EXPECT_FALSE(command.examples.empty()) << command.name();
    EXPECT_FALSE(commands_of(command.noun).empty());
    if (command.handler == nullptr || !command.full_with.empty()) {
      EXPECT_NE(find_full_handler(command), nullptr);
    }
    for (std::size_t i = 0; i + 1 < command.positionals.size(); ++i)
      EXPECT_FALSE(command.positionals[i].repeated) << command.name();
  }
  for (const Noun& noun : nouns()) EXPECT_FALSE(commands_of(noun.name).empty()) << noun.name;
}

// The words of an example as the shell makes them, without "crm", a pipe or a redirection.
std::vector<std::string> words_of(const CrmSandbox& sandbox, std::string_view example) {
  for (const std::string_view stop : {" | ", " > ", " < "}) example = example.substr(0, example.find(stop));
  std::istringstream lines(sandbox.run("set -- " + std::string(example.substr(4)) + "\nprintf '%s\\n' \"$@\"").out);
  std::vector<std::string> words;
  for (std::string line; std::getline(lines, line);) words.push_back(line);
  return words;
}

TEST(CommandTable, EveryExampleParsesAsTheCommandItIsAnExampleOf) {
  const CrmSandbox sandbox;
  for (const Command& command : commands()) {
    for (const Example& example : command.examples) {
      const auto parsed = parse_command_line(words_of(sandbox, example.command));
      ASSERT_TRUE(parsed) << example.command << ": " << parsed.error().message;
      EXPECT_EQ(parsed->command, &command) << example.command;
    }
  }
}

TEST(Help, OfEveryCommandNamesUsageOptionsAndExamples) {
  for (const Command& command : commands()) {
    const std::string help = command_help(command);
    EXPECT_NE(help.find("usage: crm " + command.name()), std::string::npos) << help;
    EXPECT_NE(help.find("Examples:"), std::string::npos) << command.name();
    for (const Option& option : command.options)
      EXPECT_NE(help.find("--" + std::string(option.name)), std::string::npos) << command.name();
    for (std::size_t at = 0; at < help.size();) {
      const std::size_t end = help.find('\n', at);
      EXPECT_LE(end - at, 240U) << "a line that nobody reads: " << help.substr(at, end - at);
      at = end + 1;
    }
  }
}

TEST(Help, IsThereAtEveryLevel) {
  const CrmSandbox sandbox;
  for (const char* line : {"crm --help", "crm help", "crm lead --help", "crm help lead", "crm lead show --help",
                           "crm help lead show", "crm search -h", "crm import --help", "crm help nightly"}) {
    const auto ran = sandbox.run(line);
    EXPECT_EQ(ran.code, 0) << line << ran.err;
    EXPECT_NE(ran.out.find("Examples:"), std::string::npos) << line;
    EXPECT_EQ(ran.err, "") << line;
  }
  EXPECT_EQ(sandbox.run("crm help lead shwo").err,
            "crm: \"crm lead\" has no command \"shwo\"\nhint: did you mean \"crm lead show\"?\n");
}

TEST(ManPage, NamesEveryCommandAndFormatsWithoutAWarning) {
  const std::string page = man_page();
  for (const Command& command : commands()) {
    std::string name = command.name();
    for (std::size_t at = 0; (at = name.find('-', at)) != std::string::npos; at += 2) name.insert(at, "\\");
    EXPECT_NE(page.find("\\fBcrm " + name), std::string::npos) << command.name();
  }
  const CrmSandbox sandbox;
  ASSERT_TRUE(installed(sandbox, "groff")) << "scripts/deps --for test installs it";
  const auto ran = sandbox.run("crm man > crm.1 && groff -man -Tutf8 -K utf8 -ww -z crm.1");
  EXPECT_EQ(ran.code, 0);
  EXPECT_EQ(ran.err, "");
}

TEST(Completion, ScriptsAreValidForTheirShells) {
  const CrmSandbox sandbox;
  for (const auto& [shell, check] : {std::pair{"bash", "bash -n"}, {"zsh", "zsh -n"}, {"fish", "fish --no-execute"}}) {
    ASSERT_EQ(sandbox.run(std::string("crm completion ") + shell + " > script").code, 0);
    if (!installed(sandbox, shell)) continue;
    const auto ran = sandbox.run(std::string(check) + " script");
    EXPECT_EQ(ran.code, 0) << shell << ": " << ran.err;
    EXPECT_EQ(ran.err, "") << shell;
  }
}

TEST(Completion, OfBashOffersNounsVerbsOptionsAndValues) {
  const CrmSandbox sandbox;
  const auto completed = [&](const std::string& words, int at) {
    const std::string script = "crm completion bash > c.bash; cat > t.bash <<'EOF'\n. ./c.bash\nCOMP_WORDS=(" + words +
                               ")\nCOMP_CWORD=" + std::to_string(at) +
                               "\n_crm\necho \"${COMPREPLY[*]}\"\nEOF\nbash t.bash";
    return sandbox.run(script).out;
  };
  EXPECT_EQ(completed("crm lea", 1), "lead\n");
  EXPECT_EQ(completed("crm lead dis", 2), "disqualify\n");
  EXPECT_EQ(completed("crm --data x lead sho", 4), "show\n");
  EXPECT_EQ(completed("crm search x --sort ''", 4), "date relevance\n");
  EXPECT_EQ(completed("crm search --off", 2), "--offset\n");
}

}  // namespace
}  // namespace tradewind::cli

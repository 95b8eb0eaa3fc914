#include "cli/help.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/output/width.hpp"

namespace tradewind::cli {

namespace {

constexpr std::size_t line_width = 100;

// Breaks at blanks; lines after the first start with `indent` blanks. `column` is where the first line stands already.
std::string wrapped(std::string_view text, std::size_t column, std::size_t indent) {
  std::string lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view word = text.substr(at, end - at);
    const std::size_t width = display_width(word);
    if (column + 1 + width > line_width && column > indent) {
      lines.append("\n").append(indent, ' ');
      column = indent;
    } else if (at > 0) {
      lines.push_back(' ');
      ++column;
    }
    lines.append(word);
    column += width;
    at = end + 1;
  }
  return lines;
}

std::string two_columns(std::string_view left, std::string_view right, std::size_t left_width) {
  std::string line = fmt::format("  {}", left);
  const std::size_t indent = left_width + 4;
  if (right.empty()) return line + "\n";
  if (display_width(line) + 2 > indent)
    line.append("\n").append(indent, ' ');
  else
    line.append(indent - display_width(line), ' ');
  return line + wrapped(right, indent, indent) + "\n";
}

std::string option_left(const Option& option) {
  return option.value.empty() ? fmt::format("--{}", option.name) : fmt::format("--{} {}", option.name, option.value);
}

std::string option_right(const Option& option) {
  if (option.choices.empty()) return std::string(option.help);
  const std::string choices = fmt::format("{}", fmt::join(option.choices, ", "));
  return option.help.empty() ? choices : fmt::format("{}: {}", option.help, choices);
}

template <class Options>
std::string option_lines(const Options& options) {
  std::size_t widest = 0;
  for (const Option& option : options) widest = std::max(widest, option_left(option).size());
  widest = std::min<std::size_t>(widest, 24);
  std::string text;
  for (const Option& option : options) text += two_columns(option_left(option), option_right(option), widest);
  return text;
}

std::string positional_text(const Positional& positional) {
  const std::string name = fmt::format("{}{}", positional.name, positional.repeated ? "..." : "");
  return positional.required ? name : fmt::format("[{}]", name);
}

std::string example_lines(const std::vector<Example>& examples) {
  std::string text;
  for (const Example& example : examples) {
    text += fmt::format("  {}\n", example.command);
    if (!example.what.empty()) text += fmt::format("      {}\n", example.what);
  }
  return text;
}

}  // namespace

std::string usage_line(const Command& command) {
  std::string line = fmt::format("crm {}", command.name());
  for (const Positional& positional : command.positionals) line += " " + positional_text(positional);
  for (const Option& option : command.options) line += fmt::format(" [{}]", option_left(option));
  return line;
}

std::string program_help() {
  std::string text =
      "Tradewind: the mail of a trading firm as its customer record.\n\nusage: crm [--data DIR] [--config FILE] "
      "COMMAND ...\n\n";
  for (const Noun& noun : nouns()) {
    const auto commands = commands_of(noun.name);
    std::vector<std::string_view> verbs;
    for (const Command* command : commands) {
      if (!command->verb.empty()) verbs.push_back(command->verb);
    }
    std::string summary(noun.summary);
    if (!verbs.empty()) summary += fmt::format(" ({})", fmt::join(verbs, ", "));
    text += two_columns(noun.name, summary, 11);
  }
  text += "\nFor every command:\n" + option_lines(global_options());
  text += "\nExamples:\n";
  for (const std::string_view example :
       {"crm init --firm \"Example Valves\" --domain example-valves.example", "crm sync --once",
        "crm search 报价 after:2026-09", "crm lead list", "crm help lead convert"}) {
    text += fmt::format("  {}\n", example);
  }
  return text;
}

std::string noun_help(std::string_view noun) {
  const auto commands = commands_of(noun);
  if (commands.size() == 1 && commands.front()->verb.empty()) return command_help(*commands.front());
  const auto all = nouns();
  const auto entry = std::find_if(all.begin(), all.end(), [&](const Noun& n) { return n.name == noun; });
  std::string text = fmt::format("crm {}: {}\n\n", noun, entry->summary);
  std::size_t widest = 0;
  for (const Command* command : commands) widest = std::max(widest, command->verb.size());
  std::vector<Example> examples;
  for (const Command* command : commands) {
    text += two_columns(command->verb, command->summary, widest);
    if (!command->examples.empty()) examples.push_back({command->examples.front().command, {}});
  }
  text += "\nExamples:\n" + example_lines(examples);
  return text + fmt::format("\nMore: crm {} VERB --help\n", noun);
}

std::string command_help(const Command& command) {
  std::string text =
      fmt::format("crm {}: {}\n\nusage: {}\n", command.name(), command.summary, wrapped(usage_line(command), 7, 11));
  if (!command.description.empty()) text += fmt::format("\n{}\n", wrapped(command.description, 0, 0));
  if (!command.positionals.empty()) {
    text += "\n";
    std::size_t widest = 0;
    for (const Positional& positional : command.positionals) widest = std::max(widest, positional.name.size());
    for (const Positional& positional : command.positionals)
      text += two_columns(positional.name, positional.help, widest);
  }
  if (!command.options.empty()) text += "\nOptions:\n" + option_lines(command.options);
  text += "\nFor every command:\n" + option_lines(global_options());
  if (!command.examples.empty()) text += "\nExamples:\n" + example_lines(command.examples);
  return text;
}

}  // namespace tradewind::cli

#include "cli/completion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "cli/command.hpp"

namespace tradewind::cli {

namespace {

std::vector<std::string_view> verbs_of(std::string_view noun) {
  std::vector<std::string_view> verbs;
  for (const Command* command : commands_of(noun)) {
    if (!command->verb.empty()) verbs.push_back(command->verb);
  }
  return verbs;
}

std::vector<std::string> option_words(const Command& command) {
  std::vector<std::string> words;
  for (const Option& option : command.options) words.push_back(fmt::format("--{}", option.name));
  return words;
}

std::vector<std::string> global_words() {
  std::vector<std::string> words;
  for (const Option& option : global_options()) words.push_back(fmt::format("--{}", option.name));
  return words;
}

std::vector<std::string_view> noun_words() {
  std::vector<std::string_view> words;
  for (const Noun& noun : nouns()) words.push_back(noun.name);
  return words;
}

// Inside '...' of any of the three shells; ours have no apostrophes but in fish descriptions, where \' is right.
std::string quoted(std::string_view text, std::string_view escaped_apostrophe) {
  std::string quoted_text = "'";
  for (const char c : text) {
    if (c == '\'')
      quoted_text.append(escaped_apostrophe);
    else
      quoted_text.push_back(c);
  }
  return quoted_text + "'";
}

}  // namespace

std::string bash_completion() {
  std::string options, values, verbs;
  for (const Command& command : commands()) {
    options += fmt::format("    '{}') words='{}' ;;\n", command.name(), fmt::join(option_words(command), " "));
    for (const Option& option : command.options) {
      if (option.choices.empty()) continue;
      values += fmt::format("    '{} --{}') COMPREPLY=($(compgen -W '{}' -- \"$current\")); return ;;\n",
                            command.name(), option.name, fmt::join(option.choices, " "));
    }
  }
  for (const Noun& noun : nouns()) {
    if (const auto known = verbs_of(noun.name); !known.empty())
      verbs += fmt::format("    {}) verbs='{}' ;;\n", noun.name, fmt::join(known, " "));
  }
  return fmt::format(R"(# bash completion for crm
_crm() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} noun='' verb='' verbs='' words='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${{COMP_WORDS[i]}} in
      --data|--config|--as) ((i++)) ;;
      -*) ;;
      *) if [[ -z $noun ]]; then noun=${{COMP_WORDS[i]}}; elif [[ -z $verb ]]; then verb=${{COMP_WORDS[i]}}; fi ;;
    esac
  done
  case $previous in
    --data) COMPREPLY=($(compgen -d -- "$current")); return ;;
    --config|--output) COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  case $noun in
{verbs}  esac
  local command=$noun
  [[ -n $verbs ]] && command="$noun $verb"
  case "$command $previous" in
{values}  esac
  case $command in
{options}  esac
  if [[ $current == -* ]]; then words="$words {globals}"
  elif [[ -z $noun ]]; then words='{nouns}'
  elif [[ -n $verbs && -z $verb ]]; then words=$verbs
  else COMPREPLY=($(compgen -f -- "$current")); return
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}}
complete -o filenames -F _crm crm
)",
                     fmt::arg("verbs", verbs), fmt::arg("values", values), fmt::arg("options", options),
                     fmt::arg("globals", fmt::format("{}", fmt::join(global_words(), " "))),
                     fmt::arg("nouns", fmt::format("{}", fmt::join(noun_words(), " "))));
}

std::string zsh_completion() {
  const auto described = [](std::string_view word, std::string_view what) {
    return quoted(fmt::format("{}:{}", word, what), "'\\''");
  };
  std::string noun_list, verbs, options, values;
  for (const Noun& noun : nouns()) {
    noun_list += fmt::format("    {}\n", described(noun.name, noun.summary));
    std::string list;
    for (const Command* command : commands_of(noun.name)) {
      if (!command->verb.empty()) list += " " + described(command->verb, command->summary);
    }
    if (!list.empty()) verbs += fmt::format("    {}) verbs=({}) ;;\n", noun.name, list.substr(1));
  }
  for (const Command& command : commands()) {
    std::string list;
    for (const Option& option : command.options) {
      list += " " + described(fmt::format("--{}", option.name), option.help);
      if (option.choices.empty()) continue;
      values += fmt::format("    '{} --{}') compadd -- {}; return ;;\n", command.name(), option.name,
                            fmt::join(option.choices, " "));
    }
    if (!list.empty()) options += fmt::format("    '{}') options+=({}) ;;\n", command.name(), list.substr(1));
  }
  std::string globals;
  for (const Option& option : global_options())
    globals += fmt::format("    {}\n", described(fmt::format("--{}", option.name), option.help));
  return fmt::format(R"(#compdef crm
_crm() {{
  local noun='' verb='' i
  local -a nouns verbs options
  nouns=(
{nouns}  )
  options=(
{globals}  )
  for ((i = 2; i < CURRENT; i++)); do
    case ${{words[i]}} in
      --data|--config|--as) ((i++)) ;;
      -*) ;;
      *) if [[ -z $noun ]]; then noun=${{words[i]}}; elif [[ -z $verb ]]; then verb=${{words[i]}}; fi ;;
    esac
  done
  case ${{words[CURRENT-1]}} in
    --data) _files -/; return ;;
    --config|--output) _files; return ;;
  esac
  case $noun in
{verbs}  esac
  local command=$noun
  (( $#verbs )) && command="$noun $verb"
  case "$command ${{words[CURRENT-1]}}" in
{values}  esac
  case $command in
{options}  esac
  if [[ ${{words[CURRENT]}} == -* ]]; then _describe option options
  elif [[ -z $noun ]]; then _describe command nouns
  elif (( $#verbs )) && [[ -z $verb ]]; then _describe command verbs
  else _files
  fi
}}
_crm "$@"
)",
                     fmt::arg("nouns", noun_list), fmt::arg("globals", globals), fmt::arg("verbs", verbs),
                     fmt::arg("values", values), fmt::arg("options", options));
}

std::string fish_completion() {
  std::string script = "# fish completion for crm\n";
  const auto line = [&](std::string_view condition, std::string_view what, std::string_view help) {
    script += fmt::format("complete -c crm -n {} {}", quoted(condition, "\\'"), what);
    if (!help.empty()) script += fmt::format(" -d {}", quoted(help, "\\'"));
    script += "\n";
  };
  const auto option_line = [&](std::string_view condition, const Option& option) {
    std::string what = fmt::format("-l {}", option.name);
    if (!option.choices.empty())
      what += fmt::format(" -x -a '{}'", fmt::join(option.choices, " "));
    else if (!option.value.empty())
      what += " -r";
    line(condition, what, option.help);
  };
  for (const Option& option : global_options()) option_line("true", option);
  for (const Noun& noun : nouns()) {
    line("__fish_use_subcommand", fmt::format("-f -a {}", noun.name), noun.summary);
    const auto known = verbs_of(noun.name);
    const std::string seen = fmt::format("__fish_seen_subcommand_from {}", noun.name);
    for (const Command* command : commands_of(noun.name)) {
      std::string condition = seen;
      if (!command->verb.empty()) {
        line(fmt::format("{}; and not __fish_seen_subcommand_from {}", seen, fmt::join(known, " ")),
             fmt::format("-f -a {}", command->verb), command->summary);
        condition += fmt::format("; and __fish_seen_subcommand_from {}", command->verb);
      }
      for (const Option& option : command->options) option_line(condition, option);
    }
  }
  return script;
}

}  // namespace tradewind::cli

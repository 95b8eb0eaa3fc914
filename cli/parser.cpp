#include "cli/parser.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/suggest.hpp"

namespace tradewind::cli {

namespace {

// An empty choice clears.
template <class Choices>
std::string choices_text(const Choices& choices) {
  std::string text = "it is one of ";
  for (const auto& choice : choices)
    text += fmt::format("{}{}", &choice == &choices.front() ? "" : ", ", choice.empty() ? "\"\"" : choice);
  return text;
}

std::vector<std::string_view> noun_names() {
  std::vector<std::string_view> names;
  for (const Noun& noun : nouns()) names.push_back(noun.name);
  return names;
}

std::vector<std::string_view> verbs_of(std::string_view noun) {
  std::vector<std::string_view> verbs;
  for (const Command* command : commands_of(noun)) {
    if (!command->verb.empty()) verbs.push_back(command->verb);
  }
  return verbs;
}

std::string did_you_mean(std::string_view prefix, std::string_view typed, const std::vector<std::string_view>& known,
                         std::string_view otherwise) {
  const auto near = nearest(typed, known);
  return near ? fmt::format("did you mean \"{}{}\"?", prefix, *near) : std::string(otherwise);
}

class Parser {
 public:
  explicit Parser(std::span<const std::string> words) : words_(words) {}

  Result<Invocation> parse() {
    for (; at_ < words_.size(); ++at_) {
      const std::string& word = words_[at_];
      Result<void> taken;
      if (!only_positionals_ && word == "--")
        only_positionals_ = true;
      else if (!only_positionals_ && is_option(word))
        taken = take_option(word);
      else
        taken = take_word(word);
      if (!taken) return pass_on(taken);
    }
    return finish();
  }

 private:
  // A lone "-" is a word (standard input); so is "-kind:newsletter" where the command has a query.
  [[nodiscard]] bool is_option(const std::string& word) const {
    if (word.size() < 2 || word[0] != '-') return false;
    if (word[1] == '-' || word == "-h") return true;
    return !(command() != nullptr && !command()->positionals.empty() && command()->positionals[0].name == "QUERY");
  }
  [[nodiscard]] const Command* command() const { return invocation_.command; }

  Result<void> take_word(const std::string& word) {
    if (invocation_.noun.empty()) return take_noun(word);
    if (command() == nullptr) return take_verb(word);
    invocation_.arguments.positionals.push_back(word);
    return {};
  }

  Result<void> take_noun(const std::string& word) {
    const auto known = noun_names();
    if (std::find(known.begin(), known.end(), word) == known.end()) {
      return fail(Fault::invalid, fmt::format("there is no command \"{}\"", word),
                  did_you_mean("crm ", word, known, "\"crm help\" lists them"));
    }
    invocation_.noun = word;
    invocation_.command = find_command(word, "");
    return {};
  }

  Result<void> take_verb(const std::string& word) {
    invocation_.command = find_command(invocation_.noun, word);
    if (command() != nullptr) return {};
    const std::string prefix = fmt::format("crm {} ", invocation_.noun);
    return fail(Fault::invalid, fmt::format("\"crm {}\" has no command \"{}\"", invocation_.noun, word),
                did_you_mean(prefix, word, verbs_of(invocation_.noun),
                             fmt::format("it has: {}", fmt::join(verbs_of(invocation_.noun), ", "))));
  }

  Result<void> take_option(const std::string& word) {
    if (word == "-h") return take_value("help", std::nullopt);
    if (word == "--version" && invocation_.noun.empty()) return take_noun("version");
    const std::size_t equals = word.find('=');
    const std::string name = word.substr(2, equals == std::string::npos ? equals : equals - 2);
    std::optional<std::string> value;
    if (equals != std::string::npos) value = word.substr(equals + 1);
    return take_value(word[1] == '-' ? name : word, std::move(value));
  }

  Result<void> take_value(const std::string& name, std::optional<std::string> value) {
    const Option* option = find(name);
    if (option == nullptr) return unknown_option(name);
    if (option->value.empty() && value) return fail(Fault::invalid, fmt::format("--{} takes no value", name));
    if (!option->value.empty() && !value) {
      if (at_ + 1 == words_.size())
        return fail(Fault::invalid, fmt::format("--{} needs a value: {}", name, option->value), option_help());
      value = words_[++at_];
    }
    if (!option->choices.empty() &&
        std::find(option->choices.begin(), option->choices.end(), *value) == option->choices.end()) {
      return fail(Fault::invalid, fmt::format("--{} cannot be \"{}\"", name, *value),
                  did_you_mean(fmt::format("--{} ", name), *value, option->choices, choices_text(option->choices)));
    }
    auto& values = invocation_.arguments.options[name];
    if (!values.empty() && !option->repeated && !option->value.empty()) {
      return fail(Fault::invalid, fmt::format("--{} is given twice", name));
    }
    values.push_back(value.value_or(""));
    return {};
  }

  [[nodiscard]] const Option* find(std::string_view name) const {
    if (command() != nullptr) return command()->find_option(name);
    const auto globals = global_options();
    const auto found = std::find_if(globals.begin(), globals.end(), [&](const Option& o) { return o.name == name; });
    return found == globals.end() ? nullptr : &*found;
  }

  [[nodiscard]] tl::unexpected<Error> unknown_option(const std::string& name) const {
    std::vector<std::string_view> known;
    for (const Option& option : global_options()) known.push_back(option.name);
    if (command() != nullptr) {
      for (const Option& option : command()->options) known.push_back(option.name);
    }
    const std::string shown = name.starts_with('-') ? name : "--" + name;
    const std::string_view bare = std::string_view(name).substr(std::min(name.size(), name.find_first_not_of('-')));
    const std::string of = command() == nullptr ? "" : fmt::format("\"crm {}\" has ", command()->name());
    return fail(Fault::invalid, fmt::format("{}no option {}", of.empty() ? "there is " : of, shown),
                did_you_mean("--", bare, known, option_help()));
  }
  [[nodiscard]] std::string option_help() const {
    return command() == nullptr ? "see crm --help" : fmt::format("see crm {} --help", command()->name());
  }

  Result<Invocation> finish() {
    Arguments& arguments = invocation_.arguments;
    invocation_.help = arguments.has("help") || (invocation_.noun.empty());
    invocation_.globals.data = arguments.value("data");
    invocation_.globals.config = arguments.value("config");
    invocation_.globals.user = arguments.value("as");
    invocation_.globals.allow_colour = !arguments.has("no-color");
    if (arguments.has("json"))
      invocation_.globals.format = Format::json;
    else if (arguments.has("csv"))
      invocation_.globals.format = Format::csv;
    if (arguments.has("json") && arguments.has("csv"))
      return fail(Fault::invalid, "--json and --csv exclude each other");
    if (words_.empty()) return fail(Fault::invalid, "what shall be done?", "\"crm help\" lists the commands");
    if (invocation_.help) return std::move(invocation_);
    if (command() == nullptr) {
      return fail(Fault::invalid, fmt::format("\"crm {}\" needs to know what to do", invocation_.noun),
                  fmt::format("it has: {}", fmt::join(verbs_of(invocation_.noun), ", ")));
    }
    if (auto counted = check_count(); !counted) return pass_on(counted);
    return std::move(invocation_);
  }

  [[nodiscard]] Result<void> check_count() const {
    const auto& expected = command()->positionals;
    const auto& given = invocation_.arguments.positionals;
    for (std::size_t i = given.size(); i < expected.size(); ++i) {
      if (!expected[i].required) continue;
      return fail(Fault::invalid, fmt::format("{} is missing: {}", expected[i].name, expected[i].help), option_help());
    }
    if (given.size() > expected.size() && (expected.empty() || !expected.back().repeated)) {
      return fail(Fault::invalid, fmt::format("\"{}\" is one word too many", given[expected.size()]), option_help());
    }
    return {};
  }

  std::span<const std::string> words_;
  std::size_t at_ = 0;
  bool only_positionals_ = false;
  Invocation invocation_;
};

}  // namespace

Result<Invocation> parse_command_line(std::span<const std::string> words) { return Parser(words).parse(); }

}  // namespace tradewind::cli

#include "crm_core/rules/action.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "crm_core/rules/lexer.hpp"

namespace tradewind::crm::rules {

namespace {

constexpr auto settable =
    std::to_array<std::string_view>({"customer.country", "customer.level", "customer.status", "lead.country"});
constexpr int most_days = 3'650;

class ActionParser {
 public:
  ActionParser(std::string_view text, std::vector<Token> tokens) : text_(text), tokens_(std::move(tokens)) {}

  Result<std::vector<Action>> go() {
    std::vector<Action> actions;
    while (true) {
      auto action = one();
      if (!action) return pass_on(action);
      actions.push_back(*std::move(action));
      if (now().kind == Token::Kind::end) return actions;
      if (!now().is(";")) return wrong("the action should end here", "put ; between two actions");
      if (actions.size() == most_actions) return wrong(fmt::format("more than {} actions", most_actions));
      ++at_;
    }
  }

 private:
  const Token& now() const { return tokens_[at_]; }
  tl::unexpected<Error> wrong(std::string_view what, std::string hint = {}) const {
    return wrong_at(text_, now().start, what, std::move(hint));
  }
  bool at_end() const { return now().kind == Token::Kind::end || now().is(";"); }

  Result<Action> one() {
    static constexpr std::string_view known = "assign, task, notify, tag, set, stage, qualify, disqualify, release";
    Action action;
    if (now().kind != Token::Kind::name) return wrong("an action should stand here", std::string(known));
    action.verb = now().text;
    const auto take = find(action.verb);
    if (take == nullptr) return wrong(fmt::format("there is no action \"{}\"", action.verb), std::string(known));
    ++at_;
    if (auto taken = (this->*take)(action); !taken) return pass_on(taken);
    return action;
  }

  using Take = Result<void> (ActionParser::*)(Action&);
  static Take find(std::string_view verb) {
    static constexpr std::pair<std::string_view, Take> all[] = {
        {"assign", &ActionParser::assign},  {"task", &ActionParser::task},
        {"notify", &ActionParser::notify},  {"tag", &ActionParser::tag},
        {"set", &ActionParser::set},        {"stage", &ActionParser::stage},
        {"qualify", &ActionParser::reason}, {"disqualify", &ActionParser::needed_reason},
        {"release", &ActionParser::reason}};
    for (const auto& [name, take] : all)
      if (name == verb) return take;
    return nullptr;
  }

  Result<void> word(std::string& into, std::string_view what) {
    if (now().kind != Token::Kind::name && now().kind != Token::Kind::text)
      return wrong(fmt::format("{} is missing", what));
    into = now().text;
    ++at_;
    return {};
  }
  Result<void> text(std::string& into, std::string_view what) {
    if (now().kind != Token::Kind::text || now().text.empty())
      return wrong(fmt::format("{} is missing", what), "in double quotes");
    into = now().text;
    ++at_;
    return {};
  }

  Result<void> assign(Action& action) {
    action.team = now().is_word("team");
    if (action.team) ++at_;
    return word(action.who, action.team ? "the name of the team" : "who gets it");
  }
  Result<void> task(Action& action) {
    if (auto taken = text(action.text, "what is to be done"); !taken) return taken;
    action.who = "owner";
    if (now().is_word("for")) {
      ++at_;
      if (auto taken = word(action.who, "who does it"); !taken) return taken;
    }
    if (!now().is_word("in")) return {};
    ++at_;
    const std::string& number = now().text;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), action.days);
    if (now().kind != Token::Kind::number || error != std::errc() || end != number.data() + number.size() ||
        action.days < 0 || action.days > most_days)
      return wrong(fmt::format("a number from 0 to {} should stand here", most_days), "in 3 days");
    ++at_;
    if (!now().is_word("days") && !now().is_word("day")) return wrong("\"days\" is missing", "in 3 days");
    ++at_;
    return {};
  }
  Result<void> notify(Action& action) {
    if (auto taken = word(action.who, "who is told"); !taken) return taken;
    return text(action.text, "what is told");
  }
  Result<void> tag(Action& action) { return word(action.text, "the tag"); }
  Result<void> set(Action& action) {
    if (now().kind != Token::Kind::name || !can_be_set(now().text))
      return wrong("this field cannot be set", fmt::format("{}", fmt::join(settable, ", ")));
    action.field = now().text;
    ++at_;
    return text(action.text, "the value");
  }
  Result<void> stage(Action& action) {
    if (auto taken = word(action.field, "the stage"); !taken) return taken;
    return reason(action);
  }
  Result<void> reason(Action& action) {
    if (at_end()) return {};
    return text(action.text, "the reason");
  }
  Result<void> needed_reason(Action& action) { return text(action.text, "the reason"); }

  std::string_view text_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
};

}  // namespace

bool can_be_set(std::string_view field) { return std::find(settable.begin(), settable.end(), field) != settable.end(); }

Result<std::vector<Action>> parse_actions(std::string_view text) {
  auto tokens = lex(text);
  if (!tokens) return pass_on(tokens);
  return ActionParser(text, *std::move(tokens)).go();
}

}  // namespace tradewind::crm::rules

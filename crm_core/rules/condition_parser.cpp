// Condition::parse: recursive descent over the tokens, with a bound on depth and size.
#include <fmt/format.h>

#include <algorithm>

#include "crm_core/rules/condition.hpp"
#include "crm_core/rules/lexer.hpp"

namespace tradewind::crm::rules {

class ConditionParser {
 public:
  ConditionParser(std::string_view text, std::vector<Token> tokens, std::span<const FieldInfo> fields)
      : text_(text), tokens_(std::move(tokens)), fields_(fields) {}

  Result<Condition> go() {
    if (now().kind == Token::Kind::end) return Condition();
    auto root = any(0);
    if (!root) return pass_on(root);
    if (now().kind != Token::Kind::end) return wrong("the condition should end here", "join conditions by and, or");
    return std::move(made_);
  }

 private:
  using Node = Condition::Node;
  using Kind = Condition::Kind;
  using Sign = Condition::Sign;
  using Operand = Condition::Operand;
  using Place = Result<std::size_t>;

  const Token& now() const { return tokens_[at_]; }
  tl::unexpected<Error> wrong(std::string_view what, std::string hint = {}) const {
    return wrong_at(text_, now().start, what, std::move(hint));
  }
  Place add(Node node) {
    size_ += 1 + node.operands.size();
    if (size_ > most_nodes) return wrong(fmt::format("more than {} parts", most_nodes), "split the rule in two");
    made_.nodes_.push_back(std::move(node));
    return made_.nodes_.size() - 1;
  }
  Place joined(std::string_view word, Kind kind, Place (ConditionParser::*part)(int), int depth) {
    auto left = (this->*part)(depth);
    while (left && now().is_word(word)) {
      ++at_;
      const auto right = (this->*part)(depth);
      if (!right) return right;
      left = add({kind, Sign::equal, *left, *right, 0, {}, {}});
    }
    return left;
  }
  Place any(int depth) { return joined("or", Kind::any, &ConditionParser::all, depth); }
  Place all(int depth) { return joined("and", Kind::all, &ConditionParser::negated, depth); }

  Place negated(int depth) {
    if (depth == deepest) return wrong(fmt::format("more than {} levels deep", deepest));
    if (now().is_word("not")) {
      ++at_;
      const auto inner = negated(depth + 1);
      if (!inner) return inner;
      return add({Kind::no, Sign::equal, *inner, 0, 0, {}, {}});
    }
    if (!now().is("(")) return comparison();
    ++at_;
    const auto inner = any(depth + 1);
    if (!inner) return inner;
    if (!now().is(")")) return wrong("a closing bracket is missing");
    ++at_;
    return inner;
  }

  Result<std::size_t> field() {
    if (now().kind != Token::Kind::name)
      return wrong(now().kind == Token::Kind::end ? "the condition is not complete" : "a field should stand here",
                   "such as: lead.country = \"DE\"");
    const auto found =
        std::find_if(fields_.begin(), fields_.end(), [&](const FieldInfo& each) { return each.name == now().text; });
    if (found == fields_.end())
      return wrong(
          fmt::format("there is no field \"{}\" here", now().text),
          fields_.empty() || now().text.find('.') != std::string::npos
              ? std::string("see: crm rules fields EVENT")
              : fmt::format("a text stands in double quotes, \"{}\"; fields: crm rules fields EVENT", now().text));
    ++at_;
    return static_cast<std::size_t>(found - fields_.begin());
  }

  Place comparison() {
    const std::size_t start = now().start;
    const auto left = field();
    if (!left) return left;
    Node node;
    node.field = *left;
    if (auto taken = rest_of(node, fields_[*left]); !taken) return pass_on(taken);
    const std::size_t stop = tokens_[at_ - 1].stop;
    node.text = text_.substr(start, stop - start);
    return add(std::move(node));
  }

  Result<void> rest_of(Node& node, const FieldInfo& left) {
    if (now().is_word("is")) return known(node);
    if (now().is_word("contains")) return contains(node, left);
    if (now().is_word("in")) return in(node, left);
    static constexpr std::string_view signs[] = {"=", "!=", "<", "<=", ">", ">="};
    for (std::size_t i = 0; i < std::size(signs); ++i)
      if (now().is(signs[i])) {
        if (left.type == Type::list) return wrong("a list is asked with contains");
        if (i > 1 && left.type != Type::number) return wrong(fmt::format("{} is no number", left.name));
        ++at_;
        node.kind = Kind::compare;
        node.sign = static_cast<Sign>(i);
        return operand(node, left);
      }
    if (left.type != Type::boolean)
      return wrong(fmt::format("{} must be compared with something", left.name),
                   "=, !=, <, <=, >, >=, in (...), contains, is known, is unknown");
    node.kind = Kind::yes;
    return {};
  }
  Result<void> known(Node& node) {
    ++at_;
    if (!now().is_word("known") && !now().is_word("unknown")) return wrong("\"is\" needs known or unknown");
    node.kind = now().is_word("known") ? Kind::known : Kind::unknown;
    ++at_;
    return {};
  }
  Result<void> contains(Node& node, const FieldInfo& left) {
    if (left.type != Type::text && left.type != Type::list) return wrong(fmt::format("{} holds no texts", left.name));
    ++at_;
    if (now().kind != Token::Kind::text || now().text.empty())
      return wrong("a text should stand here", "in double quotes");
    node.kind = Kind::contains;
    node.operands.push_back({false, 0, now().text});
    ++at_;
    return {};
  }
  Result<void> in(Node& node, const FieldInfo& left) {
    if (left.type == Type::list) return wrong("a list is asked with contains");
    ++at_;
    if (!now().is("(")) return wrong("\"in\" needs values in brackets", "in (\"DE\", \"AT\")");
    node.kind = Kind::in;
    do {
      ++at_;
      if (node.operands.size() >= most_nodes) return wrong(fmt::format("more than {} parts", most_nodes));
      if (auto taken = operand(node, left); !taken) return taken;
    } while (now().is(","));
    if (!now().is(")")) return wrong("a closing bracket is missing");
    ++at_;
    return {};
  }
  Result<void> operand(Node& node, const FieldInfo& left) {
    Operand made;
    Type type = Type::text;
    if (now().kind == Token::Kind::text) {
      made.value = now().text;
    } else if (now().kind == Token::Kind::number) {
      type = Type::number;
      const auto number = Amount::parse(now().text);
      if (!number) return wrong("this number cannot be read", "digits, at most four behind the point");
      made.value = *number;
    } else if (now().is_word("true") || now().is_word("false")) {
      type = Type::boolean;
      made.value = now().is_word("true");
    } else {
      const std::size_t before = at_;
      const auto other = field();
      if (!other) {
        at_ = before;
        if (now().kind == Token::Kind::name) return pass_on(other);
        return wrong("a value should stand here", "\"text\", a number, true, false or a field");
      }
      at_ = before;
      type = fields_[*other].type;
      made.is_field = true;
      made.field = *other;
    }
    if (type != left.type)
      return wrong(fmt::format("{} is {}, this is {}", left.name, article(left.type), article(type)));
    ++at_;
    node.operands.push_back(std::move(made));
    return {};
  }
  static std::string article(Type type) {
    return type == Type::boolean ? std::string(to_text(type)) : fmt::format("a {}", to_text(type));
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  std::span<const FieldInfo> fields_;
  std::size_t at_ = 0, size_ = 0;
  Condition made_;
};

Result<Condition> Condition::parse(std::string_view text, std::span<const FieldInfo> fields) {
  auto tokens = lex(text);
  if (!tokens) return pass_on(tokens);
  return ConditionParser(text, *std::move(tokens), fields).go();
}

}  // namespace tradewind::crm::rules

#include "crm_core/search/query.hpp"

#include <fmt/format.h>

#include <utility>

#include "crm_core/search/query_fields.hpp"
#include "crm_core/search/query_lexer.hpp"
#include "crm_core/search/query_terms.hpp"

namespace tradewind::crm::search {

namespace {

constexpr FieldName no_field{"", Field::any};

// any   := all ("or" all)*
// all   := one ("and"? one)*
// one   := ("not" | "-") one | field? ( "(" any ")" | word | phrase )
// Inside the parentheses of a field, that field holds for every word.
class Parser {
 public:
  Parser(std::string_view query, std::vector<QueryToken> tokens, EpochSeconds now)
      : query_(query), tokens_(std::move(tokens)), now_(now) {}

  Result<Node> run() {
    if (next().sign == Sign::end)
      return wrong(next(), "expected something to search for", "for example: valve from:nordhaus after:2026-01");
    auto tree = parse_any(no_field, 0);
    if (tree && next().sign != Sign::end)
      return wrong(next(), "this parenthesis closes nothing", "take it out, or open one before it");
    return tree;
  }

 private:
  [[nodiscard]] const QueryToken& next() const { return tokens_[at_]; }
  bool accept(Sign sign) {
    if (next().sign != sign) return false;
    ++at_;
    return true;
  }

  [[nodiscard]] tl::unexpected<Error> wrong(const QueryToken& token, const std::string& what, std::string hint) const {
    return tl::unexpected<Error>(query_error(query_, token.where.begin, what, std::move(hint)));
  }

  static Node combine(NodeType type, std::vector<Node> children) {
    if (children.size() == 1) return std::move(children.front());
    Node node{type, {children.front().where.begin, children.back().where.end}, {}, {}};
    node.children = std::move(children);
    return node;
  }

  Result<Node> parse_any(const FieldName& field, int depth) {
    std::vector<Node> children;
    do {
      auto child = parse_all(field, depth);
      if (!child) return child;
      children.push_back(std::move(*child));
    } while (accept(Sign::or_word));
    return combine(NodeType::any_of, std::move(children));
  }

  Result<Node> parse_all(const FieldName& field, int depth) {
    std::vector<Node> children;
    do {
      accept_and(children);
      auto child = parse_one(field, depth);
      if (!child) return child;
      children.push_back(std::move(*child));
    } while (next().sign != Sign::or_word && next().sign != Sign::close && next().sign != Sign::end);
    return combine(NodeType::all_of, std::move(children));
  }

  // "and" counts only between two things; elsewhere parse_one complains about it.
  void accept_and(const std::vector<Node>& before) {
    if (!before.empty()) accept(Sign::and_word);
  }

  Result<Node> parse_one(const FieldName& field, int depth) {
    const QueryToken& token = next();
    if (depth >= deepest_query)
      return wrong(token, fmt::format("more than {} levels of parentheses", deepest_query), "write it with fewer");
    switch (token.sign) {
      case Sign::not_word:
      case Sign::minus: {
        ++at_;
        auto child = parse_one(field, depth + 1);
        if (!child) return child;
        Node node{NodeType::none_of, {token.where.begin, child->where.end}, {}, {}};
        node.children.push_back(std::move(*child));
        return node;
      }
      case Sign::field:
        return parse_field(field, depth);
      case Sign::open:
        return parse_group(field, depth);
      case Sign::word:
      case Sign::phrase:
        return parse_term(field);
      default:
        return misplaced(token);
    }
  }

  [[nodiscard]] tl::unexpected<Error> misplaced(const QueryToken& token) const {
    constexpr const char* quote_it = "to search for the word itself, put it in quotation marks";
    switch (token.sign) {
      case Sign::and_word:
        return wrong(token, "\"and\" needs something on both sides", quote_it);
      case Sign::or_word:
        return wrong(token, "\"or\" needs something on both sides", quote_it);
      case Sign::close:
        return wrong(token, "expected something before this parenthesis", "take it out, or write a word before it");
      default:
        return wrong(token, "expected something more here", "the query ends in the middle");
    }
  }

  Result<Node> parse_field(const FieldName& around, int depth) {
    const QueryToken& token = next();
    ++at_;
    const FieldName* field = find_field(token.text);
    if (field == nullptr) {
      const std::string_view near = nearest_field(token.text);
      return wrong(token, fmt::format("there is no field \"{}\"", token.text),
                   near.empty() ? fmt::format("to search for the text, put it in quotation marks: \"{}:\"", token.text)
                                : fmt::format("did you mean {}: ?", near));
    }
    if (around.field != Field::any)
      return wrong(token, fmt::format("{}: stands inside the parentheses of {}:", field->name, around.name),
                   "close them before it");
    const Sign sign = next().sign;
    if (sign == Sign::open) return parse_group(*field, depth);
    if (sign != Sign::word && sign != Sign::phrase)
      return wrong(token, fmt::format("expected a value after {}:", field->name),
                   fmt::format("write {}:something", field->name));
    auto node = parse_term(*field);
    if (node) node->where.begin = token.where.begin;
    return node;
  }

  Result<Node> parse_group(const FieldName& field, int depth) {
    const QueryToken& open = next();
    ++at_;
    auto node = parse_any(field, depth + 1);
    if (!node) return node;
    if (!accept(Sign::close)) return wrong(open, "this parenthesis is never closed", "close it with )");
    node->where = {open.where.begin, tokens_[at_ - 1].where.end};
    return node;
  }

  Result<Node> parse_term(const FieldName& field) {
    const QueryToken& token = next();
    ++at_;
    if (++terms_ > most_terms)
      return wrong(token, fmt::format("more than {} words", most_terms), "search for fewer, or use a prefix: valv*");
    auto term = read_term(query_, field, token, now_);
    if (!term) return pass_on(term);
    return Node{NodeType::term, token.where, {}, std::move(*term)};
  }

  std::string_view query_;
  std::vector<QueryToken> tokens_;
  EpochSeconds now_;
  std::size_t at_ = 0;
  int terms_ = 0;
};

std::string describe_term(const Term& term) {
  const std::string name = term.field == Field::any ? "" : fmt::format("{}:", name_of(term.field));
  if (term.field == Field::date || term.field == Field::size) {
    const auto end = [](std::int64_t value) {
      const bool open =
          value == std::numeric_limits<std::int64_t>::min() || value == std::numeric_limits<std::int64_t>::max();
      return open ? std::string() : std::to_string(value);
    };
    return fmt::format("{}{}..{}", name, end(term.interval.low), end(term.interval.high));
  }
  return fmt::format("{}{}{}", name, term.value, term.prefix ? "*" : "");
}

}  // namespace

Result<Node> parse_query(std::string_view text, EpochSeconds now) {
  if (text.size() > longest_query)
    return fail(Fault::invalid, fmt::format("the query is longer than {} bytes", longest_query),
                "search for fewer words");
  auto tokens = cut_query(text);
  if (!tokens) return pass_on(tokens);
  return Parser(text, std::move(*tokens), now).run();
}

std::string describe(const Node& node) {
  if (node.type == NodeType::term) return describe_term(node.term);
  std::string shown = node.type == NodeType::all_of ? "(and" : node.type == NodeType::any_of ? "(or" : "(not";
  for (const Node& child : node.children) shown += " " + describe(child);
  return shown + ")";
}

}  // namespace tradewind::crm::search

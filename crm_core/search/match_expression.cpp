#include "crm_core/search/match_expression.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <utility>

#include "crm_core/search/query_fields.hpp"
#include "crm_core/search/tokenizer.hpp"

namespace tradewind::crm::search {

namespace {

// FTS5's parser has a stack of 100 entries; a level of ours takes about three. Deeper trees are put together in SQL.
constexpr int deepest_match = 12;

std::string_view columns_of(Field field) {
  switch (field) {
    case Field::from:
      return "sender : ";
    case Field::to:
      return "recipient : ";
    case Field::cc:
      return "cc : ";
    case Field::subject:
      return "subject : ";
    case Field::body:
      return "body : ";
    case Field::attachment:
      return "{attachment_names attachment_text} : ";
    default:
      return "";
  }
}

std::string in_quotes(std::string_view token) {
  std::string result = "\"";
  for (const char c : token) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + '"';
}

// The words of one term, as they stand one after the other.
struct Phrase {
  std::vector<std::string> words;
  TokenKind last = TokenKind::word;
  std::string joined;  // of the last hyphenated word
  std::size_t joined_count = 0;
};

Phrase phrase_of(std::string_view text) {
  Phrase phrase;
  tokenize(text, [&](const Token& token) {
    if (token.kind == TokenKind::joined) {
      phrase.joined = token.text;
      ++phrase.joined_count;
    } else if (!token.colocated) {
      phrase.words.push_back(in_quotes(token.text));
      phrase.last = token.kind;
    }
    return true;
  });
  return phrase;
}

std::optional<std::string> match_level(const Node& node, int depth);

std::optional<std::string> match_any(const Node& node, int depth) {
  std::vector<std::string> parts;
  for (const Node& child : node.children) {
    auto part = match_level(child, depth + 1);
    if (!part) return {};
    parts.push_back(std::move(*part));
  }
  return fmt::format("({})", fmt::join(parts, " OR "));
}

std::optional<std::string> match_every(const Node& node, int depth) {
  std::vector<std::string> wanted;
  std::vector<std::string> unwanted;
  for (const Node& child : node.children) {
    const bool negated = child.type == NodeType::none_of;
    auto part = match_level(negated ? child.children.front() : child, depth + 1);
    if (!part) return {};
    (negated ? unwanted : wanted).push_back(std::move(*part));
  }
  if (wanted.empty()) return {};
  return match_all(wanted, unwanted);
}

std::optional<std::string> match_level(const Node& node, int depth) {
  if (depth > deepest_match) return {};
  switch (node.type) {
    case NodeType::term:
      if (!is_text_field(node.term.field)) return {};
      return match_term(node.term);
    case NodeType::any_of:
      return match_any(node, depth);
    case NodeType::all_of:
      return match_every(node, depth);
    case NodeType::none_of:
      return {};
  }
  return {};
}

}  // namespace

std::string match_term(const Term& term) {
  const Phrase phrase = phrase_of(term.value);
  if (phrase.words.empty()) return {};
  const bool prefix = phrase.last == TokenKind::single || (term.prefix && phrase.last == TokenKind::word);
  std::string expression = fmt::format("{}{}", fmt::join(phrase.words, " + "), prefix ? " *" : "");
  // "GZ-3X3A" also stands for GZ3X3A, if that is all there is to the term.
  if (phrase.joined_count == 1 && phrase_of(phrase.joined).words.size() == 1) {
    std::size_t letters = 0;
    for (const std::string& word : phrase.words) letters += word.size() - 2;
    if (letters == phrase.joined.size())
      expression += fmt::format(" OR {}{}", in_quotes(phrase.joined), prefix ? " *" : "");
  }
  return fmt::format("{}({})", columns_of(term.field), expression);
}

std::string match_all(const std::vector<std::string>& wanted, const std::vector<std::string>& unwanted) {
  const std::string all = fmt::format("({})", fmt::join(wanted, " AND "));
  return unwanted.empty() ? all : fmt::format("({} NOT ({}))", all, fmt::join(unwanted, " OR "));
}

std::optional<std::string> match_tree(const Node& node) { return match_level(node, 0); }

std::optional<Node> without_empty_terms(Node node) {
  if (node.type == NodeType::term) {
    if (is_text_field(node.term.field) && match_term(node.term).empty()) return {};
    return node;
  }
  std::vector<Node> kept;
  for (Node& child : node.children)
    if (auto rest = without_empty_terms(std::move(child))) kept.push_back(std::move(*rest));
  if (kept.empty()) return {};
  if (kept.size() == 1 && node.type != NodeType::none_of) return std::move(kept.front());
  node.children = std::move(kept);
  return node;
}

}  // namespace tradewind::crm::search

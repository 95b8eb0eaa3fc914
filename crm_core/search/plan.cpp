#include "crm_core/search/plan.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "crm_core/search/index.hpp"
#include "crm_core/search/match_expression.hpp"
#include "crm_core/search/query_fields.hpp"

namespace tradewind::crm::search {

namespace {

// A set of at most this many messages leads; beyond it, walking from the newest mail finds a page sooner.
constexpr std::int64_t smallest_walk = 20'000;

// A hit in the subject says more than one in the body: subject, sender, recipient, cc, body, attachment names,
// attachment text.
constexpr const char* weights = "8.0, 3.0, 1.5, 1.0, 1.0, 3.0, 0.6";

void bind(database::Statement& statement, const std::vector<Parameter>& parameters) {
  int index = 0;
  for (const Parameter& parameter : parameters) {
    ++index;
    std::visit([&](const auto& value) { statement.bind(index, value); }, parameter);
  }
}

class Planner {
 public:
  Planner(database::Database& database, Sort sort) : database_(database), sort_(sort) {}

  Plan plan(Node tree) {
    auto kept = without_empty_terms(std::move(tree));
    if (!kept) {
      plan_.notes.push_back("there is no word in the query");
      plan_.sql = "SELECT 0 WHERE 0 LIMIT ?";
      return std::move(plan_);
    }
    sort_out(std::move(*kept));
    if (!wanted_.empty())
      lead_by_text();
    else
      lead_by_store();
    return std::move(plan_);
  }

 private:
  // What the top level says: the parts that must all hold.
  void sort_out(Node tree) {
    std::vector<Node> parts;
    if (tree.type == NodeType::all_of)
      parts = std::move(tree.children);
    else
      parts.push_back(std::move(tree));
    std::vector<Node> negated_text;
    for (Node& part : parts) {
      if (auto match = match_tree(part))
        wanted_.push_back(std::move(*match));
      else if (part.type == NodeType::none_of && match_tree(part.children.front()))
        negated_text.push_back(std::move(part));
      else if (part.type == NodeType::term && part.term.field == Field::date)
        narrow(part.term.interval);
      else
        others_.push_back(std::move(part));
    }
    // The index names every attachment with its type (archiver/index_text): few rows remain to be looked at.
    for (const Node& part : others_)
      if (part.type == NodeType::term && part.term.field == Field::filetype)
        wanted_.push_back(fmt::format("attachment_names : (\"{}\")", part.term.value));
    for (Node& part : negated_text) {
      if (!wanted_.empty())
        unwanted_.push_back(*match_tree(part.children.front()));
      else
        others_.push_back(std::move(part));
    }
  }

  void narrow(const Interval& days) {
    arrival_.low = std::max(arrival_.low, days.low);
    arrival_.high = std::min(arrival_.high, days.high);
  }

  void lead_by_text() {
    id_ = "e.message_id";
    std::vector<std::string> where{"mail MATCH ?"};
    plan_.parameters.emplace_back(match_all(wanted_, unwanted_));
    if (arrival_.low > 0 || arrival_.high != Interval{}.high) {
      where.push_back("mail.rowid >= ? AND mail.rowid < ?");
      plan_.parameters.emplace_back(first_row_of(arrival_.low));
      plan_.parameters.emplace_back(first_row_of(arrival_.high));
    }
    for (const Node& part : others_) where.push_back(test_of(part));
    // CROSS JOIN keeps the order of the tables (https://sqlite.org/optoverview.html §8.2): the index leads.
    const std::string from = fmt::format("main.mail CROSS JOIN main.entry e ON e.id = mail.rowid{}",
                                         reads_message_ ? " CROSS JOIN crm.message m ON m.id = e.message_id" : "");
    if (sort_ == Sort::newest)
      plan_.sql = fmt::format("SELECT e.message_id FROM {} WHERE {} ORDER BY mail.rowid DESC LIMIT ?", from,
                              fmt::join(where, " AND "));
    else
      plan_.sql = fmt::format(
          "SELECT id FROM (SELECT e.message_id AS id, mail.rowid AS place, relevance(mail, {}) AS score FROM {}"
          " WHERE {} ORDER BY mail.rowid DESC LIMIT {}) ORDER BY score, place DESC LIMIT ?",
          weights, from, fmt::join(where, " AND "), most_ranked);
  }

  void lead_by_store() {
    id_ = "m.id";
    std::vector<std::string> where;
    std::string from = "crm.message m";
    if (auto leader = take_small_set()) {
      from = fmt::format("(SELECT DISTINCT message_id FROM ({})) s CROSS JOIN crm.message m ON m.id = s.message_id",
                         leader->sql);
      add(leader->parameters);
    }
    if (arrival_.low != Interval{}.low || arrival_.high != Interval{}.high) {
      where.push_back("m.arrived_at >= ? AND m.arrived_at < ?");
      plan_.parameters.emplace_back(arrival_.low);
      plan_.parameters.emplace_back(arrival_.high);
    }
    for (const Node& part : others_) where.push_back(test_of(part));
    plan_.sql = fmt::format("SELECT m.id FROM {}{}{} ORDER BY m.arrived_at DESC, m.id DESC LIMIT ?", from,
                            where.empty() ? "" : " WHERE ", fmt::join(where, " AND "));
  }

  // Takes the first part that names few messages out of others_.
  std::optional<Condition> take_small_set() {
    for (auto part = others_.begin(); part != others_.end(); ++part) {
      if (part->type != NodeType::term || is_text_field(part->term.field)) continue;
      Condition condition = condition_of(database_, part->term);
      if (condition.form != Condition::Form::set || !is_small(condition)) continue;
      others_.erase(part);
      return condition;
    }
    return {};
  }

  [[nodiscard]] bool is_small(const Condition& set) const {
    database::Statement count(database_.handle(), fmt::format("SELECT count(*) FROM (SELECT 1 FROM ({}) LIMIT {})",
                                                              set.sql, smallest_walk + 1));
    bind(count, set.parameters);
    return count.step() && count.int64(0) <= smallest_walk;
  }

  std::string test_of(const Node& node) {
    switch (node.type) {
      case NodeType::none_of:
        return fmt::format("NOT {}", test_of(node.children.front()));
      case NodeType::all_of:
      case NodeType::any_of:
        break;
      case NodeType::term:
        return is_text_field(node.term.field) ? test_of_text(match_term(node.term)) : test_of_term(node.term);
    }
    if (auto match = match_tree(node)) return test_of_text(std::move(*match));
    std::vector<std::string> parts;
    for (const Node& child : node.children) parts.push_back(test_of(child));
    return fmt::format("({})", fmt::join(parts, node.type == NodeType::all_of ? " AND " : " OR "));
  }

  std::string test_of_text(std::string match) {
    plan_.parameters.emplace_back(std::move(match));
    return fmt::format(
        "{} IN (SELECT te.message_id FROM main.mail t CROSS JOIN main.entry te ON te.id = t.rowid WHERE t.mail MATCH "
        "?)",
        id_);
  }

  std::string test_of_term(const Term& term) {
    Condition condition = condition_of(database_, term);
    add(condition.parameters);
    if (!condition.note.empty()) plan_.notes.push_back(std::move(condition.note));
    reads_message_ = reads_message_ || condition.reads_message;
    // The plus keeps SQLite from leading with the set, which would read it all before the first hit.
    if (condition.form == Condition::Form::set) return fmt::format("+{} IN ({})", id_, condition.sql);
    std::string sql = std::move(condition.sql);
    constexpr std::string_view hole = "{id}";
    for (auto at = sql.find(hole); at != std::string::npos; at = sql.find(hole)) sql.replace(at, hole.size(), id_);
    return sql;
  }

  void add(std::vector<Parameter>& parameters) {
    plan_.parameters.insert(plan_.parameters.end(), std::make_move_iterator(parameters.begin()),
                            std::make_move_iterator(parameters.end()));
  }

  database::Database& database_;
  Sort sort_;
  Plan plan_;
  std::string id_;
  bool reads_message_ = false;
  Interval arrival_;
  std::vector<std::string> wanted_, unwanted_;  // FTS5 expressions
  std::vector<Node> others_;
};

}  // namespace

Plan make_plan(database::Database& database, const Node& tree, Sort sort) { return Planner(database, sort).plan(tree); }

}  // namespace tradewind::crm::search

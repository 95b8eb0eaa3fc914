// The conditions of a list: only those that apply stand in the SQL, so that an index is found for them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "crm_core/database/database.hpp"

namespace tradewind::crm {

class Where {
 public:
  explicit Where(std::string_view condition) : text_("(" + std::string(condition) + ")") {}

  // A condition with one "?", and its value.
  void add(std::string_view condition, std::variant<std::int64_t, std::string> value) {
    add(condition);
    values_.push_back(std::move(value));
  }
  void add(std::string_view condition) { text_.append(" AND ").append(condition); }
  // One more value, of a condition with several.
  void value(std::variant<std::int64_t, std::string> value) { values_.push_back(std::move(value)); }
  // Nothing given: no condition.
  void equals(std::string_view column, const std::string& value) {
    if (!value.empty()) add(std::string(column) + " = ?", value);
  }
  void equals(std::string_view column, const std::optional<std::int64_t>& value) {
    if (value) add(std::string(column) + " = ?", *value);
  }

  // "SELECT ... WHERE " + conditions + order + a page, with all values bound.
  [[nodiscard]] database::Query select(database::Database& database, std::string_view head, std::string_view order,
                                       int limit, int offset) const {
    auto& statement = database.prepare(std::string(head).append(text_).append(order).append(" LIMIT ? OFFSET ?"));
    int index = 0;
    for (const auto& value : values_) std::visit([&](const auto& each) { statement.bind(++index, each); }, value);
    statement.bind(++index, limit);
    statement.bind(++index, offset);
    return database::Query(statement);
  }

 private:
  std::string text_;
  std::vector<std::variant<std::int64_t, std::string>> values_;
};

// The pattern for "LIKE ? ESCAPE '!'": this text anywhere.
[[nodiscard]] inline std::string containing(std::string_view text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '!') pattern += '!';
    pattern += c;
  }
  return pattern + "%";
}

}  // namespace tradewind::crm

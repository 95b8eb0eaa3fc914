// What a condition compares: the fields of a record as values, unknown when the record does not say.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "crm_core/model/amount.hpp"

namespace tradewind::crm::rules {

enum class Type { text, number, boolean, list };

[[nodiscard]] std::string_view to_text(Type type);

struct Unknown {
  friend bool operator==(const Unknown&, const Unknown&) = default;
};
using Value = std::variant<Unknown, std::string, Amount, bool, std::vector<std::string>>;

// "unknown", "\"DE\"", "60.00", "true", "[\"vip\"]".
[[nodiscard]] std::string to_text(const Value& value);

// "" is unknown.
[[nodiscard]] Value text_value(std::string_view text);
[[nodiscard]] Value number_value(std::int64_t number);
[[nodiscard]] Value decimal_value(std::string_view text);  // unknown for what is no decimal number

struct FieldInfo {
  std::string_view name;  // "lead.country"
  Type type = Type::text;
  std::string_view help;
};

}  // namespace tradewind::crm::rules

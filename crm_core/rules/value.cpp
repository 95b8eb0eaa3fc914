#include "crm_core/rules/value.hpp"

#include <fmt/format.h>

namespace tradewind::crm::rules {

std::string_view to_text(Type type) {
  switch (type) {
    case Type::text:
      return "text";
    case Type::number:
      return "number";
    case Type::boolean:
      return "yes or no";
    case Type::list:
      return "list";
  }
  return "text";
}

std::string to_text(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return fmt::format("\"{}\"", *text);
  if (const auto* number = std::get_if<Amount>(&value)) return number->to_text();
  if (const auto* boolean = std::get_if<bool>(&value)) return *boolean ? "true" : "false";
  if (const auto* list = std::get_if<std::vector<std::string>>(&value)) {
    std::string text = "[";
    for (const auto& each : *list) text += fmt::format("{}\"{}\"", text.size() > 1 ? ", " : "", each);
    return text + "]";
  }
  return "unknown";
}

Value text_value(std::string_view text) {
  if (text.empty()) return Unknown{};
  return std::string(text);
}

Value number_value(std::int64_t number) { return decimal_value(std::to_string(number)); }

Value decimal_value(std::string_view text) {
  if (const auto number = Amount::parse(text)) return *number;
  return Unknown{};
}

}  // namespace tradewind::crm::rules

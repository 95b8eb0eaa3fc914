#include "crm_core/service/import_fields.hpp"

#include <fmt/format.h>

#include "crm_core/service/field_check.hpp"

namespace tradewind::crm {

void refuse(const std::string& path, std::string_view what) {
  throw FieldError{{Fault::invalid, fmt::format("{}: {}", path, what), "see docs/record-import.md for the format"}};
}

void must(const Result<void>& checked) {
  if (!checked) throw FieldError{checked.error()};
}

Fields::Fields(const Json& object, std::string path) : object_(object), path_(std::move(path)) {
  if (!object_.is_object()) refuse(path_.empty() ? "document" : path_, "not an object");
}

std::string Fields::path(std::string_view name) const {
  return path_.empty() ? std::string(name) : fmt::format("{}.{}", path_, name);
}

std::string Fields::text(const char* name) const {
  const Json* value = find(name);
  if (value == nullptr) return {};
  if (!value->is_string()) refuse(path(name), "not a text");
  return value->get<std::string>();
}

std::string Fields::needed(const char* name) const {
  std::string value = text(name);
  if (value.empty()) refuse(path(name), "missing or empty");
  return value;
}

std::string Fields::decimal(const char* name) const {
  const Json* value = find(name);
  if (value == nullptr) return {};
  if (!value->is_number() && !value->is_string()) refuse(path(name), "not a number");
  std::string digits = value->is_number() ? value->dump() : value->get<std::string>();
  must(check_decimal(digits, path(name)));
  return digits;
}

std::vector<std::string> Fields::texts(const char* name) const {
  std::vector<std::string> values;
  for (const auto& [value, where] : list(name)) {
    if (!value->is_string()) refuse(where, "not a text");
    values.push_back(value->get<std::string>());
  }
  return values;
}

std::vector<std::pair<const Fields::Json*, std::string>> Fields::list(const char* name) const {
  std::vector<std::pair<const Json*, std::string>> values;
  const Json* array = find(name);
  if (array == nullptr) return values;
  if (!array->is_array()) refuse(path(name), "not a list");
  for (std::size_t i = 0; i < array->size(); ++i)
    values.emplace_back(&(*array)[i], fmt::format("{}[{}]", path(name), i));
  return values;
}

const Fields::Json* Fields::find(const char* name) const {
  const auto found = object_.find(name);
  return found == object_.end() || found->is_null() ? nullptr : &*found;
}

}  // namespace tradewind::crm

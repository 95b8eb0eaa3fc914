// The definitions of custom fields, with their choices and masks. See store.hpp for how repositories are used.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/custom_field.hpp"

namespace tradewind::crm {

class CustomFieldRepository {
 public:
  explicit CustomFieldRepository(database::Database& database) : database_(database) {}

  // Those in use, by position and name.
  [[nodiscard]] std::vector<CustomField> of(RecordType type);
  // All that there are and were, retired and purged ones too.
  [[nodiscard]] std::vector<CustomField> all();
  // In use or retired.
  [[nodiscard]] std::optional<CustomField> find(RecordType type, std::string_view name);

  RecordId insert(const CustomField& field);
  // All but its kind, type and target; version counts up. Values of choices follow the choices' new positions.
  void update(const CustomField& field);

 private:
  [[nodiscard]] std::vector<CustomField> read(std::string_view condition, std::optional<std::string_view> type,
                                              std::optional<std::string_view> name);
  void write_parts(const CustomField& field);
  database::Database& database_;
};

}  // namespace tradewind::crm

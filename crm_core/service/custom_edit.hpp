// The custom fields of one record that is added or changed: part of the change that the record's own service makes, in
// its transaction, under its version check, in its audit row.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/database/database.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/custom_field.hpp"
#include "crm_core/store/custom_value_repository.hpp"

namespace tradewind::crm {

// Those in use that the actor may see.
[[nodiscard]] std::vector<CustomField> visible_fields(database::Database& database, const Actor& actor,
                                                      RecordType type);
// One of them, by name, with or without "custom.". Fault::invalid says which there are.
[[nodiscard]] Result<const CustomField*> find_field(const std::vector<CustomField>& fields, RecordType type,
                                                    std::string_view name);

class CustomEdit {
 public:
  // Nothing changes.
  CustomEdit() = default;
  // What is not said gets its preset. With texts (a person, or a file that speaks for one) required fields must be
  // there, unless the texts are those of a whole data set (`complete` is false); without any the caller is a machine,
  // which knows no custom fields. Fault::invalid names the field.
  [[nodiscard]] static Result<CustomEdit> of_new(database::Database& database, const Actor& actor, RecordType type,
                                                 const std::optional<CustomTexts>& texts, bool complete = true);
  // What is not said stays. A required field is not cleared.
  [[nodiscard]] static Result<CustomEdit> of_stored(database::Database& database, const Actor& actor, RecordType type,
                                                    RecordId record, const std::optional<CustomTexts>& texts);

  [[nodiscard]] bool changes_nothing() const { return changes_.empty(); }
  void write(database::Database& database, RecordId record) const;
  // The record's audit JSON with the fields that change: as they were, and as they are.
  [[nodiscard]] std::string before(std::string json) const;
  [[nodiscard]] std::string after(std::string json) const;

  void add(const CustomField& field, std::string before, std::string after);

 private:
  struct Changed {
    CustomField field;
    std::string before, after;
  };
  std::vector<Changed> changes_;
};

}  // namespace tradewind::crm

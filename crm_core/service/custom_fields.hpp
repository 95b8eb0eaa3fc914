// The fields that a firm adds to its records: made and changed by administrators, audited. Their values:
// custom_edit.hpp (writing) and custom_view.hpp (reading).
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/custom_field.hpp"
#include "crm_core/model/notice.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

inline constexpr std::size_t most_custom_fields = 200;  // of one kind of record, those in use
inline constexpr std::size_t most_choices = 500;

// The kinds of records that have custom fields.
inline constexpr RecordType custom_field_types[] = {RecordType::customer, RecordType::contact, RecordType::lead,
                                                    RecordType::opportunity, RecordType::supplier};
// Fault::invalid for a kind that has none.
[[nodiscard]] Result<RecordType> custom_field_type(std::string_view text);

class CustomFields {
 public:
  explicit CustomFields(Store& store) : store_(store) {}

  // Those that the actor may see, by kind, position and name; of one kind, or of all. `retired`: also those.
  [[nodiscard]] Result<std::vector<CustomField>> list(const Actor& actor, std::optional<RecordType> of, bool retired);
  [[nodiscard]] Result<CustomField> show(const Actor& actor, RecordType of, std::string_view name);
  [[nodiscard]] Result<std::int64_t> records_with(const Actor& actor, const CustomField& field);

  // Fault::invalid names the part; Fault::conflict when there is one of that name.
  [[nodiscard]] Result<RecordId> add(const Actor& actor, CustomField field);
  // All but kind, name, type and target. A choice that is left out goes, or is no longer offered when a record has it.
  // Fault::conflict when the value's version is not the stored one.
  [[nodiscard]] Result<void> change(const Actor& actor, CustomField field);
  // Shown nowhere from now on; the values stay, and come back with it.
  [[nodiscard]] Result<void> retire(const Actor& actor, RecordType of, std::string_view name, std::string_view why);
  [[nodiscard]] Result<void> restore(const Actor& actor, RecordType of, std::string_view name);
  // Takes a retired field and its values away for good; its name is free then. How many records had one.
  [[nodiscard]] Result<std::int64_t> purge(const Actor& actor, RecordType of, std::string_view name);
  // Oldest first.
  [[nodiscard]] Result<std::vector<AuditEntry>> history(const Actor& actor, RecordType of, std::string_view name);

 private:
  Store& store_;
};

// The checks of add() and change(), for imports too. Brings the parts into the form in which they are stored.
[[nodiscard]] Result<void> check_custom_field(database::Database& database, CustomField& field);
[[nodiscard]] std::string to_json(const CustomField& field);

}  // namespace tradewind::crm

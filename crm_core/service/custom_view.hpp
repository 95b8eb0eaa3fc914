// The custom fields of records as an actor sees them: fields hidden from the role are not there at all. Whether the
// record itself is seen is for the caller to have asked (service/sight.hpp).
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/custom_field.hpp"
#include "crm_core/store/custom_value_repository.hpp"

namespace tradewind::crm {

struct CustomView {
  std::vector<CustomField> fields;          // in use, by position and name
  std::map<RecordId, CustomValues> values;  // of each record that has some

  // "" when it is not known.
  [[nodiscard]] std::string written(RecordId record, const CustomField& field) const;
};

// Two queries for any number of records, one where the kind has no fields.
[[nodiscard]] CustomView custom_view(database::Database& database, const Actor& actor, RecordType type,
                                     std::span<const RecordId> records);

// Of one field: "Nordhaus GmbH (customer 12)" of a link, by its number alone when the actor does not see that record.
[[nodiscard]] std::string people_form(database::Database& database, const Actor& actor, const CustomField& field,
                                      std::string_view written);

// Takes the fields that are hidden from a role out of the audit's JSON, those of fields that are gone too.
class AuditMask {
 public:
  AuditMask(database::Database& database, const Actor& actor);
  [[nodiscard]] std::string of(std::string_view record_type, std::string json) const;

 private:
  std::multimap<std::string, std::string, std::less<>> hidden_;  // kind of record -> "custom.margin"
};

}  // namespace tradewind::crm

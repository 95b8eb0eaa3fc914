// Custom fields as conditions of rules name them: customer.custom.budget and customer.custom.budget.currency,
// customer.custom.renewal and customer.custom.renewal.in_days.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/custom_field.hpp"
#include "crm_core/rules/rule.hpp"
#include "crm_core/store/custom_value_repository.hpp"

namespace tradewind::crm {

// Those that the actor may see, of customers, leads and deals.
[[nodiscard]] std::vector<rules::ExtraField> rule_fields(database::Database& database, const Actor& actor);
// All of them: what a stored rule may name.
[[nodiscard]] std::vector<rules::ExtraField> rule_fields(database::Database& database);

// The values of one record, read once, when they are first asked for.
class CustomFacts {
 public:
  explicit CustomFacts(database::Database& database) : database_(database) {}
  // `field` is what stands behind "customer.custom.".
  [[nodiscard]] rules::Value read(RecordType type, RecordId record, std::string_view field);

 private:
  struct Read {
    RecordId record = 0;
    std::vector<CustomField> fields;
    CustomValues values;
  };
  database::Database& database_;
  std::map<RecordType, Read> read_;
};

}  // namespace tradewind::crm

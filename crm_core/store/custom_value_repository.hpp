// What stands in the custom fields of records. See store.hpp for how repositories are used.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/custom_field.hpp"

namespace tradewind::crm {

// Written values (model/custom_field.hpp) by the number of their field; what is not known is not in it.
using CustomValues = std::map<RecordId, std::string>;

class CustomValueRepository {
 public:
  explicit CustomValueRepository(database::Database& database) : database_(database) {}

  // One query for all the records, whatever their number. `fields`: those of the type that are wanted.
  [[nodiscard]] std::map<RecordId, CustomValues> of_records(RecordType type, std::span<const RecordId> records,
                                                            std::span<const CustomField> fields);
  [[nodiscard]] CustomValues of_record(RecordType type, RecordId record, std::span<const CustomField> fields);
  // An empty text takes the value away.
  void write(const CustomField& field, RecordId record, std::string_view written);
  void remove_record(RecordType type, RecordId record);  // all of its values
  void remove_field(RecordId field);
  [[nodiscard]] std::int64_t records_with(RecordId field);
  [[nodiscard]] bool has_choice(RecordId field, std::string_view choice);

 private:
  database::Database& database_;
};

}  // namespace tradewind::crm

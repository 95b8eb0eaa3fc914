// Records as JSON objects by natural keys, as docs/record-import.md has them: logins, keys, SKUs and numbers in place
// of our own ids, so that they mean the same in another store.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/custom_field.hpp"
#include "crm_core/model/filing.hpp"
#include "crm_core/model/records.hpp"

namespace tradewind::crm {

class RecordObjects {
 public:
  using Json = nlohmann::ordered_json;

  explicit RecordObjects(database::Database& database);

  [[nodiscard]] Json firm() const;
  [[nodiscard]] std::vector<Json> custom_fields() const;  // those in use
  // The names of a kind's custom fields, in their order.
  [[nodiscard]] std::vector<std::string> custom_names(RecordType type) const;
  [[nodiscard]] Json number_patterns() const;
  [[nodiscard]] std::vector<Json> users() const;
  [[nodiscard]] std::vector<Json> products() const;
  [[nodiscard]] std::vector<Json> tasks() const;
  // Null for one that is not there. A customer has its contacts; a contact by itself also says whose it is.
  [[nodiscard]] Json record(RecordType type, RecordId id) const;

 private:
  [[nodiscard]] Json customer(RecordId id) const;
  [[nodiscard]] Json contact(const Contact& contact) const;
  [[nodiscard]] Json supplier(RecordId id) const;
  [[nodiscard]] Json quotation(RecordId id) const;
  [[nodiscard]] Json order(RecordId id) const;
  [[nodiscard]] Json service_case(RecordId id) const;
  [[nodiscard]] Json lead(RecordId id) const;
  [[nodiscard]] Json opportunity(RecordId id) const;
  [[nodiscard]] Json key_of(RecordType type, std::optional<RecordId> id) const;
  [[nodiscard]] Json login_of(std::optional<RecordId> user) const;
  [[nodiscard]] Json tags_of(RecordType type, RecordId id) const;
  void add_custom(Json& object, RecordType type, RecordId id) const;
  database::Database& database_;
  std::map<RecordType, std::vector<CustomField>> fields_;
};

}  // namespace tradewind::crm

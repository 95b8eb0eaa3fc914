// Suppliers with their domains and contacts. See store.hpp for how repositories are used.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/records.hpp"
#include "crm_core/store/custom_selection.hpp"

namespace tradewind::crm {

struct SupplierFilter {
  std::string match;  // a part of the name; "": any
  std::string tag;
  CustomSelection custom = {};
};

class SupplierRepository {
 public:
  explicit SupplierRepository(database::Database& database) : database_(database) {}

  [[nodiscard]] std::optional<Supplier> find(RecordId id);
  [[nodiscard]] std::optional<Supplier> find_by_external_key(std::string_view key);
  [[nodiscard]] std::optional<Supplier> find_by_name_key(std::string_view key);
  [[nodiscard]] std::vector<Supplier> list(const SupplierFilter& filter, int limit, int offset);  // by name
  RecordId insert(const Supplier& supplier);  // name key, domains and contacts too
  // Version counts up; domains are replaced, contacts too, but those with a number keep it.
  void update(const Supplier& supplier);

 private:
  [[nodiscard]] std::optional<Supplier> read(database::Statement& rows);
  void write_parts(const Supplier& supplier);
  database::Database& database_;
};

}  // namespace tradewind::crm

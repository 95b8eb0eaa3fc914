// Suppliers with their domains and contacts. See store.hpp for how repositories are used.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/records.hpp"

namespace tradewind::crm {

class SupplierRepository {
 public:
  explicit SupplierRepository(database::Database& database) : database_(database) {}

  [[nodiscard]] std::optional<Supplier> find(RecordId id);
  [[nodiscard]] std::optional<Supplier> find_by_external_key(std::string_view key);
  [[nodiscard]] std::optional<Supplier> find_by_name_key(std::string_view key);
  [[nodiscard]] std::vector<Supplier> list(int limit, int offset);  // by name
  RecordId insert(const Supplier& supplier);                        // name key, domains and contacts too
  void update(const Supplier& supplier);                            // domains and contacts are replaced

 private:
  [[nodiscard]] std::optional<Supplier> read(database::Statement& rows);
  void write_parts(const Supplier& supplier);
  database::Database& database_;
};

}  // namespace tradewind::crm

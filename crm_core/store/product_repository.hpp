// Products and their other names. See store.hpp for how repositories are used.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/records.hpp"

namespace tradewind::crm {

class ProductRepository {
 public:
  explicit ProductRepository(database::Database& database) : database_(database) {}

  [[nodiscard]] std::optional<Product> find_by_sku(std::string_view sku);
  [[nodiscard]] std::vector<Product> list();  // by SKU
  RecordId insert(const Product& product);    // aliases too
  void update(const Product& product);        // aliases are replaced

 private:
  [[nodiscard]] std::optional<Product> read(database::Statement& rows);
  void write_aliases(const Product& product);
  database::Database& database_;
};

}  // namespace tradewind::crm

// All records by natural keys: as the JSON document that `crm import records` takes, and as sheets for spreadsheets.
// Checks no permission: whoever calls it has.
#pragma once

#include <array>
#include <functional>
#include <string_view>

#include "crm_core/database/database.hpp"

namespace tradewind::crm {

class RecordExport {
 public:
  using Write = std::function<bool(std::string_view piece)>;  // says whether to go on

  static constexpr std::array<std::string_view, 11> sheets{"users",    "customers",     "contacts", "suppliers",
                                                           "products", "quotations",    "orders",   "cases",
                                                           "leads",    "opportunities", "tasks"};

  explicit RecordExport(database::Database& database) : database_(database) {}
  void write_json(const Write& write) const;
  // Of `sheets`; a quotation has one row a line. Several values in a cell are separated by ";".
  void write_csv(std::string_view sheet, const Write& write) const;

 private:
  database::Database& database_;
};

}  // namespace tradewind::crm

// Whole tables as lines of JSON: how the store leaves in an open format and comes back the same.
//
// One object a row, by column name: numbers, texts, null; {"blob": "00ff"} for bytes, {"text": "00ff"} for a text that
// is no UTF-8 (mail may bring some).
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/database/database.hpp"

namespace tradewind::crm {

// The tables that are the store's truth: all but the list of migrations.
[[nodiscard]] std::vector<std::string> truth_tables(database::Database& database);

// A row, as for_each_row() gives it, that must not leave the store: the key of our signed Message-IDs. Another store
// makes a key of its own when it first needs one, and does not know the Message-IDs that this one signed.
[[nodiscard]] bool is_secret(std::string_view table, std::string_view line);

// In the order of the primary key. `table`: of truth_tables(). Stops when `visit` says no.
void for_each_row(database::Database& database, std::string_view table,
                  const std::function<bool(std::string_view line)>& visit);

// Puts rows into a table, inside a transaction of the caller's.
class TableFiller {
 public:
  TableFiller(database::Database& database, std::string_view table);
  // Takes all its rows away.
  void clear();
  // Fault::corrupt for what is no row of this table. DatabaseError for one that breaks its constraints.
  [[nodiscard]] Result<void> add(std::string_view line);

 private:
  database::Database& database_;
  std::string table_;
  std::vector<std::string> columns_;
  std::unique_ptr<database::Statement> insert_;
};

}  // namespace tradewind::crm

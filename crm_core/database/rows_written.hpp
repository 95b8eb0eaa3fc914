#pragma once

#include "crm_core/database/database.hpp"

namespace tradewind::database {

// How many rows this connection has inserted, changed and deleted so far, also such as were taken back: when two counts
// are the same, nothing was written between them.
[[nodiscard]] inline std::int64_t rows_written(Database& database) {
  auto rows = database.query("SELECT total_changes()");
  return rows->step() ? rows->int64(0) : 0;
}

}  // namespace tradewind::database

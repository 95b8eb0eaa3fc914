// Migrations: schemas/NNNN_name.sql, built into the program, applied in order, each in its own transaction. A database
// that is newer than the program is refused, never touched.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/database/database.hpp"

namespace tradewind::crm {

struct Migration {
  int version = 0;  // NNNN
  std::string_view name;
  std::string_view sql;
};

// Ascending, without gaps from 1 (throws std::logic_error otherwise: a mistake of ours).
[[nodiscard]] const std::vector<Migration>& embedded_migrations();

// 0 for an empty database. Fault::invalid when it holds tables but is none of ours.
[[nodiscard]] Result<int> schema_version(database::Database& database);

// Brings the database to the last version. Several processes may call it at once: the version is read again under the
// write lock. Fault::unsupported when the database is newer.
[[nodiscard]] Result<void> migrate(database::Database& database, std::span<const Migration> migrations);

// Every table and index with its SQL, sorted by name, comments and blanks folded: equal dumps mean equal schemas.
[[nodiscard]] std::string dump_schema(database::Database& database);

}  // namespace tradewind::crm

// Store: crm.db, opened and brought up to date. The repositories beside it (customer_repository.hpp, ...) are the only
// C++ with SQL.
//
// Writing: open a database::Transaction on database() (BEGIN IMMEDIATE; a nested one is a savepoint), call
// repositories, commit. Keep it under half a second: daemon, command line and nightly job take turns. Threads: one
// Store a thread.
#pragma once

#include <memory>

#include "crm_core/base/result.hpp"
#include "crm_core/database/database.hpp"
#include "crm_core/store/data_directory.hpp"

namespace tradewind::crm {

enum class Access { read, write };

class Store {
 public:
  // Migrates an older database (also with Access::read, which then reopens it read-only). Fault::unsupported for a
  // newer one. Throws DatabaseError when the file is damaged or the disk full.
  [[nodiscard]] static Result<Store> open(const DataDirectory& directory, Access access);

  [[nodiscard]] database::Database& database() const { return *database_; }

 private:
  explicit Store(std::unique_ptr<database::Database> database) : database_(std::move(database)) {}
  std::unique_ptr<database::Database> database_;
};

}  // namespace tradewind::crm

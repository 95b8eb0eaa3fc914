#include "crm_core/store/store.hpp"

#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/migrations.hpp"
#include "crm_core/store/name_parts.hpp"

namespace tradewind::crm {

namespace {

std::unique_ptr<database::Database> connect(const DataDirectory& directory, database::OpenMode mode) {
  database::OpenOptions options;
  options.mode = mode;
  // Each mail touches some ten index pages at random places: kept in memory, and written to the file only now and then.
  if (mode != database::OpenMode::read_only) options.cache_kib = 24 * 1024;
  options.log_pages = 12'000;
  return std::make_unique<database::Database>(directory.store_file(), options);
}

}  // namespace

Result<Store> Store::open(const DataDirectory& directory, Access access) {
  if (access == Access::read && std::filesystem::exists(directory.store_file())) {
    auto database = connect(directory, database::OpenMode::read_only);
    const auto version = schema_version(*database);
    if (!version) return pass_on(version);
    if (*version == embedded_migrations().back().version) return Store(std::move(database));
  }
  auto database = connect(directory, database::OpenMode::create);
  if (auto migrated = migrate(*database, embedded_migrations()); !migrated) return pass_on(migrated);
  CustomerRepository(*database).fill_contact_keys();
  take_in_parts(*database);
  if (access == Access::read) {
    database.reset();  // the last to close works the log into the file, which a reader cannot
    database = connect(directory, database::OpenMode::read_only);
  }
  return Store(std::move(database));
}

}  // namespace tradewind::crm

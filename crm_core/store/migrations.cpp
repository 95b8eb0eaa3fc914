#include "crm_core/store/migrations.hpp"

#include <fmt/format.h>

#include <charconv>
#include <stdexcept>

#include "crm_core/base/time.hpp"
#include "tradewind_schemas.hpp"

namespace tradewind::crm {

namespace {

std::vector<Migration> read_embedded() {
  std::vector<Migration> migrations;
  for (const auto& file : schemas::files()) {
    int version = 0;
    const auto [end, error] = std::from_chars(file.name.data(), file.name.data() + file.name.size(), version);
    if (error != std::errc() || version != static_cast<int>(migrations.size()) + 1)
      throw std::logic_error(
          fmt::format("schemas/{}: migrations are numbered 0001, 0002, ... without a gap", file.name));
    migrations.push_back({version, file.name, file.text});
  }
  return migrations;
}

bool has_table(database::Database& database, std::string_view name) {
  auto rows = database.query("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", name);
  return rows->step();
}

Result<void> refuse_newer(int found, int known) {
  if (found <= known) return {};
  return fail(Fault::unsupported,
              fmt::format("the store has schema version {}, this program knows versions up to {}", found, known),
              "install the newer Tradewind that made it");
}

}  // namespace

const std::vector<Migration>& embedded_migrations() {
  static const std::vector<Migration> migrations = read_embedded();
  return migrations;
}

Result<int> schema_version(database::Database& database) {
  if (has_table(database, "schema_migration")) {
    auto rows = database.query("SELECT coalesce(max(version), 0) FROM schema_migration");
    rows->step();
    return rows->integer(0);
  }
  auto rows = database.query("SELECT count(*) FROM sqlite_schema");
  rows->step();
  if (rows->int64(0) != 0)
    return fail(Fault::invalid, "the database is none of Tradewind's", "name another data directory");
  return 0;
}

Result<void> migrate(database::Database& database, std::span<const Migration> migrations) {
  const int last = migrations.empty() ? 0 : migrations.back().version;
  const auto before = schema_version(database);
  if (!before) return pass_on(before);
  if (*before == last) return {};
  if (auto fine = refuse_newer(*before, last); !fine) return fine;
  for (const Migration& migration : migrations) {
    database::Transaction transaction(database);
    // Another process may have been faster: only what is read under the write lock counts.
    const auto version = schema_version(database);
    if (!version) return pass_on(version);
    if (auto fine = refuse_newer(*version, last); !fine) return fine;
    if (*version >= migration.version) continue;
    database.execute(
        "CREATE TABLE IF NOT EXISTS schema_migration ("
        "version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL)");
    database.execute(std::string(migration.sql));
    database.run("INSERT INTO schema_migration (version, name, applied_at) VALUES (?, ?, ?)", migration.version,
                 migration.name, now());
    transaction.commit();
  }
  return {};
}

namespace {

// Without comments and with single blanks, so that a dump does not depend on how a migration is laid out.
std::string folded(std::string_view sql) {
  std::string text;
  bool blank = false;
  for (std::size_t at = 0; at < sql.size(); ++at) {
    if (sql.substr(at, 2) == "--") {
      at = std::min(sql.find('\n', at), sql.size());
      blank = true;
      continue;
    }
    if (sql[at] == ' ' || sql[at] == '\n' || sql[at] == '\t') {
      blank = true;
      continue;
    }
    if (blank && !text.empty() && text.back() != '(' && sql[at] != ')') text += ' ';
    blank = false;
    text += sql[at];
  }
  return text;
}

}  // namespace

std::string dump_schema(database::Database& database) {
  std::string dump;
  auto rows = database.query(
      "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
      " AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow') ORDER BY type DESC, name");
  while (rows->step()) dump += folded(rows->view(0)) + ";\n";
  return dump;
}

}  // namespace tradewind::crm

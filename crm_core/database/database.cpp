#include "crm_core/database/database.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <chrono>
#include <thread>

namespace tradewind::database {

namespace {
[[noreturn]] void raise(sqlite3* connection, int code, std::string_view doing) {
  const int extended = connection != nullptr ? sqlite3_extended_errcode(connection) : code;
  const char* why = connection != nullptr ? sqlite3_errmsg(connection) : sqlite3_errstr(code);
  throw DatabaseError(extended, fmt::format("database: {} ({})", why, doing.substr(0, 200)));
}
}  // namespace

bool DatabaseError::is_busy() const { return (code_ & 0xff) == SQLITE_BUSY || (code_ & 0xff) == SQLITE_LOCKED; }
bool DatabaseError::is_full() const { return (code_ & 0xff) == SQLITE_FULL || (code_ & 0xff) == SQLITE_IOERR; }
bool DatabaseError::is_constraint() const { return (code_ & 0xff) == SQLITE_CONSTRAINT; }

Statement::Statement(sqlite3* connection, std::string_view sql) : connection_(connection) {
  const int code = sqlite3_prepare_v3(connection, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                      &statement_, nullptr);
  if (code != SQLITE_OK) raise(connection, code, sql);
}

Statement::~Statement() { sqlite3_finalize(statement_); }

void Statement::bind(int index, std::int64_t value) {
  if (sqlite3_bind_int64(statement_, index, value) != SQLITE_OK) raise(connection_, SQLITE_RANGE, "bind integer");
}
void Statement::bind(int index, double value) {
  if (sqlite3_bind_double(statement_, index, value) != SQLITE_OK) raise(connection_, SQLITE_RANGE, "bind real");
}
void Statement::bind(int index, std::string_view text) {
  // A null data pointer would bind NULL; an empty string is not NULL.
  const char* data = text.data() != nullptr ? text.data() : "";
  if (sqlite3_bind_text64(statement_, index, data, text.size(), SQLITE_STATIC, SQLITE_UTF8) != SQLITE_OK)
    raise(connection_, SQLITE_RANGE, "bind text");
}
void Statement::bind_blob(int index, std::string_view bytes) {
  const char* data = bytes.data() != nullptr ? bytes.data() : "";
  if (sqlite3_bind_blob64(statement_, index, data, bytes.size(), SQLITE_STATIC) != SQLITE_OK)
    raise(connection_, SQLITE_RANGE, "bind blob");
}
void Statement::bind_null(int index) {
  if (sqlite3_bind_null(statement_, index) != SQLITE_OK) raise(connection_, SQLITE_RANGE, "bind null");
}

bool Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) {
    sqlite3_reset(statement_);
    return false;
  }
  // The message must be read before the reset, which may replace it.
  try {
    raise(connection_, code, sqlite3_sql(statement_));
  } catch (...) {
    sqlite3_reset(statement_);
    throw;
  }
}

void Statement::run() {
  while (step()) {
  }
}

void Statement::reset() { sqlite3_reset(statement_); }

std::int64_t Statement::int64(int column) const { return sqlite3_column_int64(statement_, column); }
double Statement::real(int column) const { return sqlite3_column_double(statement_, column); }
std::string_view Statement::view(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return data == nullptr ? std::string_view{}
                         : std::string_view(data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
}
std::string_view Statement::blob(int column) const {
  const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  return data == nullptr ? std::string_view{}
                         : std::string_view(data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
}
bool Statement::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
ValueKind Statement::kind(int column) const {
  switch (sqlite3_column_type(statement_, column)) {
    case SQLITE_INTEGER:
      return ValueKind::integer;
    case SQLITE_FLOAT:
      return ValueKind::real;
    case SQLITE_TEXT:
      return ValueKind::text;
    case SQLITE_BLOB:
      return ValueKind::blob;
    default:
      return ValueKind::null;
  }
}
std::optional<std::int64_t> Statement::optional_int64(int column) const {
  if (is_null(column)) return {};
  return int64(column);
}
std::optional<std::string> Statement::optional_text(int column) const {
  if (is_null(column)) return {};
  return text(column);
}
int Statement::column_count() const { return sqlite3_column_count(statement_); }
std::string Statement::column_name(int column) const { return sqlite3_column_name(statement_, column); }

Database::Database(const std::filesystem::path& path, const OpenOptions& options) {
  // Nobody reads SQLite's count of its memory, and keeping it takes a mutex with every allocation. Fails once SQLite is in use.
  [[maybe_unused]] static const int without_count = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  const int flags = options.mode == OpenMode::read_only    ? SQLITE_OPEN_READONLY
                    : options.mode == OpenMode::read_write ? SQLITE_OPEN_READWRITE
                                                           : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const int code = sqlite3_open_v2(path.c_str(), &connection_, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  try {
    if (code != SQLITE_OK) raise(connection_, code, path.native());
    sqlite3_busy_timeout(connection_, options.busy_timeout_ms);
    if (options.mode == OpenMode::create) execute(fmt::format("PRAGMA page_size={}", options.page_bytes));
    if (options.mode != OpenMode::read_only) {
      change_to_write_ahead_log(options.busy_timeout_ms);
      execute(fmt::format("PRAGMA wal_autocheckpoint={}; PRAGMA journal_size_limit={}", options.log_pages,
                          2 * options.log_pages * options.page_bytes));
    }
    execute(fmt::format("PRAGMA foreign_keys=ON; PRAGMA synchronous={}; PRAGMA cache_size=-{}; PRAGMA mmap_size={};"
                        "PRAGMA temp_store=MEMORY",
                        options.full_sync ? "FULL" : "NORMAL", options.cache_kib, options.mmap_bytes));
  } catch (...) {
    sqlite3_close(connection_);
    throw;
  }
}

// For the change the file is needed alone. Two that make it at the same time would wait for each other, so SQLite calls one of them busy
// without having waited (sqlite3_busy_handler); once one of them is done, there is nothing left to change.
void Database::change_to_write_ahead_log(int busy_timeout_ms) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(busy_timeout_ms);
  for (;;) {
    try {
      return execute("PRAGMA journal_mode=WAL");
    } catch (const DatabaseError& error) {
      if (!error.is_busy() || std::chrono::steady_clock::now() > until) throw;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

Database::~Database() {
  statements_.clear();
  sqlite3_close(connection_);
}

Statement& Database::prepare(std::string_view sql) {
  auto found = statements_.find(sql);
  if (found == statements_.end())
    found = statements_.emplace(std::string(sql), std::make_unique<Statement>(connection_, sql)).first;
  found->second->reset();
  return *found->second;
}

void Database::execute(const std::string& sql) {
  const int code = sqlite3_exec(connection_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) raise(connection_, code, sql);
}

std::int64_t Database::last_insert_id() const { return sqlite3_last_insert_rowid(connection_); }
std::int64_t Database::changes() const { return sqlite3_changes64(connection_); }
bool Database::in_transaction() const { return sqlite3_get_autocommit(connection_) == 0; }

void Database::release_memory() { sqlite3_db_release_memory(connection_); }

std::vector<std::string> Database::tables() {
  std::vector<std::string> names;
  // Full-text tables are indexes: what stands in them stands in others.
  Query rows = query(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' "
      "ORDER BY name");
  while (rows->step()) names.push_back(rows->text(0));
  return names;
}

void Database::check_references_at_commit() { execute("PRAGMA defer_foreign_keys=ON"); }

void Database::attach(const std::filesystem::path& path, std::string_view name) {
  Statement attach(connection_, fmt::format("ATTACH DATABASE ? AS {}", name));
  attach.run_with(path.native());
}

void Database::copy_to(const std::filesystem::path& target) {
  sqlite3* copy = nullptr;
  int code = sqlite3_open_v2(target.c_str(), &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXRESCODE, nullptr);
  sqlite3_backup* backup = code == SQLITE_OK ? sqlite3_backup_init(copy, "main", connection_, "main") : nullptr;
  if (backup == nullptr) {
    const std::string why = sqlite3_errmsg(copy);
    sqlite3_close(copy);
    throw DatabaseError(code, fmt::format("database: {} (copy to {})", why, target.native()));
  }
  // In one step: a read transaction of a WAL database does not hold writers up, and steps would restart at each write.
  code = sqlite3_backup_step(backup, -1);
  const int finish = sqlite3_backup_finish(backup);
  const std::string why = sqlite3_errmsg(copy);
  sqlite3_close(copy);
  if (code != SQLITE_DONE || finish != SQLITE_OK)
    throw DatabaseError(code, fmt::format("database: {} (copy to {})", why, target.native()));
}

Snapshot::Snapshot(Database& database) : database_(database) { database_.execute("BEGIN"); }
Snapshot::~Snapshot() {
  try {
    if (database_.in_transaction()) database_.execute("COMMIT");
  } catch (const DatabaseError&) {
    // Nothing was written, so nothing is lost.
  }
}

Transaction::Transaction(Database& database) : database_(database), nested_(database.in_transaction()) {
  // One name serves any depth: the innermost savepoint of a name is meant (SQLite, "lang_savepoint").
  database_.execute(nested_ ? "SAVEPOINT inner" : "BEGIN IMMEDIATE");
}
Transaction::~Transaction() {
  if (!open_) return;
  try {
    // A full disk may have rolled the whole transaction back already.
    if (database_.in_transaction()) database_.execute(nested_ ? "ROLLBACK TO inner; RELEASE inner" : "ROLLBACK");
  } catch (const DatabaseError&) {
    // The connection is beyond use; the next statement on it says so.
  }
}
void Transaction::commit() {
  database_.execute(nested_ ? "RELEASE inner" : "COMMIT");
  open_ = false;
}

}  // namespace tradewind::database

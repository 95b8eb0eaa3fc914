// The one wrapper round SQLite: connection, prepared statement, transaction. crm.db, vault.db and search.db all go through
// it, and nothing else includes sqlite3.h but this folder and the FTS5 tokenizer.
//
// Failures here mean a broken world (disk full, corrupt file, a bug in our SQL) and throw DatabaseError; callers that can
// wait or report catch it at the edge (daemon, main). A busy database waits up to the timeout given to open().
// Threads: a Database and its statements belong to one thread at a time. Open one Database a thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace tradewind::database {

class DatabaseError : public std::runtime_error {
 public:
  DatabaseError(int code, const std::string& what) : std::runtime_error(what), code_(code) {}
  // SQLite's extended result code.
  [[nodiscard]] int code() const { return code_; }
  [[nodiscard]] bool is_busy() const;
  [[nodiscard]] bool is_full() const;  // disk full or I/O error: nothing was committed
  [[nodiscard]] bool is_constraint() const;

 private:
  int code_;
};

// As which kind a value is stored.
enum class ValueKind { null, integer, real, text, blob };

// Bytes for a BLOB column (text binds as TEXT).
struct Blob {
  std::string_view bytes;
};

// A prepared statement in use. Bind in order, step, read columns; reset() to use it again.
//   auto& s = db.prepare("SELECT id FROM customer WHERE name = ?");   // cached by its text
//   s.bind_all(name); if (s.step()) id = s.int64(0);
class Statement {
 public:
  Statement(sqlite3* connection, std::string_view sql);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  // Resets the statement and binds the values to ?1, ?2, ... Text and blobs are not copied: they must outlive the next
  // step(), or reset. std::nullopt and nullptr bind NULL.
  template <class... Values>
  Statement& bind_all(const Values&... values) {
    reset();
    int index = 0;
    (bind(++index, values), ...);
    return *this;
  }
  void bind(int index, std::int64_t value);
  void bind(int index, int value) { bind(index, static_cast<std::int64_t>(value)); }
  void bind(int index, std::uint32_t value) { bind(index, static_cast<std::int64_t>(value)); }
  void bind(int index, std::uint64_t value) { bind(index, static_cast<std::int64_t>(value)); }
  void bind(int index, bool value) { bind(index, static_cast<std::int64_t>(value)); }
  void bind(int index, double value);
  void bind(int index, std::string_view text);
  void bind(int index, const std::string& text) { bind(index, std::string_view(text)); }
  void bind(int index, const char* text) { bind(index, std::string_view(text)); }
  void bind(int index, std::nullopt_t) { bind_null(index); }
  void bind(int index, std::nullptr_t) { bind_null(index); }
  template <class T>
  void bind(int index, const std::optional<T>& value) {
    if (value) bind(index, *value);
    else bind_null(index);
  }
  void bind(int index, Blob blob) { bind_blob(index, blob.bytes); }
  void bind_blob(int index, std::string_view bytes);
  void bind_null(int index);

  // True while there is a row. After false the statement is reset by the next bind_all().
  bool step();
  // step() for statements that give no rows.
  void run();
  template <class... Values>
  void run_with(const Values&... values) {
    bind_all(values...);
    run();
  }
  void reset();

  [[nodiscard]] std::int64_t int64(int column) const;
  [[nodiscard]] int integer(int column) const { return static_cast<int>(int64(column)); }
  [[nodiscard]] bool boolean(int column) const { return int64(column) != 0; }
  [[nodiscard]] double real(int column) const;
  // Valid until the next step() or reset().
  [[nodiscard]] std::string_view view(int column) const;
  [[nodiscard]] std::string text(int column) const { return std::string(view(column)); }
  [[nodiscard]] std::string_view blob(int column) const;
  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] ValueKind kind(int column) const;
  [[nodiscard]] std::optional<std::int64_t> optional_int64(int column) const;
  [[nodiscard]] std::optional<std::string> optional_text(int column) const;
  [[nodiscard]] int column_count() const;
  [[nodiscard]] std::string column_name(int column) const;

 private:
  sqlite3* connection_;
  sqlite3_stmt* statement_ = nullptr;
};

// A bound statement while its rows are read; reset at the end of the scope. A statement left between two rows would hold its read
// transaction open: the next write on the connection would fail as busy and the log could not be checkpointed.
//   auto rows = db.query("SELECT name FROM customer WHERE owner_id = ?", owner);
//   while (rows->step()) names.push_back(rows->text(0));
class Query {
 public:
  explicit Query(Statement& statement) : statement_(statement) {}
  ~Query() { statement_.reset(); }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  Statement* operator->() const { return &statement_; }
  Statement& operator*() const { return statement_; }

 private:
  Statement& statement_;
};

enum class OpenMode { read_only, read_write, create };

struct OpenOptions {
  OpenMode mode = OpenMode::create;
  int page_bytes = 4096;              // only matters when the file is created
  int cache_kib = 8192;               // page cache of this connection
  int busy_timeout_ms = 30'000;
  std::int64_t mmap_bytes = 0;        // 0: no memory mapping
  int log_pages = 4000;               // the write-ahead log is worked into the file when it has so many
  bool full_sync = true;              // synchronous=FULL: a commit survives power loss; else NORMAL (for derived data)
};

template <class T>
inline constexpr bool owns_text = std::is_same_v<T, std::string> || std::is_same_v<T, std::optional<std::string>>;

class Database {
 public:
  // WAL mode, foreign keys on. Path ":memory:" gives a private in-memory database.
  explicit Database(const std::filesystem::path& path, const OpenOptions& options = {});
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Prepared once per text and kept; do not use the same text twice at the same time (nested loops): use a Statement then.
  Statement& prepare(std::string_view sql);
  // The statement with its values bound, to be stepped through. The values must live as long as the Query: a string made in the call
  // itself does not.
  template <class... Values>
  [[nodiscard]] Query query(std::string_view sql, Values&&... values) {
    static_assert((!(owns_text<std::remove_cvref_t<Values>> && !std::is_lvalue_reference_v<Values>) && ...),
                  "give the string a name, it must outlive the rows");
    return Query(prepare(sql).bind_all(values...));
  }
  // Prepares, binds and runs a statement that gives no rows.
  template <class... Values>
  void run(std::string_view sql, const Values&... values) {
    prepare(sql).run_with(values...);
  }
  // One or more statements without parameters.
  void execute(const std::string& sql);
  [[nodiscard]] std::int64_t last_insert_id() const;
  [[nodiscard]] std::int64_t changes() const;
  [[nodiscard]] bool in_transaction() const;
  // Every table, by name.
  [[nodiscard]] std::vector<std::string> tables();
  // In the transaction that is open: references are checked when it commits, so that rows may come in any order.
  void check_references_at_commit();
  // Makes this file readable as schema `name` beside main.
  void attach(const std::filesystem::path& path, std::string_view name);
  // A consistent copy, taken while others write (SQLite online backup).
  void copy_to(const std::filesystem::path& target);
  // Drops the pages that are only kept to be read again.
  void release_memory();
  [[nodiscard]] sqlite3* handle() const { return connection_; }

 private:
  void change_to_write_ahead_log(int busy_timeout_ms);
  // Finds a text by its view, without a copy.
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  sqlite3* connection_ = nullptr;
  std::unordered_map<std::string, std::unique_ptr<Statement>, TextHash, std::equal_to<>> statements_;
};

// What is read while it lives is of one moment, and the locks are taken once instead of with each statement. Of a
// connection that is in no transaction.
class Snapshot {
 public:
  explicit Snapshot(Database& database);
  ~Snapshot();
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

 private:
  Database& database_;
};

// BEGIN IMMEDIATE ... COMMIT; rolls back unless committed. Inside another one it is a savepoint: its commit lasts only if the outer one
// commits, its rollback undoes only what was done since it began.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& database_;
  bool nested_;
  bool open_ = true;
};

}  // namespace tradewind::database

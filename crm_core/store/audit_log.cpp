#include "crm_core/store/audit_log.hpp"

#include "crm_core/base/sha256.hpp"
#include "crm_core/base/time.hpp"
#include "crm_core/model/records.hpp"
#include "crm_core/store/or_null.hpp"

namespace tradewind::crm {

namespace {

// Each field with its length before it, so that no two different rows read the same.
std::string chained(std::string_view chain_before, const AuditEntry& entry) {
  Sha256 hash;
  const auto add = [&](std::string_view field) {
    hash.update(std::to_string(field.size()));
    hash.update(":");
    hash.update(field);
  };
  add(chain_before);
  add(std::to_string(entry.at));
  for (const std::string* field : {&entry.actor, &entry.role, &entry.cause, &entry.record_type}) add(*field);
  add(std::to_string(entry.record_id));
  for (const std::string* field : {&entry.action, &entry.before, &entry.after}) add(*field);
  return std::string(as_bytes(hash.finish()));
}

#define TRADEWIND_AUDIT_SELECT                                                                                    \
  "SELECT id, at, actor, role, cause, record_type, record_id, action, coalesce(before, ''), coalesce(after, '')" \
  " FROM audit"

AuditEntry read_entry(const database::Statement& row) {
  return {row.int64(0), row.int64(1), row.text(2), row.text(3), row.text(4),
          row.text(5),  row.int64(6), row.text(7), row.text(8), row.text(9)};
}

constexpr std::string_view length_name = "audit_rows";

}  // namespace

void AuditLog::write(const Actor& actor, std::string_view record_type, RecordId record, std::string_view action,
                     std::string_view before, std::string_view after) {
  const AuditEntry entry{0,
                         now(),
                         actor.name,
                         std::string(to_text(actor.role)),
                         actor.cause,
                         std::string(record_type),
                         record,
                         std::string(action),
                         std::string(before),
                         std::string(after)};
  std::string last;
  {
    auto rows = database_.query("SELECT chain FROM audit ORDER BY id DESC LIMIT 1");
    if (rows->step()) last = std::string(rows->blob(0));
  }
  const std::string chain = chained(last, entry);
  database_.run(
      "INSERT INTO audit (at, actor, role, cause, record_type, record_id, action, before, after, chain)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      entry.at, entry.actor, entry.role, entry.cause, entry.record_type, entry.record_id, entry.action,
      or_null(entry.before), or_null(entry.after), database::Blob{chain});
  // The chain alone does not show that its last rows were cut off; their number does.
  database_.run(
      "INSERT INTO setting (name, value) VALUES (?, '1') ON CONFLICT (name) DO UPDATE"
      " SET value = CAST(CAST(setting.value AS INTEGER) + 1 AS TEXT)",
      length_name);
}

std::vector<AuditEntry> AuditLog::of_record(std::string_view record_type, RecordId record) {
  std::vector<AuditEntry> entries;
  auto rows = database_.query(
      TRADEWIND_AUDIT_SELECT " WHERE record_type = ? AND record_id = ? ORDER BY id",
      record_type, record);
  while (rows->step()) entries.push_back(read_entry(*rows));
  return entries;
}

std::vector<AuditEntry> AuditLog::after(RecordId after, int limit) {
  std::vector<AuditEntry> entries;
  auto rows = database_.query(TRADEWIND_AUDIT_SELECT " WHERE id > ? ORDER BY id LIMIT ?", after, limit);
  while (rows->step()) entries.push_back(read_entry(*rows));
  return entries;
}

RecordId AuditLog::last_id() {
  auto rows = database_.query("SELECT coalesce(max(id), 0) FROM audit");
  rows->step();
  return rows->int64(0);
}

RecordId AuditLog::first_since(EpochSeconds from) {
  auto rows = database_.query("SELECT id FROM audit WHERE at >= ? ORDER BY id LIMIT 1", from);
  return rows->step() ? rows->int64(0) : 0;
}

AuditLog::Check AuditLog::check() {
  Check check;
  // Read before the rows: those that others write meanwhile are then more, never fewer.
  std::int64_t written = 0;
  {
    auto rows = database_.query("SELECT CAST(value AS INTEGER) FROM setting WHERE name = ?", length_name);
    if (rows->step()) written = rows->int64(0);
  }
  std::string last;
  {
    auto rows = database_.query(
        "SELECT id, at, actor, role, cause, record_type, record_id, action, coalesce(before, ''), coalesce(after, ''), "
        "chain"
        " FROM audit ORDER BY id");
    while (rows->step()) {
      const AuditEntry entry{rows->int64(0), rows->int64(1), rows->text(2), rows->text(3), rows->text(4),
                             rows->text(5),  rows->int64(6), rows->text(7), rows->text(8), rows->text(9)};
      if (chained(last, entry) != rows->blob(10) && !check.first_break) check.first_break = entry.id;
      last = std::string(rows->blob(10));
      ++check.rows;
    }
  }
  check.missing = written > check.rows ? written - check.rows : 0;
  return check;
}

}  // namespace tradewind::crm

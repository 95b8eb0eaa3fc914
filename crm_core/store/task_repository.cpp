#include "crm_core/store/task_repository.hpp"

#include <fmt/format.h>

#include "crm_core/store/or_null.hpp"

namespace tradewind::crm {

namespace {

#define TRADEWIND_TASK_COLUMNS                                                                                    \
  "t.id, t.title, t.kind, t.priority, t.owner_id, coalesce(t.record_type, ''), t.record_id, t.due_at, t.all_day," \
  " coalesce(t.repeats, ''), coalesce(t.note, ''), t.done_at, t.removed_at, t.created_at, t.version," \
  " coalesce(t.origin, '')"

Task read(const database::Statement& row) {
  Task task;
  task.id = row.int64(0);
  task.title = row.text(1);
  task.kind = row.text(2);
  task.priority = row.text(3);
  task.owner_id = row.optional_int64(4);
  task.about_type = record_type_from_text(row.view(5));
  task.about_id = row.optional_int64(6);
  task.due_at = row.optional_int64(7);
  task.all_day = row.boolean(8);
  task.repeats = row.text(9);
  task.note = row.text(10);
  task.done_at = row.optional_int64(11);
  task.removed_at = row.optional_int64(12);
  task.created_at = row.int64(13);
  task.version = row.int64(14);
  task.origin = row.text(15);
  return task;
}

std::optional<std::string_view> name_of(const std::optional<RecordType>& type) {
  return type ? std::optional(to_text(*type)) : std::nullopt;
}

}  // namespace

std::optional<Task> TaskRepository::find(RecordId id) {
  auto rows = database_.query("SELECT " TRADEWIND_TASK_COLUMNS " FROM task t WHERE t.id = ?", id);
  if (!rows->step()) return {};
  return read(*rows);
}

std::vector<Task> TaskRepository::list(const TaskFilter& filter, int limit, int offset) {
  std::vector<Task> tasks;
  auto rows =
      database_.query(fmt::format("SELECT " TRADEWIND_TASK_COLUMNS
                                  " FROM task t WHERE ({}) AND t.removed_at IS NULL AND t.done_at IS {} NULL"
                                  " AND (?1 IS NULL OR t.owner_id = ?1) AND (?2 IS NULL OR t.record_type = ?2)"
                                  " AND (?3 IS NULL OR t.record_id = ?3) AND (?4 IS NULL OR t.due_at < ?4)"
                                  " ORDER BY t.due_at IS NULL, t.due_at, t.id LIMIT ?5 OFFSET ?6",
                                  filter.seen, filter.done ? "NOT" : ""),
                      filter.owner_id, name_of(filter.about_type), filter.about_id, filter.due_before, limit, offset);
  while (rows->step()) tasks.push_back(read(*rows));
  return tasks;
}

std::vector<Task> TaskRepository::open_of(std::string_view origin, RecordId after, int limit) {
  std::vector<Task> tasks;
  auto rows = database_.query("SELECT " TRADEWIND_TASK_COLUMNS
                              " FROM task t WHERE t.origin = ? AND t.id > ? AND t.done_at IS NULL AND t.removed_at IS NULL"
                              " ORDER BY t.id LIMIT ?",
                              origin, after, limit);
  while (rows->step()) tasks.push_back(read(*rows));
  return tasks;
}

bool TaskRepository::was_made(std::string_view origin, RecordType type, RecordId record, RecordId owner,
                              EpochSeconds from) {
  auto rows = database_.query(
      "SELECT 1 FROM task WHERE origin = ? AND record_type = ? AND record_id = ? AND owner_id = ? AND created_at >= ?"
      " LIMIT 1",
      origin, to_text(type), record, owner, from);
  return rows->step();
}

RecordId TaskRepository::insert(const Task& task) {
  const EpochSeconds at = now();
  database_.run(
      "INSERT INTO task (title, kind, priority, owner_id, record_type, record_id, due_at, all_day, repeats, note,"
      " created_at, updated_at, origin) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      task.title, task.kind, task.priority, task.owner_id, name_of(task.about_type), task.about_id, task.due_at,
      task.all_day, or_null(task.repeats), or_null(task.note), at, at, or_null(task.origin));
  return database_.last_insert_id();
}

void TaskRepository::update(const Task& task) {
  database_.run(
      "UPDATE task SET title = ?, kind = ?, priority = ?, owner_id = ?, record_type = ?, record_id = ?, due_at = ?,"
      " all_day = ?, repeats = ?, note = ?, done_at = ?, removed_at = ?, updated_at = ?, version = version + 1"
      " WHERE id = ?",
      task.title, task.kind, task.priority, task.owner_id, name_of(task.about_type), task.about_id, task.due_at,
      task.all_day, or_null(task.repeats), or_null(task.note), task.done_at, task.removed_at, now(), task.id);
}

}  // namespace tradewind::crm

#include "crm_core/service/tasks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "crm_core/service/field_check.hpp"
#include "crm_core/service/permission.hpp"
#include "crm_core/service/sight.hpp"
#include "crm_core/store/audit_log.hpp"
#include "crm_core/store/user_repository.hpp"

namespace tradewind::crm {

namespace {

tl::unexpected<Error> no_task(RecordId id) {
  return fail(Fault::not_found, fmt::format("no task {}", id), "see: crm task list");
}

std::string to_json(const Task& task) {
  using Json = nlohmann::ordered_json;
  const auto number = [](const auto& value) { return value ? Json(*value) : Json(nullptr); };
  return Json{{"title", task.title},
              {"kind", task.kind},
              {"priority", task.priority},
              {"owner", number(task.owner_id)},
              {"about", task.about_type ? fmt::format("{}:{}", to_text(*task.about_type), *task.about_id) : ""},
              {"due_at", number(task.due_at)},
              {"repeats", task.repeats},
              {"note", task.note},
              {"done_at", number(task.done_at)},
              {"removed_at", number(task.removed_at)}}
      .dump(-1, ' ', false, Json::error_handler_t::replace);
}

template <std::size_t N>
Result<void> one_of(std::string_view text, const std::array<std::string_view, N>& words, std::string_view field) {
  if (std::find(words.begin(), words.end(), text) != words.end()) return {};
  return fail(Fault::invalid,
              fmt::format("{}: '{}' is none of {}", field, text.substr(0, 100), fmt::join(words, ", ")));
}

Result<void> check(database::Database& database, const Actor& actor, const Task& task) {
  static constexpr auto kinds = std::to_array<std::string_view>({"task", "call", "meeting", "follow_up"});
  static constexpr auto priorities = std::to_array<std::string_view>({"low", "normal", "high"});
  static constexpr auto rhythms = std::to_array<std::string_view>({"", "daily", "weekly", "monthly", "yearly"});
  if (auto fine = check_given(task.title, "title"); !fine) return fine;
  if (auto fine = one_of(task.kind, kinds, "kind"); !fine) return fine;
  if (auto fine = one_of(task.priority, priorities, "priority"); !fine) return fine;
  if (auto fine = one_of(task.repeats, rhythms, "repeats"); !fine) return fine;
  if (!task.repeats.empty() && !task.due_at) return fail(Fault::invalid, "due: a task that repeats needs one");
  if (task.owner_id && !UserRepository(database).find(*task.owner_id))
    return fail(Fault::not_found, fmt::format("no user {}", *task.owner_id));
  if (task.about_type) return check_seen(database, actor, *task.about_type, *task.about_id);
  return {};
}

// Found under the write lock, seen by the actor.
Result<Task> find_seen(database::Database& database, const Actor& actor, RecordId id) {
  const auto task = TaskRepository(database).find(id);
  if (!task) return no_task(id);
  const std::string seen = Visibility(database, actor).tasks("t");
  auto rows = database.query(fmt::format("SELECT ({}) FROM task t WHERE t.id = ?", seen), id);
  if (rows->step() && rows->boolean(0)) return *task;
  return fail(Fault::forbidden, fmt::format("task {} is somebody else's", id));
}

}  // namespace

Result<std::vector<Task>> Tasks::list(const Actor& actor, TaskFilter filter, int limit, int offset) {
  if (auto allowed = require(actor, Act::read_records); !allowed) return pass_on(allowed);
  filter.seen = Visibility(store_.database(), actor).tasks("t");
  return TaskRepository(store_.database()).list(filter, limit, offset);
}

Result<Task> Tasks::show(const Actor& actor, RecordId id) {
  if (auto allowed = require(actor, Act::read_records); !allowed) return pass_on(allowed);
  return find_seen(store_.database(), actor, id);
}

Result<RecordId> Tasks::add(const Actor& actor, const Task& task) {
  if (auto allowed = require(actor, Act::edit_records); !allowed) return pass_on(allowed);
  auto& database = store_.database();
  database::Transaction transaction(database);
  if (auto fine = check(database, actor, task); !fine) return pass_on(fine);
  const RecordId id = TaskRepository(database).insert(task);
  AuditLog(database).write(actor, "task", id, "created", "", to_json(task));
  transaction.commit();
  return id;
}

Result<void> Tasks::change(const Actor& actor, const Task& task) {
  if (auto allowed = require(actor, Act::edit_records); !allowed) return allowed;
  auto& database = store_.database();
  database::Transaction transaction(database);
  const auto before = find_seen(database, actor, task.id);
  if (!before) return pass_on(before);
  if (auto fine = check_version("task", task.id, before->version, task.version); !fine) return fine;
  if (auto fine = check(database, actor, task); !fine) return fine;
  TaskRepository(database).update(task);
  AuditLog(database).write(actor, "task", task.id, "changed", to_json(*before), to_json(task));
  transaction.commit();
  return {};
}

Result<std::optional<RecordId>> Tasks::finish(const Actor& actor, RecordId id) {
  if (auto allowed = require(actor, Act::edit_records); !allowed) return pass_on(allowed);
  auto& database = store_.database();
  database::Transaction transaction(database);
  TaskRepository tasks(database);
  auto task = find_seen(database, actor, id);
  if (!task) return pass_on(task);
  if (task->removed_at) return fail(Fault::conflict, fmt::format("task {} is deleted", id));
  std::optional<RecordId> next;
  if (task->done_at) return next;
  const std::string before = to_json(*task);
  task->done_at = now();
  tasks.update(*task);
  AuditLog audit(database);
  audit.write(actor, "task", id, "done", before, to_json(*task));
  if (!task->repeats.empty()) {
    Task following = *task;
    following.done_at.reset();
    // What was left lying is not caught up on one by one.
    do following.due_at = next_due(*following.due_at, following.repeats);
    while (*following.due_at < now());
    next = tasks.insert(following);
    audit.write(actor, "task", *next, "created", "", to_json(following));
  }
  transaction.commit();
  return next;
}

Result<void> Tasks::remove(const Actor& actor, RecordId id, bool removed) {
  if (auto allowed = require(actor, Act::edit_records); !allowed) return allowed;
  auto& database = store_.database();
  database::Transaction transaction(database);
  auto task = find_seen(database, actor, id);
  if (!task) return pass_on(task);
  if (task->removed_at.has_value() == removed)
    return fail(Fault::conflict, fmt::format("task {} is {}deleted", id, removed ? "" : "not "));
  const std::string before = to_json(*task);
  task->removed_at = removed ? std::optional(now()) : std::nullopt;
  TaskRepository(database).update(*task);
  AuditLog(database).write(actor, "task", id, removed ? "deleted" : "restored", before, to_json(*task));
  transaction.commit();
  return {};
}

EpochSeconds next_due(EpochSeconds due, std::string_view repeats) {
  CivilDate date = local_date(due);
  const EpochSeconds time_of_day = due - local_midnight(date);
  if (repeats == "daily" || repeats == "weekly") {
    // By the calendar, not by 86,400 seconds: the clock may change in between. Noon is never in doubt.
    constexpr EpochSeconds noon = 43'200;
    const EpochSeconds days = repeats == "daily" ? 1 : 7;
    return local_midnight(local_date(local_midnight(date) + noon + days * 86'400)) + time_of_day;
  }
  const int wanted = date.day;
  if (repeats == "yearly") {
    ++date.year;
  } else if (++date.month > 12) {
    date.month = 1;
    ++date.year;
  }
  constexpr std::array<int, 12> lengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (date.year % 4 == 0 && date.year % 100 != 0) || date.year % 400 == 0;
  const int length = lengths[static_cast<std::size_t>(date.month - 1)] + (date.month == 2 && leap ? 1 : 0);
  date.day = std::min(wanted, length);
  return local_midnight(date) + time_of_day;
}

}  // namespace tradewind::crm

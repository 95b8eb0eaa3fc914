// task list, show, add, edit, done, delete, restore, ics; agenda.
#include <fmt/format.h>

#include <charconv>

#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "cli/nouns/edit_options.hpp"
#include "cli/nouns/paging.hpp"
#include "cli/nouns/record_reference.hpp"
#include "crm_core/service/tasks.hpp"

namespace tradewind::cli {

namespace {

constexpr EpochSeconds day = 86'400;

std::string due_text(const crm::Task& task) {
  if (!task.due_at) return {};
  const std::string text = to_local_text(*task.due_at);
  return task.all_day ? text.substr(0, 10) : text;
}

std::string about_text(const Session& session, const crm::Task& task) {
  if (!task.about_type) return {};
  return fmt::format("{} {} ({})", to_text(*task.about_type), seen_name_of(session, *task.about_type, *task.about_id),
                     *task.about_id);
}

Record to_record(const Session& session, const crm::Task& task) {
  crm::Store& store = session.store;
  return Record()
      .add("id", task.id)
      .add("title", task.title)
      .add("kind", task.kind)
      .add("priority", task.priority)
      .add_known("owner", login_of(store, task.owner_id))
      .add_known("about_type", task.about_type ? to_text(*task.about_type) : "")
      .add_number("about", task.about_id)
      .add_known("about_name", about_text(session, task))
      .add_time("due_at", task.due_at)
      .add("all_day", task.all_day)
      .add_known("due", due_text(task))
      .add_known("repeats", task.repeats)
      .add_known("note", task.note)
      .add_time("done_at", task.done_at)
      .add_time("removed_at", task.removed_at)
      .add("version", task.version);
}

// "2026-12-31" or "2026-12-31T15:00" in the process's zone.
Result<void> take_due(const Arguments& arguments, crm::Task& task) {
  if (!arguments.has("due")) return {};
  const std::string text = arguments.value("due");
  task.due_at.reset();
  task.all_day = false;
  if (text.empty() || text == "none") return {};
  const auto wrong =
      fail(Fault::invalid, fmt::format("--due: \"{}\" is no time", text), "write 2026-12-31 or 2026-12-31T15:00");
  const auto date = text.size() >= 10 ? parse_iso_date(std::string_view(text).substr(0, 10)) : std::nullopt;
  if (!date) return wrong;
  if (text.size() == 10) {
    task.all_day = true;
    task.due_at = local_midnight(*date) + day - 1;
    return {};
  }
  int hour = -1, minute = -1;
  const char* const digits = text.data();
  if (text.size() != 16 || (text[10] != 'T' && text[10] != ' ') || text[13] != ':' ||
      std::from_chars(digits + 11, digits + 13, hour).ptr != digits + 13 ||
      std::from_chars(digits + 14, digits + 16, minute).ptr != digits + 16 || hour < 0 || hour > 23 || minute < 0 ||
      minute > 59)
    return wrong;
  task.due_at = local_midnight(*date) + hour * 3'600 + minute * 60;
  return {};
}

Result<void> take_fields(crm::Store& store, const Arguments& arguments, crm::Task& task) {
  take_text(arguments, "title", task.title);
  take_text(arguments, "kind", task.kind);
  take_text(arguments, "priority", task.priority);
  take_text(arguments, "repeats", task.repeats);
  if (task.repeats == "never") task.repeats.clear();
  take_text(arguments, "note", task.note);
  if (auto taken = take_user(store, arguments, "owner", task.owner_id); !taken) return taken;
  if (auto taken = take_due(arguments, task); !taken) return taken;
  if (!arguments.has("about")) return {};
  task.about_type.reset();
  task.about_id.reset();
  if (arguments.value("about") == "none") return {};
  const auto record = parse_record(store, arguments.value("about"));
  if (!record) return pass_on(record);
  task.about_type = record->type;
  task.about_id = record->id;
  return {};
}

Result<crm::TaskFilter> filter_of(const Session& session, const Arguments& arguments) {
  crm::TaskFilter filter;
  if (auto taken = take_user(session.store, arguments, "owner", filter.owner_id); !taken) return pass_on(taken);
  filter.done = arguments.has("done");
  if (!arguments.has("about")) return filter;
  const auto record = parse_record(session.store, arguments.value("about"));
  if (!record) return pass_on(record);
  filter.about_type = record->type;
  filter.about_id = record->id;
  return filter;
}

Listing listing() {
  Listing made;
  made.columns = {{"id", "ID", Column::Align::right},
                  {"due", "DUE"},
                  {"priority", "PRIORITY"},
                  {"kind", "KIND"},
                  {"title", "WHAT", Column::Align::left, 16},
                  {"about_name", "ABOUT", Column::Align::left, 16},
                  {"owner", "OWNER"},
                  {"repeats", "REPEATS"}};
  made.none = "nothing to do";
  return made;
}

Result<int> answer(Context& context, const Session& session, crm::RecordId id, const std::string& text) {
  if (context.out().for_people()) {
    context.out().message(text);
    return exit_ok;
  }
  const auto shown = crm::Tasks(session.store).show(session.actor, id);
  if (!shown) return pass_on(shown);
  context.out().records({to_record(session, *shown)});
  return exit_ok;
}

}  // namespace

Result<int> run_task_list(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto page = page_of(arguments);
  if (!page) return pass_on(page);
  const auto filter = filter_of(*session, arguments);
  if (!filter) return pass_on(filter);
  const auto tasks = crm::Tasks(session->store).list(session->actor, *filter, page->limit, page->offset);
  if (!tasks) return pass_on(tasks);
  Listing found = listing();
  for (const auto& task : *tasks) found.records.push_back(to_record(*session, task));
  context.out().list(found);
  return exit_ok;
}

Result<int> run_agenda(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto days = arguments.number("days", 7, 0, 366);
  if (!days) return pass_on(days);
  crm::TaskFilter filter;
  filter.owner_id = session->actor.user_id;
  if (auto taken = take_user(session->store, arguments, "owner", filter.owner_id); !taken) return pass_on(taken);
  const EpochSeconds today = local_midnight(local_date(now()));
  filter.due_before = today + (*days + 1) * day;
  const auto tasks = crm::Tasks(session->store).list(session->actor, filter, 1'000, 0);
  if (!tasks) return pass_on(tasks);
  Listing found = listing();
  found.columns.insert(found.columns.begin() + 1, {"when", "WHEN"});
  for (const auto& task : *tasks) {
    const EpochSeconds due = *task.due_at;
    found.records.push_back(to_record(*session, task)
                                .add("when", due < now()             ? "overdue"
                                             : due < today + day     ? "today"
                                             : due < today + 2 * day ? "tomorrow"
                                                                     : "later"));
  }
  context.out().list(found);
  return exit_ok;
}

Result<int> run_task_show(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto id = parse_id(arguments.positionals[0], "task");
  if (!id) return pass_on(id);
  const auto task = crm::Tasks(session->store).show(session->actor, *id);
  if (!task) return pass_on(task);
  const Record record = to_record(*session, *task);
  Output& out = context.out();
  if (!out.for_people()) {
    out.records({record});
    return exit_ok;
  }
  out.field("Task", std::to_string(task->id));
  out.field("What", task->title, Style::bold);
  for (const auto& [label, key] : {std::pair("Kind", "kind"),
                                   {"Priority", "priority"},
                                   {"Due", "due"},
                                   {"Repeats", "repeats"},
                                   {"Owner", "owner"},
                                   {"About", "about_name"},
                                   {"Note", "note"},
                                   {"Done", "done_at"},
                                   {"Deleted", "removed_at"},
                                   {"Version", "version"}})
    out.field(label, people_text(*record.find(key)));
  return exit_ok;
}

Result<int> run_task_add(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  crm::Task task;
  task.title = arguments.positionals[0];
  task.owner_id = session->actor.user_id;
  if (auto taken = take_fields(session->store, arguments, task); !taken) return pass_on(taken);
  const auto id = crm::Tasks(session->store).add(session->actor, task);
  if (!id) return pass_on(id);
  return answer(context, *session, *id, fmt::format("added task {}", *id));
}

Result<int> run_task_edit(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto id = parse_id(arguments.positionals[0], "task");
  if (!id) return pass_on(id);
  crm::Tasks tasks(session->store);
  auto task = tasks.show(session->actor, *id);
  if (!task) return pass_on(task);
  if (auto taken = take_fields(session->store, arguments, *task); !taken) return pass_on(taken);
  if (auto taken = take_version(arguments, task->version); !taken) return pass_on(taken);
  if (auto changed = tasks.change(session->actor, *task); !changed) return pass_on(changed);
  return answer(context, *session, *id, fmt::format("task {} is changed", *id));
}

Result<int> run_task_act(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto id = parse_id(arguments.positionals[0], "task");
  if (!id) return pass_on(id);
  crm::Tasks tasks(session->store);
  const std::string_view verb = context.command().verb;
  if (verb == "done") {
    const auto next = tasks.finish(session->actor, *id);
    if (!next) return pass_on(next);
    return answer(context, *session, *id,
                  *next ? fmt::format("task {} is done; the next one is task {}", *id, **next)
                        : fmt::format("task {} is done", *id));
  }
  const auto done = tasks.remove(session->actor, *id, verb == "delete");
  if (!done) return pass_on(done);
  return answer(context, *session, *id, fmt::format("task {} is {}", *id, verb == "delete" ? "deleted" : "restored"));
}

Result<int> run_task_ics(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  auto filter = filter_of(*session, arguments);
  if (!filter) return pass_on(filter);
  const auto tasks = crm::Tasks(session->store).list(session->actor, *filter, 10'000, 0);
  if (!tasks) return pass_on(tasks);
  context.out().bytes(crm::to_icalendar(*tasks, now()));
  return exit_ok;
}

}  // namespace tradewind::cli

// Tasks and the agenda.
#include "cli/handlers.hpp"
#include "cli/nouns/edit_options.hpp"
#include "cli/tables/tables.hpp"

namespace tradewind::cli {

namespace {

const Positional id{"ID", "number of the task"};

std::vector<Option> fields() {
  return {{"due", "TIME", "2026-12-31, or 2026-12-31T15:00, or none"},
          {"owner", "USER", "who does it (default: who adds it), or none"},
          {"about", "RECORD", "customer:12, lead:6, opportunity:5 ..., or none"},
          {"kind", "KIND", "what sort it is (default task)", {"task", "call", "meeting", "follow_up"}},
          {"priority", "PRIORITY", "how urgent it is (default normal)", {"low", "normal", "high"}},
          {"repeats", "RHYTHM", "when it is done, the next is made", {"never", "daily", "weekly", "monthly", "yearly"}},
          {"note", "TEXT", "more about it"}};
}

std::vector<Option> filters() {
  return {{"owner", "USER", "only this user's"},
          {"about", "RECORD", "only about this record: customer:12"},
          {"done", "", "those that are done"}};
}

}  // namespace

void add_task_commands(std::vector<Command>& table) {
  std::vector<Option> listing = filters();
  listing.push_back({"limit", "N", "at most this many (default 50)"});
  listing.push_back({"offset", "N", "leave out the first N"});
  table.push_back({.noun = "task",
                   .verb = "list",
                   .summary = "what is to be done, by due time",
                   .options = listing,
                   .examples = {{"crm task list --owner li", ""}, {"crm task list --about customer:12", ""}},
                   .handler = run_task_list});
  table.push_back({.noun = "task",
                   .verb = "show",
                   .summary = "one task",
                   .positionals = {id},
                   .examples = {{"crm task show 3", ""}},
                   .handler = run_task_show});
  table.push_back({.noun = "task",
                   .verb = "add",
                   .summary = "add a task, call, meeting or follow-up",
                   .positionals = {{"TITLE", "what is to be done"}},
                   .options = fields(),
                   .examples = {{"crm task add \"Call about the sample\" --kind call --due 2026-12-01T15:00 --about "
                                 "opportunity:5 --owner li",
                                 ""},
                                {"crm task add \"Price list\" --due 2026-12-31 --repeats monthly", ""}},
                   .data = DataMode::write,
                   .handler = run_task_add});
  std::vector<Option> editing = fields();
  editing.push_back({"title", "TITLE", "what is to be done"});
  editing.push_back(version_option());
  table.push_back({.noun = "task",
                   .verb = "edit",
                   .summary = "change a task; what is not named stays",
                   .positionals = {id},
                   .options = editing,
                   .examples = {{"crm task edit 3 --due 2026-12-02", ""}},
                   .data = DataMode::write,
                   .handler = run_task_edit});
  table.push_back({.noun = "task",
                   .verb = "done",
                   .summary = "say that it is done; of a repeating one the next is made",
                   .positionals = {id},
                   .examples = {{"crm task done 3", ""}},
                   .data = DataMode::write,
                   .handler = run_task_act});
  table.push_back({.noun = "task",
                   .verb = "delete",
                   .summary = "put a task away",
                   .positionals = {id},
                   .examples = {{"crm task delete 3", ""}},
                   .data = DataMode::write,
                   .handler = run_task_act});
  table.push_back({.noun = "task",
                   .verb = "restore",
                   .summary = "take a deletion back",
                   .positionals = {id},
                   .examples = {{"crm task restore 3", ""}},
                   .data = DataMode::write,
                   .handler = run_task_act});
  table.push_back({.noun = "task",
                   .verb = "ics",
                   .summary = "the tasks as an iCalendar file",
                   .options = filters(),
                   .examples = {{"crm task ics --owner li > li.ics", "for a calendar program"}},
                   .handler = run_task_ics});
  table.push_back({.noun = "agenda",
                   .verb = "",
                   .summary = "what is overdue, and what comes in the next days",
                   .options = {{"owner", "USER", "whose (default: one's own with --as, else everybody's)"},
                               {"days", "N", "how many days ahead (default 7)"}},
                   .examples = {{"crm agenda --owner li", ""}},
                   .handler = run_agenda});
}

}  // namespace tradewind::cli

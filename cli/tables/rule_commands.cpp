// Workflow rules, and what they tell people.
#include "cli/handlers.hpp"
#include "cli/nouns/edit_options.hpp"
#include "cli/tables/tables.hpp"

namespace tradewind::cli {

namespace {

const Positional id{"ID", "number of the rule"};

std::vector<Option> parts() {
  return {{"on", "EVENT", "when it looks: lead-created, mail-filed ... (crm rules events)"},
          {"if", "CONDITION", "lead.country = \"DE\" and lead.score >= 60 (crm rules fields)"},
          {"then", "ACTION", "assign li, task \"Call\" for owner in 2 days, tag vip ...", {}, true},
          {"position", "N", "rules go by it, the lowest first (default 100)"}};
}

void add_acts(std::vector<Command>& table) {
  const auto act = [&](std::string_view verb, std::string_view summary, std::string_view example) {
    table.push_back({.noun = "rules",
                     .verb = verb,
                     .summary = summary,
                     .positionals = {id},
                     .examples = {{example, ""}},
                     .data = DataMode::write,
                     .handler = run_rules_act});
  };
  act("on", "switch a rule on: it looks at what happens from now on", "crm rules on 4");
  act("off", "switch a rule off", "crm rules off 4");
  act("delete", "put a rule away; its log stays", "crm rules delete 7");
  act("restore", "take a deletion back; it is off then", "crm rules restore 7");
}

void add_looks(std::vector<Command>& table) {
  std::vector<Option> testing = parts();
  testing.insert(testing.begin(), {"rule", "N", "a rule there is; the other options change it for the test"});
  testing.push_back({"since", "DATE", "what happened from then on (default: 90 days ago)"});
  testing.push_back({"limit", "N", "at most this many (default 50)"});
  table.push_back({.noun = "rules",
                   .verb = "test",
                   .summary = "what a rule would have done to what happened; nothing is changed",
                   .description =
                       "With a record: each comparison of the condition, with the value it found. Fields are "
                       "read as they are now.",
                   .positionals = {{"RECORD", "lead:6, customer:12, opportunity:5, message:71, task:3", false}},
                   .options = testing,
                   .examples = {{"crm rules test --rule 4 --since 2026-01-01", ""},
                                {"crm rules test --on lead-created --if 'lead.country in (\"DE\", \"AT\")'", ""},
                                {"crm rules test --rule 4 opportunity:5", "why it fires, or does not"}},
                   .handler = run_rules_test});
  table.push_back({.noun = "rules",
                   .verb = "log",
                   .summary = "what rules did, the latest first",
                   .options = {{"rule", "N", "only this rule"}, {"limit", "N", "at most this many (default 50)"}},
                   .examples = {{"crm rules log", ""}, {"crm rules log --rule 4", ""}},
                   .handler = run_rules_log});
  table.push_back({.noun = "rules",
                   .verb = "run",
                   .summary = "look at what happened since the last run; a timer does it every few minutes",
                   .description = "Rules of time and of due tasks are for the nightly job.",
                   .examples = {{"crm rules run", ""}},
                   .data = DataMode::write,
                   .handler = run_rules_run});
  table.push_back({.noun = "rules",
                   .verb = "events",
                   .summary = "what rules can look at, and do",
                   .examples = {{"crm rules events", ""}},
                   .data = DataMode::none,
                   .handler = run_rules_events});
  table.push_back({.noun = "rules",
                   .verb = "fields",
                   .summary = "what conditions can compare",
                   .positionals = {{"EVENT", "only those of this event", false}},
                   .examples = {{"crm rules fields lead-created", ""}},
                   .data = DataMode::none,
                   .handler = run_rules_fields});
}

}  // namespace

void add_rule_commands(std::vector<Command>& table) {
  table.push_back({.noun = "rules",
                   .verb = "list",
                   .summary = "the rules, in their order",
                   .examples = {{"crm rules list", ""}},
                   .handler = run_rules_list});
  table.push_back({.noun = "rules",
                   .verb = "show",
                   .summary = "one rule",
                   .positionals = {id},
                   .examples = {{"crm rules show 4", ""}},
                   .handler = run_rules_show});
  std::vector<Option> adding = parts();
  adding.push_back({"off", "", "switch it on later"});
  table.push_back(
      {.noun = "rules",
       .verb = "add",
       .summary = "when something happens, if a condition holds, then do something",
       .positionals = {{"NAME", "what people call it"}},
       .options = adding,
       .examples =
           {{"crm rules add \"Germany\" --on lead-unowned --if 'lead.country = \"DE\"' --then 'assign li'",
             "who gets leads that nobody owns"},
            {"crm rules add \"Big deal\" --on stage-changed --if 'change.after = \"pi\" and opportunity.amount >= "
             "50000' --then 'notify manager \"A big order\"' --then 'tag big'",
             ""}},
       .data = DataMode::write,
       .handler = run_rules_add});
  std::vector<Option> editing = parts();
  editing.push_back({"name", "NAME", "what people call it"});
  editing.push_back(version_option());
  table.push_back({.noun = "rules",
                   .verb = "edit",
                   .summary = "change a rule; what is not named stays",
                   .positionals = {id},
                   .options = editing,
                   .examples = {{"crm rules edit 4 --then 'task \"Ask\" for owner in 3 days'", ""}},
                   .data = DataMode::write,
                   .handler = run_rules_edit});
  add_acts(table);
  add_looks(table);
  table.push_back({.noun = "notification",
                   .verb = "list",
                   .summary = "what rules told you, not yet seen",
                   .options = {{"limit", "N", "at most this many (default 50)"}},
                   .examples = {{"crm --as li notification list", ""}},
                   .handler = run_notification_list});
  table.push_back({.noun = "notification",
                   .verb = "seen",
                   .summary = "you have seen one, or all of them",
                   .positionals = {{"ID", "number of the notification", false}},
                   .examples = {{"crm --as li notification seen", ""}},
                   .data = DataMode::write,
                   .handler = run_notification_seen});
}

}  // namespace tradewind::cli

// Custom fields.
#include "cli/handlers.hpp"
#include "cli/nouns/edit_options.hpp"
#include "cli/tables/tables.hpp"

namespace tradewind::cli {

namespace {

std::vector<Positional> which() {
  return {{"KIND", "customer, contact, lead, opportunity or supplier"}, {"KEY", "name of the field"}};
}

std::vector<Option> parts() {
  return {{"label", "TEXT", "what people read, in any language (default: the key)"},
          {"choice", "KEY=LABEL", "a choice, in its order; all of them when editing", {}, true},
          {"required", "YES", "whether a new record must have it", {"yes", "no"}},
          {"default", "VALUE", "what a new record gets when nothing is said (of a date also today)"},
          {"hint", "TEXT", "help for who fills it in"},
          {"position", "N", "fields are shown by it, the lowest first (default 100)"},
          {"hide-from",
           "ROLE",
           "this role neither sees nor changes it; \"\" for nobody",
           {"rep", "assistant", "manager", "auditor", ""},
           true}};
}

void add_acts(std::vector<Command>& table) {
  const auto act = [&](std::string_view verb, std::string_view summary, std::vector<Option> options,
                       std::string_view example, DataMode data, Handler handler) {
    table.push_back({.noun = "field",
                     .verb = verb,
                     .summary = summary,
                     .positionals = which(),
                     .options = std::move(options),
                     .examples = {{example, ""}},
                     .data = data,
                     .handler = handler});
  };
  act("delete", "put a field away: it is shown nowhere, its values are kept", {{"why", "TEXT", "for the history"}},
      "crm field delete customer budget", DataMode::write, run_field_delete);
  act("restore", "take a deletion back, with all values", {}, "crm field restore customer budget", DataMode::write,
      run_field_restore);
  act("purge", "take a deleted field and its values away for good", {}, "crm field purge customer budget",
      DataMode::write, run_field_purge);
  act("history", "who changed the field, when, and what", {}, "crm field history customer budget", DataMode::read,
      run_field_history);
}

}  // namespace

void add_field_commands(std::vector<Command>& table) {
  table.push_back({.noun = "field",
                   .verb = "list",
                   .summary = "the fields that the firm has added to its records",
                   .positionals = {{"KIND", "only of these: customer, contact, lead, opportunity, supplier", false}},
                   .options = {{"deleted", "", "deleted ones too"}},
                   .examples = {{"crm field list", ""}, {"crm field list customer --deleted", ""}},
                   .handler = run_field_list});
  table.push_back({.noun = "field",
                   .verb = "show",
                   .summary = "one custom field",
                   .positionals = which(),
                   .examples = {{"crm field show customer budget", ""}},
                   .handler = run_field_show});
  std::vector<Option> adding = parts();
  adding.insert(adding.begin(),
                {"to",
                 "KIND",
                 "of a link: what it leads to",
                 {"customer", "contact", "lead", "opportunity", "supplier", "quotation", "order", "case"}});
  adding.insert(adding.begin(), {"type",
                                 "TYPE",
                                 "what it holds (default text)",
                                 {"text", "number", "money", "date", "choice", "multi-choice", "link"}});
  table.push_back(
      {.noun = "field",
       .verb = "add",
       .summary = "add a field to a kind of record (administrators)",
       .description = "The key is for commands and files: small letters, digits and _. Values are given with --field "
                      "KEY=VALUE where a record is added or edited, and checked: a number with at most four places, an "
                      "amount with its currency, a day, one of the choices or several, another record. The type stays "
                      "for ever; choices, label and the rest may be edited.",
       .positionals = which(),
       .options = adding,
       .examples = {{"crm field add customer budget --type money --label \"Annual budget\"", ""},
                    {"crm field add customer certs --type multi-choice --choice ce=\"CE mark\" --choice ul=UL", ""},
                    {"crm field add opportunity margin --type number --hide-from assistant", ""},
                    {"crm field add customer forwarder --to supplier --label 货代", ""}},
       .data = DataMode::write,
       .handler = run_field_add});
  std::vector<Option> editing = parts();
  editing.push_back(version_option());
  table.push_back({.noun = "field",
                   .verb = "edit",
                   .summary = "change a custom field; what is not named stays",
                   .description = "--choice gives all the choices anew, in their order. One that is left out goes, or "
                                  "is no longer offered when a record has it.",
                   .positionals = which(),
                   .options = editing,
                   .examples = {{"crm field edit customer budget --required yes --hint \"per year, before tax\"", ""}},
                   .data = DataMode::write,
                   .handler = run_field_edit});
  add_acts(table);
}

}  // namespace tradewind::cli

// Opportunities: deals and their way through the stages.
#include "cli/handlers.hpp"
#include "cli/nouns/custom.hpp"
#include "cli/nouns/edit_options.hpp"
#include "cli/tables/tables.hpp"

namespace tradewind::cli {

namespace {

const Positional id{"ID", "number of the opportunity"};

std::vector<Option> filters() {
  return {{"customer", "ID", "only of this customer"},
          {"owner", "USER", "only this user's"},
          {"stage", "STAGE", "only in this stage (crm stage list)"},
          {"open", "", "neither won nor lost"}};
}

std::vector<Option> fields() {
  return {{"amount", "AMOUNT", "what it is worth: 12500.00"},
          {"currency", "CUR", "ISO 4217: USD, EUR, CNY"},
          {"close", "DAY", "when it is expected to close: 2026-12-31, or none"},
          {"owner", "USER", "login of its rep, or none"},
          {"contact", "ID", "its contact, or none"},
          custom_option()};
}

void add_looking(std::vector<Command>& table) {
  std::vector<Option> list = filters();
  add_custom_list_options(list);
  list.push_back({"limit", "N", "at most this many (default 50)"});
  list.push_back({"offset", "N", "leave out the first N"});
  table.push_back({.noun = "opportunity",
                   .verb = "list",
                   .summary = "deals, newest first",
                   .options = list,
                   .examples = {{"crm opportunity list --stage quotation", ""},
                                {"crm opportunity list --open --owner li", "what she works on"}},
                   .handler = run_opportunity_list});
  table.push_back({.noun = "opportunity",
                   .verb = "show",
                   .summary = "one deal",
                   .positionals = {id},
                   .examples = {{"crm opportunity show 5", ""}},
                   .handler = run_opportunity_show});
  table.push_back({.noun = "opportunity",
                   .verb = "stages",
                   .summary = "the stages a deal went through, and how long it stayed in each",
                   .positionals = {id},
                   .examples = {{"crm opportunity stages 5", ""}},
                   .handler = run_opportunity_stages});
  std::vector<Option> of_funnel = filters();
  of_funnel.push_back(custom_where_option());
  table.push_back({.noun = "opportunity",
                   .verb = "funnel",
                   .summary = "how many deals are in which stage, and what they are worth by their probability",
                   .options = of_funnel,
                   .examples = {{"crm opportunity funnel --open", "the weighted forecast"},
                                {"crm opportunity funnel --owner li", "with what was won and lost"}},
                   .handler = run_opportunity_funnel});
}

void add_acting(std::vector<Command>& table) {
  std::vector<Option> adding = fields();
  adding.push_back({"stage", "STAGE", "the stage it begins in (default: the first)"});
  table.push_back(
      {.noun = "opportunity",
       .verb = "add",
       .summary = "add a deal of a customer",
       .positionals = {{"CUSTOMER", "number of the customer"}, {"NAME", "what it is about"}},
       .options = adding,
       .examples = {{"crm opportunity add 12 \"2000 pruners, spring\" --amount 7800 --currency USD --close 2026-12-31",
                     ""}},
       .data = DataMode::write,
       .handler = run_opportunity_add});
  std::vector<Option> editing = fields();
  editing.push_back({"name", "NAME", "what it is about"});
  editing.push_back(version_option());
  table.push_back({.noun = "opportunity",
                   .verb = "edit",
                   .summary = "change a deal; what is not named stays",
                   .positionals = {id},
                   .options = editing,
                   .examples = {{"crm opportunity edit 5 --amount 8200 --currency USD", ""}},
                   .data = DataMode::write,
                   .handler = run_opportunity_edit});
  table.push_back({.noun = "opportunity",
                   .verb = "move-stage",
                   .summary = "move a deal into another stage; every step is kept",
                   .positionals = {id, {"STAGE", "one of ours: crm stage list"}},
                   .options = {{"why", "TEXT", "the reason; a lost deal needs one"}},
                   .examples = {{"crm opportunity move-stage 5 negotiation", ""},
                                {"crm opportunity move-stage 5 lost --why \"price\"", ""}},
                   .data = DataMode::write,
                   .handler = run_opportunity_move});
  table.push_back({.noun = "opportunity",
                   .verb = "probability",
                   .summary = "set how likely a deal in a stage is won: the weight in the forecast",
                   .positionals = {{"STAGE", "the stage"}, {"PERCENT", "0 to 100"}},
                   .examples = {{"crm opportunity probability quotation 30", ""}},
                   .data = DataMode::write,
                   .handler = run_opportunity_probability});
}

void add_stages(std::vector<Command>& table) {
  const Positional stage{"STAGE", "its name"};
  const std::vector<Option> fields = {
      {"probability", "PERCENT", "of being won: its weight in the forecast; won counts 100, lost 0"},
      {"outcome", "OUTCOME", "where deals in it stand (default open)", {"open", "won", "lost"}},
      {"before", "STAGE", "in front of this one; else, and for \"\", at the end"}};
  table.push_back({.noun = "stage",
                   .verb = "list",
                   .summary = "the stages that deals go through, in their order",
                   .examples = {{"crm stage list", ""}},
                   .handler = run_stage_list});
  table.push_back({.noun = "stage",
                   .verb = "add",
                   .summary = "add a stage",
                   .positionals = {stage},
                   .options = fields,
                   .examples = {{"crm stage add \"factory audit\" --probability 50 --before negotiation", ""}},
                   .data = DataMode::write,
                   .handler = run_stage_add});
  std::vector<Option> editing = fields;
  editing.insert(editing.begin(), {"name", "NAME", "a new name; its deals follow, history keeps the old one"});
  table.push_back({.noun = "stage",
                   .verb = "edit",
                   .summary = "change a stage; what is not named stays",
                   .description = "A new name is refused while a rule that is on names the old one.",
                   .positionals = {stage},
                   .options = editing,
                   .examples = {{"crm stage edit pi --name \"proforma sent\"", ""},
                                {"crm stage edit sample --before quotation", ""}},
                   .data = DataMode::write,
                   .handler = run_stage_edit});
  table.push_back({.noun = "stage",
                   .verb = "delete",
                   .summary = "do without a stage",
                   .positionals = {stage},
                   .options = {{"into", "STAGE", "where its deals go"}},
                   .examples = {{"crm stage delete sample --into inquiry", ""}},
                   .data = DataMode::write,
                   .handler = run_stage_delete});
}

}  // namespace

void add_opportunity_commands(std::vector<Command>& table) {
  add_looking(table);
  add_acting(table);
  add_stages(table);
}

}  // namespace tradewind::cli

// Customers, contacts, suppliers, users.
#include "cli/handlers.hpp"
#include "cli/nouns/custom.hpp"
#include "cli/nouns/edit_options.hpp"
#include "cli/tables/tables.hpp"

namespace tradewind::cli {

namespace {

const std::vector<Option>& paging() {
  static const std::vector<Option> options = {{"match", "TEXT", "only those whose name has this"},
                                              {"limit", "N", "at most this many (default 50)"},
                                              {"offset", "N", "leave out the first N"}};
  return options;
}

std::vector<Option> customer_filters() {
  std::vector<Option> options = paging();
  options.push_back({"owner", "USER", "only this user's; none: those without an owner"});
  options.push_back({"country", "CC", "only of this country"});
  options.push_back({"level", "LEVEL", "only of this level"});
  options.push_back({"status", "STATUS", "only these", {"prospect", "active", "dormant", "lost", "blacklisted"}});
  options.push_back({"tag", "TAG", "only those with this tag"});
  add_custom_list_options(options);
  return options;
}

std::vector<Option> customer_fields() {
  return {{"country", "CC", "ISO 3166 code"},
          {"domain", "DOMAIN", "a mail domain of theirs", {}, true},
          {"alias", "NAME", "another name of theirs", {}, true},
          {"owner", "USER", "login of its rep, or none"},
          {"level", "LEVEL", "A, B or C", {"A", "B", "C", ""}},
          {"status", "STATUS", "how it stands", {"prospect", "active", "dormant", "lost", "blacklisted"}},
          {"parent", "ID", "the customer it belongs to, or none"},
          {"website", "URL", ""},
          custom_option()};
}

std::vector<Option> contact_fields() {
  return {{"email", "ADDRESS", "a mail address", {}, true},
          {"phone", "PHONE", ""},
          {"title", "TITLE", "buyer, managing director ..."},
          {"language", "LL", "ISO 639-1: en, es, zh"},
          custom_option()};
}

void add_customers(std::vector<Command>& table) {
  table.push_back(
      {.noun = "customer",
       .verb = "list",
       .summary = "customers by name",
       .options = customer_filters(),
       .examples = {{"crm customer list --match nord", ""},
                    {"crm customer list --owner li --tag industry:garden", ""},
                    {"crm customer list --where 'budget>=5000 EUR' --sort -budget --columns name,budget,certs",
                     "by custom fields"}},
       .handler = run_customer_list});
  table.push_back(
      {.noun = "customer",
       .verb = "show",
       .summary = "one customer from all sides, and what happened with it in one time line",
       .description = "Newest first: mail, steps of leads and deals, quotations with every price, orders, cases, tasks "
                      "and changes, of the customer and of the customers below it. What you may not see by itself is "
                      "not in it.",
       .positionals = {{"ID", "number of the customer"}},
       .options = {{"since", "DAY", "only from this day on: 2026-08-01, 2026-08"},
                   {"kind",
                    "KIND",
                    "only these",
                    {"mail", "lead", "opportunity", "quotation", "order", "case", "task", "change"},
                    true},
                   {"limit", "N", "at most this many entries (default 20)"}},
       .examples = {{"crm customer show 12", ""},
                    {"crm customer show 12 --kind quotation --kind order --since 2026-01", ""}},
       .handler = run_customer_show});
  table.push_back(
      {.noun = "customer",
       .verb = "add",
       .summary = "add a customer",
       .positionals = {{"NAME", "name of the firm"}},
       .options = customer_fields(),
       .examples = {{"crm customer add \"Nordhaus Garten GmbH\" --country DE --domain nordhaus.example --owner li",
                     ""}},
       .data = DataMode::write,
       .handler = run_customer_add});
  std::vector<Option> editing = customer_fields();
  editing.insert(editing.begin(), {"name", "NAME", "name of the firm"});
  editing.push_back(version_option());
  table.push_back({.noun = "customer",
                   .verb = "edit",
                   .summary = "change a customer; what is not named stays, an empty text clears",
                   .positionals = {{"ID", "number of the customer"}},
                   .options = editing,
                   .examples = {{"crm customer edit 12 --level A --owner li", ""},
                                {"crm customer edit 12 --parent none --if-version 3", "only if nobody was faster"}},
                   .data = DataMode::write,
                   .handler = run_customer_edit});
  table.push_back(
      {.noun = "customer",
       .verb = "duplicates",
       .summary = "which customers may be the same firm, and why",
       .description = "Each shared mark counts by itself: a mail address 90, a domain 85, the name 80, the website 80, "
                      "a telephone 50, a similar name up to 60; the score is what they make together. From 80 on it is "
                      "taken for the same firm: it is not added again, and an import matches it.",
       .positionals = {{"ID", "number of a customer; else a firm that is described, else all pairs", false}},
       .options = {{"name", "NAME", "name of the firm", {}, true},
                   {"domain", "DOMAIN", "a mail domain of theirs", {}, true},
                   {"email", "ADDRESS", "a mail address", {}, true},
                   {"phone", "PHONE", "a telephone number", {}, true},
                   {"website", "URL", ""},
                   {"limit", "N", "of all pairs: at most this many (default 50)"},
                   {"offset", "N", "of all pairs: leave out the first N"}},
       .examples = {{"crm customer duplicates", "all pairs from a score of 50 on, the likeliest first"},
                    {"crm customer duplicates 12", ""},
                    {"crm customer duplicates --name \"Nordhaus\" --email info@nordhaus.example",
                     "before it is added"}},
       .handler = run_customer_duplicates});
  std::vector<Option> contact_filters{{"customer", "ID", "only of this customer"},
                                      {"match", "TEXT", "only those whose name or address has this"},
                                      {"limit", "N", "at most this many (default 50)"},
                                      {"offset", "N", "leave out the first N"}};
  add_custom_list_options(contact_filters);
  table.push_back({.noun = "contact",
                   .verb = "list",
                   .summary = "contacts by name",
                   .options = contact_filters,
                   .examples = {{"crm contact list --customer 12", ""}},
                   .handler = run_contact_list});
  table.push_back({.noun = "contact",
                   .verb = "show",
                   .summary = "one contact",
                   .positionals = {{"ID", "number of the contact"}},
                   .examples = {{"crm contact show 3", ""}},
                   .handler = run_contact_show});
  table.push_back({.noun = "contact",
                   .verb = "add",
                   .summary = "add a contact to a customer",
                   .positionals = {{"CUSTOMER", "number of the customer"}, {"NAME", "name of the person"}},
                   .options = contact_fields(),
                   .examples = {{"crm contact add 12 \"Ute Brandt\" --email brandt@nordhaus.example", ""}},
                   .data = DataMode::write,
                   .handler = run_contact_add});
  std::vector<Option> changing = contact_fields();
  changing.push_back({"name", "NAME", "name of the person"});
  changing.push_back({"customer", "ID", "the customer he or she works for now"});
  changing.push_back(version_option());
  table.push_back({.noun = "contact",
                   .verb = "edit",
                   .summary = "change a contact; what is not named stays, an empty text clears",
                   .positionals = {{"ID", "number of the contact"}},
                   .options = changing,
                   .examples = {{"crm contact edit 3 --title \"Head of purchasing\"", ""}},
                   .data = DataMode::write,
                   .handler = run_contact_edit});
}

void add_others(std::vector<Command>& table) {
  std::vector<Option> filters = paging();
  filters.push_back({"tag", "TAG", "only those with this tag"});
  add_custom_list_options(filters);
  table.push_back({.noun = "supplier",
                   .verb = "list",
                   .summary = "suppliers by name",
                   .options = filters,
                   .examples = {{"crm supplier list --tag audited", ""}},
                   .handler = run_supplier_list});
  table.push_back({.noun = "supplier",
                   .verb = "show",
                   .summary = "one supplier",
                   .positionals = {{"ID", "number of the supplier"}},
                   .examples = {{"crm supplier show 4", ""}},
                   .handler = run_supplier_show});
  table.push_back({.noun = "supplier",
                   .verb = "add",
                   .summary = "add a supplier",
                   .positionals = {{"NAME", "name of the firm"}},
                   .options = {{"domain", "DOMAIN", "a mail domain of theirs", {}, true},
                               {"email", "ADDRESS", "a mail address of theirs", {}, true},
                               custom_option()},
                   .examples = {{"crm supplier add \"青岛海风五金厂\" --domain haifeng.example", ""}},
                   .data = DataMode::write,
                   .handler = run_supplier_add});
  table.push_back({.noun = "supplier",
                   .verb = "edit",
                   .summary = "change a supplier; what is not named stays, an empty text clears",
                   .positionals = {{"ID", "number of the supplier"}},
                   .options = {{"name", "NAME", "name of the firm"},
                               {"domain", "DOMAIN", "a mail domain of theirs", {}, true},
                               {"email", "ADDRESS", "a mail address of their first contact", {}, true},
                               custom_option(),
                               version_option()},
                   .examples = {{"crm supplier edit 4 --domain haifeng.example --domain hf-tools.example", ""}},
                   .data = DataMode::write,
                   .handler = run_supplier_edit});
  table.push_back({.noun = "user",
                   .verb = "list",
                   .summary = "our own people",
                   .examples = {{"crm user list", ""}},
                   .handler = run_user_list});
  table.push_back({.noun = "user",
                   .verb = "add",
                   .summary = "add a user",
                   .positionals = {{"LOGIN", "short name, used with --as"}, {"NAME", "full name"}},
                   .options = {{"role",
                                "ROLE",
                                "what he or she may do (default rep)",
                                {"rep", "assistant", "manager", "administrator", "auditor"}},
                               {"email", "ADDRESS", "a mail address", {}, true},
                               {"capacity", "N", "weight in the distribution of leads; 0 gets none (default 1)"},
                               {"team", "TEAM", "the team he or she is in"}},
                   .examples = {{"crm user add li \"Li Na\" --email li@example-valves.example", ""}},
                   .data = DataMode::write,
                   .handler = run_user_add});
  table.push_back(
      {.noun = "user",
       .verb = "edit",
       .summary = "change a user; what is not named stays",
       .positionals = {{"LOGIN", "short name"}},
       .options =
           {{"name", "NAME", "full name"},
            {"role", "ROLE", "what he or she may do", {"rep", "assistant", "manager", "administrator", "auditor"}},
            {"email", "ADDRESS", "a mail address", {}, true},
            {"capacity", "N", "weight in the distribution of leads; 0 gets none"},
            {"team", "TEAM", "the team he or she is in, or none"},
            {"active", "YES", "no: may not act any more and gets no leads", {"yes", "no"}}},
       .examples = {{"crm user edit li --team Europe", ""}, {"crm user edit li --active no", "she left"}},
       .data = DataMode::write,
       .handler = run_user_edit});
  table.push_back({.noun = "team",
                   .verb = "list",
                   .summary = "the teams and who is in them",
                   .examples = {{"crm team list", ""}},
                   .handler = run_team_list});
  table.push_back({.noun = "team",
                   .verb = "add",
                   .summary = "add a team",
                   .positionals = {{"NAME", "its name"}},
                   .examples = {{"crm team add Europe", "then: crm user edit li --team Europe"}},
                   .data = DataMode::write,
                   .handler = run_team_add});
  table.push_back({.noun = "visibility",
                   .verb = "list",
                   .summary = "what each role sees",
                   .description = "own: what he or she owns or has been given a share of, and what nobody owns. team: "
                                  "what the team owns too. Mail is seen by whose mailbox it came to, and with the "
                                  "customer, lead or deal it is filed to.",
                   .examples = {{"crm visibility list", ""}},
                   .handler = run_visibility_list});
  table.push_back({.noun = "visibility",
                   .verb = "set",
                   .summary = "say what a role sees",
                   .positionals = {{"ROLE", "rep, assistant, manager, auditor"},
                                   {"KIND", "customer, lead, opportunity, mail"},
                                   {"SCOPE", "own, team, all"}},
                   .examples = {{"crm visibility set rep customer team", ""}},
                   .data = DataMode::write,
                   .handler = run_visibility_set});
}

}  // namespace

void add_record_commands(std::vector<Command>& table) {
  add_customers(table);
  add_others(table);
}

}  // namespace tradewind::cli

// Customers, contacts, suppliers, users.
#include "cli/handlers.hpp"
#include "cli/tables/tables.hpp"

namespace tradewind::cli {

namespace {

const std::vector<Option>& paging() {
  static const std::vector<Option> options = {{"match", "TEXT", "only those whose name has this"},
                                              {"limit", "N", "at most this many (default 50)"},
                                              {"offset", "N", "leave out the first N"}};
  return options;
}

void add_customers(std::vector<Command>& table) {
  table.push_back({.noun = "customer",
                   .verb = "list",
                   .summary = "customers by name",
                   .options = paging(),
                   .examples = {{"crm customer list --match nord", ""}},
                   .handler = run_customer_list});
  table.push_back({.noun = "customer",
                   .verb = "show",
                   .summary = "one customer with contacts, domains, documents and latest mail",
                   .positionals = {{"ID", "number of the customer"}},
                   .examples = {{"crm customer show 12", ""}},
                   .handler = run_customer_show});
  table.push_back(
      {.noun = "customer",
       .verb = "add",
       .summary = "add a customer",
       .positionals = {{"NAME", "name of the firm"}},
       .options = {{"country", "CC", "ISO 3166 code"},
                   {"domain", "DOMAIN", "a mail domain of theirs", {}, true},
                   {"owner", "USER", "login of its rep"},
                   {"level", "LEVEL", "A, B or C", {"A", "B", "C"}},
                   {"website", "URL", ""}},
       .examples = {{"crm customer add \"Nordhaus Garten GmbH\" --country DE --domain nordhaus.example --owner li",
                     ""}},
       .data = DataMode::write,
       .handler = run_customer_add});
  table.push_back({.noun = "contact",
                   .verb = "list",
                   .summary = "contacts by name",
                   .options = {{"customer", "ID", "only of this customer"},
                               {"match", "TEXT", "only those whose name or address has this"},
                               {"limit", "N", "at most this many (default 50)"},
                               {"offset", "N", "leave out the first N"}},
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
                   .options = {{"email", "ADDRESS", "a mail address", {}, true},
                               {"phone", "PHONE", ""},
                               {"title", "TITLE", "buyer, managing director ..."}},
                   .examples = {{"crm contact add 12 \"Ute Brandt\" --email brandt@nordhaus.example", ""}},
                   .data = DataMode::write,
                   .handler = run_contact_add});
}

void add_others(std::vector<Command>& table) {
  table.push_back({.noun = "supplier",
                   .verb = "list",
                   .summary = "suppliers by name",
                   .options = paging(),
                   .examples = {{"crm supplier list", ""}},
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
                               {"email", "ADDRESS", "a mail address of theirs", {}, true}},
                   .examples = {{"crm supplier add \"青岛海风五金厂\" --domain haifeng.example", ""}},
                   .data = DataMode::write,
                   .handler = run_supplier_add});
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
                               {"capacity", "N", "weight in the distribution of leads; 0 gets none (default 1)"}},
                   .examples = {{"crm user add li \"Li Na\" --email li@example-valves.example", ""}},
                   .data = DataMode::write,
                   .handler = run_user_add});
}

}  // namespace

void add_record_commands(std::vector<Command>& table) {
  add_customers(table);
  add_others(table);
}

}  // namespace tradewind::cli

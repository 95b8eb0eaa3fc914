// Who owns what: the pool, the policy by which records come into it, handing over.
#include "cli/handlers.hpp"
#include "cli/tables/tables.hpp"

namespace tradewind::cli {

void add_pool_commands(std::vector<Command>& table) {
  const Positional record{"RECORD", "lead:6 or customer:12"};
  table.push_back({.noun = "pool",
                   .verb = "list",
                   .summary = "leads and customers that nobody owns, the latest first",
                   .options = {{"type", "TYPE", "only these", {"lead", "customer"}},
                               {"country", "CC", "ISO 3166 code"},
                               {"limit", "N", "at most this many (default 50)"},
                               {"offset", "N", "leave out the first N"}},
                   .examples = {{"crm pool list", ""}, {"crm pool list --type lead --country DE", ""}},
                   .handler = run_pool_list});
  table.push_back({.noun = "pool",
                   .verb = "take",
                   .summary = "take one out of the pool: it is yours",
                   .description =
                       "A customer's open deals come along. How many a person may take, and for how long what "
                       "was taken is protected, the policy says.",
                   .positionals = {record},
                   .examples = {{"crm pool take lead:6", ""}, {"crm --as li pool take customer:12", ""}},
                   .data = DataMode::write,
                   .handler = run_pool_take});
  table.push_back({.noun = "pool",
                   .verb = "release",
                   .summary = "give one up: others may take it",
                   .positionals = {record},
                   .options = {{"why", "TEXT", "the reason, for its history"}},
                   .examples = {{"crm pool release customer:12 --why \"they buy elsewhere\"", ""}},
                   .data = DataMode::write,
                   .handler = run_pool_release});
  table.push_back({.noun = "policy",
                   .verb = "list",
                   .summary = "what the firm has laid down",
                   .examples = {{"crm policy list", ""}},
                   .handler = run_policy_list});
  table.push_back(
      {.noun = "policy",
       .verb = "set",
       .summary = "lay one thing down; the nightly job goes by it",
       .positionals = {{"SETTING", "its name, as crm policy list shows it"}, {"VALUE", "what holds from now on"}},
       .examples = {{"crm policy set answer_hours 8", ""},
                    {"crm policy set working_hours \"Mon-Fri 09:00-18:00, Sat 09:00-12:30\"",
                     "the response clock stands still outside"},
                    {"crm policy set customer_drop_days \"A=180 B=120 *=90\"", "by the customer's level"}},
       .data = DataMode::write,
       .handler = run_policy_set});
  table.push_back(
      {.noun = "handover",
       .verb = "",
       .summary = "give customers, leads, deals, tasks and mailboxes of one to others, and list what is left open",
       .description =
           "What belongs to one customer stays together. Between several, customers and leads go in turn, weighted by "
           "capacity; the first named gets the mailboxes and what was shared. All of it happens or nothing.",
       .options = {{"from", "USER", "whose records go"},
                   {"to", "USERS", "who gets them: li, or li,wang"},
                   {"rule", "RULE", "USER: CONDITION, before anybody's turn; the first that holds", {}, true},
                   {"deactivate", "", "and whoever goes is not active any more (for administrators)"},
                   {"dry-run", "", "only say what would be done"},
                   {"undo", "N", "take this handover back; what others have by now stays with them"}},
       .examples = {{"crm handover --from li --to wang --dry-run", ""},
                    {"crm handover --from li --to wang,chen --deactivate", ""},
                    {"crm handover --from li --to wang,chen --rule 'chen: customer.country in (\"DE\", \"AT\")'", ""},
                    {"crm handover --undo 3", ""}},
       .data = DataMode::write,
       .handler = run_handover});
}

}  // namespace tradewind::cli

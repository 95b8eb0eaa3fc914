// Leads: what an inquiry becomes on its way to a customer.
#include "cli/handlers.hpp"
#include "cli/nouns/custom.hpp"
#include "cli/nouns/edit_options.hpp"
#include "cli/tables/tables.hpp"

namespace tradewind::cli {

void add_lead_commands(std::vector<Command>& table) {
  const Positional id{"ID", "number of the lead"};
  std::vector<Option> filters{
      {"status",
       "STATUS",
       "only these (default: all that are open)",
       {"new", "assigned", "contacted", "qualified", "converted", "disqualified", "merged", "all"}},
      {"owner", "USER", "only this user's; none: those without an owner"},
      {"limit", "N", "at most this many (default 50)"},
      {"offset", "N", "leave out the first N"}};
  add_custom_list_options(filters);
  table.push_back({.noun = "lead",
                   .verb = "list",
                   .summary = "leads, newest first",
                   .options = filters,
                   .examples = {{"crm lead list", "what is open"},
                                {"crm lead list --status qualified --owner li", ""},
                                {"crm lead list --status all --csv", "for a spreadsheet"}},
                   .handler = run_lead_list});
  table.push_back(
      {.noun = "lead",
       .verb = "waiting",
       .summary = "inquiries that wait for our answer, the longest first",
       .description = "The clock runs from the inquiry's arrival to our first answer by a person, in the "
                      "firm's working hours (crm policy); only mail stops it. Inquiries of more than 30 "
                      "days ago are history.",
       .options = {{"limit", "N", "at most this many (default 50)"}, {"offset", "N", "leave out the first N"}},
       .examples = {{"crm lead waiting", ""}},
       .handler = run_lead_waiting});
  table.push_back({.noun = "lead",
                   .verb = "show",
                   .summary = "one lead: fields and where they were read, items, score, response time",
                   .positionals = {id},
                   .examples = {{"crm lead show 12", ""}},
                   .handler = run_lead_show});
  table.push_back(
      {.noun = "lead",
       .verb = "add",
       .summary = "add a lead that no mail brought: from a fair, a call, a visit",
       .description =
           "It has a mail address or a telephone. One that is a lead or a customer already is not added: the "
           "answer says which, and by which marks.",
       .positionals = {{"COMPANY", "the buyer's firm", false}},
       .options = {{"contact", "NAME", "the person"},
                   {"email", "ADDRESS", "mail address"},
                   {"phone", "PHONE", "telephone"},
                   {"country", "CC", "ISO 3166 code"},
                   {"language", "LL", "ISO 639-1: en, es, zh"},
                   {"platform", "NAME", "where it comes from: a fair, a platform, website"},
                   {"product", "TEXT", "what is wanted", {}, true},
                   {"incoterm", "TERM", "FOB, CIF ..."},
                   {"port", "PLACE", "named place, or port of destination"},
                   {"date", "DAY", "of the inquiry: 2026-11-23; else now, and the response clock runs"},
                   {"owner", "USER", "login of its rep, or none"},
                   custom_option(),
                   {"anyway", "", "though it seems to be there already"}},
       .examples = {{"crm lead add \"Casa Verde Lda\" --contact \"Rui Costa\" --email rui@casaverde.example "
                     "--product \"2000 pruners\"",
                     ""},
                    {"crm lead add --phone \"+351 22 555 0144\" --platform \"Canton fair\" --owner li", ""}},
       .data = DataMode::write,
       .handler = run_lead_add});
  table.push_back({.noun = "lead",
                   .verb = "history",
                   .summary = "every step of a lead",
                   .positionals = {id},
                   .examples = {{"crm lead history 12", ""}},
                   .handler = run_lead_history});
  table.push_back({.noun = "lead",
                   .verb = "assign",
                   .summary = "give a lead to a user",
                   .positionals = {id, {"USER", "login of the user"}},
                   .options = {{"why", "TEXT", "the reason, for its history"}},
                   .examples = {{"crm lead assign 12 li", ""}},
                   .data = DataMode::write,
                   .handler = run_lead_assign});
  table.push_back({.noun = "lead",
                   .verb = "qualify",
                   .summary = "say that a lead is worth pursuing; the nightly job then converts it",
                   .positionals = {id},
                   .options = {{"why", "TEXT", "the reason, for its history"}},
                   .examples = {{"crm lead qualify 12 --why \"visited us at the fair\"", ""}},
                   .data = DataMode::write,
                   .handler = run_lead_qualify});
  table.push_back({.noun = "lead",
                   .verb = "disqualify",
                   .summary = "close a lead that leads nowhere",
                   .positionals = {id},
                   .options = {{"why", "TEXT", "the reason, for its history and for the reports"}},
                   .examples = {{"crm lead disqualify 12 --why \"asks for free samples everywhere\"", ""}},
                   .data = DataMode::write,
                   .handler = run_lead_disqualify});
  table.push_back({.noun = "lead",
                   .verb = "convert",
                   .summary = "make customer, contact and opportunity of a lead, or join it to existing ones",
                   .description =
                       "It joins the customer that the duplicate check (crm customer duplicates --help) takes for "
                       "the same firm, and says by which marks.",
                   .positionals = {id},
                   .options = {{"customer", "ID", "join this customer"},
                               {"anyway", "", "make a customer of its own, though one seems to be the same"},
                               {"force", "", "though it is not qualified"}},
                   .examples = {{"crm lead convert 12", ""}, {"crm lead convert 12 --customer 7", "it is a known one"}},
                   .data = DataMode::write,
                   .handler = run_lead_convert});
  table.push_back({.noun = "lead",
                   .verb = "undo",
                   .summary = "take a conversion back",
                   .positionals = {id},
                   .examples = {{"crm lead undo 12", ""}},
                   .data = DataMode::write,
                   .handler = run_lead_undo});
  table.push_back({.noun = "lead",
                   .verb = "edit",
                   .summary = "put right what was read from the inquiry; what is not named stays",
                   .positionals = {id},
                   .options = {{"company", "NAME", "the buyer's firm"},
                               {"contact", "NAME", "the person"},
                               {"email", "ADDRESS", "mail address"},
                               {"phone", "PHONE", "telephone"},
                               {"country", "CC", "ISO 3166 code"},
                               custom_option(),
                               version_option()},
                   .examples = {{"crm lead edit 12 --company \"Casa Verde Lda\" --country PT", ""}},
                   .data = DataMode::write,
                   .handler = run_lead_edit});
}

}  // namespace tradewind::cli

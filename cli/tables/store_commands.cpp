// The store as a whole: making it, filling it, watching it, saving it.
#include "cli/handlers.hpp"
#include "cli/tables/tables.hpp"

namespace tradewind::cli {

namespace {

void add_upkeep(std::vector<Command>& table) {
  table.push_back(
      {.noun = "init",
       .verb = "",
       .summary = "make a new, empty store",
       .description =
           "Makes crm.db, vault.db and search.db in the data directory, which is made too if it is missing. Our own "
           "domains tell "
           "mail of our people from that of others; they and the firm's name can also stand in the configuration.",
       .options = {{"firm", "NAME", "name of the firm"},
                   {"domain", "DOMAIN", "a mail domain of our own", {}, true},
                   {"country", "CC", "our country, as ISO 3166 writes it: CN, DE ..."}},
       .examples =
           {{"crm --data ~/tradewind init --firm \"Example Valves\" --domain example-valves.example --country CN",
             "a store for one firm"}},
       .data = DataMode::none,
       .handler = run_init});
  table.push_back({.noun = "status",
                   .verb = "",
                   .summary = "how every mailbox stands, and whether all mail is accounted for",
                   .description = "For each folder the server's messages must equal filed + skipped + quarantined. "
                                  "Ends with 1 and the reason when a "
                                  "mailbox fails, lags or has a gap.",
                   .options = {{"folders", "", "one line a folder, not a mailbox"}},
                   .examples = {{"crm status", "one line a mailbox, the accounting, what needs a look"},
                                {"crm status --json", "the same for a monitor"}},
                   .handler = run_status});
  table.push_back({.noun = "verify",
                   .verb = "",
                   .summary = "check every hash, every reference and the accounting",
                   .description = "Reads everything. Ends with 1 when something is wrong, and says what.",
                   .examples = {{"crm verify", ""}},
                   .handler = run_verify});
  table.push_back({.noun = "vault",
                   .verb = "gc",
                   .summary = "remove bytes that belong to no message",
                   .description =
                       "A batch commits its bytes before its records, so that no record is ever without its mail; an "
                       "interruption between the two leaves bytes that nothing refers to. They do no harm: crm verify "
                       "counts them, the same mail fetched again uses them, and this removes what is left. Mail is "
                       "never removed, and freed space is used again by mail to come.",
                   .examples = {{"crm vault gc", "after crm verify counted some"}},
                   .data = DataMode::write,
                   .handler = run_vault_gc});
  table.push_back(
      {.noun = "backup",
       .verb = "",
       .summary = "copy the store while it is in use",
       .description = "A consistent copy of the records and the mail, also while the daemon writes, with a manifest of "
                      "hashes. The directory must not be there yet: "
                      "one of that name is a whole backup.",
       .positionals = {{"DIR", "where the copy goes"}},
       .options = {{"with-index", "", "the full-text index too (else crm restore is followed by crm index rebuild)"}},
       .examples = {{"crm backup /srv/backup/tradewind-$(date +%F)", "one copy a day"}},
       .handler = run_backup});
  table.push_back(
      {.noun = "restore",
       .verb = "",
       .summary = "put a backup in place",
       .description =
           "Into a data directory without a store; an existing one is never overwritten. The backup is checked first.",
       .positionals = {{"DIR", "a directory that crm backup made"}},
       .examples = {{"crm --data /var/lib/tradewind restore /srv/backup/tradewind-2026-11-23",
                     "after a disk was replaced"}},
       .data = DataMode::any,
       .handler = run_restore});
  table.push_back({.noun = "index",
                   .verb = "rebuild",
                   .summary = "make the full-text index anew",
                   .description = "From the records and the mail. Searches find what has been taken in so far; an "
                                  "interrupted one is taken up by the daemon or the nightly job.",
                   .examples = {{"crm index rebuild", "after search.db was lost"}},
                   .data = DataMode::write});
  table.push_back({.noun = "index",
                   .verb = "status",
                   .summary = "how far the index follows, and its size",
                   .examples = {{"crm index status", ""}},
                   .handler = run_index_status});
  table.push_back(
      {.noun = "nightly",
       .verb = "",
       .summary = "the nightly job: reconcile, retry, merge, assign, qualify, convert, report",
       .description = "One at a time; an interrupted run is taken up where it stopped; running it again changes "
                      "nothing. Where the configuration "
                      "names nightly.report_to, the report goes there by mail as well.",
       .options = {{"dry-run", "", "say what would be done, do nothing"}, {"no-mail", "", "do not send the report"}},
       .examples = {{"crm nightly --dry-run", "what would happen"}, {"crm nightly --json", "the report for a program"}},
       .data = DataMode::write});
}

void add_intake(std::vector<Command>& table) {
  table.push_back({.noun = "sync",
                   .verb = "",
                   .summary = "fetch mail now",
                   .description = "Looks once at every mailbox of the configuration and ends when all are complete. "
                                  "The daemon crm-mailsyncd does this all "
                                  "the time; only one of the two runs on a data directory.",
                   .options = {{"once", "", "look once and end (the only way there is; said for clarity in scripts)"},
                               {"account", "NAME", "this mailbox only", {}, true}},
                   .examples = {{"crm sync --once", "all mailboxes"}, {"crm sync --once --account li", "one of them"}},
                   .data = DataMode::write});
  const std::vector<Option> source = {{"account", "NAME", "the mailbox it counts as (default: import)"},
                                      {"folder", "NAME", "the folder it counts as (default: made from the path)"},
                                      {"sent", "", "it is mail that we sent"},
                                      {"user", "USER", "whose mailbox it is"}};
  table.push_back({.noun = "import",
                   .verb = "mbox",
                   .summary = "take in mail from mbox files",
                   .description = "What is in the store already is recognised by its content and not taken twice.",
                   .positionals = {{"PATH", "mbox files", true, true}},
                   .options = source,
                   .examples = {{"crm import mbox --account li old/2019.mbox old/2020.mbox", "two old archives"}},
                   .data = DataMode::write});
  table.push_back({.noun = "import",
                   .verb = "maildir",
                   .summary = "take in mail from Maildir directories",
                   .description = "With all folders below them (Maildir++ and nested). Nothing in them is changed.",
                   .positionals = {{"PATH", "Maildir directories", true, true}},
                   .options = source,
                   .examples = {{"crm import maildir --account li ~li/Maildir", "a mailbox on this machine"}},
                   .data = DataMode::write});
  table.push_back({.noun = "import",
                   .verb = "eml",
                   .summary = "take in single messages",
                   .description = "Files, or directories of .eml files.",
                   .positionals = {{"PATH", "files or directories", true, true}},
                   .options = source,
                   .examples = {{"crm import eml inquiry.eml", "one message"},
                                {"crm import eml --account li mail/", "all of a directory"}},
                   .data = DataMode::write});
  table.push_back({.noun = "import",
                   .verb = "records",
                   .summary = "take in users, customers, contacts, suppliers, products, quotations, orders",
                   .description = "From a JSON file in the form of docs/record-import.md. Records that are there "
                                  "already (same key) are brought up to date.",
                   .positionals = {{"FILE", "the JSON file, or - for standard input"}},
                   .examples = {{"crm import records customers.json", ""}},
                   .data = DataMode::write,
                   .handler = run_import_records});
  table.push_back({.noun = "import",
                   .verb = "all",
                   .summary = "make a store of what crm export all wrote",
                   .description =
                       "Into a data directory without a store. Everything is as it was, to the last decision "
                       "and the last line of history; a file that was changed since is refused.",
                   .positionals = {{"DIR", "a directory that crm export all made"}},
                   .examples = {{"crm --data /var/lib/tradewind import all /srv/export", "on another machine"}},
                   .data = DataMode::any,
                   .handler = run_import_all});
  table.push_back(
      {.noun = "export",
       .verb = "all",
       .summary = "write records, history and mail into a directory, in open formats",
       .description =
           "records.json by natural keys (for crm import records), csv/ for spreadsheets, tables/ with every "
           "row as a line of JSON (for crm import all), mail/ byte for byte. As it all stands at one moment, "
           "while others go on working. For administrators.",
       .positionals = {{"DIR", "where it goes; must not be there yet"}},
       .examples = {{"crm export all /srv/export", ""}},
       .handler = run_export_all});
  table.push_back({.noun = "archive",
                   .verb = "",
                   .summary = "take in one message on standard input",
                   .description = "For a mail server's pipe. Ends with 0 when the message is on disk, else with 75, so "
                                  "that the server keeps it and tries again.",
                   .options = {{"account", "NAME", "the mailbox it counts as (default: archive)"},
                               {"folder", "NAME", "the folder it counts as (default: INBOX)"},
                               {"sent", "", "it is mail that we sent"}},
                   .examples = {{"crm archive --account li < message.eml", ""}},
                   .data = DataMode::write});
  table.push_back({.noun = "account",
                   .verb = "list",
                   .summary = "the mailboxes and how they stand",
                   .examples = {{"crm account list", ""}},
                   .handler = run_account_list});
}

}  // namespace

void add_store_commands(std::vector<Command>& table) {
  add_upkeep(table);
  add_intake(table);
}

}  // namespace tradewind::cli

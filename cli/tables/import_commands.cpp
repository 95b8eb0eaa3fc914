// Records from sheets and address books, and contacts for address books.
#include "cli/handlers.hpp"
#include "cli/tables/tables.hpp"

namespace tradewind::cli {

namespace {

const Positional sheet{"FILE", "XLSX or CSV; - for standard input"};

const std::vector<Option>& sheet_options() {
  static const std::vector<Option> options = {
      {"map", "COLUMN=FIELD", "what a column of another name is; - leaves it out", {}, true},
      {"mapping", "FILE", "the same from a file, one COLUMN=FIELD a line"},
      {"sheet", "NAME", "of an XLSX file with several; else the first one that is shown"},
      {"dry-run", "", "say what would become of each row, change nothing"},
      {"partial", "", "keep the good rows of a file that has bad ones"}};
  return options;
}

void add_sheets(std::vector<Command>& table) {
  table.push_back({.noun = "import",
                   .verb = "customers",
                   .summary = "take in customers and their contacts from a spreadsheet",
                   .description =
                       "The first line names the columns: name, country, level, status, website, owner, domains and "
                       "aliases (separated by ;), contact, email, phone, title. Each row is created, matched to a "
                       "customer that is there (see customer duplicates), or refused with the reason. With a refused "
                       "row nothing is changed, unless --partial.",
                   .positionals = {sheet},
                   .options = sheet_options(),
                   .examples = {{"crm import customers old.xlsx --sheet 2026 --map Firma=name --map Notiz=- --dry-run",
                                 "look first"}},
                   .data = DataMode::write});
  table.push_back(
      {.noun = "import",
       .verb = "contacts",
       .summary = "take in contacts from a spreadsheet, with their customers",
       .description = "The first line names the columns: name, email (several separated by ;), phone, title, language, "
                      "company, website, country. Contacts and customers are known again as by import vcard; with a "
                      "refused row nothing is changed, unless --partial.",
       .positionals = {sheet},
       .options = sheet_options(),
       .examples = {{"crm import contacts people.csv --map Firma=company --dry-run", "look first"}},
       .data = DataMode::write});
  table.push_back(
      {.noun = "import",
       .verb = "leads",
       .summary = "take in leads from a spreadsheet",
       .description = "The first line names the columns: email, phone, company, contact, country, language, platform, "
                      "products (separated by ;), incoterm, port, date (of the inquiry: 2026-11-23; without it now, "
                      "and the response clock runs), owner (login). A row is matched to the lead of the same address, "
                      "or of the same telephone when it has no address, whatever became of that; or to a customer that "
                      "is the same firm (see customer duplicates). With a refused row nothing is changed, unless "
                      "--partial.",
       .positionals = {sheet},
       .options = sheet_options(),
       .examples = {{"crm import leads fair.csv --map Firma=company --dry-run", "look first"}},
       .data = DataMode::write});
}

void add_cards(std::vector<Command>& table) {
  table.push_back(
      {.noun = "import",
       .verb = "vcard",
       .summary = "take in contacts from vCards, with their customers",
       .description = "vCard 4.0, 3.0 and 2.1, any number in one file. A contact is known again by an address, else by "
                      "the name at the customer; what it lacks it gets from the card, what it has stays. The customer "
                      "is found by ORG and the domain of the address (see customer duplicates), else it is added. Each "
                      "card is reported by the line where it begins; with a refused one nothing is changed, unless "
                      "--partial.",
       .positionals = {{"FILE", "the cards; - for standard input"}},
       .options = {{"dry-run", "", "say what would become of each card, change nothing"},
                   {"partial", "", "keep the good cards of a file that has bad ones"}},
       .examples = {{"crm import vcard contacts.vcf --dry-run", "look first"}},
       .data = DataMode::write,
       .handler = run_import_vcard});
  table.push_back({.noun = "export",
                   .verb = "vcard",
                   .summary = "contacts as vCards, for address books and telephones",
                   .description = "Those that you see, on standard output.",
                   .positionals = {{"CONTACT", "numbers of contacts; without them: all", false, true}},
                   .options = {{"customer", "ID", "only of this customer"},
                               {"format", "VERSION", "of vCard (default 4.0)", {"4.0", "3.0"}}},
                   .examples = {{"crm export vcard > contacts.vcf", ""},
                                {"crm export vcard 3 7 --format 3.0", "for older programs"}},
                   .handler = run_export_vcard});
}

}  // namespace

void add_import_commands(std::vector<Command>& table) {
  add_sheets(table);
  add_cards(table);
}

}  // namespace tradewind::cli

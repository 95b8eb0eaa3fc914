// What became of the rows of a file, for people and for programs; the same for every import of rows.
#pragma once

#include <string_view>
#include <vector>

#include "cli/context.hpp"
#include "crm_core/service/import_report.hpp"

namespace tradewind::cli {

// --dry-run and --partial.
[[nodiscard]] crm::ImportManner manner_of(const Arguments& arguments);

struct ImportedRows {
  std::string_view name = "row";  // what one is called
  bool are_contacts = false;      // each has a contact's number beside the customer's
  bool are_leads = false;         // likewise a lead's
};

// Lists the outcomes and says how many there are of each. Exit code 1 when something is refused.
int report(Context& context, const std::vector<crm::ImportOutcome>& outcomes, const crm::ImportManner& manner,
           const ImportedRows& rows);

}  // namespace tradewind::cli

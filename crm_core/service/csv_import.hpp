// Customers, contacts and leads from a sheet, row by row: created, matched to what is there, or refused with the field
// and the reason.
#pragma once

#include <vector>

#include "crm_core/base/csv.hpp"
#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/service/import_report.hpp"
#include "crm_core/service/named_columns.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

struct CsvOptions {
  ColumnMapping columns;
  ImportManner manner;
};

// The first row names the columns. A column of a name that is no field is refused unless it is mapped. With a refused
// row nothing is changed, unless `partial`.

// Fields: name, country, level, status, website, owner (login), domains and aliases (separated by ;), contact, email,
// phone, title.
[[nodiscard]] Result<std::vector<ImportOutcome>> import_customers(Store& store, const Actor& actor,
                                                                  const std::vector<CsvRow>& rows,
                                                                  const CsvOptions& options);

// Fields: name, email (several separated by ;), phone, title, language, company, website, country. As import_contacts()
// of contact_import.hpp takes them.
[[nodiscard]] Result<std::vector<ImportOutcome>> import_contacts(Store& store, const Actor& actor,
                                                                 const std::vector<CsvRow>& rows,
                                                                 const CsvOptions& options);

// Fields: company, contact, email, phone, country, language, platform, products (separated by ;), incoterm, port, date
// (of the inquiry: 2026-11-23; without it now, and the response clock runs), owner (login). A row whose address
// (without one: its telephone) is that of a lead is matched to it, whatever became of that; one that the duplicate
// check takes for a customer, to the customer.
[[nodiscard]] Result<std::vector<ImportOutcome>> import_leads(Store& store, const Actor& actor,
                                                              const std::vector<CsvRow>& rows,
                                                              const CsvOptions& options);

}  // namespace tradewind::crm

// Customers and their contacts from a CSV file (RFC 4180), line by line: created, matched to one that is there, or
// refused with the field and the reason.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/service/import_report.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

struct CsvOptions {
  std::map<std::string, std::string> columns;  // the file's name of a column -> a field's
  ImportManner manner;
};

// Fields: name, country, level, status, website, owner (login), domains and aliases (separated by ;), contact, email,
// phone, title. Columns of other names are refused unless mapped to "-". With a refused row nothing is changed, unless
// `partial`. Fault::invalid names the line for what is no CSV.
[[nodiscard]] Result<std::vector<ImportOutcome>> import_customers(Store& store, const Actor& actor,
                                                                  std::string_view csv, const CsvOptions& options);

}  // namespace tradewind::crm

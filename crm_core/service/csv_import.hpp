// Customers and their contacts from a CSV file (RFC 4180), line by line: created, matched to one that is there, or
// refused with the field and the reason.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/filing.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

struct CsvOutcome {
  std::int64_t line = 0;  // where the row begins, the header being line 1
  std::string outcome;    // "created", "matched", "refused"
  std::string name;
  RecordId customer = 0;  // 0 when refused
  std::string why;        // what it was matched by, or the field and what is wrong with it
};

struct CsvOptions {
  std::map<std::string, std::string> columns;  // the file's name of a column -> a field's
  bool dry_run = false;
  bool partial = false;  // keep the good rows of a file that has bad ones
};

// Fields: name, country, level, status, website, owner (login), domains and aliases (separated by ;), contact, email,
// phone, title. Columns of other names are refused unless mapped to "-". With a refused row nothing is changed, unless
// `partial`. Fault::invalid names the line for what is no CSV.
[[nodiscard]] Result<std::vector<CsvOutcome>> import_customers(Store& store, const Actor& actor, std::string_view csv,
                                                               const CsvOptions& options);

}  // namespace tradewind::crm

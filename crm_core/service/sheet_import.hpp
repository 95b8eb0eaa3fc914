// The rows of a sheet whose first row names its columns, one record each.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "crm_core/base/csv.hpp"
#include "crm_core/service/csv_import.hpp"
#include "crm_core/service/custom_columns.hpp"
#include "crm_core/service/import_report.hpp"
#include "crm_core/service/named_columns.hpp"
#include "crm_core/service/permission.hpp"

namespace tradewind::crm {

// What the columns may give; `telling`: the fields of which a sheet must have one.
struct SheetFields {
  RecordType type;
  std::span<const std::string_view> all, telling;
};

// Import(store, actor).take(values in the order of the fields, custom fields, outcome) gives Result<void>; see
// take_rows. Fault::forbidden; Fault::invalid for columns that do not fit.
template <class Import>
[[nodiscard]] Result<std::vector<ImportOutcome>> take_sheet(Store& store, const Actor& actor,
                                                            const std::vector<CsvRow>& rows, const CsvOptions& options,
                                                            const SheetFields& fields) {
  if (auto allowed = require(actor, Act::import_records); !allowed) return pass_on(allowed);
  const CustomColumns custom(store.database(), actor, fields.type, fields.all);
  const auto columns = NamedColumns::read(rows, custom.fields(), fields.telling, options.columns);
  if (!columns) return pass_on(columns);
  Import import(store, actor);
  return take_rows(store, std::span(rows).subspan(1), options.manner,
                   [&](const CsvRow& row, ImportOutcome& outcome) -> Result<void> {
                     const auto values = columns->values(row);
                     if (!values) return pass_on(values);
                     return import.take(*values, custom.texts(*values), outcome);
                   });
}

}  // namespace tradewind::crm

#include <string_view>

#include "cli/output/value.hpp"
#include "crm_core/base/csv.hpp"

namespace tradewind::cli {

namespace {

bool is_number(const Value& value) {
  return std::holds_alternative<std::int64_t>(value) || std::holds_alternative<double>(value);
}

}  // namespace

std::string to_csv(const Listing& listing) {
  std::string csv;
  for (const Column& column : listing.columns) {
    if (&column != &listing.columns.front()) csv.push_back(',');
    append_csv_cell(csv, column.key, false);
  }
  csv.append("\r\n");
  for (const Record& record : listing.records) {
    for (const Column& column : listing.columns) {
      if (&column != &listing.columns.front()) csv.push_back(',');
      const Value* value = record.find(column.key);
      if (value != nullptr) append_csv_cell(csv, program_text(*value), !is_number(*value));
    }
    csv.append("\r\n");
  }
  return csv;
}

}  // namespace tradewind::cli

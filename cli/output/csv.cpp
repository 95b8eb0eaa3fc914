#include <string_view>

#include "cli/output/value.hpp"

namespace tradewind::cli {

namespace {

// A cell that starts like a formula is run by spreadsheets (OWASP "CSV injection"); mail chooses these texts.
bool looks_like_formula(std::string_view text) {
  return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

void append_cell(std::string& csv, std::string_view text, bool guarded) {
  const bool quoted = text.find_first_of("\",\r\n") != std::string_view::npos;
  if (quoted) csv.push_back('"');
  if (guarded && looks_like_formula(text)) csv.push_back('\'');
  for (const char c : text) {
    if (c == '"') csv.push_back('"');
    csv.push_back(c);
  }
  if (quoted) csv.push_back('"');
}

bool is_number(const Value& value) {
  return std::holds_alternative<std::int64_t>(value) || std::holds_alternative<double>(value);
}

}  // namespace

std::string to_csv(const Listing& listing) {
  std::string csv;
  for (const Column& column : listing.columns) {
    if (&column != &listing.columns.front()) csv.push_back(',');
    append_cell(csv, column.key, false);
  }
  csv.append("\r\n");
  for (const Record& record : listing.records) {
    for (const Column& column : listing.columns) {
      if (&column != &listing.columns.front()) csv.push_back(',');
      const Value* value = record.find(column.key);
      if (value != nullptr) append_cell(csv, program_text(*value), !is_number(*value));
    }
    csv.append("\r\n");
  }
  return csv;
}

}  // namespace tradewind::cli

#include "crm_core/base/csv.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tradewind {

namespace {

bool looks_like_formula(std::string_view text) {
  return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

}  // namespace

Result<std::vector<CsvRow>> parse_csv(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // as spreadsheets write it
  std::vector<CsvRow> rows;
  std::int64_t line = 1;
  for (std::size_t at = 0; at < text.size();) {
    CsvRow row{line, {}};
    for (bool more = true; more;) {
      std::string cell;
      if (at < text.size() && text[at] == '"') {
        const std::int64_t opened = line;
        for (++at;; ++at) {
          if (at == text.size())
            return fail(Fault::invalid, fmt::format("line {}: a quotation mark is opened and never closed", opened));
          if (text[at] == '"' && (at + 1 == text.size() || text[at + 1] != '"')) break;
          if (text[at] == '"') ++at;
          if (text[at] == '\n') ++line;
          cell += text[at];
        }
        if (++at < text.size() && text[at] != ',' && text[at] != '\r' && text[at] != '\n')
          return fail(Fault::invalid, fmt::format("line {}: text stands behind a closing quotation mark", line));
      } else {
        const std::size_t end = std::min(text.find_first_of(",\r\n", at), text.size());
        cell = text.substr(at, end - at);
        at = end;
      }
      row.cells.push_back(std::move(cell));
      more = at < text.size() && text[at] == ',';
      if (more) ++at;
    }
    if (at < text.size() && text[at] == '\r') ++at;
    if (at < text.size() && text[at] == '\n') ++at;
    ++line;
    if (row.cells.size() > 1 || !row.cells.front().empty()) rows.push_back(std::move(row));
  }
  return rows;
}

void append_csv_cell(std::string& csv, std::string_view text, bool guarded) {
  const bool quoted = text.find_first_of("\",\r\n") != std::string_view::npos;
  if (quoted) csv.push_back('"');
  if (guarded && looks_like_formula(text)) csv.push_back('\'');
  for (const char c : text) {
    if (c == '"') csv.push_back('"');
    csv.push_back(c);
  }
  if (quoted) csv.push_back('"');
}

std::string_view without_guard(std::string_view cell) {
  if (cell.starts_with('\'') && looks_like_formula(cell.substr(1))) cell.remove_prefix(1);
  return cell;
}

}  // namespace tradewind

// CSV as RFC 4180 has it: what spreadsheets read and write.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/base/result.hpp"

namespace tradewind {

struct CsvRow {
  std::int64_t line = 0;  // in which it begins, the first being 1
  std::vector<std::string> cells;
};

// The rows of a text, without empty ones. A byte order mark is skipped. Fault::invalid names the line of a quotation
// mark that is never closed, and of text behind a closing one.
[[nodiscard]] Result<std::vector<CsvRow>> parse_csv(std::string_view text);

// Appends a cell, quoted where it must be. `guarded`: text that a spreadsheet would run as a formula is led by an
// apostrophe, since mail chooses these texts (OWASP "CSV injection").
void append_csv_cell(std::string& csv, std::string_view text, bool guarded);
// Without that apostrophe again.
[[nodiscard]] std::string_view without_guard(std::string_view cell);

}  // namespace tradewind

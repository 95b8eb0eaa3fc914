// The rows of a worksheet (ECMA-376 SpreadsheetML), as an import takes them. Any writer's file: spreadsheets of people
// and exports of programs.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

#include "crm_core/base/csv.hpp"
#include "crm_core/base/result.hpp"

namespace tradewind::archiver {

struct XlsxLimits {
  std::size_t unpacked_bytes = std::size_t{1} << 30;  // of all members read, whatever their ratio
  std::size_t kept_bytes = std::size_t{512} << 20;    // of shared strings, and of cells with their overhead
  std::size_t columns = 512;                          // further right is refused
  double seconds = 120;
};

// Whether the bytes are a zip container, as every XLSX file is.
[[nodiscard]] bool looks_like_zip(std::string_view bytes);

// The rows of the first visible sheet, or of the one that is named, without empty ones; `line` is the row's number in
// the sheet. Cells are texts: numbers in the shortest way, days as 2026-11-23, with a time as 2026-11-23T15:00,
// booleans as TRUE and FALSE, errors by their names (#N/A); of formulas the stored result. All rows have as many cells
// as the first one, longer ones keep what they have beyond it; columns without any value are left out.
// Fault::invalid for what is no such file or is damaged, encrypted or above the limits; Fault::not_found for a sheet
// that is not there, with those that are. Bounded in memory by the limits, in depth by the XML parser.
[[nodiscard]] Result<std::vector<CsvRow>> read_xlsx(std::string_view bytes, std::string_view sheet,
                                                    const XlsxLimits& limits = {});

// The same of members from anywhere: `read` gives the bytes of one in pieces, Fault::not_found when there is none.
using MemberPieces = std::function<Result<void>(std::string_view piece)>;
using MemberReader = std::function<Result<void>(std::string_view member, const MemberPieces& take)>;
[[nodiscard]] Result<std::vector<CsvRow>> read_workbook(const MemberReader& read, std::string_view sheet,
                                                        const XlsxLimits& limits = {});

}  // namespace tradewind::archiver

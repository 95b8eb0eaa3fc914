// The rows of a sheet whose first one names the columns.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/base/csv.hpp"
#include "crm_core/base/result.hpp"

namespace tradewind::crm {

// The file's name of a column -> a field's, or "-" for one that is left out.
using ColumnMapping = std::map<std::string, std::string>;

class NamedColumns {
 public:
  // `fields` must outlive this; of `needed` at least one must be there. Fault::invalid names the line: no row at all, a
  // column that is no field, a field that two columns give.
  [[nodiscard]] static Result<NamedColumns> read(const std::vector<CsvRow>& rows,
                                                 std::span<const std::string_view> fields,
                                                 std::span<const std::string_view> needed,
                                                 const ColumnMapping& mapping);
  // A value for each of the fields, in their order; "" where no column gives it. Fault::invalid when the row has not as
  // many cells as the header.
  [[nodiscard]] Result<std::vector<std::string>> values(const CsvRow& row) const;

 private:
  explicit NamedColumns(std::size_t fields) : fields_(fields) {}
  std::size_t fields_ = 0;
  std::vector<std::optional<std::size_t>> columns_;  // the field of each; nothing for one that is left out
};

// Several values in one cell: "a@b.example; c@d.example".
[[nodiscard]] std::vector<std::string> split_cell(std::string_view text);

}  // namespace tradewind::crm

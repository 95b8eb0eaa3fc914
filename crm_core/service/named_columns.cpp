#include "crm_core/service/named_columns.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace tradewind::crm {

namespace {

// As people head their columns: "Name" and "EMAIL " are the fields name and email.
std::string field_key(std::string_view cell) {
  while (cell.starts_with(' ')) cell.remove_prefix(1);
  while (cell.ends_with(' ')) cell.remove_suffix(1);
  std::string key(cell);
  for (char& c : key)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return key;
}

}  // namespace

Result<NamedColumns> NamedColumns::read(const std::vector<CsvRow>& rows, std::span<const std::string_view> fields,
                                        std::span<const std::string_view> needed, const ColumnMapping& mapping) {
  if (rows.empty()) return fail(Fault::invalid, "the file is empty", "its first line names the columns");
  const CsvRow& header = rows.front();
  NamedColumns named(fields.size());
  for (const auto& cell : header.cells) {
    const auto mapped = mapping.find(cell);
    const std::string name = mapped == mapping.end() ? field_key(cell) : mapped->second;
    const auto found = std::find(fields.begin(), fields.end(), name);
    if (name != "-" && found == fields.end())
      return fail(Fault::invalid,
                  fmt::format("line {}: there is no field \"{}\"", header.line,
                              (mapped == mapping.end() ? cell : name).substr(0, 100)),
                  fmt::format("map it: \"{}=FIELD\", or leave it out: \"{}=-\"; the fields are {}", cell.substr(0, 60),
                              cell.substr(0, 60), fmt::join(fields, ", ")));
    const auto field = name == "-" ? std::nullopt : std::optional(static_cast<std::size_t>(found - fields.begin()));
    if (field && std::find(named.columns_.begin(), named.columns_.end(), field) != named.columns_.end())
      return fail(Fault::invalid, fmt::format("line {}: two columns give the {}", header.line, name),
                  "leave one of them out");
    named.columns_.push_back(field);
  }
  const bool given = std::any_of(named.columns_.begin(), named.columns_.end(), [&](const auto& field) {
    return field && std::find(needed.begin(), needed.end(), fields[*field]) != needed.end();
  });
  if (!given)
    return fail(Fault::invalid, fmt::format("line {}: no column gives the {}", header.line, fmt::join(needed, " or ")));
  return named;
}

Result<std::vector<std::string>> NamedColumns::values(const CsvRow& row) const {
  if (row.cells.size() != columns_.size())
    return fail(Fault::invalid, fmt::format("{} cells where the header has {}", row.cells.size(), columns_.size()));
  std::vector<std::string> values(fields_);
  for (std::size_t i = 0; i < columns_.size(); ++i)
    if (columns_[i]) values[*columns_[i]] = without_guard(row.cells[i]);
  return values;
}

std::vector<std::string> split_cell(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(';'), text.size());
    std::string_view word = text.substr(0, end);
    while (word.starts_with(' ')) word.remove_prefix(1);
    while (word.ends_with(' ')) word.remove_suffix(1);
    if (!word.empty()) words.emplace_back(word);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

}  // namespace tradewind::crm

#include "cli/output/table.hpp"

#include <algorithm>

#include "cli/output/width.hpp"

namespace tradewind::cli {

namespace {

constexpr std::size_t gap = 2;  // blanks between two columns

std::string_view style_code(Style style) {
  switch (style) {
    case Style::plain:
      return {};
    case Style::bold:
      return "\x1b[1m";
    case Style::dim:
      return "\x1b[2m";
    case Style::good:
      return "\x1b[32m";
    case Style::warn:
      return "\x1b[33m";
    case Style::bad:
      return "\x1b[31m";
    case Style::accent:
      return "\x1b[36m";
  }
  return {};
}

using Cells = std::vector<std::vector<std::string>>;

Cells cells_of(const Listing& listing) {
  Cells cells;
  cells.reserve(listing.records.size());
  for (const Record& record : listing.records) {
    std::vector<std::string>& row = cells.emplace_back();
    for (const Column& column : listing.columns) {
      const Value* value = record.find(column.key);
      row.push_back(value == nullptr ? std::string() : people_text(*value));
    }
  }
  return cells;
}

std::vector<std::size_t> natural_widths(const Listing& listing, const Cells& cells) {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < listing.columns.size(); ++i) {
    std::size_t widest = display_width(listing.columns[i].title);
    for (const auto& row : cells) widest = std::max(widest, display_width(row[i]));
    widths.push_back(widest);
  }
  return widths;
}

// Takes one column at a time from the widest that may still give, so that short cells stay whole.
void shrink(std::vector<std::size_t>& widths, const std::vector<Column>& columns, std::size_t available) {
  std::size_t total = gap * (widths.size() - 1);
  for (const std::size_t width : widths) total += width;
  while (total > available) {
    std::size_t widest = widths.size();
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const bool may_give = columns[i].least_width > 0 && widths[i] > columns[i].least_width;
      if (may_give && (widest == widths.size() || widths[i] > widths[widest])) widest = i;
    }
    if (widest == widths.size()) return;
    --widths[widest];
    --total;
  }
}

void append_line(std::string& table, const Listing& listing, const std::vector<std::size_t>& widths,
                 const std::vector<std::string>& row, const std::vector<Style>& styles, bool colour) {
  const std::size_t line_start = table.size();
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i > 0) table.append(gap, ' ');
    const std::string text = display_width(row[i]) > widths[i] ? fit_to_width(row[i], widths[i]) : row[i];
    const std::string padding(widths[i] - std::min(widths[i], display_width(text)), ' ');
    if (listing.columns[i].align == Column::Align::right) table.append(padding);
    table.append(styled(text, styles[i], colour));
    if (listing.columns[i].align == Column::Align::left) table.append(padding);
  }
  table.erase(std::max(line_start, table.find_last_not_of(' ') + 1));
  table.push_back('\n');
}

}  // namespace

std::string styled(std::string_view text, Style style, bool colour) {
  if (!colour || style == Style::plain || text.empty()) return std::string(text);
  return std::string(style_code(style)).append(text).append("\x1b[0m");
}

std::string to_table(const Listing& listing, std::optional<std::size_t> width, bool colour) {
  if (listing.records.empty() || listing.columns.empty()) return {};
  const Cells cells = cells_of(listing);
  std::vector<std::size_t> widths = natural_widths(listing, cells);
  if (width) shrink(widths, listing.columns, *width);
  std::string table;
  std::vector<std::string> titles;
  for (const Column& column : listing.columns) titles.emplace_back(column.title);
  append_line(table, listing, widths, titles, std::vector<Style>(titles.size(), Style::bold), colour);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    std::vector<Style> styles;
    for (const Column& column : listing.columns) {
      styles.push_back(column.style == nullptr ? Style::plain : column.style(listing.records[i]));
    }
    append_line(table, listing, widths, cells[i], styles, colour);
  }
  return table;
}

}  // namespace tradewind::cli

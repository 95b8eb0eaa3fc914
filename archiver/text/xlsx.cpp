#include "archiver/text/xlsx.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "archiver/text/xlsx_parts.hpp"
#include "archiver/text/zip_reader.hpp"

namespace tradewind::archiver {

namespace {

// A worksheet: rows of cells.
class SheetPart : public XmlEvents {
 public:
  SheetPart(const SharedStringsPart& strings, const StylesPart& styles, bool from_1904, const XlsxLimits& limits)
      : strings_(strings), styles_(styles), from_1904_(from_1904), columns_(limits.columns), left_(limits.kept_bytes) {}

  void opened(std::string_view name, const Attributes& attributes) override {
    if (name == "row") {
      row_ = {whole_number(attribute(attributes, "r"), last_row_ + 1), {}};
      last_row_ = row_.line;
      column_ = 0;
    } else if (name == "c") {
      begin_cell(attributes);
    } else if (name == "rPh") {
      ++readings_;
    } else if (name == "v" || (name == "t" && type_ == "inlineStr" && readings_ == 0)) {
      in_value_ = in_cell_;
    }
  }
  void closed(std::string_view name) override {
    if (name == "v" || name == "t") in_value_ = false;
    if (name == "rPh") --readings_;
    if (name == "c" && in_cell_) end_cell();
    if (name == "row" && !row_.cells.empty()) rows.push_back(std::move(row_));
    if (name == "row") row_ = {};
  }
  void text(std::string_view text) override {
    if (!in_value_ || !refused.empty()) return;
    if (value_.size() + text.size() > left_) return refuse("it holds more than is allowed");
    value_.append(text);
  }

  std::vector<CsvRow> rows;
  std::string refused;  // why it is read no further

 private:
  void refuse(std::string why) {
    if (refused.empty()) refused = std::move(why);
  }

  void begin_cell(const Attributes& attributes) {
    std::size_t letters = 0;  // "BC12" is column 55
    for (const char c : attribute(attributes, "r")) {
      if (c < 'A' || c > 'Z' || letters > columns_) break;
      letters = letters * 26 + static_cast<std::size_t>(c - 'A' + 1);
    }
    if (letters != 0) column_ = letters - 1;
    if (column_ >= columns_) return refuse(fmt::format("row {} has more than {} columns", row_.line, columns_));
    type_ = attribute(attributes, "t");
    style_ = whole_number(attribute(attributes, "s"), 0);
    value_.clear();
    in_cell_ = true;
  }

  void end_cell() {
    in_cell_ = false;
    std::string text = cell_text();
    const std::size_t column = column_++;
    if (text.empty()) return;
    const std::size_t added = column < row_.cells.size() ? 0 : column + 1 - row_.cells.size();
    const std::size_t bytes = added * sizeof(std::string) + text.size();
    if (bytes > left_) return refuse("it holds more than is allowed");
    left_ -= bytes;
    if (added > 0) row_.cells.resize(column + 1);
    row_.cells[column] = std::move(text);
  }

  std::string cell_text() const {
    if (type_ == "s") {
      const std::int64_t index = whole_number(value_, -1);
      const bool there = index >= 0 && static_cast<std::size_t>(index) < strings_.strings.size();
      return there ? strings_.strings[static_cast<std::size_t>(index)] : std::string();
    }
    if (type_ == "b") return value_ == "1" ? "TRUE" : "FALSE";
    if (type_ == "d") return value_.ends_with("T00:00:00") ? value_.substr(0, 10) : value_;
    if (type_.empty() || type_ == "n") return number_text(value_, styles_.shape(style_), from_1904_);
    return value_;  // str, inlineStr, e
  }

  const SharedStringsPart& strings_;
  const StylesPart& styles_;
  const bool from_1904_;
  const std::size_t columns_;
  std::size_t left_;
  CsvRow row_;
  std::int64_t last_row_ = 0;
  std::size_t column_ = 0;
  std::string type_, value_;
  std::int64_t style_ = 0;
  int readings_ = 0;
  bool in_cell_ = false, in_value_ = false;
};

// One member into its part. A member that is not there is Fault::not_found.
Result<void> read_part(const MemberReader& read, const std::string& member, XmlEvents& part) {
  XmlStream stream(part);
  const auto feed = [&](std::string_view piece) { return stream.feed(piece); };
  auto fed = read(member, feed);
  if (fed) fed = stream.finish();
  if (!fed && fed.error().fault != Fault::not_found)
    return fail(Fault::invalid, fmt::format("{}: {}", member, fed.error().message), fed.error().hint);
  return fed;
}

// Parts that need not be there.
Result<void> read_if_there(const MemberReader& read, const std::string& member, XmlEvents& part) {
  auto done = read_part(read, member, part);
  if (!done && done.error().fault == Fault::not_found) return {};
  return done;
}

// Targets stand relative to the workbook's folder, or from the root of the container.
std::string member_of(std::string_view target, std::string_view folder) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  return std::string(folder).append(target);
}

Result<std::string> chosen_relation(const WorkbookPart& workbook, std::string_view sheet) {
  std::vector<std::string> names;
  for (const auto& each : workbook.sheets) {
    if (sheet.empty() ? !each.hidden : each.name == sheet) return each.relation;
    names.push_back(each.name);
  }
  if (sheet.empty()) return fail(Fault::invalid, "the workbook has no visible sheet");
  return fail(Fault::not_found, fmt::format("there is no sheet \"{}\"", sheet),
              fmt::format("there is: {}", fmt::join(names, ", ")));
}

// Columns that nothing stands in, as spreadsheets have them for looks, and cells that a row lacks at its end.
Result<void> make_even(std::vector<CsvRow>& rows, const XlsxLimits& limits) {
  if (rows.empty()) return {};
  if (rows.front().cells.size() > limits.kept_bytes / sizeof(std::string) / rows.size())
    return fail(Fault::invalid, "the sheet is too large: it holds more than is allowed");
  std::vector<bool> used;
  for (const auto& row : rows) {
    if (used.size() < row.cells.size()) used.resize(row.cells.size());
    for (std::size_t i = 0; i < row.cells.size(); ++i)
      if (!row.cells[i].empty()) used[i] = true;
  }
  const bool all_used = std::find(used.begin(), used.end(), false) == used.end();
  for (auto& row : rows) {
    if (!all_used) {
      std::vector<std::string> kept;
      for (std::size_t i = 0; i < row.cells.size(); ++i)
        if (used[i]) kept.push_back(std::move(row.cells[i]));
      row.cells = std::move(kept);
    }
    if (row.cells.size() < rows.front().cells.size()) row.cells.resize(rows.front().cells.size());
  }
  return {};
}

}  // namespace

bool looks_like_zip(std::string_view bytes) { return bytes.starts_with("PK\x03\x04"); }

Result<std::vector<CsvRow>> read_workbook(const MemberReader& read, std::string_view sheet, const XlsxLimits& limits) {
  RelationsPart container, relations;
  if (auto done = read_if_there(read, "_rels/.rels", container); !done) return pass_on(done);
  std::string place = container.target_of_type("/officeDocument");
  place = place.empty() ? "xl/workbook.xml" : member_of(place, "");
  const std::string folder = place.substr(0, place.rfind('/') + 1), file = place.substr(folder.size());
  WorkbookPart workbook;
  if (auto done = read_part(read, place, workbook); !done) {
    if (done.error().fault != Fault::not_found) return pass_on(done);
    return fail(Fault::invalid, "the file is no XLSX workbook, or not all of one", "save it as .xlsx, or as CSV");
  }
  if (auto done = read_if_there(read, fmt::format("{}_rels/{}.rels", folder, file), relations); !done)
    return pass_on(done);
  const auto relation = chosen_relation(workbook, sheet);
  if (!relation) return pass_on(relation);
  const auto target = relations.relations.find(*relation);
  if (target == relations.relations.end())
    return fail(Fault::invalid, "the file is damaged: its sheet is not in it", "save it again");

  StylesPart styles;
  if (const auto part = relations.target_of_type("/styles"); !part.empty())
    if (auto done = read_if_there(read, member_of(part, folder), styles); !done) return pass_on(done);
  SharedStringsPart strings(limits.kept_bytes);
  if (const auto part = relations.target_of_type("/sharedStrings"); !part.empty())
    if (auto done = read_if_there(read, member_of(part, folder), strings); !done) return pass_on(done);
  if (strings.is_full()) return fail(Fault::invalid, "the file holds more text than is allowed");

  SheetPart rows(strings, styles, workbook.from_1904, limits);
  XmlStream stream(rows);
  const std::string member = member_of(target->second.target, folder);
  auto done = read(member, [&](std::string_view piece) -> Result<void> {
    if (auto fed = stream.feed(piece); !fed) return fed;
    if (rows.refused.empty()) return {};
    return fail(Fault::invalid, rows.refused);
  });
  if (done) done = stream.finish();
  if (!rows.refused.empty()) return fail(Fault::invalid, fmt::format("the sheet is too large: {}", rows.refused));
  if (!done) return fail(Fault::invalid, fmt::format("{}: {}", member, done.error().message), done.error().hint);
  if (auto even = make_even(rows.rows, limits); !even) return pass_on(even);
  return std::move(rows.rows);
}

Result<std::vector<CsvRow>> read_xlsx(std::string_view bytes, std::string_view sheet, const XlsxLimits& limits) {
  std::size_t unpacked = limits.unpacked_bytes;
  const MemberReader read = [&](std::string_view member, const MemberPieces& take) -> Result<void> {
    bool found = false;
    const auto wanted = [&](std::string_view name) { return !found && name == member && (found = true); };
    auto done = read_zip(bytes, {unpacked, limits.seconds}, wanted, [&](std::string_view, std::string_view piece) {
      unpacked -= piece.size();
      return take(piece);
    });
    if (done && !found) return fail(Fault::not_found, fmt::format("there is no {} in it", member));
    return done;
  };
  return read_workbook(read, sheet, limits);
}

}  // namespace tradewind::archiver

// import customers, contacts, leads.
#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "archiver/text/charset.hpp"
#include "archiver/text/utf8.hpp"
#include "archiver/text/xlsx.hpp"
#include "cli/context.hpp"
#include "cli/full/full_handlers.hpp"
#include "cli/nouns/import_report.hpp"
#include "cli/nouns/input_file.hpp"
#include "crm_core/service/csv_import.hpp"

namespace tradewind::cli {

namespace {

Result<void> add_mapping(std::string_view text, std::string_view where, crm::ColumnMapping& columns) {
  const std::size_t equals = text.rfind('=');
  if (equals == std::string_view::npos || equals == 0)
    return fail(Fault::invalid, fmt::format("{}: \"{}\" is no mapping", where, text.substr(0, 100)),
                "write COLUMN=FIELD");
  columns[std::string(text.substr(0, equals))] = text.substr(equals + 1);
  return {};
}

// Of --mapping first, so that --map has the last word.
Result<crm::ColumnMapping> mapping_of(const Arguments& arguments) {
  crm::ColumnMapping columns;
  if (const std::string file = arguments.value("mapping"); !file.empty()) {
    const auto text = read_input(file);
    if (!text) return pass_on(text);
    std::int64_t number = 0;
    for (std::string_view rest = *text; !rest.empty();) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      std::string_view line = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      ++number;
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (line.empty() || line.starts_with('#')) continue;
      if (auto added = add_mapping(line, fmt::format("{} line {}", file, number), columns); !added)
        return pass_on(added);
    }
  }
  if (const auto given = arguments.options.find("map"); given != arguments.options.end())
    for (const std::string& mapping : given->second)
      if (auto added = add_mapping(mapping, "--map", columns); !added) return pass_on(added);
  return columns;
}

// What the file is, and how to take it.
struct Sheet {
  std::vector<CsvRow> rows;
  crm::CsvOptions options;
};

Result<std::vector<CsvRow>> rows_of(Context& context, std::string text, const Arguments& arguments) {
  if (archiver::looks_like_zip(text)) return archiver::read_xlsx(text, arguments.value("sheet"));
  if (text.starts_with("\xD0\xCF\x11\xE0"))  // [MS-CFB] 2.2: what .xls was, and what a password makes of .xlsx
    return fail(Fault::invalid, "the file is an old .xls, or protected by a password",
                "save it as .xlsx without a password, or as CSV");
  if (arguments.has("sheet")) return fail(Fault::invalid, "--sheet: the file is CSV, which has none");
  // As spreadsheets of a country wrote it before UTF-8.
  if (!archiver::is_valid_utf8(text)) {
    auto decoded = archiver::to_utf8(text, "");
    context.out().message(fmt::format("the file is no UTF-8: read as {}", decoded.charset));
    text = std::move(decoded.text);
  }
  return parse_csv(text);
}

Result<Sheet> sheet_of(Context& context, const Arguments& arguments) {
  auto text = read_input(arguments.positionals[0]);
  if (!text) return pass_on(text);
  auto rows = rows_of(context, *std::move(text), arguments);
  if (!rows) return pass_on(rows);
  auto columns = mapping_of(arguments);
  if (!columns) return pass_on(columns);
  return Sheet{*std::move(rows), {*std::move(columns), manner_of(arguments)}};
}

using Import = Result<std::vector<crm::ImportOutcome>> (*)(crm::Store&, const crm::Actor&, const std::vector<CsvRow>&,
                                                           const crm::CsvOptions&);

Result<int> run_import(Context& context, const Arguments& arguments, Import import, const ImportedRows& rows) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto sheet = sheet_of(context, arguments);
  if (!sheet) return pass_on(sheet);
  const auto outcomes = import(session->store, session->actor, sheet->rows, sheet->options);
  if (!outcomes) return pass_on(outcomes);
  return report(context, *outcomes, sheet->options.manner, rows);
}

}  // namespace

Result<int> run_import_customers(Context& context, const Arguments& arguments) {
  return run_import(context, arguments, crm::import_customers, {});
}

Result<int> run_import_contacts(Context& context, const Arguments& arguments) {
  return run_import(context, arguments, crm::import_contacts, {"row", true, false});
}

Result<int> run_import_leads(Context& context, const Arguments& arguments) {
  return run_import(context, arguments, crm::import_leads, {"row", false, true});
}

}  // namespace tradewind::cli

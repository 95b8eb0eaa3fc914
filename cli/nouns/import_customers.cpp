// import customers.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>

#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "cli/nouns/import_report.hpp"
#include "cli/nouns/input_file.hpp"
#include "crm_core/service/csv_import.hpp"

namespace tradewind::cli {

namespace {

Result<void> add_mapping(std::string_view text, std::string_view where, std::map<std::string, std::string>& columns) {
  const std::size_t equals = text.rfind('=');
  if (equals == std::string_view::npos || equals == 0)
    return fail(Fault::invalid, fmt::format("{}: \"{}\" is no mapping", where, text.substr(0, 100)),
                "write COLUMN=FIELD");
  columns[std::string(text.substr(0, equals))] = text.substr(equals + 1);
  return {};
}

// Of --mapping first, so that --map has the last word.
Result<std::map<std::string, std::string>> mapping_of(const Arguments& arguments) {
  std::map<std::string, std::string> columns;
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

}  // namespace

Result<int> run_import_customers(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto csv = read_input(arguments.positionals[0]);
  if (!csv) return pass_on(csv);
  crm::CsvOptions options;
  options.manner = manner_of(arguments);
  const auto columns = mapping_of(arguments);
  if (!columns) return pass_on(columns);
  options.columns = *columns;
  const auto outcomes = crm::import_customers(session->store, session->actor, *csv, options);
  if (!outcomes) return pass_on(outcomes);
  return report(context, *outcomes, options.manner, {});
}

}  // namespace tradewind::cli

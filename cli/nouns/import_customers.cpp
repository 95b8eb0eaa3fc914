// import customers.
#include <fmt/format.h>

#include <algorithm>

#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "cli/nouns/input_file.hpp"
#include "crm_core/service/csv_import.hpp"

namespace tradewind::cli {

Result<int> run_import_customers(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto csv = read_input(arguments.positionals[0]);
  if (!csv) return pass_on(csv);
  crm::CsvOptions options;
  options.dry_run = arguments.has("dry-run");
  options.partial = arguments.has("partial");
  if (const auto given = arguments.options.find("map"); given != arguments.options.end()) {
    for (const std::string& mapping : given->second) {
      const std::size_t equals = mapping.rfind('=');
      if (equals == std::string::npos || equals == 0)
        return fail(Fault::invalid, fmt::format("--map: \"{}\" is no mapping", mapping), "write COLUMN=FIELD");
      options.columns[mapping.substr(0, equals)] = mapping.substr(equals + 1);
    }
  }
  const auto outcomes = crm::import_customers(session->store, session->actor, *csv, options);
  if (!outcomes) return pass_on(outcomes);
  const auto count = [&](std::string_view what) {
    return std::count_if(outcomes->begin(), outcomes->end(), [&](const auto& each) { return each.outcome == what; });
  };
  const auto refused = count("refused");
  const bool changed = !options.dry_run && (refused == 0 || options.partial);
  Listing listing;
  listing.columns = {{"line", "LINE", Column::Align::right},
                     {"outcome", "OUTCOME"},
                     {"name", "NAME", Column::Align::left, 16},
                     {"customer", "CUSTOMER", Column::Align::right},
                     {"why", "WHY", Column::Align::left, 20}};
  listing.none = "no rows";
  for (const auto& outcome : *outcomes)
    listing.records.push_back(
        Record()
            .add("line", outcome.line)
            .add("outcome", outcome.outcome)
            .add("name", outcome.name)
            .add_number("customer", outcome.customer != 0 && changed ? std::optional(outcome.customer) : std::nullopt)
            .add_known("why", outcome.why));
  Output& out = context.out();
  out.list(listing);
  if (out.for_people())
    out.message(fmt::format("{} created, {} matched, {} refused{}", count("created"), count("matched"), refused,
                            changed           ? ""
                            : options.dry_run ? "; a dry run: nothing was changed"
                                              : "; nothing was changed (--partial keeps the good rows)"));
  return refused == 0 ? exit_ok : exit_negative;
}

}  // namespace tradewind::cli

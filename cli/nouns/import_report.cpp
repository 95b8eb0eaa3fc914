#include "cli/nouns/import_report.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tradewind::cli {

crm::ImportManner manner_of(const Arguments& arguments) { return {arguments.has("dry-run"), arguments.has("partial")}; }

int report(Context& context, const std::vector<crm::ImportOutcome>& outcomes, const crm::ImportManner& manner,
           const ImportedRows& rows) {
  const auto count = [&](std::string_view outcome) {
    return std::count_if(outcomes.begin(), outcomes.end(), [&](const auto& each) { return each.outcome == outcome; });
  };
  const auto refused = count("refused");
  const bool changed = !manner.dry_run && (refused == 0 || manner.partial);
  // Numbers of what was not kept in the end would mislead.
  const auto number = [&](crm::RecordId id) { return id != 0 && changed ? std::optional(id) : std::nullopt; };
  Listing listing;
  listing.columns = {{"line", "LINE", Column::Align::right},
                     {"outcome", "OUTCOME"},
                     {"name", "NAME", Column::Align::left, 16},
                     {"customer", "CUSTOMER", Column::Align::right}};
  if (rows.are_leads) listing.columns.push_back({"lead", "LEAD", Column::Align::right});
  if (rows.are_contacts) listing.columns.push_back({"contact", "CONTACT", Column::Align::right});
  listing.columns.push_back({"why", "WHY", Column::Align::left, 20});
  const std::string none = fmt::format("no {}s", rows.name);
  listing.none = none;
  for (const auto& outcome : outcomes) {
    Record record;
    record.add("line", outcome.line)
        .add("outcome", outcome.outcome)
        .add("name", outcome.name)
        .add_number("customer", number(outcome.customer));
    if (rows.are_leads)
      record.add_number("lead", number(outcome.lead));
    else
      record.add_number("contact", number(outcome.contact));
    listing.records.push_back(std::move(record.add_known("why", outcome.why)));
  }
  Output& out = context.out();
  out.list(listing);
  if (out.for_people())
    out.message(fmt::format("{} created, {} matched, {} refused{}", count("created"), count("matched"), refused,
                            changed ? ""
                            : manner.dry_run
                                ? "; a dry run: nothing was changed"
                                : fmt::format("; nothing was changed (--partial keeps the good {}s)", rows.name)));
  return refused == 0 ? exit_ok : exit_negative;
}

}  // namespace tradewind::cli

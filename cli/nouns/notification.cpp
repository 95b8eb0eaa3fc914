// notification list, seen.
#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "cli/nouns/paging.hpp"
#include "cli/nouns/record_reference.hpp"
#include "crm_core/service/rules.hpp"

namespace tradewind::cli {

Result<int> run_notification_list(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto page = page_of(arguments);
  if (!page) return pass_on(page);
  const auto found = crm::Rules(session->store).notifications(session->actor, page->limit);
  if (!found) return pass_on(found);
  Listing listing{{{"id", "ID", Column::Align::right},
                   {"at", "WHEN"},
                   {"text", "WHAT", Column::Align::left, 20},
                   {"about", "ABOUT", Column::Align::left, 16}},
                  {},
                  "nothing new"};
  for (const auto& each : *found)
    listing.records.push_back(
        Record()
            .add("id", each.id)
            .add_time("at", each.at)
            .add("text", each.text)
            .add_known("about", each.about_type ? fmt::format("{} {}", to_text(*each.about_type), *each.about_id)
                                                : std::string())
            .add("origin", each.origin));
  context.out().list(listing);
  return exit_ok;
}

Result<int> run_notification_seen(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  std::optional<crm::RecordId> one;
  if (!arguments.positionals.empty()) {
    const auto id = parse_id(arguments.positionals[0], "notification");
    if (!id) return pass_on(id);
    one = *id;
  }
  const auto count = crm::Rules(session->store).see_notifications(session->actor, one);
  if (!count) return pass_on(count);
  context.out().message(fmt::format("{} seen", *count));
  return exit_ok;
}

}  // namespace tradewind::cli

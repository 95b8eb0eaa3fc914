#include "cli/nouns/history_listing.hpp"

#include "cli/context.hpp"
#include "cli/nouns/record_reference.hpp"
#include "crm_core/service/relations.hpp"

namespace tradewind::cli {

Listing history_listing(const Session& session, const std::vector<crm::AuditEntry>& entries) {
  Listing listing;
  listing.columns = {{"at", "WHEN"},
                     {"action", "WHAT"},
                     {"actor", "WHO"},
                     {"changes", "CHANGES", Column::Align::left, 24},
                     {"cause", "CAUSE", Column::Align::left, 12}};
  listing.none = "no history";
  const auto login = [&](crm::RecordId user) { return login_of(session.store, user); };
  for (const auto& entry : entries)
    listing.records.push_back(Record()
                                  .add_time("at", entry.at)
                                  .add("action", entry.action)
                                  .add("actor", entry.actor)
                                  .add("role", entry.role)
                                  .add("changes", crm::differences(entry.before, entry.after, login))
                                  .add_known("before", entry.before)
                                  .add_known("after", entry.after)
                                  .add("cause", entry.cause));
  return listing;
}

}  // namespace tradewind::cli

// pool list, take, release; policy list, set; lead waiting.
#include "crm_core/service/pool.hpp"

#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "cli/nouns/lead_record.hpp"
#include "cli/nouns/paging.hpp"
#include "cli/nouns/record_reference.hpp"
#include "crm_core/service/policy.hpp"
#include "crm_core/service/response_clock.hpp"

namespace tradewind::cli {

namespace {

Record to_record(crm::Store& store, const crm::PoolEntry& entry) {
  return Record()
      .add("type", to_text(entry.type))
      .add("id", entry.id)
      .add_known("name", entry.name)
      .add_known("country", entry.country)
      .add_known("level", entry.level)
      .add_number("score", entry.type == crm::RecordType::lead ? std::optional(static_cast<std::int64_t>(entry.score))
                                                               : std::nullopt)
      .add_time("since", entry.since)
      .add_known("how", entry.how)
      .add_known("last_owner", login_of(store, entry.last_owner));
}

// Answers for take and release alike.
Result<int> moved(Context& context, const RecordReference& record, const Result<void>& done, std::string_view text) {
  if (!done) return pass_on(done);
  if (context.out().for_people())
    context.out().message(fmt::format("{} {} {}", to_text(record.type), record.id, text));
  else
    context.out().records({Record().add("type", to_text(record.type)).add("id", record.id).add("done", text)});
  return exit_ok;
}

Style lateness_style(const Record& record) {
  const auto* state = std::get_if<std::string>(record.find("state"));
  return state != nullptr && *state != "in time" ? Style::warn : Style::plain;
}

}  // namespace

Result<int> run_pool_list(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto page = page_of(arguments);
  if (!page) return pass_on(page);
  crm::PoolFilter filter;
  filter.type = crm::record_type_from_text(arguments.value("type"));
  filter.country = arguments.value("country");
  const auto entries = crm::Pool(session->store).list(session->actor, filter, page->limit, page->offset);
  if (!entries) return pass_on(entries);
  Listing listing;
  listing.columns = {{"type", "WHAT"},
                     {"id", "ID", Column::Align::right},
                     {"name", "NAME", Column::Align::left, 16},
                     {"country", "CC"},
                     {"level", "LEVEL"},
                     {"score", "SCORE", Column::Align::right},
                     {"since", "SINCE"},
                     {"how", "HOW"},
                     {"last_owner", "LAST OWNER"}};
  listing.none = "the pool is empty";
  for (const auto& entry : *entries) listing.records.push_back(to_record(session->store, entry));
  context.out().list(listing);
  return exit_ok;
}

Result<int> run_pool_take(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto record = parse_record(session->store, arguments.positionals[0]);
  if (!record) return pass_on(record);
  return moved(context, *record, crm::Pool(session->store).take(session->actor, record->type, record->id),
               fmt::format("is {}'s now", session->actor.name));
}

Result<int> run_pool_release(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto record = parse_record(session->store, arguments.positionals[0]);
  if (!record) return pass_on(record);
  return moved(context, *record,
               crm::Pool(session->store).release(session->actor, record->type, record->id, arguments.value("why")),
               "is in the pool");
}

Result<int> run_policy_list(Context& context, const Arguments&) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto settings = crm::policy_settings(session->store, session->actor);
  if (!settings) return pass_on(settings);
  Listing listing;
  listing.columns = {{"name", "SETTING"}, {"value", "VALUE"}, {"help", "WHAT IT SAYS", Column::Align::left, 30}};
  for (const auto& setting : *settings)
    listing.records.push_back(Record()
                                  .add("name", setting.name)
                                  .add("value", setting.value)
                                  .add("help", setting.help)
                                  .add("is_default", setting.is_default));
  context.out().list(listing);
  return exit_ok;
}

Result<int> run_policy_set(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const std::string &name = arguments.positionals[0], &value = arguments.positionals[1];
  if (auto set = crm::set_policy(session->store, session->actor, name, value); !set) return pass_on(set);
  context.out().message(fmt::format("{} is {} now", name, value));
  return exit_ok;
}

Result<int> run_lead_waiting(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto page = page_of(arguments);
  if (!page) return pass_on(page);
  const auto waiting = crm::waiting_leads(session->store, session->actor, page->limit, page->offset);
  if (!waiting) return pass_on(waiting);
  Listing listing;
  listing.columns = {{"id", "ID", Column::Align::right},
                     {"arrived_at", "ARRIVED"},
                     {"waited", "WAITED", Column::Align::right},
                     {"state", "STATE", Column::Align::left, 0, lateness_style},
                     {"country", "CC"},
                     {"company", "COMPANY", Column::Align::left, 10},
                     {"email", "ADDRESS", Column::Align::left, 12},
                     {"owner", "OWNER"}};
  listing.none = "no inquiry waits for an answer";
  for (const auto& each : *waiting)
    listing.records.push_back(Record()
                                  .add("id", each.lead.id)
                                  .add_time("arrived_at", each.lead.arrived_at)
                                  .add("waited_seconds", each.waited)
                                  .add("waited", duration_text(each.waited))
                                  .add("state", crm::to_text(each.lateness))
                                  .add_known("country", each.lead.draft.country)
                                  .add_known("company", each.lead.draft.company)
                                  .add_known("email", each.lead.draft.email)
                                  .add_known("owner", login_of(session->store, each.lead.owner_id)));
  context.out().list(listing);
  return exit_ok;
}

}  // namespace tradewind::cli

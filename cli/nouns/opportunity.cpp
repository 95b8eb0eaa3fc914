// opportunity list, show, add, edit, move-stage, stages, funnel, probability.
#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "cli/nouns/custom.hpp"
#include "cli/nouns/edit_options.hpp"
#include "cli/nouns/paging.hpp"
#include "cli/nouns/record_reference.hpp"
#include "crm_core/service/opportunities.hpp"
#include "crm_core/store/relation_repository.hpp"

namespace tradewind::cli {

namespace {

Record to_record(const Session& session, const crm::Opportunity& opportunity) {
  crm::Store& store = session.store;
  return Record()
      .add("id", opportunity.id)
      .add("name", opportunity.name)
      .add("customer", opportunity.customer_id)
      .add("customer_name", name_of(store, crm::RecordType::customer, opportunity.customer_id))
      .add_number("contact", opportunity.contact_id)
      .add_known("contact_name", name_of(store, crm::RecordType::contact, opportunity.contact_id))
      .add("stage", opportunity.stage)
      .add_known("amount", opportunity.amount)
      .add_known("currency", opportunity.currency)
      .add_known("expected_close", day_text(opportunity.expected_close))
      .add_known("lost_reason", opportunity.lost_reason)
      .add_known("owner", login_of(store, opportunity.owner_id))
      .add("tags", crm::RelationRepository(store.database()).tags_of(crm::RecordType::opportunity, opportunity.id))
      .add("related", related_texts(session, crm::RecordType::opportunity, opportunity.id))
      .add_time("created_at", opportunity.created_at)
      .add_time("removed_at", opportunity.removed_at)
      .add("version", opportunity.version);
}

Result<crm::OpportunityFilter> filter_of(const Session& session, const Arguments& arguments) {
  crm::OpportunityFilter filter;
  if (auto taken = take_id(arguments, "customer", "customer", filter.customer_id); !taken) return pass_on(taken);
  if (auto taken = take_user(session.store, arguments, "owner", filter.owner_id); !taken) return pass_on(taken);
  filter.stage = arguments.value("stage");
  filter.only_open = arguments.has("open");
  auto custom = custom_selection(session, crm::RecordType::opportunity, arguments);
  if (!custom) return pass_on(custom);
  filter.custom = *std::move(custom);
  return filter;
}

Result<void> take_fields(crm::Store& store, const Arguments& arguments, crm::Opportunity& opportunity) {
  take_text(arguments, "name", opportunity.name);
  take_text(arguments, "amount", opportunity.amount);
  take_text(arguments, "currency", opportunity.currency);
  if (auto taken = take_user(store, arguments, "owner", opportunity.owner_id); !taken) return taken;
  if (auto taken = take_id(arguments, "contact", "contact", opportunity.contact_id); !taken) return taken;
  return take_day(arguments, "close", opportunity.expected_close);
}

Result<int> answer(Context& context, const Session& session, crm::RecordId id, const std::string& text) {
  if (context.out().for_people()) {
    context.out().message(text);
    return exit_ok;
  }
  const auto shown = crm::Opportunities(session.store).show(session.actor, id);
  if (!shown) return pass_on(shown);
  context.out().records({with_custom(context, session, crm::RecordType::opportunity, id, to_record(session, *shown))});
  return exit_ok;
}

// "3 d 4 h", "2 h 5 min", "40 s".
std::string duration_text(EpochSeconds seconds) {
  if (seconds >= 86'400) return fmt::format("{} d {} h", seconds / 86'400, seconds % 86'400 / 3'600);
  if (seconds >= 3'600) return fmt::format("{} h {} min", seconds / 3'600, seconds % 3'600 / 60);
  return seconds >= 60 ? fmt::format("{} min", seconds / 60) : fmt::format("{} s", seconds);
}

}  // namespace

Result<int> run_opportunity_list(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto page = page_of(arguments);
  if (!page) return pass_on(page);
  const auto filter = filter_of(*session, arguments);
  if (!filter) return pass_on(filter);
  const auto found = crm::Opportunities(session->store).list(session->actor, *filter, page->limit, page->offset);
  if (!found) return pass_on(found);
  Listing listing;
  listing.columns = {{"id", "ID", Column::Align::right},
                     {"name", "NAME", Column::Align::left, 16},
                     {"customer_name", "CUSTOMER", Column::Align::left, 12},
                     {"stage", "STAGE"},
                     {"amount", "AMOUNT", Column::Align::right},
                     {"currency", "CUR"},
                     {"expected_close", "CLOSE"},
                     {"owner", "OWNER"},
                     {"created_at", "SINCE"}};
  listing.none = "no opportunities";
  for (const auto& opportunity : *found) listing.records.push_back(to_record(*session, opportunity));
  CustomPage custom(context, *session, crm::RecordType::opportunity, ids_of(*found));
  custom.add_to(listing.records);
  if (auto chosen = custom.choose_columns(arguments, to_record(*session, crm::Opportunity()), listing); !chosen)
    return pass_on(chosen);
  context.out().list(listing);
  return exit_ok;
}

Result<int> run_opportunity_show(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto id = parse_id(arguments.positionals[0], "opportunity");
  if (!id) return pass_on(id);
  const auto opportunity = crm::Opportunities(session->store).show(session->actor, *id);
  if (!opportunity) return pass_on(opportunity);
  Record record = to_record(*session, *opportunity);
  const CustomPage custom(context, *session, crm::RecordType::opportunity, std::span(&*id, 1));
  custom.add_to(record, *id);
  Output& out = context.out();
  if (!out.for_people()) {
    out.records({record});
    return exit_ok;
  }
  out.field("Opportunity", std::to_string(opportunity->id));
  out.field("Name", opportunity->name, Style::bold);
  out.field("Customer", fmt::format("{} ({})", people_text(*record.find("customer_name")), opportunity->customer_id));
  out.field("Contact", people_text(*record.find("contact_name")));
  out.field("Stage", opportunity->stage);
  out.field("Lost for", opportunity->lost_reason);
  if (!opportunity->amount.empty())
    out.field("Amount", fmt::format("{} {}", opportunity->amount, opportunity->currency));
  out.field("Closes", day_text(opportunity->expected_close));
  out.field("Owner", people_text(*record.find("owner")));
  custom.print(out, *id);
  out.field("Tags", people_text(*record.find("tags")));
  out.field("Related", people_text(*record.find("related")));
  out.field("Deleted", people_text(*record.find("removed_at")), Style::warn);
  out.field("Since", to_local_text(opportunity->created_at));
  out.field("Version", std::to_string(opportunity->version));
  return exit_ok;
}

Result<int> run_opportunity_add(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto customer = parse_id(arguments.positionals[0], "customer");
  if (!customer) return pass_on(customer);
  crm::Opportunity opportunity;
  opportunity.customer_id = *customer;
  opportunity.name = arguments.positionals[1];
  opportunity.stage = arguments.value("stage", opportunity.stage);
  if (auto taken = take_fields(session->store, arguments, opportunity); !taken) return pass_on(taken);
  const auto custom = custom_texts(arguments);
  if (!custom) return pass_on(custom);
  const auto id = crm::Opportunities(session->store).add(session->actor, opportunity, "made by hand", *custom);
  if (!id) return pass_on(id);
  return answer(context, *session, *id, fmt::format("added {} as opportunity {}", opportunity.name, *id));
}

Result<int> run_opportunity_edit(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto id = parse_id(arguments.positionals[0], "opportunity");
  if (!id) return pass_on(id);
  crm::Opportunities deals(session->store);
  auto opportunity = deals.show(session->actor, *id);
  if (!opportunity) return pass_on(opportunity);
  if (auto taken = take_fields(session->store, arguments, *opportunity); !taken) return pass_on(taken);
  if (auto taken = take_version(arguments, opportunity->version); !taken) return pass_on(taken);
  const auto custom = custom_texts(arguments);
  if (!custom) return pass_on(custom);
  if (auto changed = deals.change(session->actor, *opportunity, *custom); !changed) return pass_on(changed);
  return answer(context, *session, *id, fmt::format("opportunity {} is changed", *id));
}

Result<int> run_opportunity_move(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto id = parse_id(arguments.positionals[0], "opportunity");
  if (!id) return pass_on(id);
  const std::string& stage = arguments.positionals[1];
  const auto moved = crm::Opportunities(session->store).move(session->actor, *id, stage, arguments.value("why"));
  if (!moved) return pass_on(moved);
  return answer(context, *session, *id, fmt::format("opportunity {} is in stage {}", *id, stage));
}

Result<int> run_opportunity_stages(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto id = parse_id(arguments.positionals[0], "opportunity");
  if (!id) return pass_on(id);
  const auto stays = crm::Opportunities(session->store).stays(session->actor, *id);
  if (!stays) return pass_on(stays);
  Listing listing;
  listing.columns = {{"at", "SINCE"},
                     {"stage", "STAGE"},
                     {"duration", "FOR", Column::Align::right},
                     {"actor", "WHO"},
                     {"why", "WHY", Column::Align::left, 20}};
  listing.none = "no stages";
  for (const auto& stay : *stays) {
    listing.records.push_back(Record()
                                  .add_time("at", stay.step.at)
                                  .add("stage", stay.step.stage)
                                  .add("seconds", stay.seconds)
                                  .add("duration", duration_text(stay.seconds))
                                  .add("current", stay.current)
                                  .add("actor", stay.step.actor)
                                  .add_known("why", stay.step.why));
  }
  context.out().list(listing);
  return exit_ok;
}

Result<int> run_opportunity_funnel(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto filter = filter_of(*session, arguments);
  if (!filter) return pass_on(filter);
  const auto rows = crm::Opportunities(session->store).funnel(session->actor, *filter);
  if (!rows) return pass_on(rows);
  Listing listing;
  listing.columns = {{"stage", "STAGE"},
                     {"probability", "%", Column::Align::right},
                     {"deals", "DEALS", Column::Align::right},
                     {"total", "TOTAL", Column::Align::right},
                     {"weighted", "WEIGHTED", Column::Align::right},
                     {"currency", "CUR"}};
  listing.none = "no opportunities";
  for (const auto& row : *rows) {
    const bool priced = !row.currency.empty();
    listing.records.push_back(Record()
                                  .add("stage", row.stage)
                                  .add("probability", row.probability)
                                  .add("deals", row.deals)
                                  .add_known("total", priced ? row.total.to_text() : "")
                                  .add_known("weighted", priced ? row.weighted.to_text() : "")
                                  .add_known("currency", row.currency));
  }
  context.out().list(listing);
  return exit_ok;
}

}  // namespace tradewind::cli

// opportunity list, show. They are made by converting leads.
#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "cli/nouns/paging.hpp"
#include "cli/nouns/record_reference.hpp"
#include "crm_core/store/document_repository.hpp"

namespace tradewind::cli {

namespace {

Record to_record(crm::Store& store, const crm::Opportunity& opportunity) {
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
      .add_known("owner", login_of(store, opportunity.owner_id))
      .add_time("created_at", opportunity.created_at);
}

}  // namespace

Result<int> run_opportunity_list(Context& context, const Arguments& arguments) {
  const auto session = context.session_for(crm::Act::read_records);
  if (!session) return pass_on(session);
  const auto page = page_of(arguments);
  if (!page) return pass_on(page);
  std::optional<crm::RecordId> customer;
  if (arguments.has("customer")) {
    const auto id = parse_id(arguments.value("customer"), "customer");
    if (!id) return pass_on(id);
    customer = *id;
  }
  crm::DocumentRepository documents(session->store.database());
  const std::string stage = arguments.value("stage");
  const auto fetch = [&](int limit, int offset) { return documents.list_opportunities(limit, offset); };
  const auto keep = [&](const crm::Opportunity& o) {
    return (!customer || o.customer_id == *customer) && (stage.empty() || o.stage == stage);
  };
  Listing listing;
  listing.columns = {{"id", "ID", Column::Align::right},
                     {"name", "NAME", Column::Align::left, 16},
                     {"customer_name", "CUSTOMER", Column::Align::left, 12},
                     {"stage", "STAGE"},
                     {"amount", "AMOUNT", Column::Align::right},
                     {"currency", "CUR"},
                     {"owner", "OWNER"},
                     {"created_at", "SINCE"}};
  listing.none = "no opportunities";
  for (const auto& opportunity : take_page(*page, !customer && stage.empty(), fetch, keep))
    listing.records.push_back(to_record(session->store, opportunity));
  context.out().list(listing);
  return exit_ok;
}

Result<int> run_opportunity_show(Context& context, const Arguments& arguments) {
  const auto session = context.session_for(crm::Act::read_records);
  if (!session) return pass_on(session);
  const auto id = parse_id(arguments.positionals[0], "opportunity");
  if (!id) return pass_on(id);
  const auto opportunity = crm::DocumentRepository(session->store.database()).find_opportunity(*id);
  if (!opportunity) return fail(Fault::not_found, fmt::format("there is no opportunity {}", *id));
  const Record record = to_record(session->store, *opportunity);
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
  if (!opportunity->amount.empty())
    out.field("Amount", fmt::format("{} {}", opportunity->amount, opportunity->currency));
  out.field("Owner", people_text(*record.find("owner")));
  out.field("Since", to_local_text(opportunity->created_at));
  return exit_ok;
}

}  // namespace tradewind::cli

// lead list, show, history, and the acts on a lead.
#include "crm_core/service/leads.hpp"

#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "cli/nouns/custom.hpp"
#include "cli/nouns/event_text.hpp"
#include "cli/nouns/lead_record.hpp"
#include "cli/nouns/paging.hpp"
#include "cli/nouns/record_reference.hpp"
#include "crm_core/service/conversion.hpp"

namespace tradewind::cli {

namespace {

using crm::LeadStatus;
using crm::RecordId;
using crm::RecordType;

Result<crm::LeadFilter> filter_of(const Session& session, const Arguments& arguments) {
  crm::LeadFilter filter;
  if (const std::string status = arguments.value("status"); status != "all")
    filter.status = crm::lead_status_from_text(status);
  filter.only_open = !arguments.has("status");
  const std::string owner = arguments.value("owner");
  if (owner == "none") {
    filter.unowned = true;
  } else if (!owner.empty()) {
    const auto id = user_id_of(session.store, owner);
    if (!id) return pass_on(id);
    filter.owner_id = *id;
  }
  auto custom = custom_selection(session, RecordType::lead, arguments);
  if (!custom) return pass_on(custom);
  filter.custom = *std::move(custom);
  return filter;
}

void print_fields(Output& out, const crm::Lead& lead, const Record& record) {
  const crm::LeadDraft& draft = lead.draft;
  const auto field = [&](std::string_view label, std::string_view key) {
    out.field(label, people_text(*record.find(key)));
  };
  out.field("Lead", std::to_string(lead.id));
  out.field("Status", to_text(lead.status), Style::bold);
  field("Arrived", "arrived_at");
  field("Answered", "answer");
  out.field("Company", draft.company, Style::bold);
  out.field("Contact", draft.contact_name);
  out.field("Address", draft.email);
  out.field("Phone", draft.phone);
  out.field("Country", draft.country);
  out.field("Language", draft.language);
  out.field("Platform", draft.platform);
  out.field("Terms", draft.incoterm.empty() ? draft.port : fmt::format("{} {}", draft.incoterm, draft.port));
  if (!draft.target_price.empty()) out.field("Target price", fmt::format("{} {}", draft.target_price, draft.currency));
  field("Owner", "owner");
  out.field("Score", fmt::format("{:.0f}", draft.score));
  for (const std::string& reason : draft.score_reasons) out.field("", reason, Style::dim);
  field("Mail", "message");
  field("Merged into", "merged_into");
  field("Tags", "tags");
  field("Related", "related");
  field("Deleted", "removed_at");
  if (lead.customer_id)
    out.field("Customer", fmt::format("{} ({})", people_text(*record.find("customer_name")), *lead.customer_id));
  field("Opportunity", "opportunity");
  field("Qualified", "qualified_why");
  field("Disqualified", "disqualified_why");
}

void print(Output& out, const crm::Lead& lead, const Record& record, const CustomPage& custom) {
  print_fields(out, lead, record);
  custom.print(out, lead.id);
  if (!lead.draft.items.empty()) {
    out.text("\n");
    out.list({{{"quantity", "QUANTITY", Column::Align::right},
               {"unit", "UNIT"},
               {"product", "PRODUCT", Column::Align::left, 16},
               {"sku", "OUR SKU"}},
              std::get<std::vector<Record>>(*record.find("items"))});
  }
  if (!lead.draft.sources.empty()) {
    out.text("\n");
    out.list({{{"field", "FIELD"}, {"text", "READ FROM", Column::Align::left, 20}},
              std::get<std::vector<Record>>(*record.find("sources"))});
  }
}

// What every act has in common: who, which lead, and the lead as it is afterwards.
template <class Act>
Result<int> act_on_lead(Context& context, const Arguments& arguments, Act act) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto lead = parse_id(arguments.positionals[0], "lead");
  if (!lead) return pass_on(lead);
  const Result<std::string> done = act(*session, *lead);
  if (!done) return pass_on(done);
  if (context.out().for_people()) {
    context.out().message(*done);
    return exit_ok;
  }
  const auto shown = crm::Leads(session->store).show(session->actor, *lead);
  if (!shown) return pass_on(shown);
  context.out().records({with_custom(context, *session, RecordType::lead, *lead, lead_record(*session, *shown))});
  return exit_ok;
}

Result<std::string> said(const Result<void>& result, std::string text) {
  if (!result) return pass_on(result);
  return text;
}

}  // namespace

Result<int> run_lead_list(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto page = page_of(arguments);
  if (!page) return pass_on(page);
  const auto filter = filter_of(*session, arguments);
  if (!filter) return pass_on(filter);
  const auto leads = crm::Leads(session->store).list(session->actor, *filter, page->limit, page->offset);
  if (!leads) return pass_on(leads);
  Listing listing;
  listing.columns = lead_columns();
  listing.none = arguments.has("status") ? "no such leads" : "no open leads; --status all shows the others";
  for (const crm::Lead& lead : *leads) listing.records.push_back(lead_record(*session, lead));
  CustomPage custom(context, *session, RecordType::lead, ids_of(*leads));
  custom.add_to(listing.records);
  if (auto chosen = custom.choose_columns(arguments, lead_record(*session, crm::Lead()), listing); !chosen)
    return pass_on(chosen);
  context.out().list(listing);
  return exit_ok;
}

Result<int> run_lead_show(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto id = parse_id(arguments.positionals[0], "lead");
  if (!id) return pass_on(id);
  const auto lead = crm::Leads(session->store).show(session->actor, *id);
  if (!lead) return pass_on(lead);
  const auto collisions = crm::Leads(session->store).collisions(session->actor, *id);
  if (!collisions) return pass_on(collisions);
  Record record = lead_record(*session, *lead);
  const CustomPage custom(context, *session, RecordType::lead, std::span(&*id, 1));
  custom.add_to(record, *id);
  record.add("collisions", *collisions);
  if (context.out().for_people()) {
    for (const std::string& collision : *collisions) context.out().field("Collision", collision, Style::warn);
    print(context.out(), *lead, record, custom);
  } else {
    context.out().records({record});
  }
  return exit_ok;
}

Result<int> run_lead_history(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto id = parse_id(arguments.positionals[0], "lead");
  if (!id) return pass_on(id);
  const auto events = crm::Leads(session->store).history(session->actor, *id);
  if (!events) return pass_on(events);
  Listing listing;
  listing.columns = {
      {"at", "WHEN"}, {"event", "WHAT"}, {"actor", "WHO"}, {"detail", "DETAIL", Column::Align::left, 20}};
  listing.none = "no history";
  for (const crm::LeadEvent& event : *events) {
    listing.records.push_back(
        Record()
            .add_time("at", event.at)
            .add("event", event.event)
            .add("actor", event.actor)
            .add("detail", context.out().format() == Format::json ? event.detail : event_text(event)));
  }
  context.out().list(listing);
  return exit_ok;
}

Result<int> run_lead_assign(Context& context, const Arguments& arguments) {
  return act_on_lead(context, arguments, [&](const Session& session, RecordId lead) -> Result<std::string> {
    const auto user = user_id_of(session.store, arguments.positionals[1]);
    if (!user) return pass_on(user);
    return said(crm::Leads(session.store).assign(session.actor, lead, *user, arguments.value("why")),
                fmt::format("lead {} is now {}'s", lead, arguments.positionals[1]));
  });
}

Result<int> run_lead_qualify(Context& context, const Arguments& arguments) {
  return act_on_lead(context, arguments, [&](const Session& session, RecordId lead) {
    return said(crm::Leads(session.store).qualify(session.actor, lead, arguments.value("why", "said so by hand")),
                fmt::format("lead {} is qualified", lead));
  });
}

Result<int> run_lead_disqualify(Context& context, const Arguments& arguments) {
  return act_on_lead(context, arguments, [&](const Session& session, RecordId lead) {
    return said(crm::Leads(session.store).disqualify(session.actor, lead, arguments.value("why", "said so by hand")),
                fmt::format("lead {} is disqualified", lead));
  });
}

Result<int> run_lead_convert(Context& context, const Arguments& arguments) {
  return act_on_lead(context, arguments, [&](const Session& session, RecordId lead) -> Result<std::string> {
    std::optional<RecordId> into;
    if (arguments.has("customer")) {
      const auto id = parse_id(arguments.value("customer"), "customer");
      if (!id) return pass_on(id);
      into = *id;
    }
    const auto converted =
        crm::convert_lead(session.store, session.actor, lead,
                          {.into = into, .anyway = arguments.has("anyway"), .force = arguments.has("force")});
    if (!converted) return pass_on(converted);
    return fmt::format("lead {}{} customer {}{}, contact {}{}, opportunity {}\n{}", lead,
                       converted->repeated ? " was converted before:" : " is now", converted->customer_id,
                       converted->customer_made ? " (new)" : "",
                       converted->contact_id ? std::to_string(*converted->contact_id) : "none",
                       converted->contact_made ? " (new)" : "", converted->opportunity_id, converted->why);
  });
}

Result<int> run_lead_undo(Context& context, const Arguments& arguments) {
  return act_on_lead(context, arguments, [&](const Session& session, RecordId lead) {
    return said(crm::undo_conversion(session.store, session.actor, lead),
                fmt::format("the conversion of lead {} is taken back", lead));
  });
}

}  // namespace tradewind::cli

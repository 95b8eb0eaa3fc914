// lead add, edit.
#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "cli/nouns/custom.hpp"
#include "cli/nouns/edit_options.hpp"
#include "cli/nouns/lead_record.hpp"
#include "cli/nouns/record_reference.hpp"
#include "crm_core/service/leads.hpp"

namespace tradewind::cli {

namespace {

using crm::RecordId;

// What both take: who the buyer is and how he is reached.
void take_reach(const Arguments& arguments, crm::LeadDraft& draft) {
  take_text(arguments, "contact", draft.contact_name);
  take_text(arguments, "email", draft.email);
  take_text(arguments, "phone", draft.phone);
  take_text(arguments, "country", draft.country);
}

Result<crm::Lead> described(crm::Store& store, const Arguments& arguments) {
  crm::Lead lead;
  crm::LeadDraft& draft = lead.draft;
  if (!arguments.positionals.empty()) draft.company = arguments.positionals[0];
  take_reach(arguments, draft);
  take_text(arguments, "language", draft.language);
  take_text(arguments, "platform", draft.platform);
  take_text(arguments, "incoterm", draft.incoterm);
  take_text(arguments, "port", draft.port);
  std::vector<std::string> products;
  take_texts(arguments, "product", products);
  for (auto& product : products) draft.items.push_back({std::move(product), "", "", ""});
  std::optional<EpochSeconds> date;
  if (auto taken = take_day(arguments, "date", date); !taken) return pass_on(taken);
  lead.arrived_at = date.value_or(0);
  if (auto taken = take_user(store, arguments, "owner", lead.owner_id); !taken) return pass_on(taken);
  return lead;
}

tl::unexpected<Error> is_there(const crm::LeadTwin& twin) {
  const std::string_view noun = twin.lead != 0 ? "lead" : "customer";
  const RecordId id = twin.lead != 0 ? twin.lead : twin.customer;
  return fail(Fault::conflict, fmt::format("this is {} {}: {}", noun, id, twin.why),
              fmt::format("see: crm {} show {}; --anyway adds it all the same", noun, id));
}

Result<int> answer(Context& context, const Session& session, RecordId id, const std::string& text) {
  if (context.out().for_people()) {
    context.out().message(text);
    return exit_ok;
  }
  const auto lead = crm::Leads(session.store).show(session.actor, id);
  if (!lead) return pass_on(lead);
  context.out().records({with_custom(context, session, crm::RecordType::lead, id, lead_record(session, *lead))});
  return exit_ok;
}

}  // namespace

Result<int> run_lead_add(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto lead = described(session->store, arguments);
  if (!lead) return pass_on(lead);
  const auto custom = custom_texts(arguments);
  if (!custom) return pass_on(custom);
  const auto added = crm::Leads(session->store).add(session->actor, *lead, arguments.has("anyway"), *custom);
  if (!added) return pass_on(added);
  if (added->lead == 0) return is_there(*added->twin);
  return answer(context, *session, added->lead, fmt::format("added lead {}", added->lead));
}

Result<int> run_lead_edit(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto id = parse_id(arguments.positionals[0], "lead");
  if (!id) return pass_on(id);
  crm::Leads leads(session->store);
  auto lead = leads.show(session->actor, *id);
  if (!lead) return pass_on(lead);
  take_text(arguments, "company", lead->draft.company);
  take_reach(arguments, lead->draft);
  if (auto taken = take_version(arguments, lead->version); !taken) return pass_on(taken);
  const auto custom = custom_texts(arguments);
  if (!custom) return pass_on(custom);
  if (auto changed = leads.change(session->actor, *lead, *custom); !changed) return pass_on(changed);
  return answer(context, *session, *id, fmt::format("lead {} is changed", *id));
}

}  // namespace tradewind::cli

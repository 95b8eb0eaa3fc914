// mail lead: reading what an inquiry says needs the archiver.
#include <fmt/format.h>

#include "archiver/lead_draft.hpp"
#include "archiver/mime/parse.hpp"
#include "cli/context.hpp"
#include "cli/full/full_handlers.hpp"
#include "cli/nouns/custom.hpp"
#include "cli/nouns/lead_record.hpp"
#include "cli/nouns/record_reference.hpp"
#include "crm_core/service/lead_correction.hpp"
#include "crm_core/service/leads.hpp"
#include "crm_core/service/sight.hpp"

namespace tradewind::cli {

Result<crm::RecordId> make_lead_of_message(Context& context, const Session& session, crm::RecordId id) {
  const auto settings = context.settings();
  if (!settings) return pass_on(settings);
  const auto vault = context.vault();
  if (!vault) return pass_on(vault);
  const auto message = crm::Sight(session.store, session.actor).message(id);
  if (!message) return pass_on(message);
  const auto raw = (*vault)->get(digest_from_bytes(message->vault_object));
  if (!raw) return pass_on(raw);
  crm::Knowledge knowledge(session.store.database());
  knowledge.refresh();
  const auto draft =
      archiver::draft_lead(archiver::parse_message(*raw, {(*settings)->firm.default_charset}), knowledge,
                           {(*settings)->firm.default_charset, (*settings)->archiver.platform_directory});
  return crm::make_lead_of(session.store, session.actor, id, draft);
}

Result<int> run_mail_lead(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto id = parse_id(arguments.positionals[0], "message");
  if (!id) return pass_on(id);
  const auto lead = make_lead_of_message(context, *session, *id);
  if (!lead) return pass_on(lead);
  if (context.out().for_people()) {
    context.out().message(fmt::format("message {} is lead {} now", *id, *lead));
    return exit_ok;
  }
  const auto shown = crm::Leads(session->store).show(session->actor, *lead);
  if (!shown) return pass_on(shown);
  context.out().records(
      {with_custom(context, *session, crm::RecordType::lead, shown->id, lead_record(*session, *shown))});
  return exit_ok;
}

}  // namespace tradewind::cli

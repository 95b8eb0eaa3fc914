// mail message-id: for whatever writes our mail.
#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "cli/nouns/record_reference.hpp"
#include "crm_core/service/message_ids.hpp"

namespace tradewind::cli {

Result<int> run_mail_message_id(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto record = parse_record(session->store, arguments.positionals[0]);
  if (!record) return pass_on(record);
  const auto id = crm::new_message_id(session->store, session->actor, record->type, record->id);
  if (!id) return pass_on(id);
  if (context.out().for_people())
    context.out().text(*id + "\n");
  else
    context.out().records({Record().add("message_id", *id)});
  return exit_ok;
}

}  // namespace tradewind::cli

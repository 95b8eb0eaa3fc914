// mail file, unfile, kind: a person's word about a message.
#include "crm_core/service/mail_correction.hpp"

#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "cli/nouns/message_record.hpp"
#include "cli/nouns/record_reference.hpp"
#include "cli/suggest.hpp"
#include "crm_core/service/lead_correction.hpp"
#include "crm_core/store/message_repository.hpp"

namespace tradewind::cli {

namespace {

constexpr int thread_limit = 100'000;

Result<std::vector<crm::RecordId>> messages_meant(crm::Store& store, crm::RecordId id, bool whole_thread) {
  crm::MessageRepository messages(store.database());
  const auto message = messages.find(id);
  if (!message) return fail(Fault::not_found, fmt::format("there is no message {}", id));
  if (!whole_thread || !message->thread_id) return std::vector{id};
  std::vector<crm::RecordId> ids;
  for (const auto& other : messages.of_thread(messages.thread_root(*message->thread_id), thread_limit))
    ids.push_back(other.id);
  return ids;
}

Result<int> done(Context& context, crm::Store& store, crm::RecordId id, const std::string& text) {
  if (context.out().for_people()) {
    context.out().message(text);
  } else {
    context.out().records({message_record(*crm::MessageRepository(store.database()).find(id))});
  }
  return exit_ok;
}

Result<crm::MessageKind> kind_of(const std::string& text) {
  const auto kind = crm::message_kind_from_text(text);
  if (!kind || *kind == crm::MessageKind::unknown) {
    std::vector<std::string_view> known;
    for (int i = 1; i < crm::message_kind_count; ++i) known.push_back(to_text(static_cast<crm::MessageKind>(i)));
    const auto near = nearest(text, known);
    return fail(
        Fault::invalid, fmt::format("there is no kind \"{}\"", text),
        near ? fmt::format("did you mean \"{}\"?", *near) : fmt::format("it is one of {}", fmt::join(known, ", ")));
  }
  return *kind;
}

}  // namespace

Result<int> run_mail_file(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto id = parse_id(arguments.positionals[0], "message");
  if (!id) return pass_on(id);
  const auto record = parse_record(session->store, arguments.positionals[1]);
  if (!record) return pass_on(record);
  const auto messages = messages_meant(session->store, *id, arguments.has("thread"));
  if (!messages) return pass_on(messages);
  database::Transaction all_or_none(session->store.database());
  for (const crm::RecordId message : *messages) {
    const auto filed = crm::MailCorrection(session->store).file(session->actor, message, record->type, record->id);
    if (!filed) return pass_on(filed);
  }
  all_or_none.commit();
  return done(
      context, session->store, *id,
      fmt::format("filed {} to {} {}", messages->size() == 1 ? "it" : fmt::format("{} messages", messages->size()),
                  to_text(record->type), name_of(session->store, record->type, record->id)));
}

Result<int> run_mail_unfile(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto id = parse_id(arguments.positionals[0], "message");
  if (!id) return pass_on(id);
  const auto record = parse_record(session->store, arguments.positionals[1]);
  if (!record) return pass_on(record);
  const auto unfiled = crm::MailCorrection(session->store).unfile(session->actor, *id, record->type, record->id);
  if (!unfiled) return pass_on(unfiled);
  return done(context, session->store, *id,
              fmt::format("not filed to {} {} any more", to_text(record->type),
                          name_of(session->store, record->type, record->id)));
}

Result<int> run_mail_kind(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto id = parse_id(arguments.positionals[0], "message");
  if (!id) return pass_on(id);
  if (arguments.positionals[1] == "auto") {
    const auto before = crm::MailCorrection(session->store).forget_kind(session->actor, *id);
    if (!before) return pass_on(before);
    return done(context, session->store, *id,
                fmt::format("message {} is of kind {} again, and nothing is learned from it", *id, to_text(*before)));
  }
  const auto kind = kind_of(arguments.positionals[1]);
  if (!kind) return pass_on(kind);
  const auto set = crm::MailCorrection(session->store).set_kind(session->actor, *id, *kind);
  if (!set) return pass_on(set);
  return done(context, session->store, *id, fmt::format("message {} is of kind {} now", *id, to_text(*kind)));
}

Result<int> run_mail_not_lead(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto id = parse_id(arguments.positionals[0], "message");
  if (!id) return pass_on(id);
  std::optional<crm::MessageKind> kind;
  if (arguments.has("kind")) {
    const auto named = kind_of(arguments.value("kind"));
    if (!named) return pass_on(named);
    kind = *named;
  }
  const auto taken = crm::take_lead_from(session->store, session->actor, *id, kind);
  if (!taken) return pass_on(taken);
  return done(context, session->store, *id,
              fmt::format("message {} is no lead; crm mail lead {} takes that back", *id, *id));
}

}  // namespace tradewind::cli

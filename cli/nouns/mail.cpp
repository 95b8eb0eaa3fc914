// mail raw, thread, why.
#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "cli/nouns/message_record.hpp"
#include "cli/nouns/record_reference.hpp"
#include "crm_core/service/sight.hpp"
#include "crm_core/store/message_repository.hpp"

namespace tradewind::cli {

namespace {

constexpr int thread_limit = 1000;

struct FoundMail {
  Session session;
  crm::StoredMessage message;
};

Result<FoundMail> find_mail(Context& context, const Arguments& arguments) {
  auto session = context.session();
  if (!session) return pass_on(session);
  const auto id = parse_id(arguments.positionals[0], "message");
  if (!id) return pass_on(id);
  auto message = crm::Sight(session->store, session->actor).message(*id);
  if (!message) return pass_on(message);
  return FoundMail{std::move(*session), std::move(*message)};
}

Record to_record(const crm::Decision& decision) {
  return Record()
      .add("what", decision.what)
      .add("value", decision.value)
      .add("rule", decision.rule)
      .add("confidence", decision.confidence)
      .add("evidence", decision.evidence)
      .add("alternatives", decision.alternatives);
}

std::vector<Record> link_records(crm::Store& store, const std::vector<crm::FiledLink>& links) {
  std::vector<Record> records;
  for (const crm::FiledLink& filed : links) {
    records.push_back(Record()
                          .add("type", to_text(filed.link.type))
                          .add("id", filed.link.id)
                          .add("name", name_of(store, filed.link.type, filed.link.id))
                          .add("rule", filed.link.rule)
                          .add("confidence", filed.link.confidence)
                          .add("evidence", filed.link.evidence)
                          .add("pinned", filed.pinned)
                          .add("removed", filed.removed)
                          .add("filed_by", filed.filed_by)
                          .add_time("filed_at", filed.filed_at));
  }
  return records;
}

std::string confidence_text(double confidence) { return fmt::format("{:.0f} %", confidence * 100); }

void print_why(Output& out, crm::Store& store, const crm::StoredMessage& message,
               const std::vector<crm::Decision>& decisions, const std::vector<crm::FiledLink>& links) {
  out.field("Message", fmt::format("{}  {}", message.id, message.subject), Style::bold);
  if (message.state != crm::MessageState::filed)
    out.field("State", fmt::format("{}: {}", to_text(message.state), message.state_reason), Style::warn);
  if (message.kind_pinned) out.field("Kind", fmt::format("{} (a person said so)", to_text(message.kind)));
  for (const crm::Decision& decision : decisions) {
    out.text("\n");
    out.field(decision.what, decision.value, Style::bold);
    out.field("  rule", fmt::format("{}, {}", decision.rule, confidence_text(decision.confidence)));
    out.field("  evidence", decision.evidence);
    for (const std::string& alternative : decision.alternatives) out.field("  not", alternative, Style::dim);
  }
  bool first = true;
  for (const crm::FiledLink& filed : links) {
    if (first) out.text("\n");
    first = false;
    const std::string record = fmt::format("{} {} ({})", to_text(filed.link.type),
                                           name_of(store, filed.link.type, filed.link.id), filed.link.id);
    const std::string how = filed.pinned
                                ? fmt::format("by {}", filed.filed_by)
                                : fmt::format("{}, {}", filed.link.rule, confidence_text(filed.link.confidence));
    out.field(filed.removed ? "Not filed to" : "Filed to", fmt::format("{}: {}", record, how),
              filed.removed ? Style::dim : Style::plain);
  }
}

}  // namespace

Result<int> run_mail_raw(Context& context, const Arguments& arguments) {
  const auto found = find_mail(context, arguments);
  if (!found) return pass_on(found);
  const auto vault = context.vault();
  if (!vault) return pass_on(vault);
  Output& out = context.out();
  const auto read =
      (*vault)->read(digest_from_bytes(found->message.vault_object), [&](std::string_view piece) { out.bytes(piece); });
  if (!read) return pass_on(read);
  return exit_ok;
}

Result<int> run_mail_thread(Context& context, const Arguments& arguments) {
  const auto found = find_mail(context, arguments);
  if (!found) return pass_on(found);
  const auto thread = crm::Sight(found->session.store, found->session.actor).thread_of(found->message, thread_limit);
  if (!thread) return pass_on(thread);
  Listing listing;
  listing.columns = message_columns();
  for (const auto& message : *thread) listing.records.push_back(message_record(message));
  context.out().list(listing);
  return exit_ok;
}

Result<int> run_mail_why(Context& context, const Arguments& arguments) {
  const auto found = find_mail(context, arguments);
  if (!found) return pass_on(found);
  crm::Store& store = found->session.store;
  crm::MessageRepository messages(store.database());
  const auto decisions = messages.decisions_of(found->message.id);
  auto links = messages.links_of(found->message.id);
  const crm::Visibility visibility(store.database(), found->session.actor);
  std::erase_if(links, [&](const crm::FiledLink& filed) { return !visibility.sees(filed.link.type, filed.link.id); });
  if (context.out().for_people()) {
    print_why(context.out(), store, found->message, decisions, links);
    return exit_ok;
  }
  Record record = message_record(found->message);
  std::vector<Record> decision_records;
  for (const crm::Decision& decision : decisions) decision_records.push_back(to_record(decision));
  record.add("kind_pinned", found->message.kind_pinned).add_known("state_reason", found->message.state_reason);
  record.add("decisions", std::move(decision_records)).add("links", link_records(store, links));
  context.out().records({record.add("warnings", messages.warnings_of(found->message.id))});
  return exit_ok;
}

}  // namespace tradewind::cli

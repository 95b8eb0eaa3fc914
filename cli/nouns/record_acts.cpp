// delete, restore, merge, unmerge, tag, link, unlink, history: the same for customers, contacts, leads, deals, suppliers.
#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "cli/nouns/history_listing.hpp"
#include "cli/nouns/record_reference.hpp"
#include "crm_core/service/relations.hpp"
#include "crm_core/service/removals.hpp"
#include "crm_core/service/sight.hpp"

namespace tradewind::cli {

namespace {

// The record that the command line names: the noun gives its type.
struct Named {
  Session session;
  crm::RecordType type;
  crm::RecordId id;
};

Result<Named> named(Context& context, const Arguments& arguments) {
  auto session = context.session();
  if (!session) return pass_on(session);
  const auto type = crm::record_type_from_text(context.command().noun);
  const auto id = parse_id(arguments.positionals[0], context.command().noun);
  if (!id) return pass_on(id);
  return Named{std::move(*session), *type, *id};
}

Result<int> answer(Context& context, const Named& record, std::string_view done) {
  if (context.out().for_people()) {
    context.out().message(fmt::format("{} {} {}", to_text(record.type), record.id, done));
  } else {
    context.out().records({Record()
                               .add("type", to_text(record.type))
                               .add("id", record.id)
                               .add("name", name_of(record.session.store, record.type, record.id))
                               .add("done", done)});
  }
  return exit_ok;
}

}  // namespace

Result<int> run_record_delete(Context& context, const Arguments& arguments) {
  const auto record = named(context, arguments);
  if (!record) return pass_on(record);
  const auto removed = crm::remove_record(record->session.store, record->session.actor, record->type, record->id,
                                          arguments.value("why"));
  if (!removed) return pass_on(removed);
  return answer(context, *record, "is deleted");
}

Result<int> run_record_restore(Context& context, const Arguments& arguments) {
  const auto record = named(context, arguments);
  if (!record) return pass_on(record);
  const auto restored = crm::restore_record(record->session.store, record->session.actor, record->type, record->id);
  if (!restored) return pass_on(restored);
  return answer(context, *record, "is restored");
}

Result<int> run_record_merge(Context& context, const Arguments& arguments) {
  const auto record = named(context, arguments);
  if (!record) return pass_on(record);
  const auto into = parse_id(arguments.positionals[1], to_text(record->type));
  if (!into) return pass_on(into);
  const auto merged = crm::merge_records(record->session.store, record->session.actor, record->type, record->id, *into,
                                         arguments.value("why", "said so by hand"));
  if (!merged) return pass_on(merged);
  return answer(context, *record, fmt::format("is part of {} {} now", to_text(record->type), *into));
}

Result<int> run_record_unmerge(Context& context, const Arguments& arguments) {
  const auto record = named(context, arguments);
  if (!record) return pass_on(record);
  const auto separated = crm::unmerge_record(record->session.store, record->session.actor, record->type, record->id);
  if (!separated) return pass_on(separated);
  return answer(context, *record, "is one of its own again");
}

Result<int> run_record_tag(Context& context, const Arguments& arguments) {
  const auto record = named(context, arguments);
  if (!record) return pass_on(record);
  const std::vector<std::string> added(arguments.positionals.begin() + 1, arguments.positionals.end());
  std::vector<std::string> removed;
  if (const auto given = arguments.options.find("remove"); given != arguments.options.end()) removed = given->second;
  crm::Relations relations(record->session.store);
  const auto tagged = relations.tag(record->session.actor, record->type, record->id, added, removed);
  if (!tagged) return pass_on(tagged);
  const auto tags = relations.tags(record->session.actor, record->type, record->id);
  if (!tags) return pass_on(tags);
  return answer(context, *record, tags->empty() ? "has no tags" : fmt::format("is tagged {}", fmt::join(*tags, ", ")));
}

Result<int> run_record_link(Context& context, const Arguments& arguments) {
  const auto record = named(context, arguments);
  if (!record) return pass_on(record);
  const auto other = parse_record(record->session.store, arguments.positionals[1]);
  if (!other) return pass_on(other);
  const crm::RecordRelation relation{record->type, record->id, other->type, other->id,
                                     arguments.value("relation", "related")};
  crm::Relations relations(record->session.store);
  const bool unlink = context.command().verb == "unlink";
  const auto done =
      unlink ? relations.separate(record->session.actor, relation) : relations.relate(record->session.actor, relation);
  if (!done) return pass_on(done);
  return answer(context, *record,
                fmt::format("{} {} {}", unlink ? "is not linked any more to" : "is linked to", to_text(other->type),
                            name_of(record->session.store, other->type, other->id)));
}

Result<int> run_record_share(Context& context, const Arguments& arguments) {
  const auto record = named(context, arguments);
  if (!record) return pass_on(record);
  const std::string& login = arguments.positionals[1];
  const auto user = user_id_of(record->session.store, login);
  if (!user) return pass_on(user);
  const bool shared = context.command().verb == "share";
  const auto done =
      crm::share_record(record->session.store, record->session.actor, record->type, record->id, *user, shared);
  if (!done) return pass_on(done);
  return answer(context, *record, fmt::format("is {}shared with {}", shared ? "" : "no longer ", login));
}

Result<int> run_record_history(Context& context, const Arguments& arguments) {
  const auto record = named(context, arguments);
  if (!record) return pass_on(record);
  const auto entries = crm::Relations(record->session.store).history(record->session.actor, record->type, record->id);
  if (!entries) return pass_on(entries);
  context.out().list(history_listing(record->session, *entries));
  return exit_ok;
}

}  // namespace tradewind::cli

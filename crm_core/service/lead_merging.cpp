#include "crm_core/service/lead_merging.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "crm_core/service/custom_carry.hpp"
#include "crm_core/service/lead_progress.hpp"
#include "crm_core/service/permission.hpp"
#include "crm_core/service/record_json.hpp"
#include "crm_core/service/removals.hpp"
#include "crm_core/store/audit_log.hpp"
#include "crm_core/store/lead_repository.hpp"
#include "crm_core/store/removal_repository.hpp"

namespace tradewind::crm {

namespace {

using Json = nlohmann::json;

struct DraftField {
  const char* name;
  std::string LeadDraft::*field;
};
constexpr DraftField fields[] = {{"company", &LeadDraft::company},
                                 {"contact_name", &LeadDraft::contact_name},
                                 {"email", &LeadDraft::email},
                                 {"phone", &LeadDraft::phone},
                                 {"country", &LeadDraft::country}};

// What a merge may change of the lead that stays, and what the other was.
Json state_of(const Lead& lead) {
  Json state{{"status", to_text(lead.status)},
             {"owner", lead.owner_id ? Json(*lead.owner_id) : Json()},
             {"arrived_at", lead.arrived_at},
             {"answered_at", lead.answered_at ? Json(*lead.answered_at) : Json()},
             {"qualified_why", lead.qualified_why}};
  for (const auto& [name, field] : fields) state[name] = lead.draft.*field;
  return state;
}

std::string text_of(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::optional<std::int64_t> number(const Json& value) {
  return value.is_number() ? std::optional(value.get<std::int64_t>()) : std::nullopt;
}

void write(database::Database& database, const Actor& actor, const Lead& lead, const std::string& before,
           std::string_view event, std::string detail, const CustomEdit& custom = {}) {
  LeadRepository leads(database);
  leads.update(lead);
  custom.write(database, lead.id);
  leads.add_event({0, lead.id, now(), actor.name, std::string(event), std::move(detail)});
  AuditLog(database).write(actor, "lead", lead.id, event, custom.before(before), custom.after(to_json(lead)));
}

void move_mail(database::Database& database, const Actor& actor, RecordId removal, RecordId from, RecordId into) {
  MessageRepository messages(database);
  RemovalRepository removals(database);
  constexpr int slice = 500;
  for (int offset = 0;; offset += slice) {
    const auto mails = messages.of_record(RecordType::lead, from, slice, offset);
    for (const auto& mail : mails) {
      const auto links = messages.links_of(mail.id);
      if (std::any_of(links.begin(), links.end(), [&](const FiledLink& filed) {
            return filed.link.type == RecordType::lead && filed.link.id == into;
          }))
        continue;
      messages.write_link(mail.id, {RecordType::lead, into, "merge", 1, fmt::format("was mail of lead {}", from)},
                          actor.name, now());
      removals.add_row(removal, "mail", std::to_string(mail.id));
    }
    if (static_cast<int>(mails.size()) < slice) return;
  }
}

void move_threads(database::Database& database, RecordId removal, RecordId from, RecordId into) {
  LeadRepository leads(database);
  RemovalRepository removals(database);
  const auto known = leads.threads_of(into);
  for (const RecordId thread : leads.threads_of(from)) {
    removals.add_row(removal, "thread", std::to_string(thread));
    if (std::find(known.begin(), known.end(), thread) == known.end())
      removals.add_row(removal, "new thread", std::to_string(thread));
  }
  leads.move_threads(from, into);
}

}  // namespace

Result<void> merge_leads(Store& store, const Actor& actor, RecordId duplicate_id, RecordId id, std::string_view why) {
  if (auto allowed = require(actor, Act::edit_leads); !allowed) return allowed;
  if (duplicate_id == id) return fail(Fault::invalid, "a lead cannot be merged into itself");
  auto& database = store.database();
  database::Transaction transaction(database);
  LeadRepository leads(database);
  for (const RecordId each : {duplicate_id, id})
    if (auto present = check_present(database, actor, RecordType::lead, each); !present) return present;
  auto lead = *leads.find(id), duplicate = *leads.find(duplicate_id);
  if (duplicate.status == LeadStatus::converted)
    return fail(Fault::conflict, fmt::format("lead {} is converted", duplicate_id), "undo the conversion first");
  const std::string lead_before = to_json(lead), duplicate_before = to_json(duplicate);
  const CustomEdit custom = custom_of_merge(database, RecordType::lead, duplicate_id, id);
  const Json kept = Json::parse(custom.before(text_of(state_of(lead)))), record = state_of(duplicate);

  RemovalRepository removals(database);
  const RecordId removal =
      removals.insert({0, RecordType::lead, duplicate_id, id, now(), actor.name, std::string(why), "{}"});
  move_mail(database, actor, removal, duplicate_id, id);
  move_threads(database, removal, duplicate_id, id);
  for (const auto& [name, field] : fields)
    if ((lead.draft.*field).empty()) lead.draft.*field = duplicate.draft.*field;
  lead.arrived_at = std::min(lead.arrived_at, duplicate.arrived_at);
  if (!lead.owner_id) lead.owner_id = duplicate.owner_id;
  if (lead.owner_id && lead.status == LeadStatus::fresh) lead.status = LeadStatus::assigned;
  duplicate.status = LeadStatus::merged;
  duplicate.merged_into = id;
  write(database, actor, duplicate, duplicate_before, "merged", fmt::format("into lead {}: {}", id, why));
  write(database, actor, lead, lead_before, "repeated",
        fmt::format("lead {} was merged into this: {}", duplicate_id, why), custom);
  LeadProgress(database, actor).reconsider(id);
  const Json kept_after = Json::parse(custom.after(text_of(state_of(*leads.find(id)))));
  removals.set_before(removal, text_of({{"record", record}, {"kept", kept}, {"kept_after", kept_after}}));
  transaction.commit();
  return {};
}

Result<void> unmerge_leads(database::Database& database, const Actor& actor, const Removal& removal) {
  LeadRepository leads(database);
  RemovalRepository removals(database);
  MessageRepository messages(database);
  auto duplicate = *leads.find(removal.record), lead = *leads.find(*removal.into);
  if (lead.status == LeadStatus::converted)
    return fail(Fault::conflict, fmt::format("lead {} is converted", lead.id), "undo the conversion first");
  const std::string lead_before = to_json(lead), duplicate_before = to_json(duplicate);
  const Json state = Json::parse(removal.before);
  const Json &record = state.at("record"), &kept = state.at("kept"), &after = state.at("kept_after");

  for (const auto& mail : removals.rows(removal.id, "mail"))
    messages.remove_link(std::stoll(mail), RecordType::lead, lead.id, "merge");
  for (const auto& thread : removals.rows(removal.id, "thread"))
    leads.add_thread(duplicate.id, messages.thread_root(std::stoll(thread)));
  for (const auto& thread : removals.rows(removal.id, "new thread"))
    leads.remove_thread(lead.id, messages.thread_root(std::stoll(thread)));

  // What the merge put there goes again; what was changed since stays.
  const Json current = state_of(lead);
  for (const auto& [name, field] : fields)
    if (current.at(name) == after.at(name)) lead.draft.*field = kept.at(name).get<std::string>();
  if (current.at("arrived_at") == after.at("arrived_at")) lead.arrived_at = kept.at("arrived_at");
  if (current.at("answered_at") == after.at("answered_at")) lead.answered_at = number(kept.at("answered_at"));
  if (current.at("owner") == after.at("owner")) lead.owner_id = number(kept.at("owner"));
  if (current.at("status") == after.at("status")) {
    lead.status = lead_status_from_text(kept.at("status").get<std::string>()).value_or(lead.status);
    lead.qualified_why = kept.at("qualified_why").get<std::string>();
  }
  duplicate.status = lead_status_from_text(record.at("status").get<std::string>()).value_or(LeadStatus::fresh);
  duplicate.merged_into.reset();
  write(database, actor, duplicate, duplicate_before, "separated", fmt::format("from lead {}", lead.id));
  write(database, actor, lead, lead_before, "separated", fmt::format("lead {} is one of its own again", duplicate.id),
        custom_of_unmerge(database, RecordType::lead, lead.id, kept, after));
  removals.set_undone(removal.id, now());
  for (const RecordId each : {duplicate.id, lead.id}) LeadProgress(database, actor).reconsider(each);
  return {};
}

}  // namespace tradewind::crm

#include "crm_core/service/leads.hpp"

#include <fmt/format.h>

#include "crm_core/service/collision.hpp"
#include "crm_core/service/custom_edit.hpp"
#include "crm_core/service/field_check.hpp"
#include "crm_core/service/permission.hpp"
#include "crm_core/service/pool.hpp"
#include "crm_core/service/record_json.hpp"
#include "crm_core/service/sight.hpp"
#include "crm_core/store/audit_log.hpp"
#include "crm_core/store/setting.hpp"
#include "crm_core/store/user_repository.hpp"

namespace tradewind::crm {

namespace {

tl::unexpected<Error> no_lead(RecordId id) {
  return fail(Fault::not_found, fmt::format("no lead {}", id), "see: crm lead list");
}

bool is_closed(LeadStatus status) { return status == LeadStatus::converted || status == LeadStatus::merged; }

// A closed lead stays as it is: what happens to it now happens to what it became.
Result<void> must_be_open(const Lead& lead) {
  if (lead.removed_at)
    return fail(Fault::conflict, fmt::format("lead {} is deleted", lead.id),
                fmt::format("crm lead restore {}", lead.id));
  if (!is_closed(lead.status)) return {};
  return fail(Fault::conflict, fmt::format("lead {} is {}", lead.id, to_text(lead.status)),
              lead.merged_into ? fmt::format("look at lead {}", *lead.merged_into) : "undo the conversion first");
}

Result<void> tidy_reach(LeadDraft& draft) {
  if (!draft.email.empty()) {
    std::vector<std::string> addresses{draft.email};
    if (auto fine = tidy_addresses(addresses, "email"); !fine) return fine;
    draft.email = addresses.front();
  }
  return tidy_country(draft.country);
}

// A change of one lead: found under the write lock, written back with its event and audit row.
class LeadChange {
 public:
  LeadChange(Store& store, const Actor& actor)
      : database_(store.database()), actor_(actor), transaction_(store.database()), leads_(store.database()) {}

  [[nodiscard]] Result<Lead> find(RecordId id) {
    auto lead = leads_.find(id);
    if (!lead) return no_lead(id);
    if (auto seen = check_seen(database_, actor_, RecordType::lead, id); !seen) return pass_on(seen);
    before_ = to_json(*lead);
    return *std::move(lead);
  }
  void finish(const Lead& lead, std::string_view event, std::string detail, const CustomEdit& custom = {}) {
    leads_.update(lead);
    custom.write(database_, lead.id);
    leads_.add_event({0, lead.id, now(), actor_.name, std::string(event), std::move(detail)});
    AuditLog(database_).write(actor_, "lead", lead.id, event, custom.before(before_), custom.after(to_json(lead)));
    transaction_.commit();
  }
  [[nodiscard]] database::Database& database() { return database_; }

 private:
  database::Database& database_;
  const Actor& actor_;
  database::Transaction transaction_;
  LeadRepository leads_;
  std::string before_;
};

}  // namespace

Result<std::vector<Lead>> Leads::list(const Actor& actor, const LeadFilter& filter, int limit, int offset) {
  if (auto allowed = require(actor, Act::read_leads); !allowed) return pass_on(allowed);
  LeadFilter seen = filter;
  seen.seen = Visibility(store_.database(), actor).leads("l");
  return LeadRepository(store_.database()).list(seen, limit, offset);
}

Result<Lead> Leads::show(const Actor& actor, RecordId id) {
  if (auto allowed = require(actor, Act::read_leads); !allowed) return pass_on(allowed);
  auto lead = LeadRepository(store_.database()).find(id);
  if (!lead) return no_lead(id);
  if (auto seen = check_seen(store_.database(), actor, RecordType::lead, id); !seen) return pass_on(seen);
  return *std::move(lead);
}

Result<std::vector<std::string>> Leads::collisions(const Actor& actor, RecordId id) {
  if (auto allowed = require(actor, Act::read_leads); !allowed) return pass_on(allowed);
  if (auto seen = check_seen(store_.database(), actor, RecordType::lead, id); !seen) return pass_on(seen);
  return collisions_of(store_.database(), id);
}

Result<std::vector<LeadEvent>> Leads::history(const Actor& actor, RecordId id) {
  if (auto allowed = require(actor, Act::read_leads); !allowed) return pass_on(allowed);
  if (auto seen = check_seen(store_.database(), actor, RecordType::lead, id); !seen) return pass_on(seen);
  return LeadRepository(store_.database()).history(id);
}

Result<LeadAddition> Leads::add(const Actor& actor, Lead given, bool anyway, const std::optional<CustomTexts>& custom) {
  if (auto allowed = require(actor, Act::edit_leads); !allowed) return pass_on(allowed);
  Lead lead;
  lead.draft = std::move(given.draft);
  lead.owner_id = given.owner_id;
  if (lead.draft.email.empty() && lead.draft.phone.empty())
    return fail(Fault::invalid, "email: a lead has a mail address or a telephone");
  if (auto fine = tidy_reach(lead.draft); !fine) return pass_on(fine);
  if (lead.owner_id && lead.owner_id != actor.user_id)
    if (auto allowed = require(actor, Act::assign_leads); !allowed) return pass_on(allowed);
  auto& database = store_.database();
  database::Transaction transaction(database);
  if (lead.owner_id) {
    const auto owner = UserRepository(database).find(*lead.owner_id);
    if (!owner || !owner->active)
      return fail(Fault::not_found, fmt::format("owner: no active user {}", *lead.owner_id), "see: crm user list");
    lead.status = LeadStatus::assigned;
  }
  auto twin = twin_of(store_, actor, lead.draft);
  if (!twin) return pass_on(twin);
  if (*twin && !anyway) return LeadAddition{0, *std::move(twin)};
  const auto fields = CustomEdit::of_new(database, actor, RecordType::lead, custom);
  if (!fields) return pass_on(fields);
  LeadRepository leads(database);
  lead.created_at = now();
  lead.arrived_at = given.arrived_at == 0 ? lead.created_at : given.arrived_at;
  lead.id = leads.insert(lead);
  fields->write(database, lead.id);
  leads.add_event({0, lead.id, lead.created_at, actor.name, "created", "by hand"});
  AuditLog(database).write(actor, "lead", lead.id, "created", "", fields->after(to_json(lead)));
  transaction.commit();
  return LeadAddition{lead.id, *std::move(twin)};
}

Result<void> Leads::assign(const Actor& actor, RecordId id, RecordId user, std::string_view why) {
  if (auto allowed = require(actor, Act::edit_leads); !allowed) return allowed;
  // Whoever may not assign takes, as everybody does, out of the pool and within its quotas.
  if (!may(actor.role, Act::assign_leads) && actor.user_id == user)
    return Pool(store_).take(actor, RecordType::lead, id);
  LeadChange change(store_, actor);
  auto lead = change.find(id);
  if (!lead) return pass_on(lead);
  if (auto open = must_be_open(*lead); !open) return open;
  if (auto allowed = require(actor, Act::assign_leads); !allowed) return allowed;
  const auto owner = UserRepository(change.database()).find(user);
  if (!owner || !owner->active)
    return fail(Fault::not_found, fmt::format("no active user {}", user), "see: crm user list");
  if (lead->owner_id == user) return {};
  lead->owner_id = user;
  if (lead->status == LeadStatus::fresh) lead->status = LeadStatus::assigned;
  settle_collision(change.database(), id);
  change.finish(*lead, "assigned",
                why.empty() ? fmt::format("to {}", owner->login) : fmt::format("to {}: {}", owner->login, why));
  return {};
}

Result<void> Leads::qualify(const Actor& actor, RecordId id, std::string_view why) {
  if (auto allowed = require(actor, Act::edit_leads); !allowed) return allowed;
  LeadChange change(store_, actor);
  auto lead = change.find(id);
  if (!lead) return pass_on(lead);
  if (auto open = must_be_open(*lead); !open) return open;
  lead->status = LeadStatus::qualified;
  lead->qualified_why = why.empty() ? fmt::format("{} said so", actor.name) : std::string(why);
  lead->disqualified_why.clear();
  change.finish(*lead, "qualified", lead->qualified_why);
  return {};
}

Result<void> Leads::disqualify(const Actor& actor, RecordId id, std::string_view why) {
  if (auto allowed = require(actor, Act::edit_leads); !allowed) return allowed;
  if (why.empty()) return fail(Fault::invalid, "a lead is disqualified for a reason", "say why");
  LeadChange change(store_, actor);
  auto lead = change.find(id);
  if (!lead) return pass_on(lead);
  if (auto open = must_be_open(*lead); !open) return open;
  settle_collision(change.database(), id);
  lead->status = LeadStatus::disqualified;
  lead->disqualified_why = why;
  change.finish(*lead, "disqualified", std::string(why));
  return {};
}

Result<void> Leads::change(const Actor& actor, const Lead& given, const std::optional<CustomTexts>& custom) {
  if (auto allowed = require(actor, Act::edit_leads); !allowed) return allowed;
  LeadChange change(store_, actor);
  auto lead = change.find(given.id);
  if (!lead) return pass_on(lead);
  if (auto open = must_be_open(*lead); !open) return open;
  if (auto fine = check_version("lead", lead->id, lead->version, given.version); !fine) return fine;
  LeadDraft draft = lead->draft;
  for (auto field :
       {&LeadDraft::company, &LeadDraft::contact_name, &LeadDraft::email, &LeadDraft::phone, &LeadDraft::country})
    draft.*field = given.draft.*field;
  if (auto fine = tidy_reach(draft); !fine) return fine;
  const auto fields = CustomEdit::of_stored(change.database(), actor, RecordType::lead, lead->id, custom);
  if (!fields) return pass_on(fields);
  lead->draft = std::move(draft);
  change.finish(*lead, "changed", "by hand", *fields);
  return {};
}

Result<void> Leads::set_qualification(const Actor& actor, const Qualification& wanted) {
  if (auto allowed = require(actor, Act::run_nightly); !allowed) return allowed;
  auto& database = store_.database();
  const auto text = [](const Qualification& qualification) {
    std::string names;
    for (const auto& name : qualification_names)
      if (qualification.*name.condition) names += fmt::format("{}\"{}\"", names.empty() ? "" : ",", name.text);
    return "[" + names + "]";
  };
  const Qualification before = qualification(database);
  if (before == wanted) return {};
  database::Transaction transaction(database);
  crm::set_qualification(database, wanted);
  AuditLog(database).write(actor, "qualification", 0, "changed", text(before), text(wanted));
  transaction.commit();
  return {};
}

}  // namespace tradewind::crm

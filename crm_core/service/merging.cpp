// Merging customers, contacts, opportunities and suppliers, and separating them again. Leads: lead_merging.cpp.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "crm_core/service/custom_carry.hpp"
#include "crm_core/service/lead_merging.hpp"
#include "crm_core/service/permission.hpp"
#include "crm_core/service/record_json.hpp"
#include "crm_core/service/removals.hpp"
#include "crm_core/service/sight.hpp"
#include "crm_core/store/audit_log.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/opportunity_repository.hpp"
#include "crm_core/store/removal_repository.hpp"
#include "crm_core/store/setting.hpp"
#include "crm_core/store/supplier_repository.hpp"

namespace tradewind::crm {

namespace {

using Json = nlohmann::json;

void take_missing(std::string& into, const std::string& from) {
  if (into.empty()) into = from;
}
template <class T>
void take_missing(std::optional<T>& into, const std::optional<T>& from) {
  if (!into) into = from;
}
void add_all(std::vector<std::string>& into, const std::vector<std::string>& from) {
  for (const auto& text : from)
    if (std::find(into.begin(), into.end(), text) == into.end()) into.push_back(text);
}

void take_from(Customer& kept, const Customer& merged) {
  take_missing(kept.country, merged.country);
  take_missing(kept.website, merged.website);
  take_missing(kept.level, merged.level);
  take_missing(kept.owner_id, merged.owner_id);
  if (kept.parent_id == merged.id) kept.parent_id.reset();
  if (merged.parent_id != kept.id) take_missing(kept.parent_id, merged.parent_id);
  if (merged.name != kept.name) add_all(kept.aliases, {merged.name});
  add_all(kept.aliases, merged.aliases);
  add_all(kept.domains, merged.domains);
}
void take_from(Contact& kept, const Contact& merged) {
  take_missing(kept.title, merged.title);
  take_missing(kept.phone, merged.phone);
  take_missing(kept.language, merged.language);
  add_all(kept.addresses, merged.addresses);
}
void take_from(Opportunity& kept, const Opportunity& merged) {
  if (kept.amount.empty()) {
    kept.amount = merged.amount;
    kept.currency = merged.currency;
  }
  take_missing(kept.expected_close, merged.expected_close);
  take_missing(kept.contact_id, merged.contact_id);
  take_missing(kept.owner_id, merged.owner_id);
}

void take_from(Supplier& kept, const Supplier& merged) {
  add_all(kept.domains, merged.domains);
  kept.contacts.insert(kept.contacts.end(), merged.contacts.begin(), merged.contacts.end());
}

// What the merge put into a field goes again, unless somebody changed it since.
template <class T>
void take_back(T& field, const T& before, const T& after) {
  if (field == after) field = before;
}
void take_back(std::vector<std::string>& field, const std::vector<std::string>& before,
               const std::vector<std::string>& after) {
  std::erase_if(field, [&](const std::string& text) {
    const auto has = [&](const std::vector<std::string>& list) {
      return std::find(list.begin(), list.end(), text) != list.end();
    };
    return has(after) && !has(before);
  });
}
void take_back(Customer& kept, const Customer& before, const Customer& after) {
  for (auto field : {&Customer::country, &Customer::website, &Customer::level})
    take_back(kept.*field, before.*field, after.*field);
  take_back(kept.owner_id, before.owner_id, after.owner_id);
  take_back(kept.parent_id, before.parent_id, after.parent_id);
  take_back(kept.aliases, before.aliases, after.aliases);
  take_back(kept.domains, before.domains, after.domains);
}
void take_back(Contact& kept, const Contact& before, const Contact& after) {
  for (auto field : {&Contact::title, &Contact::phone, &Contact::language})
    take_back(kept.*field, before.*field, after.*field);
  take_back(kept.addresses, before.addresses, after.addresses);
}
void take_back(Opportunity& kept, const Opportunity& before, const Opportunity& after) {
  for (auto field : {&Opportunity::amount, &Opportunity::currency}) take_back(kept.*field, before.*field, after.*field);
  take_back(kept.expected_close, before.expected_close, after.expected_close);
  take_back(kept.contact_id, before.contact_id, after.contact_id);
  take_back(kept.owner_id, before.owner_id, after.owner_id);
}

// Its contacts go back by their numbers (RemovalRepository::move_children_back).
void take_back(Supplier& kept, const Supplier& before, const Supplier& after) {
  take_back(kept.domains, before.domains, after.domains);
}

// What differs between the four types: where they are kept.
struct CustomerAccess {
  CustomerRepository records;
  [[nodiscard]] Customer find(RecordId id) { return records.find(id).value(); }
  void update(const Customer& customer) { records.update(customer); }
  static Customer read(const Json& json) { return customer_from_json(json); }
};
struct ContactAccess {
  CustomerRepository records;
  [[nodiscard]] Contact find(RecordId id) { return records.find_contact(id).value(); }
  void update(const Contact& contact) { records.update_contact(contact); }
  static Contact read(const Json& json) { return contact_from_json(json); }
};
struct OpportunityAccess {
  OpportunityRepository records;
  [[nodiscard]] Opportunity find(RecordId id) { return records.find(id).value(); }
  void update(const Opportunity& opportunity) { records.update(opportunity); }
  static Opportunity read(const Json& json) { return opportunity_from_json(json); }
};

struct SupplierAccess {
  SupplierRepository records;
  [[nodiscard]] Supplier find(RecordId id) { return records.find(id).value(); }
  void update(const Supplier& supplier) { records.update(supplier); }
  static Supplier read(const Json& json) { return supplier_from_json(json); }
};

template <class Access>
void merge(database::Database& database, const Actor& actor, RecordType type, RecordId id, RecordId into,
           std::string_view why) {
  Access access{decltype(access.records)(database)};
  RemovalRepository removals(database);
  const auto merged = access.find(id);
  auto kept = access.find(into);
  const auto before = kept;
  const RecordId removal = removals.insert({0, type, id, into, now(), actor.name, std::string(why), "{}"});
  removals.park_keys(removal, type, id);
  removals.move_children(removal, type, id, into);
  take_from(kept, merged);
  access.update(kept);
  kept = access.find(into);
  const CustomEdit custom = custom_of_merge(database, type, id, into);
  custom.write(database, into);
  const std::string kept_before = custom.before(to_json(before)), kept_after = custom.after(to_json(kept));
  removals.set_before(removal,
                      Json{{"kept", Json::parse(kept_before)}, {"kept_after", Json::parse(kept_after)}}.dump());
  removals.set_removed(type, id, now());
  AuditLog audit(database);
  audit.write(actor, to_text(type), id, "merged", to_json(merged),
              fmt::format("{{\"into\":{},{}", into, json_text("why", why).substr(1)));
  audit.write(actor, to_text(type), into, "took in", kept_before, kept_after);
}

template <class Access>
void unmerge(database::Database& database, const Actor& actor, const Removal& removal) {
  Access access{decltype(access.records)(database)};
  RemovalRepository removals(database);
  auto kept = access.find(*removal.into);
  const auto now_kept = kept;
  const Json kept_as = Json::parse(removal.before);
  take_back(kept, Access::read(kept_as.at("kept")), Access::read(kept_as.at("kept_after")));
  access.update(kept);
  const CustomEdit custom =
      custom_of_unmerge(database, removal.type, *removal.into, kept_as.at("kept"), kept_as.at("kept_after"));
  custom.write(database, *removal.into);
  removals.move_children_back(removal.id, removal.type, removal.record, *removal.into);
  removals.unpark_keys(removal.id, removal.type, removal.record);
  removals.set_removed(removal.type, removal.record, {});
  removals.set_undone(removal.id, now());
  AuditLog audit(database);
  audit.write(actor, to_text(removal.type), removal.record, "separated", "",
              fmt::format("{{\"from\":{}}}", *removal.into));
  audit.write(actor, to_text(removal.type), *removal.into, "gave back", custom.before(to_json(now_kept)),
              custom.after(to_json(kept)));
}

}  // namespace

Result<void> merge_records(Store& store, const Actor& actor, RecordType type, RecordId record, RecordId into,
                           std::string_view why) {
  if (type == RecordType::lead) return merge_leads(store, actor, record, into, why);
  if (auto allowed = require(actor, Act::edit_records); !allowed) return allowed;
  if (record == into) return fail(Fault::invalid, fmt::format("a {} cannot be merged into itself", to_text(type)));
  auto& database = store.database();
  database::Transaction transaction(database);
  for (const RecordId each : {record, into})
    if (auto present = check_present(database, actor, type, each); !present) return present;
  if (type == RecordType::customer) {
    merge<CustomerAccess>(database, actor, type, record, into, why);
  } else if (type == RecordType::contact) {
    merge<ContactAccess>(database, actor, type, record, into, why);
  } else if (type == RecordType::supplier) {
    merge<SupplierAccess>(database, actor, type, record, into, why);
  } else {
    OpportunityRepository deals(database);
    if (deals.find(record)->customer_id != deals.find(into)->customer_id)
      return fail(Fault::invalid, "the two are deals of different customers", "merge the customers first");
    merge<OpportunityAccess>(database, actor, type, record, into, why);
  }
  bump_records_version(database);
  transaction.commit();
  return {};
}

Result<void> unmerge_record(Store& store, const Actor& actor, RecordType type, RecordId record) {
  if (auto allowed = require(actor, type == RecordType::lead ? Act::edit_leads : Act::edit_records); !allowed)
    return allowed;
  auto& database = store.database();
  database::Transaction transaction(database);
  if (auto seen = check_seen(database, actor, type, record); !seen) return seen;
  const auto removal = RemovalRepository(database).of_record(type, record);
  if (!removal || !removal->into)
    return fail(Fault::conflict, fmt::format("{} {} is not merged", to_text(type), record));
  if (now() - removal->at > merge_can_be_undone_for)
    return fail(Fault::conflict, fmt::format("{} {} was merged on {}, more than 30 days ago", to_text(type), record,
                                             to_rfc3339(removal->at).substr(0, 10)));
  if (auto present = check_present(database, actor, type, *removal->into); !present) return present;
  switch (type) {
    case RecordType::customer:
      unmerge<CustomerAccess>(database, actor, *removal);
      break;
    case RecordType::contact:
      unmerge<ContactAccess>(database, actor, *removal);
      break;
    case RecordType::opportunity:
      unmerge<OpportunityAccess>(database, actor, *removal);
      break;
    case RecordType::supplier:
      unmerge<SupplierAccess>(database, actor, *removal);
      break;
    default:
      if (auto separated = unmerge_leads(database, actor, *removal); !separated) return separated;
  }
  bump_records_version(database);
  transaction.commit();
  return {};
}

}  // namespace tradewind::crm

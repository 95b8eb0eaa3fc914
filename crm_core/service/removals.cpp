#include "crm_core/service/removals.hpp"

#include <fmt/format.h>

#include "crm_core/model/name_key.hpp"
#include "crm_core/service/permission.hpp"
#include "crm_core/service/record_json.hpp"
#include "crm_core/service/sight.hpp"
#include "crm_core/store/audit_log.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/lead_repository.hpp"
#include "crm_core/store/removal_repository.hpp"
#include "crm_core/store/setting.hpp"
#include "crm_core/store/supplier_repository.hpp"

namespace tradewind::crm {

namespace {

Result<void> require_editing(const Actor& actor, RecordType type) {
  return require(actor, type == RecordType::lead ? Act::edit_leads : Act::edit_records);
}

class Bin {
 public:
  Bin(database::Database& database, const Actor& actor)
      : database_(database), actor_(actor), removals_(database), customers_(database) {}

  Result<void> remove(RecordType type, RecordId record, std::string_view why) {
    if (auto present = check_present(database_, actor_, type, record); !present) return present;
    if (type == RecordType::lead) {
      const auto lead = LeadRepository(database_).find(record);
      if (lead->status == LeadStatus::converted)
        return fail(Fault::conflict, fmt::format("lead {} is converted", record), "undo the conversion first");
    }
    const RecordId removal = removals_.insert({0, type, record, {}, now(), actor_.name, std::string(why), "{}"});
    if (type == RecordType::customer) {
      for (const auto& contact : customers_.contacts_of(record)) {
        if (auto removed = remove(RecordType::contact, contact.id, fmt::format("with customer {}", record)); !removed)
          return removed;
        removals_.add_row(removal, "removed contact", std::to_string(contact.id));
      }
    }
    removals_.park_keys(removal, type, record);
    removals_.set_removed(type, record, now());
    note(type, record, "deleted", why);
    return {};
  }

  Result<void> restore(RecordType type, RecordId record) {
    const auto removal = removals_.of_record(type, record);
    if (!removal) return fail(Fault::conflict, fmt::format("{} {} is not deleted", to_text(type), record));
    if (removal->into)
      return fail(Fault::conflict, fmt::format("{} {} is merged into {}", to_text(type), record, *removal->into),
                  fmt::format("crm {} unmerge {}", to_text(type), record));
    if (auto free = check_keys_are_free(*removal); !free) return free;
    removals_.unpark_keys(removal->id, type, record);
    removals_.set_removed(type, record, {});
    removals_.set_undone(removal->id, now());
    note(type, record, "restored", "");
    for (const auto& contact : removals_.rows(removal->id, "removed contact")) {
      const RecordId id = std::stoll(contact);
      // One that was restored by itself meanwhile is there already.
      if (!removals_.of_record(RecordType::contact, id)) continue;
      if (auto restored = restore(RecordType::contact, id); !restored) return restored;
    }
    return {};
  }

 private:
  Result<void> check_keys_are_free(const Removal& removal) {
    const auto taken = [&](std::string_view what, RecordId other) {
      return fail(Fault::conflict, fmt::format("{} belongs to {} {} by now", what, to_text(removal.type), other),
                  "take it from there first, or merge the two");
    };
    if (removal.type == RecordType::customer) {
      const auto customer = customers_.find(removal.record);
      for (const RecordId other : customers_.find_by_name_key(name_key(customer->name)))
        return taken(fmt::format("the name {}", customer->name), other);
      for (const auto& domain : removals_.rows(removal.id, "domain"))
        for (const RecordId other : customers_.find_by_domain(domain)) return taken("the domain " + domain, other);
    } else if (removal.type == RecordType::supplier) {
      SupplierRepository suppliers(database_);
      const std::string name = suppliers.find(removal.record)->name;
      if (const auto other = suppliers.find_by_name_key(name_key(name)))
        return taken(fmt::format("the name {}", name), other->id);
    } else if (removal.type == RecordType::contact) {
      const auto contact = customers_.find_contact(removal.record);
      if (removals_.is_removed(RecordType::customer, contact->customer_id))
        return fail(Fault::conflict, fmt::format("its customer {} is deleted", contact->customer_id),
                    fmt::format("crm customer restore {}", contact->customer_id));
      for (const auto& address : removals_.rows(removal.id, "address"))
        for (const auto& other : customers_.contacts_by_address(address))
          return taken("the address " + address, other.id);
    }
    return {};
  }

  void note(RecordType type, RecordId record, std::string_view action, std::string_view why) {
    AuditLog(database_).write(actor_, to_text(type), record, action, "", why.empty() ? "" : json_text("why", why));
    if (type == RecordType::lead)
      LeadRepository(database_).add_event({0, record, now(), actor_.name, std::string(action), std::string(why)});
  }

  database::Database& database_;
  const Actor& actor_;
  RemovalRepository removals_;
  CustomerRepository customers_;
};

}  // namespace

Result<void> check_present(database::Database& database, const Actor& actor, RecordType type, RecordId record) {
  if (auto seen = check_seen(database, actor, type, record); !seen) return seen;
  const bool may_be_removed = type == RecordType::customer || type == RecordType::contact || type == RecordType::lead ||
                              type == RecordType::opportunity || type == RecordType::supplier;
  if (!may_be_removed) return {};
  RemovalRepository removals(database);
  const auto removal = removals.of_record(type, record);
  if (!removal) return {};
  if (removal->into)
    return fail(
        Fault::conflict, fmt::format("{} {} is merged into {}", to_text(type), record, *removal->into),
        fmt::format("look at {} {}, or: crm {} unmerge {}", to_text(type), *removal->into, to_text(type), record));
  return fail(Fault::conflict, fmt::format("{} {} is deleted", to_text(type), record),
              fmt::format("crm {} restore {}", to_text(type), record));
}

Result<void> remove_record(Store& store, const Actor& actor, RecordType type, RecordId record, std::string_view why) {
  if (auto allowed = require_editing(actor, type); !allowed) return allowed;
  auto& database = store.database();
  database::Transaction transaction(database);
  if (auto removed = Bin(database, actor).remove(type, record, why); !removed) return removed;
  bump_records_version(database);
  transaction.commit();
  return {};
}

Result<void> restore_record(Store& store, const Actor& actor, RecordType type, RecordId record) {
  if (auto allowed = require_editing(actor, type); !allowed) return allowed;
  auto& database = store.database();
  database::Transaction transaction(database);
  if (auto seen = check_seen(database, actor, type, record); !seen) return seen;
  if (auto restored = Bin(database, actor).restore(type, record); !restored) return restored;
  bump_records_version(database);
  transaction.commit();
  return {};
}

}  // namespace tradewind::crm

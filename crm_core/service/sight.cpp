#include "crm_core/service/sight.hpp"

#include <fmt/format.h>

#include "crm_core/service/permission.hpp"
#include "crm_core/service/removals.hpp"
#include "crm_core/store/audit_log.hpp"
#include "crm_core/store/document_repository.hpp"
#include "crm_core/store/lead_repository.hpp"
#include "crm_core/store/message_repository.hpp"
#include "crm_core/store/opportunity_repository.hpp"
#include "crm_core/store/user_repository.hpp"

namespace tradewind::crm {

namespace {

// Who has the record, and since when it is with us.
std::pair<std::optional<RecordId>, EpochSeconds> owner_of(database::Database& database, RecordType type, RecordId id) {
  CustomerRepository customers(database);
  if (type == RecordType::lead)
    if (const auto lead = LeadRepository(database).find(id)) return {lead->owner_id, lead->created_at};
  if (type == RecordType::opportunity)
    if (const auto deal = OpportunityRepository(database).find(id)) return {deal->owner_id, deal->created_at};
  if (type == RecordType::contact)
    if (const auto contact = customers.find_contact(id))
      return owner_of(database, RecordType::customer, contact->customer_id);
  if (type == RecordType::customer)
    if (const auto customer = customers.find(id)) return {customer->owner_id, customer->created_at};
  return {};
}

}  // namespace

Result<void> check_seen(database::Database& database, const Actor& actor, RecordType type, RecordId record) {
  if (!DocumentRepository(database).name_of(type, record))
    return fail(Fault::not_found, fmt::format("no {} {}", to_text(type), record),
                type == RecordType::lead ? "see: crm lead list" : "");
  if (Visibility(database, actor).sees(type, record)) return {};
  const auto [owner, since] = owner_of(database, type, record);
  const auto user = owner ? UserRepository(database).find(*owner) : std::nullopt;
  return fail(Fault::forbidden,
              fmt::format("{} {} is taken, by {} since {}", to_text(type), record, user ? user->login : "somebody else",
                          to_rfc3339(since).substr(0, 10)),
              "ask him or her, or a manager");
}

Result<void> check_mail_seen(database::Database& database, const Actor& actor, RecordId message) {
  if (!MessageRepository(database).find(message))
    return fail(Fault::not_found, fmt::format("there is no message {}", message));
  if (Visibility(database, actor).sees_mail(message)) return {};
  return fail(Fault::forbidden, fmt::format("message {} is of somebody else's customer or mailbox", message),
              "ask a manager");
}

Result<std::vector<Customer>> Sight::customers(CustomerFilter filter, int limit, int offset) {
  if (auto allowed = require(actor_, Act::read_records); !allowed) return pass_on(allowed);
  filter.seen = Visibility(store_.database(), actor_).customers("c");
  return CustomerRepository(store_.database()).list(filter, limit, offset);
}

Result<Customer> Sight::customer(RecordId id) {
  if (auto allowed = require(actor_, Act::read_records); !allowed) return pass_on(allowed);
  if (auto seen = check_seen(store_.database(), actor_, RecordType::customer, id); !seen) return pass_on(seen);
  return CustomerRepository(store_.database()).find(id).value();
}

Result<std::vector<Contact>> Sight::contacts(ContactFilter filter, int limit, int offset) {
  if (auto allowed = require(actor_, Act::read_records); !allowed) return pass_on(allowed);
  if (filter.customer_id)
    if (auto seen = check_seen(store_.database(), actor_, RecordType::customer, *filter.customer_id); !seen)
      return pass_on(seen);
  filter.seen = Visibility(store_.database(), actor_).contacts("c");
  return CustomerRepository(store_.database()).list_contacts(filter, limit, offset);
}

Result<std::vector<Contact>> Sight::contacts_of(RecordId id) {
  if (auto shown = customer(id); !shown) return pass_on(shown);
  return CustomerRepository(store_.database()).contacts_of(id);
}

Result<Contact> Sight::contact(RecordId id) {
  if (auto allowed = require(actor_, Act::read_records); !allowed) return pass_on(allowed);
  if (auto seen = check_seen(store_.database(), actor_, RecordType::contact, id); !seen) return pass_on(seen);
  return CustomerRepository(store_.database()).find_contact(id).value();
}

Result<StoredMessage> Sight::message(RecordId id) {
  if (auto allowed = require(actor_, Act::read_mail); !allowed) return pass_on(allowed);
  if (auto seen = check_mail_seen(store_.database(), actor_, id); !seen) return pass_on(seen);
  return MessageRepository(store_.database()).find(id).value();
}

Result<std::vector<StoredMessage>> Sight::mail_of(RecordType type, RecordId record, int limit) {
  if (auto allowed = require(actor_, Act::read_mail); !allowed) return pass_on(allowed);
  if (auto seen = check_seen(store_.database(), actor_, type, record); !seen) return pass_on(seen);
  const Visibility visibility(store_.database(), actor_);
  MessageRepository messages(store_.database());
  std::vector<StoredMessage> found;
  for (int offset = 0;; offset += limit) {
    const auto slice = messages.of_record(type, record, limit, offset);
    for (const auto& message : slice)
      if (static_cast<int>(found.size()) < limit && visibility.sees_mail(message.id)) found.push_back(message);
    if (static_cast<int>(slice.size()) < limit || static_cast<int>(found.size()) == limit) return found;
  }
}

Result<std::vector<StoredMessage>> Sight::uncertain_mail(int limit, int offset) {
  if (auto allowed = require(actor_, Act::read_mail); !allowed) return pass_on(allowed);
  return MessageRepository(store_.database())
      .uncertain(limit, offset, Visibility(store_.database(), actor_).mail("m"));
}

Result<std::vector<StoredMessage>> Sight::thread_of(const StoredMessage& message, int limit) {
  if (auto allowed = require(actor_, Act::read_mail); !allowed) return pass_on(allowed);
  if (!message.thread_id) return std::vector{message};
  const Visibility visibility(store_.database(), actor_);
  MessageRepository messages(store_.database());
  auto found = messages.of_thread(messages.thread_root(*message.thread_id), limit);
  std::erase_if(found, [&](const StoredMessage& each) { return !visibility.sees_mail(each.id); });
  return found;
}

Result<void> set_scope(Store& store, const Actor& actor, Role role, SeenType type, Scope scope) {
  if (auto allowed = require(actor, Act::manage_users); !allowed) return allowed;
  if (role == Role::system || role == Role::administrator)
    return fail(Fault::invalid, "role: the administrator sees all");
  auto& database = store.database();
  database::Transaction transaction(database);
  database.run("UPDATE visibility SET scope = ? WHERE role = ? AND record_type = ?", to_text(scope), to_text(role),
               to_text(type));
  AuditLog(database).write(
      actor, "visibility", 0, "changed", "",
      fmt::format("{{\"role\":\"{}\",\"of\":\"{}\",\"scope\":\"{}\"}}", to_text(role), to_text(type), to_text(scope)));
  transaction.commit();
  return {};
}

Result<std::vector<ScopeRow>> scopes(Store& store, const Actor& actor) {
  if (auto allowed = require(actor, Act::read_records); !allowed) return pass_on(allowed);
  std::vector<ScopeRow> found;
  auto rows = store.database().query("SELECT role, record_type, scope FROM visibility ORDER BY role, record_type");
  while (rows->step()) {
    const auto role = role_from_text(rows->view(0));
    const auto type = seen_type_from_text(rows->view(1));
    const auto scope = scope_from_text(rows->view(2));
    if (role && type && scope) found.push_back({*role, *type, *scope});
  }
  return found;
}

Result<void> share_record(Store& store, const Actor& actor, RecordType type, RecordId record, RecordId user,
                          bool shared) {
  if (auto allowed = require(actor, type == RecordType::lead ? Act::edit_leads : Act::edit_records); !allowed)
    return allowed;
  auto& database = store.database();
  database::Transaction transaction(database);
  if (auto present = check_present(database, actor, type, record); !present) return present;
  if (!UserRepository(database).find(user)) return fail(Fault::not_found, fmt::format("no user {}", user));
  if (shared)
    database.run(
        "INSERT INTO record_share (record_type, record_id, user_id) VALUES (?, ?, ?)"
        " ON CONFLICT (record_type, record_id, user_id) DO NOTHING",
        to_text(type), record, user);
  else
    database.run("DELETE FROM record_share WHERE record_type = ? AND record_id = ? AND user_id = ?", to_text(type),
                 record, user);
  if (database.changes() == 0) return {};
  AuditLog(database).write(actor, to_text(type), record, shared ? "shared" : "no longer shared", "",
                           fmt::format("{{\"user\":{}}}", user));
  transaction.commit();
  return {};
}

}  // namespace tradewind::crm

// Reading through the eyes of an actor: nothing is listed, shown or counted that he or she may not see. See
// store/visibility.hpp for who sees what.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/mailbox.hpp"
#include "crm_core/model/records.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/store.hpp"
#include "crm_core/store/visibility.hpp"

namespace tradewind::crm {

// Fault::not_found; Fault::forbidden names who has it and since when, never what is in it.
[[nodiscard]] Result<void> check_seen(database::Database& database, const Actor& actor, RecordType type,
                                      RecordId record);
[[nodiscard]] Result<void> check_mail_seen(database::Database& database, const Actor& actor, RecordId message);

class Sight {
 public:
  Sight(Store& store, Actor actor) : store_(store), actor_(std::move(actor)) {}

  [[nodiscard]] Result<std::vector<Customer>> customers(CustomerFilter filter, int limit, int offset);
  [[nodiscard]] Result<Customer> customer(RecordId id);
  [[nodiscard]] Result<std::vector<Contact>> contacts(ContactFilter filter, int limit, int offset);
  [[nodiscard]] Result<std::vector<Contact>> contacts_of(RecordId customer);
  [[nodiscard]] Result<Contact> contact(RecordId id);
  [[nodiscard]] Result<StoredMessage> message(RecordId id);
  // Newest first; of those filed to the record, the ones that are seen.
  [[nodiscard]] Result<std::vector<StoredMessage>> mail_of(RecordType type, RecordId record, int limit);
  // Those whose kind was decided with little confidence; newest first.
  [[nodiscard]] Result<std::vector<StoredMessage>> uncertain_mail(int limit, int offset);
  // Oldest first.
  [[nodiscard]] Result<std::vector<StoredMessage>> thread_of(const StoredMessage& message, int limit);

 private:
  Store& store_;
  Actor actor_;
};

// Who sees what, as the administrator sets it. Audited.
[[nodiscard]] Result<void> set_scope(Store& store, const Actor& actor, Role role, SeenType type, Scope scope);
struct ScopeRow {
  Role role = Role::rep;
  SeenType type = SeenType::customer;
  Scope scope = Scope::own;
};
[[nodiscard]] Result<std::vector<ScopeRow>> scopes(Store& store, const Actor& actor);
// A customer, lead or deal is seen by this user too, or no longer. Who edits it may share it.
[[nodiscard]] Result<void> share_record(Store& store, const Actor& actor, RecordType type, RecordId record,
                                        RecordId user, bool shared);

}  // namespace tradewind::crm

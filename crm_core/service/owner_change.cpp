#include "crm_core/service/owner_change.hpp"

#include <fmt/format.h>

#include "crm_core/service/record_json.hpp"
#include "crm_core/store/account_repository.hpp"
#include "crm_core/store/audit_log.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/document_repository.hpp"
#include "crm_core/store/lead_repository.hpp"
#include "crm_core/store/opportunity_repository.hpp"
#include "crm_core/store/task_repository.hpp"

namespace tradewind::crm {

void OwnerChange::audit(std::string_view what, RecordId id, const std::string& before, const std::string& after) {
  AuditLog(database_).write(actor_, what, id, action_, before, after);
}

// `text_of(record)`: the record as the audit keeps it.
template <class Repository, class Text>
std::optional<std::string> OwnerChange::give_in(std::string_view what, RecordId id, const User& from, const User& to,
                                                Text text_of) {
  Repository records(database_);
  auto record = records.find(id);
  if (!record || record->owner_id != from.id) return {};
  const std::string before = text_of(*record, from);
  record->owner_id = to.id;
  records.update(*record);
  audit(what, id, before, text_of(*record, to));
  if (const auto type = record_type_from_text(what))
    return DocumentRepository(database_).name_of(*type, id).value_or("");
  return std::string();
}

std::optional<std::string> OwnerChange::give_mailbox(RecordId id, const User& from, const User& to) {
  AccountRepository accounts(database_);
  for (const auto& account : accounts.list()) {
    if (account.id != id || account.user_id != from.id) continue;
    accounts.set_user(id, to.id);
    audit("account", id, json_text("user", from.login), json_text("user", to.login));
    return account.name;
  }
  return {};
}

std::optional<std::string> OwnerChange::give(std::string_view what, RecordId id, const User& from, const User& to) {
  const auto whole = [](const auto& record, const User&) { return to_json(record); };
  if (what == "customer") return give_in<CustomerRepository>(what, id, from, to, whole);
  if (what == "opportunity") return give_in<OpportunityRepository>(what, id, from, to, whole);
  if (what == "mailbox") return give_mailbox(id, from, to);
  if (what == "task") {
    auto given = give_in<TaskRepository>(
        what, id, from, to, [](const Task&, const User& owner) { return json_text("owner", owner.login); });
    if (given) given = TaskRepository(database_).find(id)->title;
    return given;
  }
  auto given = give_in<LeadRepository>(what, id, from, to, whole);
  if (given)
    LeadRepository(database_).add_event(
        {0, id, now(), actor_.name, std::string(action_), fmt::format("from {} to {}", from.login, to.login)});
  return given;
}

}  // namespace tradewind::crm

#include "crm_core/service/users.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "crm_core/model/name_key.hpp"
#include "crm_core/service/field_check.hpp"
#include "crm_core/service/permission.hpp"
#include "crm_core/service/record_json.hpp"
#include "crm_core/store/account_repository.hpp"
#include "crm_core/store/audit_log.hpp"
#include "crm_core/store/setting.hpp"
#include "crm_core/store/user_repository.hpp"

namespace tradewind::crm {

namespace {

Result<void> check(UserRepository& users, User& user) {
  if (user.login.empty() || user.login.find_first_of(" \t\r\n@") != std::string::npos)
    return fail(Fault::invalid, fmt::format("login '{}': must be one word without @", user.login));
  if (user.role == Role::system) return fail(Fault::invalid, "role: no person acts as the system");
  if (user.capacity < 0) return fail(Fault::invalid, "capacity: must not be negative");
  if (user.name.empty()) user.name = user.login;
  if (auto fine = tidy_addresses(user.addresses); !fine) return fine;
  for (const auto& address : user.addresses)
    if (const auto other = users.find_by_address(address); other && other->login != user.login)
      return fail(Fault::conflict, fmt::format("address {} belongs to user {} already", address, other->login));
  return {};
}

}  // namespace

Result<User> Users::add(const Actor& actor, User user) {
  if (auto allowed = require(actor, Act::manage_users); !allowed) return pass_on(allowed);
  auto& database = store_.database();
  database::Transaction transaction(database);
  UserRepository users(database);
  if (auto fine = check(users, user); !fine) return pass_on(fine);
  if (users.find_by_login(user.login))
    return fail(Fault::conflict, fmt::format("there is a user {} already", user.login));
  user.id = users.insert(user);
  AuditLog(database).write(actor, "user", user.id, "created", "", to_json(user));
  bump_records_version(database);
  transaction.commit();
  return user;
}

Result<User> Users::change(const Actor& actor, const User& changed) {
  if (auto allowed = require(actor, Act::manage_users); !allowed) return pass_on(allowed);
  auto& database = store_.database();
  database::Transaction transaction(database);
  UserRepository users(database);
  User user = changed;
  if (auto fine = check(users, user); !fine) return pass_on(fine);
  const auto before = users.find_by_login(user.login);
  if (!before) return fail(Fault::not_found, fmt::format("no user {}", user.login));
  user.id = before->id;
  if (user == *before) return user;
  users.update(user);
  AuditLog(database).write(actor, "user", user.id, "changed", to_json(*before), to_json(user));
  bump_records_version(database);
  transaction.commit();
  return user;
}

Result<std::vector<User>> Users::list(const Actor& actor) {
  if (auto allowed = require(actor, Act::read_records); !allowed) return pass_on(allowed);
  return UserRepository(store_.database()).list();
}

Result<RecordId> Users::add_team(const Actor& actor, std::string_view name) {
  if (auto allowed = require(actor, Act::manage_users); !allowed) return pass_on(allowed);
  if (auto fine = check_given(name, "name"); !fine) return pass_on(fine);
  auto& database = store_.database();
  database::Transaction transaction(database);
  UserRepository users(database);
  for (const auto& team : users.teams())
    if (team.name == name) return fail(Fault::conflict, fmt::format("there is a team {} already", name));
  const RecordId id = users.insert_team(name);
  AuditLog(database).write(actor, "team", id, "created", "", json_text("name", name));
  transaction.commit();
  return id;
}

Result<std::vector<Team>> Users::teams(const Actor& actor) {
  if (auto allowed = require(actor, Act::read_records); !allowed) return pass_on(allowed);
  return UserRepository(store_.database()).teams();
}

Result<Firm> Users::firm(const Actor& actor) {
  if (auto allowed = require(actor, Act::read_records); !allowed) return pass_on(allowed);
  return crm::firm(store_.database());
}

Result<void> Users::set_firm(const Actor& actor, const Firm& given) {
  if (auto allowed = require(actor, Act::manage_users); !allowed) return allowed;
  Firm firm = given;
  if (auto fine = tidy_domains(firm.own_domains); !fine) return fine;
  auto& database = store_.database();
  database::Transaction transaction(database);
  const Firm before = crm::firm(database);
  if (firm == before) return {};
  crm::set_firm(database, firm);
  AuditLog(database).write(actor, "firm", 0, "changed", to_json(before), to_json(firm));
  bump_records_version(database);
  transaction.commit();
  return {};
}

Result<void> Users::set_account_user(const Actor& actor, std::string_view name, std::optional<std::string> login) {
  if (auto allowed = require(actor, Act::manage_users); !allowed) return allowed;
  auto& database = store_.database();
  database::Transaction transaction(database);
  std::optional<RecordId> user;
  if (login) {
    const auto found = UserRepository(database).find_by_login(*login);
    if (!found) return fail(Fault::not_found, fmt::format("no user {}", *login));
    user = found->id;
  }
  AccountRepository accounts(database);
  const auto account = accounts.find_by_name(name);
  if (account && account->user_id == user) return {};
  const RecordId id = account ? account->id : accounts.insert(name, {});
  accounts.set_user(id, user);
  AuditLog(database).write(actor, "account", id, "changed", "",
                           fmt::format("{{\"user\":{}}}", user ? std::to_string(*user) : "null"));
  transaction.commit();
  return {};
}

Result<Actor> actor_by_login(Store& store, std::string_view login, std::string cause) {
  const auto user = UserRepository(store.database()).find_by_login(login);
  if (!user) return fail(Fault::not_found, fmt::format("no user {}", login), "see: crm user list");
  if (!user->active) return fail(Fault::forbidden, fmt::format("user {} is not active", login));
  return Actor{user->id, user->login, user->role, std::move(cause)};
}

}  // namespace tradewind::crm

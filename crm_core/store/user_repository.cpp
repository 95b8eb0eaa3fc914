#include "crm_core/store/user_repository.hpp"

#include "crm_core/model/name_key.hpp"

namespace tradewind::crm {

namespace {

User read(const database::Statement& row) {
  User user;
  user.id = row.int64(0);
  user.login = row.text(1);
  user.name = row.text(2);
  user.role = role_from_text(row.view(3)).value_or(Role::rep);
  user.active = row.boolean(4);
  user.capacity = row.int64(5);
  user.team_id = row.optional_int64(6);
  return user;
}

}  // namespace

std::optional<User> UserRepository::with_addresses(database::Statement& rows) {
  if (!rows.step()) return {};
  User user = read(rows);
  auto addresses = database_.query("SELECT address FROM user_address WHERE user_id = ? ORDER BY address", user.id);
  while (addresses->step()) user.addresses.push_back(addresses->text(0));
  return user;
}

std::optional<User> UserRepository::find(RecordId id) {
  auto rows = database_.query("SELECT id, login, name, role, active, capacity, team_id FROM crm_user WHERE id = ?", id);
  return with_addresses(*rows);
}

std::optional<User> UserRepository::find_by_login(std::string_view login) {
  auto rows =
      database_.query("SELECT id, login, name, role, active, capacity, team_id FROM crm_user WHERE login = ?", login);
  return with_addresses(*rows);
}

std::optional<User> UserRepository::find_by_address(std::string_view address) {
  const std::string key = address_key(address);
  auto rows = database_.query(
      "SELECT u.id, u.login, u.name, u.role, u.active, u.capacity, u.team_id FROM user_address a JOIN crm_user u ON "
      "u.id = "
      "a.user_id"
      " WHERE a.address = ?",
      key);
  return with_addresses(*rows);
}

std::vector<User> UserRepository::list() {
  std::vector<User> users;
  auto rows = database_.query("SELECT id, login, name, role, active, capacity, team_id FROM crm_user ORDER BY login");
  while (auto user = with_addresses(*rows)) users.push_back(*std::move(user));
  return users;
}

RecordId UserRepository::insert(const User& user) {
  database_.run(
      "INSERT INTO crm_user (login, name, role, active, capacity, team_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
      user.login, user.name, to_text(user.role), user.active, user.capacity, user.team_id, now());
  User stored = user;
  stored.id = database_.last_insert_id();
  write_addresses(stored);
  return stored.id;
}

void UserRepository::update(const User& user) {
  database_.run("UPDATE crm_user SET name = ?, role = ?, active = ?, capacity = ?, team_id = ? WHERE id = ?", user.name,
                to_text(user.role), user.active, user.capacity, user.team_id, user.id);
  database_.run("DELETE FROM user_address WHERE user_id = ?", user.id);
  write_addresses(user);
}

void UserRepository::write_addresses(const User& user) {
  for (const auto& address : user.addresses)
    database_.run("INSERT INTO user_address (address, user_id) VALUES (?, ?)", address_key(address), user.id);
}

std::vector<Team> UserRepository::teams() {
  std::vector<Team> teams;
  auto rows = database_.query("SELECT id, name FROM team ORDER BY name");
  while (rows->step()) teams.push_back({rows->int64(0), rows->text(1)});
  return teams;
}

RecordId UserRepository::insert_team(std::string_view name) {
  database_.run("INSERT INTO team (name, created_at) VALUES (?, ?)", name, now());
  return database_.last_insert_id();
}

}  // namespace tradewind::crm

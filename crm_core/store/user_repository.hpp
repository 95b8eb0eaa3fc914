// Our own people and the firm itself. See store.hpp for how repositories are used.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/records.hpp"

namespace tradewind::crm {

class UserRepository {
 public:
  explicit UserRepository(database::Database& database) : database_(database) {}

  [[nodiscard]] std::optional<User> find(RecordId id);
  [[nodiscard]] std::optional<User> find_by_login(std::string_view login);
  [[nodiscard]] std::optional<User> find_by_address(std::string_view address);
  [[nodiscard]] std::vector<User> list();  // by login, inactive ones too
  RecordId insert(const User& user);       // addresses too
  void update(const User& user);           // addresses are replaced

  [[nodiscard]] std::vector<Team> teams();  // by name
  RecordId insert_team(std::string_view name);

 private:
  [[nodiscard]] std::optional<User> with_addresses(database::Statement& rows);
  void write_addresses(const User& user);
  database::Database& database_;
};

}  // namespace tradewind::crm

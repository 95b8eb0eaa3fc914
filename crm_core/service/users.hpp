// Our own people, the firm, and whose mailbox an account is.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/mailbox.hpp"
#include "crm_core/model/records.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

class Users {
 public:
  explicit Users(Store& store) : store_(store) {}

  // Fault::conflict for a login or address that is taken, Fault::invalid for an empty login or a malformed address.
  [[nodiscard]] Result<User> add(const Actor& actor, User user);
  // Changes everything but the login, by which it is found.
  [[nodiscard]] Result<User> change(const Actor& actor, const User& user);
  [[nodiscard]] Result<std::vector<User>> list(const Actor& actor);
  // Fault::conflict for a name that is taken.
  [[nodiscard]] Result<RecordId> add_team(const Actor& actor, std::string_view name);
  [[nodiscard]] Result<std::vector<Team>> teams(const Actor& actor);
  [[nodiscard]] Result<Firm> firm(const Actor& actor);
  [[nodiscard]] Result<void> set_firm(const Actor& actor, const Firm& firm);
  // The account's mail is this user's (nothing: nobody's in particular). Makes the account if it is new.
  [[nodiscard]] Result<void> set_account_user(const Actor& actor, std::string_view account,
                                              std::optional<std::string> login);

 private:
  Store& store_;
};

// The actor for a login of ours. Fault::not_found, Fault::forbidden for an inactive one.
[[nodiscard]] Result<Actor> actor_by_login(Store& store, std::string_view login, std::string cause);

}  // namespace tradewind::crm

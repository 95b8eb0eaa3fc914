// Who acts. Every service of crm_core takes one: permission is decided by it, audit and history are written with it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace tradewind::crm {

enum class Role { rep, assistant, manager, administrator, auditor, system };

struct Actor {
  std::optional<std::int64_t> user_id;  // nothing for the daemon, the nightly job and migrations
  std::string name;                     // login, or "mailsync", "nightly", "migration"
  Role role = Role::system;
  std::string cause;  // why it acts: "mail 4711 arrived", "crm lead assign", ... ends up in audit and history

  [[nodiscard]] static Actor system(std::string name, std::string cause) {
    return Actor{{}, std::move(name), Role::system, std::move(cause)};
  }
};

}  // namespace tradewind::crm

// Which of our people something goes to.
#pragma once

#include <optional>
#include <string>

#include "crm_core/database/database.hpp"
#include "crm_core/model/records.hpp"

namespace tradewind::crm {

[[nodiscard]] bool may_own(const User& user);  // active, and takes leads

struct InTurn {
  User user;
  std::string why;
};
// Round robin weighted by capacity: whose open leads are fewest for the share that is his or hers. Of the reps, or of
// whoever is in the team. Nothing when nobody takes leads.
[[nodiscard]] std::optional<InTurn> next_in_turn(database::Database& database, std::optional<RecordId> team);

// Whom something of this owner's is told to: a manager of the same team, else any, else an administrator.
[[nodiscard]] std::optional<User> manager_over(database::Database& database, std::optional<RecordId> owner);

}  // namespace tradewind::crm

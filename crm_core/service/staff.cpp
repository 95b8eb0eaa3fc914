#include "crm_core/service/staff.hpp"

#include <fmt/format.h>

#include "crm_core/store/lead_repository.hpp"
#include "crm_core/store/user_repository.hpp"

namespace tradewind::crm {

bool may_own(const User& user) { return user.active && user.capacity > 0; }

std::optional<InTurn> next_in_turn(database::Database& database, std::optional<RecordId> team) {
  LeadRepository leads(database);
  std::optional<InTurn> best;
  std::int64_t best_open = 0, best_capacity = 1;
  for (const auto& user : UserRepository(database).list()) {
    if (!may_own(user) || (team ? user.team_id != team : user.role != Role::rep)) continue;
    const std::int64_t open = leads.open_count(user.id) + 1;
    // open / capacity < best_open / best_capacity, without division
    if (best && open * best_capacity >= best_open * user.capacity) continue;
    best = InTurn{user, fmt::format("next in turn ({} open leads, weight {})", open - 1, user.capacity)};
    best_open = open;
    best_capacity = user.capacity;
  }
  return best;
}

std::optional<User> manager_over(database::Database& database, std::optional<RecordId> owner) {
  UserRepository users(database);
  const auto subject = owner ? users.find(*owner) : std::nullopt;
  std::optional<User> best;
  int best_rank = 0;
  for (const auto& user : users.list()) {
    if (!user.active || user.id == owner) continue;
    const bool same_team = subject && subject->team_id && subject->team_id == user.team_id;
    const int rank = user.role == Role::manager ? (same_team ? 3 : 2) : user.role == Role::administrator ? 1 : 0;
    if (rank <= best_rank) continue;
    best = user;
    best_rank = rank;
  }
  return best;
}

}  // namespace tradewind::crm

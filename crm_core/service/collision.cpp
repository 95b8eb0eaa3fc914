#include "crm_core/service/collision.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "crm_core/store/lead_repository.hpp"
#include "crm_core/store/notice_repository.hpp"
#include "crm_core/store/user_repository.hpp"

namespace tradewind::crm {

namespace {

constexpr EpochSeconds recent = 30 * 86'400;
constexpr std::string_view topic = "collision";

std::string about(RecordId lead, RecordId user) { return fmt::format("lead {} user {}", lead, user); }

// Since when the lead is its owner's.
EpochSeconds owned_since(LeadRepository& leads, RecordId lead) {
  EpochSeconds since = 0;
  for (const LeadEvent& event : leads.history(lead))
    if (event.event == "assigned" || event.event == "taken" || event.event == "handed over")
      since = std::max(since, event.at);
  return since;
}

}  // namespace

void flag_collision(database::Database& database, const Actor& actor, const Lead& lead, const StoredMessage& message) {
  const bool answer = message.direction == Direction::outbound, again = message.duplicate_of.has_value();
  if (message.automatic || (!answer && !again) || !message.handled_by || message.arrived_at < now() - recent) return;
  LeadRepository leads(database);
  std::vector<RecordId> at_work = leads.writers(lead.id, std::max(owned_since(leads, lead.id), now() - recent));
  const auto add = [&](std::optional<RecordId> user) {
    if (user && std::find(at_work.begin(), at_work.end(), *user) == at_work.end()) at_work.push_back(*user);
  };
  add(message.handled_by);
  add(lead.owner_id);
  if (again || !lead.owner_id)
    for (const RecordId user : leads.receivers(lead.id)) add(user);
  UserRepository users(database);
  std::vector<User> reps;
  for (const RecordId id : at_work)
    if (auto user = users.find(id); user && user->active && user->role == Role::rep) reps.push_back(*std::move(user));
  if (reps.size() < 2) return;
  NoticeRepository notices(database);
  std::vector<std::string> logins;
  for (const User& rep : reps) logins.push_back(rep.login);
  const bool known = !collisions_of(database, lead.id).empty();
  const std::string& buyer = lead.draft.company.empty() ? lead.draft.contact_name : lead.draft.company;
  for (const User& rep : reps) {
    std::vector<std::string> others;
    std::copy_if(logins.begin(), logins.end(), std::back_inserter(others),
                 [&](const std::string& login) { return login != rep.login; });
    notices.raise({0, now(), "warning", std::string(topic), about(lead.id, rep.id),
                   fmt::format("{}: {} works on lead {} ({}) too: mail {}", rep.login, fmt::join(others, ", "), lead.id,
                               buyer, message.id),
                   {}});
  }
  if (!known)
    leads.add_event({0, lead.id, message.arrived_at, actor.name, std::string(topic),
                     fmt::format("{} work on it: mail {}", fmt::join(logins, " and "), message.id)});
}

void settle_collision(database::Database& database, RecordId lead) {
  NoticeRepository(database).clear_under(topic, fmt::format("lead {} user ", lead), now());
}

std::vector<std::string> collisions_of(database::Database& database, RecordId lead) {
  return NoticeRepository(database).standing_under(topic, fmt::format("lead {} user ", lead));
}

}  // namespace tradewind::crm

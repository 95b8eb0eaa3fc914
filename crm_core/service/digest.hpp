// The daily digest: what each of our people is reminded of, as he or she sees it.
#pragma once

#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/notification.hpp"
#include "crm_core/model/records.hpp"
#include "crm_core/model/task.hpp"
#include "crm_core/service/response_clock.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

struct Digest {
  User user;
  Actor eyes;  // with whose rights records may be named to this user
  std::vector<Task> overdue, today, tomorrow;
  std::vector<WaitingLead> waiting;  // the user's own inquiries without answer
  std::vector<Notification> news;    // not mailed yet

  [[nodiscard]] bool is_empty() const {
    return overdue.empty() && today.empty() && tomorrow.empty() && waiting.empty() && news.empty();
  }
};

// Of all active users with an address who got none today and have something to read; at most 100 lines of each sort.
[[nodiscard]] Result<std::vector<Digest>> digests(Store& store, const Actor& actor);

// This one reached its user: no second one today, and no news twice.
[[nodiscard]] Result<void> digest_sent(Store& store, const Actor& actor, const Digest& digest);

}  // namespace tradewind::crm

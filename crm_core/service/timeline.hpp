// The view of a customer from all sides: everything that happened with it and the group below it, in one time line.
#pragma once

#include <string>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/timeline.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

struct TimelineRequest {
  std::vector<std::string> kinds;  // of model/timeline.hpp; none: all
  EpochSeconds since = 0;
  int limit = 20;
};

// Newest first (what is due lies ahead and comes first). Each entry is one that the actor may see by itself: of a
// customer's mail only the mail that is his, of its deals only those he sees. Fault::invalid for a kind there is not.
[[nodiscard]] Result<std::vector<TimelineEntry>> timeline(Store& store, const Actor& actor, RecordId customer,
                                                          const TimelineRequest& request);

}  // namespace tradewind::crm

// The nightly steps that watch over people: late answers are told to the owner and then to a manager, idle records are
// warned about and then drop into the pool. What is told is told once, as a task; the task is done when its reason is
// gone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crm_core/model/policy.hpp"
#include "crm_core/model/pool.hpp"
#include "crm_core/model/task.hpp"
#include "crm_core/service/nightly.hpp"
#include "crm_core/service/response_clock.hpp"

namespace tradewind::crm {

// When an idle record drops, and from when its owner is to know. Pure.
struct DropTimes {
  EpochSeconds warn_at = 0, drop_at = 0;
};
// `exchanged`: mail last went both ways; `taken`: out of the pool, by its owner; `warned`: its owner, since then.
[[nodiscard]] DropTimes drop_times(const Policy& policy, int drop_days, EpochSeconds owned_since,
                                   std::optional<EpochSeconds> exchanged, std::optional<EpochSeconds> taken,
                                   std::optional<EpochSeconds> warned);

class NightlyWatch {
 public:
  NightlyWatch(Store& store, const Actor& actor, std::vector<NightlyAct>& acts);
  void clock();
  void pool();

 private:
  void act(std::string_view step, std::string record, std::string what, std::string why, bool done = true);
  void watch(const WaitingLead& waiting);
  void escalate(const WaitingLead& waiting, const std::string& name, const std::string& why);
  void look_at(const HeldRecord& held, int drop_days);
  void warn(const HeldRecord& held, EpochSeconds drop_at);
  // The task, unless this owner was told of it since then.
  [[nodiscard]] bool tell(std::string_view origin, RecordType type, RecordId record, RecordId owner, std::string title,
                          EpochSeconds due_at, EpochSeconds since);
  [[nodiscard]] bool still_stands(const Task& task);
  void finish_settled(std::string_view origin);

  Store& store_;
  const Actor& actor_;
  std::vector<NightlyAct>& acts_;
  Policy policy_;
};

}  // namespace tradewind::crm

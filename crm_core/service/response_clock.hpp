// The response clock: inquiries that wait for our first human answer. It runs from the arrival of the inquiry, in the
// firm's working hours, and stops by mail alone: no note moves it.
#pragma once

#include <string_view>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/lead.hpp"
#include "crm_core/model/policy.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

// An inquiry that came longer ago than this is history, taken in from old mail: nobody is late with it.
inline constexpr EpochSeconds clock_looks_back = 30 * 86'400;

enum class Lateness { in_time, late, escalated };
[[nodiscard]] std::string_view to_text(Lateness lateness);

struct WaitingLead {
  Lead lead;
  EpochSeconds waited = 0;  // seconds of working time
  Lateness lateness = Lateness::in_time;
};

// Pure: how an inquiry stands after so many seconds of work.
[[nodiscard]] Lateness lateness_after(EpochSeconds waited, const Policy& policy);
// Open leads nobody has answered, longest waiting first, of those the actor sees.
[[nodiscard]] Result<std::vector<WaitingLead>> waiting_leads(Store& store, const Actor& actor, int limit, int offset);
// Seconds of working time from the inquiry to the answer; nothing while there is none.
[[nodiscard]] std::optional<EpochSeconds> answer_time(const Lead& lead, const WorkingHours& hours);

}  // namespace tradewind::crm

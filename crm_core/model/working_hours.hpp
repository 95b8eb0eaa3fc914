// The hours in which a firm works, and how many of them lie between two moments: the response clock stands still
// outside.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "crm_core/base/time.hpp"

namespace tradewind::crm {

struct WorkingHours {
  struct Day {
    int from = 0, to = 0;  // minutes since midnight; equal: nobody works
    friend bool operator==(const Day&, const Day&) = default;
  };
  bool always = true;
  std::array<Day, 7> week{};  // from Monday
  friend bool operator==(const WorkingHours&, const WorkingHours&) = default;
};

// "always", or days with hours: "Mon-Fri 09:00-18:00, Sat 09:00-12:30". Nothing for anything else, for hours that end
// before they begin, and for a week without any.
[[nodiscard]] std::optional<WorkingHours> working_hours_from_text(std::string_view text);
[[nodiscard]] std::string to_text(const WorkingHours& hours);

// Seconds of work in [from, to), in the process's zone; 0 when `to` is not after `from`. The cost does not grow with
// the distance.
[[nodiscard]] EpochSeconds working_seconds(EpochSeconds from, EpochSeconds to, const WorkingHours& hours);

}  // namespace tradewind::crm

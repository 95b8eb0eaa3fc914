// What the firm has laid down: how soon an inquiry is to be answered, and when a record falls back into the pool.
#pragma once

#include <map>
#include <string>

#include "crm_core/model/working_hours.hpp"

namespace tradewind::crm {

// Days by the level of a customer; 0: never.
struct LevelDays {
  std::map<std::string, int, std::less<>> by_level;
  int other = 0;

  [[nodiscard]] int of(std::string_view level) const {
    const auto found = by_level.find(level);
    return found == by_level.end() ? other : found->second;
  }
  friend bool operator==(const LevelDays&, const LevelDays&) = default;
};

struct Policy {
  int answer_hours = 24;       // an inquiry unanswered for longer is late; of working_hours
  int escalate_hours = 48;     // and after so many a manager is told; 0: never
  WorkingHours working_hours;  // in which the response clock runs
  int lead_drop_days = 30;     // without mail in both directions: the lead drops into the pool; 0: never
  LevelDays customer_drop_days;
  int warn_days = 7;         // so long before, its owner is warned
  int takes_a_day = 10;      // out of the pool, by one person; 0: no limit
  int most_held = 0;         // open leads and customers of one person who takes; 0: no limit
  int protection_days = 14;  // after taking, in which nothing drops
  int retake_days = 7;       // in which whoever lost it may not take it again
  friend bool operator==(const Policy&, const Policy&) = default;
};

}  // namespace tradewind::crm

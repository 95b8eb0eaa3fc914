// All pairs of customers that may be one firm. Not everyone with everyone: only those that have a mark in common, or
// names that stand next to each other.
#pragma once

#include <string>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/service/duplicates.hpp"

namespace tradewind::crm {

struct DuplicatePair {
  RecordId customer = 0, other = 0;  // the smaller number first
  std::string name, other_name;
  int score = 0;                     // as of Duplicate
  std::vector<DuplicateMark> marks;  // the strongest first
};

// From here on a pair is worth a look.
inline constexpr int least_pair_score = 50;

// The likeliest first; pairs of which the actor does not see both are left out. What more than 20 customers share (a
// telephone of a trade fair) is compared among the first 20 of them, names with the five that follow in their order:
// the work grows with the number of customers, not with its square.
[[nodiscard]] Result<std::vector<DuplicatePair>> duplicate_pairs(Store& store, const Actor& actor, int limit,
                                                                 int offset);

}  // namespace tradewind::crm

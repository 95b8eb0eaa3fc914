// From a query's tree to one SELECT over the index and the store.
#pragma once

#include <string>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/search/conditions.hpp"
#include "crm_core/search/query.hpp"

namespace tradewind::crm::search {

enum class Sort { newest, relevance };

// Ranking looks at this many of the newest hits and no further, so that a word in every mail still answers at once.
inline constexpr int most_ranked = 20'000;

// Gives message ids, best first. The last '?' is the number of rows wanted, -1 for all.
struct Plan {
  std::string sql;
  std::vector<Parameter> parameters;
  std::vector<std::string> notes;  // for the person: names that fit nothing, words left out
};

// `database` is that of open_for_search(). Throws DatabaseError only for a broken world.
//
// Text that must be there becomes one MATCH, which leads; dates beside it a range of rows, and everything else tests on
// each row found. Without such text the newest messages lead, or a small set (the mail of a customer, a thread), and
// text stands in subqueries. That makes any mixture right, if not any mixture fast.
[[nodiscard]] Plan make_plan(database::Database& database, const Node& tree, Sort sort);

}  // namespace tradewind::crm::search

// What happened with a customer, read out of all the tables in which it stands. See store.hpp for how repositories are
// used.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/timeline.hpp"
#include "crm_core/store/visibility.hpp"

namespace tradewind::crm {

inline constexpr std::array<std::string_view, 8> timeline_kinds{"mail",  "lead", "opportunity", "quotation",
                                                                "order", "case", "task",        "change"};

class TimelineRepository {
 public:
  explicit TimelineRepository(database::Database& database) : database_(database) {}

  // The customer and, below it, those of its group that are seen; at most `limit`.
  [[nodiscard]] std::vector<RecordId> group(RecordId customer, const Visibility& visibility, int limit);
  // Of one kind, newest first, what is seen of these customers since then. `customers` not empty.
  [[nodiscard]] std::vector<TimelineEntry> of_kind(std::string_view kind, std::span<const RecordId> customers,
                                                   const Visibility& visibility, EpochSeconds since, int limit);

 private:
  database::Database& database_;
};

}  // namespace tradewind::crm

// Values of the query language that are more than words: dates and sizes.
#pragma once

#include <optional>
#include <string_view>

#include "crm_core/search/query.hpp"

namespace tradewind::crm::search {

// "2026", "2026-11", "2026-11-23" (also with / or .), "a..b", "a..", "..b" (both ends included), "today", "yesterday",
// "7d", "2w", "3m", "1y" (so long back, until now), "this week", "last month" (blank, hyphen or nothing between), 今天
// 昨天 本周 上周 本月 上月 今年 去年. Days are those of the process's zone, weeks begin on Monday. Nothing if it is
// none of these.
[[nodiscard]] std::optional<Interval> read_dates(std::string_view text, EpochSeconds now);

// ">1M", ">=1M", "<20k", "<=20k", "10k..1M", "1M" (that much or more). k, M and G are powers of 1024, a B after them is
// welcome.
[[nodiscard]] std::optional<Interval> read_sizes(std::string_view text);

}  // namespace tradewind::crm::search

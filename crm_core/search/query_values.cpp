#include "crm_core/search/query_values.hpp"

#include <charconv>
#include <string>

namespace tradewind::crm::search {

namespace {

constexpr std::int64_t no_end = std::numeric_limits<std::int64_t>::max();

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

// Months may lie outside 1 to 12 and days outside the month: mktime puts them right.
EpochSeconds midnight(int year, int month, int day) { return local_midnight({year, month, day}); }

CivilDate add_days(const CivilDate& date, int days) { return {date.year, date.month, date.day + days}; }

Interval days_of(const CivilDate& first, const CivilDate& after_last) {
  return {local_midnight(first), local_midnight(after_last)};
}

// 0 is Monday; 1970-01-01 was a Thursday.
int weekday(const CivilDate& date) { return static_cast<int>((days_from_civil(date) + 3) % 7); }

std::optional<Interval> read_iso(std::string_view text) {
  std::string dashed(text);
  for (char& c : dashed)
    if (c == '/' || c == '.') c = '-';
  const auto date = parse_iso_date(dashed);
  // Years that no mail has, and that mktime need not know.
  if (!date || date->year < 1900 || date->year > 2200) return {};
  CivilDate next = *date;
  if (text.size() == 4)
    ++next.year;
  else if (text.size() == 7)
    ++next.month;
  else
    ++next.day;
  return days_of(*date, next);
}

std::optional<Interval> read_span_back(std::string_view text, EpochSeconds now) {
  int amount = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), amount);
  if (error != std::errc() || end != text.data() + text.size() - 1 || amount < 0 || amount > 10'000) return {};
  const CivilDate today = local_date(now);
  const EpochSeconds time_of_day = now - local_midnight(today);
  switch (*end) {
    case 'd':
      return Interval{midnight(today.year, today.month, today.day - amount) + time_of_day, no_end};
    case 'w':
      return Interval{midnight(today.year, today.month, today.day - 7 * amount) + time_of_day, no_end};
    case 'm':
      return Interval{midnight(today.year, today.month - amount, today.day) + time_of_day, no_end};
    case 'y':
      return Interval{midnight(today.year - amount, today.month, today.day) + time_of_day, no_end};
    default:
      return {};
  }
}

std::optional<Interval> read_named(std::string_view text, EpochSeconds now) {
  std::string name;
  for (const char c : lower(text))
    if (c != ' ' && c != '-' && c != '_') name += c;
  const CivilDate today = local_date(now);
  const CivilDate monday = add_days(today, -weekday(today));
  const auto is = [&](std::string_view english, std::string_view chinese) {
    return name == english || name == chinese;
  };
  if (is("today", "今天")) return days_of(today, add_days(today, 1));
  if (is("yesterday", "昨天")) return days_of(add_days(today, -1), today);
  if (is("thisweek", "本周")) return days_of(monday, add_days(monday, 7));
  if (is("lastweek", "上周")) return days_of(add_days(monday, -7), monday);
  if (is("thismonth", "本月")) return days_of({today.year, today.month, 1}, {today.year, today.month + 1, 1});
  if (is("lastmonth", "上月")) return days_of({today.year, today.month - 1, 1}, {today.year, today.month, 1});
  if (is("thisyear", "今年")) return days_of({today.year, 1, 1}, {today.year + 1, 1, 1});
  if (is("lastyear", "去年")) return days_of({today.year - 1, 1, 1}, {today.year, 1, 1});
  return {};
}

std::optional<Interval> read_one_date(std::string_view text, EpochSeconds now) {
  if (text.empty()) return {};
  if (auto found = read_iso(text)) return found;
  if (auto found = read_named(text, now)) return found;
  return read_span_back(text, now);
}

// Reads "a..b" with either end missing by `one`; an end counts as wholly inside.
template <class One>
std::optional<Interval> read_range(std::string_view text, const One& one) {
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) return one(text);
  const std::string_view from = text.substr(0, dots);
  const std::string_view to = text.substr(dots + 2);
  if (from.empty() && to.empty()) return {};
  Interval whole;
  if (!from.empty()) {
    const auto first = one(from);
    if (!first) return {};
    whole.low = first->low;
  }
  if (!to.empty()) {
    const auto last = one(to);
    if (!last) return {};
    whole.high = last->high;
  }
  return whole;
}

std::optional<std::int64_t> read_bytes(std::string_view text) {
  std::int64_t amount = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), amount);
  if (error != std::errc() || amount < 0) return {};
  std::string unit = lower(std::string_view(end, static_cast<std::size_t>(text.data() + text.size() - end)));
  if (unit.size() > 1 && unit.back() == 'b') unit.pop_back();
  const int shift = unit.empty() || unit == "b" ? 0 : unit == "k" ? 10 : unit == "m" ? 20 : unit == "g" ? 30 : -1;
  if (shift < 0 || amount > (std::int64_t{1} << (62 - shift))) return {};
  return amount << shift;
}

}  // namespace

std::optional<Interval> read_dates(std::string_view text, EpochSeconds now) {
  return read_range(text, [&](std::string_view one) { return read_one_date(one, now); });
}

std::optional<Interval> read_sizes(std::string_view text) {
  if (text.find("..") != std::string_view::npos)
    return read_range(text, [](std::string_view one) -> std::optional<Interval> {
      const auto bytes = read_bytes(one);
      if (!bytes) return {};
      return Interval{*bytes, *bytes + 1};
    });
  const bool less = text.starts_with('<');
  const bool more = text.starts_with('>');
  if (less || more) text.remove_prefix(1);
  const bool or_equal = (less || more) && text.starts_with('=');
  if (or_equal) text.remove_prefix(1);
  const auto bytes = read_bytes(text);
  if (!bytes) return {};
  if (less) return Interval{std::numeric_limits<std::int64_t>::min(), *bytes + (or_equal ? 1 : 0)};
  return Interval{*bytes + (more && !or_equal ? 1 : 0), no_end};
}

}  // namespace tradewind::crm::search

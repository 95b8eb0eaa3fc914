#include "crm_core/model/working_hours.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace tradewind::crm {

namespace {

constexpr std::array<std::string_view, 7> day_names{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
constexpr EpochSeconds day_seconds = 86'400, week_seconds = 7 * day_seconds;

std::optional<std::size_t> day_from_text(std::string_view text) {
  const auto found = std::find(day_names.begin(), day_names.end(), text);
  if (found == day_names.end()) return {};
  return static_cast<std::size_t>(found - day_names.begin());
}

// "09:30" as minutes; 24:00 is the end of the day.
std::optional<int> minutes_from_text(std::string_view text) {
  int hour = -1, minute = -1;
  const char* const digits = text.data();
  if (text.size() != 5 || text[2] != ':' || std::from_chars(digits, digits + 2, hour).ptr != digits + 2 ||
      std::from_chars(digits + 3, digits + 5, minute).ptr != digits + 5)
    return {};
  if (hour < 0 || hour > 24 || minute < 0 || minute > 59 || (hour == 24 && minute > 0)) return {};
  return hour * 60 + minute;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// "Mon-Fri 09:00-18:00" or "Sat 09:00-12:30".
bool take_part(std::string_view part, WorkingHours& hours) {
  const std::size_t blank = part.find(' ');
  if (blank == std::string_view::npos) return false;
  const std::string_view days = part.substr(0, blank), times = trimmed(part.substr(blank));
  const auto first = day_from_text(days.substr(0, 3));
  const auto last = days.size() == 7 && days[3] == '-' ? day_from_text(days.substr(4)) : first;
  if (!first || !last || *last < *first || (days.size() != 3 && days.size() != 7)) return false;
  if (times.size() != 11 || times[5] != '-') return false;
  const auto from = minutes_from_text(times.substr(0, 5)), to = minutes_from_text(times.substr(6));
  if (!from || !to || *to <= *from) return false;
  for (std::size_t day = *first; day <= *last; ++day) hours.week[day] = {*from, *to};
  return true;
}

EpochSeconds weekly_seconds(const WorkingHours& hours) {
  EpochSeconds sum = 0;
  for (const auto& day : hours.week) sum += (day.to - day.from) * 60;
  return sum;
}

}  // namespace

std::optional<WorkingHours> working_hours_from_text(std::string_view text) {
  WorkingHours hours;
  text = trimmed(text);
  if (text == "always") return hours;
  hours.always = false;
  while (true) {
    const std::size_t comma = std::min(text.find(','), text.size());
    if (!take_part(trimmed(text.substr(0, comma)), hours)) return {};
    if (comma == text.size()) return hours;
    text.remove_prefix(comma + 1);
  }
}

std::string to_text(const WorkingHours& hours) {
  if (hours.always) return "always";
  std::string text;
  for (std::size_t day = 0; day < 7;) {
    std::size_t last = day;
    while (last + 1 < 7 && hours.week[last + 1] == hours.week[day]) ++last;
    const auto& [from, to] = hours.week[day];
    if (from != to)
      text += fmt::format("{}{}{} {:02}:{:02}-{:02}:{:02}", text.empty() ? "" : ", ", day_names[day],
                          last == day ? std::string() : fmt::format("-{}", day_names[last]), from / 60, from % 60,
                          to / 60, to % 60);
    day = last + 1;
  }
  return text;
}

EpochSeconds working_seconds(EpochSeconds from, EpochSeconds to, const WorkingHours& hours) {
  if (to <= from) return 0;
  if (hours.always) return to - from;
  // Whole weeks by their sum, so that at most two weeks are walked through.
  const EpochSeconds weeks = std::max<EpochSeconds>(0, (to - from) / week_seconds - 1);
  EpochSeconds sum = weeks * weekly_seconds(hours);
  from += weeks * week_seconds;
  // Noon is of its date whatever the clock does at midnight.
  for (EpochSeconds noon = local_midnight(local_date(from)) + day_seconds / 2;; noon += day_seconds) {
    const CivilDate date = local_date(noon);
    const EpochSeconds midnight = local_midnight(date);
    if (midnight >= to) return sum;
    const auto& day = hours.week[static_cast<std::size_t>((days_from_civil(date) + 3) % 7)];  // 1970 began on Thursday
    const EpochSeconds begin = std::max(from, midnight + day.from * 60), end = std::min(to, midnight + day.to * 60);
    sum += std::max<EpochSeconds>(0, end - begin);
  }
}

}  // namespace tradewind::crm

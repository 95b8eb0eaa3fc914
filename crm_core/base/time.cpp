#include "crm_core/base/time.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <ctime>

namespace tradewind {

namespace {
std::tm local_fields(EpochSeconds time) {
  const std::time_t value = time;
  std::tm fields{};
  localtime_r(&value, &fields);
  return fields;
}

std::optional<int> whole_number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty() || text.front() == '-') return {};
  return value;
}

int days_in_month(int year, int month) {
  static constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : days[month - 1];
}
}  // namespace

EpochSeconds now() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::string to_rfc3339(EpochSeconds time) {
  const std::time_t value = time;
  std::tm fields{};
  gmtime_r(&value, &fields);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", fields.tm_year + 1900, fields.tm_mon + 1, fields.tm_mday,
                     fields.tm_hour, fields.tm_min, fields.tm_sec);
}

std::string to_local_text(EpochSeconds time) {
  const std::tm fields = local_fields(time);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}", fields.tm_year + 1900, fields.tm_mon + 1, fields.tm_mday,
                     fields.tm_hour, fields.tm_min);
}

EpochSeconds local_midnight(const CivilDate& date) {
  std::tm fields{};
  fields.tm_year = date.year - 1900;
  fields.tm_mon = date.month - 1;
  fields.tm_mday = date.day;
  fields.tm_isdst = -1;
  return std::mktime(&fields);
}

CivilDate local_date(EpochSeconds time) {
  const std::tm fields = local_fields(time);
  return {fields.tm_year + 1900, fields.tm_mon + 1, fields.tm_mday};
}

std::optional<CivilDate> parse_iso_date(std::string_view text) {
  const auto piece = [&](std::size_t from, std::size_t length) { return whole_number(text.substr(from, length)); };
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) return {};
  CivilDate date;
  const auto year = piece(0, 4);
  if (!year || *year < 1) return {};
  date.year = *year;
  if (text.size() >= 7) {
    const auto month = piece(5, 2);
    if (text[4] != '-' || !month || *month < 1 || *month > 12) return {};
    date.month = *month;
  }
  if (text.size() == 10) {
    const auto day = piece(8, 2);
    if (text[7] != '-' || !day || *day < 1 || *day > days_in_month(date.year, date.month)) return {};
    date.day = *day;
  }
  return date;
}

std::int64_t days_from_civil(const CivilDate& date) {
  const std::int64_t year = date.month <= 2 ? date.year - 1 : date.year;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

}  // namespace tradewind

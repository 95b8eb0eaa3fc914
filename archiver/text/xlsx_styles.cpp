#include "archiver/text/xlsx_styles.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "crm_core/base/time.hpp"

namespace tradewind::archiver {

namespace {

constexpr std::int64_t seconds_a_day = 86'400;

std::string day_text(std::int64_t serial, bool from_1904) {
  // Day 60 is 29 February 1900, which never was: Lotus 1-2-3 thought so, and every spreadsheet since counts it.
  const std::int64_t epoch = from_1904     ? days_from_civil({1904, 1, 1})
                             : serial < 60 ? days_from_civil({1899, 12, 31})
                                           : days_from_civil({1899, 12, 30});
  return to_rfc3339((epoch + serial) * seconds_a_day).substr(0, 10);
}

std::string time_text(std::int64_t seconds) {
  const std::int64_t hours = seconds / 3'600, minutes = seconds / 60 % 60, rest = seconds % 60;
  return rest == 0 ? fmt::format("{:02}:{:02}", hours, minutes)
                   : fmt::format("{:02}:{:02}:{:02}", hours, minutes, rest);
}

std::string plain(double number, std::string_view value) {
  constexpr double exact = 1e15;  // whole numbers below it have no rounding in a double
  if (std::abs(number) < exact && number == std::trunc(number))
    return fmt::format("{}", static_cast<std::int64_t>(number));
  // 17 digits are written of what people typed with two: the shortest text that is the same number.
  return std::abs(number) < exact ? fmt::format("{}", number) : std::string(value);
}

}  // namespace

NumberShape built_in_shape(std::int64_t format) {
  const auto within = [format](std::int64_t first, std::int64_t last) { return format >= first && format <= last; };
  if (within(14, 17)) return NumberShape::day;
  if (within(18, 21) || within(45, 47)) return NumberShape::time;
  if (format == 22) return NumberShape::day_and_time;
  if (within(27, 31) || within(36, 36) || within(50, 58)) return NumberShape::day;  // of East Asian locales
  if (within(32, 35)) return NumberShape::time;
  return NumberShape::number;
}

NumberShape shape_of_code(std::string_view code) {
  bool day = false, time = false, month_or_minute = false;
  for (std::size_t at = 0; at < code.size() && code[at] != ';'; ++at) {  // the part for positive numbers
    const char c = code[at];
    if (c == '"') {
      at = std::min(code.find('"', at + 1), code.size());
    } else if (c == '[') {
      const std::size_t end = std::min(code.find(']', at + 1), code.size());
      // [h], [mm]: a span of time; [Red], [$-409] and the like say nothing.
      const std::string_view inner = code.substr(at + 1, end - at - 1);
      time = time || (!inner.empty() && inner.find_first_not_of("hHmMsS") == std::string_view::npos);
      at = end;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++at;
    } else if (c == 'y' || c == 'Y' || c == 'd' || c == 'D') {
      day = true;
    } else if (c == 'h' || c == 'H' || c == 's' || c == 'S') {
      time = true;
    } else if (c == 'm' || c == 'M') {
      month_or_minute = true;
    } else if (c == 'G' || c == 'g') {
      return NumberShape::number;  // General
    }
  }
  if (day && time) return NumberShape::day_and_time;
  if (time) return NumberShape::time;
  return day || month_or_minute ? NumberShape::day : NumberShape::number;
}

std::string number_text(std::string_view value, NumberShape shape, bool from_1904) {
  double number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || end != value.data() + value.size() || !std::isfinite(number)) return std::string(value);
  constexpr double last_day = 2'958'465;  // 9999-12-31
  if (shape == NumberShape::number || number < 0 || number > last_day) return plain(number, value);
  const auto seconds = static_cast<std::int64_t>(std::llround(number * static_cast<double>(seconds_a_day)));
  const std::int64_t day = seconds / seconds_a_day, clock = seconds % seconds_a_day;
  if (shape == NumberShape::time && day == 0) return time_text(clock);
  if (shape == NumberShape::time) return time_text(seconds);  // a span of more than a day
  if (clock == 0) return day_text(day, from_1904);
  return day_text(day, from_1904) + (shape == NumberShape::day ? std::string() : "T" + time_text(clock));
}

}  // namespace tradewind::archiver

// Points in time are whole seconds since 1970-01-01T00:00:00Z everywhere: in memory, in the store, in JSON as RFC 3339.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tradewind {

using EpochSeconds = std::int64_t;

[[nodiscard]] EpochSeconds now();

// "2026-11-23T13:41:06Z"; for programs.
[[nodiscard]] std::string to_rfc3339(EpochSeconds time);
// "2026-11-23 21:41" in the process's local zone (TZ); for people.
[[nodiscard]] std::string to_local_text(EpochSeconds time);

struct CivilDate {
  int year = 1970;
  int month = 1;  // 1..12
  int day = 1;    // 1..31
};

// Midnight at the start of the date in the process's local zone.
[[nodiscard]] EpochSeconds local_midnight(const CivilDate& date);
[[nodiscard]] CivilDate local_date(EpochSeconds time);
// "2026", "2026-11", "2026-11-23": the first day it names; nothing for anything else or an impossible date.
[[nodiscard]] std::optional<CivilDate> parse_iso_date(std::string_view text);

// Days since 1970-01-01 of a proleptic Gregorian date (Howard Hinnant's days_from_civil, public domain algorithm).
[[nodiscard]] std::int64_t days_from_civil(const CivilDate& date);

}  // namespace tradewind

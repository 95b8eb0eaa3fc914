// Dates of mail: RFC 5322 §3.3 with its obsolete forms, and the forms that clients and people write into texts.
#pragma once

#include <optional>
#include <string_view>

#include "crm_core/base/time.hpp"

namespace tradewind::archiver {

struct MailDate {
  EpochSeconds time = 0;
  std::optional<int>
      offset_minutes;  // the zone as written; nothing if none was (time is then UTC plus `assumed_offset`)
};

// A Date or Received header's date. Reads two-digit years, named zones, "GMT+08:00", missing seconds, a wrong or
// missing weekday, ISO 8601, asctime. Nothing for what is no date, or before 1970 or after 2100.
[[nodiscard]] std::optional<MailDate> parse_mail_date(std::string_view text);

// A date as a mail client writes it above a quoted mail, in the languages of the month table: "6. November 2026 um
// 14:02", "2026年11月6日 14:02", "11/6/2026 2:02 PM". Without a zone, `assumed_offset` minutes east of UTC. When day
// and month cannot be told apart ("06/11/2026"), dots and dashes mean day first, slashes day first too unless AM/PM
// stands there.
[[nodiscard]] std::optional<MailDate> parse_written_date(std::string_view text, int assumed_offset = 0);

}  // namespace tradewind::archiver

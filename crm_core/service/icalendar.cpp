// Tasks as an iCalendar object, RFC 5545.
#include <fmt/format.h>

#include <cctype>

#include "crm_core/base/utf8_cut.hpp"
#include "crm_core/service/tasks.hpp"

namespace tradewind::crm {

namespace {

// §3.3.11: backslash, semicolon, comma and line breaks are escaped; other control characters have no place in a text.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '\n')
      result += "\\n";
    else if (c == '\\' || c == ';' || c == ',')
      result += {'\\', c};
    else if (static_cast<unsigned char>(c) >= 0x20 || c == '\t')
      result += c;
  }
  return result;
}

// §3.1: a line has at most 75 octets without its break; what follows stands in the next after a blank.
void add_line(std::string& calendar, std::string_view line) {
  std::size_t room = 75;
  for (bool first = true; first || !line.empty(); first = false) {
    const std::string_view piece = cut_utf8(line, room);
    if (!first) calendar += ' ';
    calendar.append(piece).append("\r\n");
    line.remove_prefix(piece.empty() ? line.size() : piece.size());
    room = 74;
  }
}

// 20261231T150000Z
std::string utc(EpochSeconds at) {
  std::string text;
  for (const char c : to_rfc3339(at))
    if (std::isdigit(static_cast<unsigned char>(c)) != 0 || c == 'T' || c == 'Z') text += c;
  return text;
}

std::string date(EpochSeconds at) {
  const CivilDate day = local_date(at);
  return fmt::format("{:04}{:02}{:02}", day.year, day.month, day.day);
}

// §3.8.1.9: 1 is the highest, 5 normal, 9 the lowest.
int rank(std::string_view priority) { return priority == "high" ? 1 : priority == "low" ? 9 : 5; }

}  // namespace

std::string to_icalendar(std::span<const Task> tasks, EpochSeconds at) {
  std::string calendar;
  add_line(calendar, "BEGIN:VCALENDAR");
  add_line(calendar, "VERSION:2.0");
  add_line(calendar, "PRODID:-//Tradewind//Tasks//EN");
  for (const Task& task : tasks) {
    add_line(calendar, "BEGIN:VTODO");
    add_line(calendar, fmt::format("UID:task-{}@tradewind", task.id));
    add_line(calendar, "DTSTAMP:" + utc(at));
    add_line(calendar, "SUMMARY:" + escaped(task.title));
    if (task.due_at)
      add_line(calendar, task.all_day ? "DUE;VALUE=DATE:" + date(*task.due_at) : "DUE:" + utc(*task.due_at));
    add_line(calendar, fmt::format("PRIORITY:{}", rank(task.priority)));
    add_line(calendar, "CATEGORIES:" + escaped(task.kind));
    if (!task.note.empty()) add_line(calendar, "DESCRIPTION:" + escaped(task.note));
    add_line(calendar, task.done_at ? "STATUS:COMPLETED" : "STATUS:NEEDS-ACTION");
    if (task.done_at) add_line(calendar, "COMPLETED:" + utc(*task.done_at));
    add_line(calendar, fmt::format("SEQUENCE:{}", task.version - 1));
    add_line(calendar, "END:VTODO");
  }
  add_line(calendar, "END:VCALENDAR");
  return calendar;
}

}  // namespace tradewind::crm

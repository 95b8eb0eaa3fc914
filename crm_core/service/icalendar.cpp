// Tasks as an iCalendar object, RFC 5545.
#include <fmt/format.h>

#include <cctype>

#include "crm_core/base/content_line.hpp"
#include "crm_core/service/tasks.hpp"

namespace tradewind::crm {

namespace {

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
  append_content_line(calendar, "BEGIN:VCALENDAR");
  append_content_line(calendar, "VERSION:2.0");
  append_content_line(calendar, "PRODID:-//Tradewind//Tasks//EN");
  for (const Task& task : tasks) {
    append_content_line(calendar, "BEGIN:VTODO");
    append_content_line(calendar, fmt::format("UID:task-{}@tradewind", task.id));
    append_content_line(calendar, "DTSTAMP:" + utc(at));
    append_content_line(calendar, "SUMMARY:" + escaped_content(task.title));
    if (task.due_at)
      append_content_line(calendar, task.all_day ? "DUE;VALUE=DATE:" + date(*task.due_at) : "DUE:" + utc(*task.due_at));
    append_content_line(calendar, fmt::format("PRIORITY:{}", rank(task.priority)));
    append_content_line(calendar, "CATEGORIES:" + escaped_content(task.kind));
    if (!task.note.empty()) append_content_line(calendar, "DESCRIPTION:" + escaped_content(task.note));
    append_content_line(calendar, task.done_at ? "STATUS:COMPLETED" : "STATUS:NEEDS-ACTION");
    if (task.done_at) append_content_line(calendar, "COMPLETED:" + utc(*task.done_at));
    append_content_line(calendar, fmt::format("SEQUENCE:{}", task.version - 1));
    append_content_line(calendar, "END:VTODO");
  }
  append_content_line(calendar, "END:VCALENDAR");
  return calendar;
}

}  // namespace tradewind::crm

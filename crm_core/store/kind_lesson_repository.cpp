#include "crm_core/store/kind_lesson_repository.hpp"

#include <algorithm>

namespace tradewind::crm {

void KindLessonRepository::teach(RecordId message, MessageKind kind, const KindBefore& before, std::string_view by,
                                 EpochSeconds at) {
  database_.run(
      "INSERT INTO kind_lesson (message_id, kind, taught_by, taught_at, kind_before, confidence_before, pinned_before)"
      " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (message_id) DO UPDATE SET kind = excluded.kind,"
      " taught_by = excluded.taught_by, taught_at = excluded.taught_at, reading = 0",
      message, to_text(kind), by, at, to_text(before.kind), before.confidence, before.pinned);
}

std::optional<KindBefore> KindLessonRepository::forget(RecordId message) {
  std::optional<KindBefore> before;
  {
    auto rows = database_.query(
        "SELECT kind_before, confidence_before, pinned_before FROM kind_lesson WHERE message_id = ?", message);
    if (!rows->step()) return {};
    before = KindBefore{message_kind_from_text(rows->view(0)).value_or(MessageKind::unknown), rows->real(1),
                        rows->int64(2) != 0};
  }
  database_.run("DELETE FROM kind_lesson WHERE message_id = ?", message);
  return before;
}

std::optional<MessageKind> KindLessonRepository::kind_of(RecordId message) {
  auto rows = database_.query("SELECT kind FROM kind_lesson WHERE message_id = ?", message);
  if (!rows->step()) return {};
  return message_kind_from_text(rows->view(0));
}

std::vector<KindLesson> KindLessonRepository::newest() {
  std::vector<KindLesson> lessons;
  auto rows = database_.query(
      "SELECT message_id, kind, taught_by, outbound, sender, sender_domain, words FROM kind_lesson WHERE reading = ?"
      " ORDER BY taught_at DESC, message_id DESC LIMIT ?",
      lesson_reading, most_lessons);
  while (rows->step()) {
    const auto kind = message_kind_from_text(rows->view(1));
    if (!kind) continue;
    lessons.push_back({rows->int64(0), *kind, rows->text(2),
                       {rows->int64(3) != 0, rows->text(4), rows->text(5), rows->text(6)}});
  }
  std::reverse(lessons.begin(), lessons.end());
  return lessons;
}

std::vector<RecordId> KindLessonRepository::unread() {
  std::vector<RecordId> messages;
  auto rows = database_.query(
      "SELECT message_id, reading FROM kind_lesson ORDER BY taught_at DESC, message_id DESC LIMIT ?", most_lessons);
  while (rows->step()) {
    if (rows->int64(1) != lesson_reading) messages.push_back(rows->int64(0));
  }
  return messages;
}

void KindLessonRepository::set_traits(RecordId message, const LessonTraits& traits) {
  database_.run(
      "UPDATE kind_lesson SET reading = ?, outbound = ?, sender = ?, sender_domain = ?, words = ? WHERE message_id = ?",
      lesson_reading, traits.outbound, traits.sender, traits.sender_domain, traits.words, message);
}

}  // namespace tradewind::crm

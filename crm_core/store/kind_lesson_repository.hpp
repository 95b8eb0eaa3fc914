// Lessons of kind: what people said that mails are. See store.hpp for how repositories are used.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/kind_lesson.hpp"

namespace tradewind::crm {

class KindLessonRepository {
 public:
  explicit KindLessonRepository(database::Database& database) : database_(database) {}

  // One lesson a message, the last word; what the message was before the first stays. Its traits are read anew.
  void teach(RecordId message, MessageKind kind, const KindBefore& before, std::string_view by, EpochSeconds at);
  // The lesson is forgotten; what the message was before it, nothing when there was none.
  std::optional<KindBefore> forget(RecordId message);
  [[nodiscard]] std::optional<MessageKind> kind_of(RecordId message);

  // The most_lessons newest, as far as their traits are read; oldest first.
  [[nodiscard]] std::vector<KindLesson> newest();
  // Among those the ones whose traits are not read yet, or in an older way.
  [[nodiscard]] std::vector<RecordId> unread();
  void set_traits(RecordId message, const LessonTraits& traits);

 private:
  database::Database& database_;
};

}  // namespace tradewind::crm

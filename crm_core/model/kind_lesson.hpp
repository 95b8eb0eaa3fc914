// A person's word about the kind of one mail, kept as an example for later mail like it.
#pragma once

#include <string>

#include "crm_core/model/filing.hpp"
#include "crm_core/model/mail.hpp"

namespace tradewind::crm {

// The way in which traits are read now; counts up when it changes: then the lessons' mails are read again.
inline constexpr int lesson_reading = 1;
// So many lessons speak, the newest.
inline constexpr int most_lessons = 500;

// What of a mail a lesson goes by. Read by the archiver; everything folded.
struct LessonTraits {
  bool outbound = false;
  std::string sender;         // "" for our own people and for partners, who write of everything
  std::string sender_domain;  // registrable; "" for free mail too
  std::string words;          // each once, a blank between two
  friend bool operator==(const LessonTraits&, const LessonTraits&) = default;
};

struct KindLesson {
  RecordId message_id = 0;
  MessageKind kind = MessageKind::unknown;  // unknown: anything but an inquiry
  std::string taught_by;
  LessonTraits traits;
  friend bool operator==(const KindLesson&, const KindLesson&) = default;
};

// What the message was held for before: comes back when the word is taken back.
struct KindBefore {
  MessageKind kind = MessageKind::unknown;
  double confidence = 0;
  bool pinned = false;
};

}  // namespace tradewind::crm

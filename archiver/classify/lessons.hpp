// Lessons: the firm's own layer over the shipped kind model. It is made of nothing but the mails that people of the
// firm put right (or said were right): a mail that is much like one of them leans to what they said, all other mail is
// decided as if there were none. Nothing shipped is forgotten, and a lesson taken back has never been.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "archiver/classify/features.hpp"
#include "archiver/classify/kind_model.hpp"
#include "crm_core/model/kind_lesson.hpp"

namespace tradewind::archiver {

// Who wrote, as far as lessons go by it.
struct LessonSender {
  bool outbound = false;
  std::string address;  // "" for our own people and for partners
  std::string domain;   // "" for free mail too
};

// What the lessons say about one mail.
struct LessonSpeech {
  // Added to the model's log odds; 0 where no lesson speaks.
  std::array<double, crm::message_kind_count> push{};
  // The lesson most like the mail, nullptr when none speaks. Valid as long as the Lessons are.
  const crm::KindLesson* nearest = nullptr;
  double likeness = 0;  // of the nearest, 0..1
};

// Immutable once made; thread-safe.
class Lessons {
 public:
  Lessons() = default;
  // Words that the model knows are of any trade letter and say little about likeness.
  Lessons(std::vector<crm::KindLesson> lessons, const KindModel& model);

  [[nodiscard]] const std::vector<crm::KindLesson>& all() const { return lessons_; }
  [[nodiscard]] bool empty() const { return lessons_.empty(); }
  // `tokens` as make_features() gives them.
  [[nodiscard]] LessonSpeech hear(std::span<const std::string> tokens, const LessonSender& sender,
                                  const KindModel& model) const;

 private:
  std::vector<crm::KindLesson> lessons_;
  std::vector<float> lengths_;  // of their words, squared
  std::unordered_map<std::string, std::vector<std::uint32_t>> lessons_with_;  // by word
};

}  // namespace tradewind::archiver

#include "archiver/classify/lessons.hpp"

#include <algorithm>
#include <cmath>

namespace tradewind::archiver {
namespace {

using crm::MessageKind;

// Squared weights of a word in the likeness of two mails (the cosine of their words).
constexpr float own_word = 1, common_word = 0.09F;
// How near the same sender brings a mail whose words are others: a stranger who sold last week sells this week too.
constexpr double same_address = 0.6, same_domain = 0.45;
// Less like than this is not like it: on the labelled worlds two letters about different matters stay below.
constexpr double least_likeness = 0.4;
// What a lesson adds to the log odds of its kind when the mail is the same; together never more than `most_push`. One
// of a template's letters put right turns the next; where the likeness is weak it takes two or three.
constexpr double full_push = 7, most_push = 8;

float weight_of(std::string_view word, const KindModel& model) {
  return model.knows(word) ? common_word : own_word;
}

template <class Act>
void for_each_word(std::string_view words, Act act) {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    if (end > 0) act(words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
}

// A seller sells again and a machine reports again; who inquired goes on to something else.
bool stays_the_same(MessageKind kind) {
  return kind == MessageKind::solicitation || kind == MessageKind::newsletter || kind == MessageKind::notification ||
         kind == MessageKind::fraud || kind == MessageKind::unknown;
}

double nearness(const LessonSender& sender, const crm::KindLesson& lesson) {
  if (!stays_the_same(lesson.kind)) return 0;
  const crm::LessonTraits& traits = lesson.traits;
  if (!sender.address.empty() && sender.address == traits.sender) return same_address;
  return !sender.domain.empty() && sender.domain == traits.sender_domain ? same_domain : 0;
}

}  // namespace

Lessons::Lessons(std::vector<crm::KindLesson> lessons, const KindModel& model)
    : lessons_(std::move(lessons)), lengths_(lessons_.size()) {
  for (std::uint32_t i = 0; i < lessons_.size(); ++i) {
    for_each_word(lessons_[i].traits.words, [&](std::string_view word) {
      lengths_[i] += weight_of(word, model);
      lessons_with_[std::string(word)].push_back(i);
    });
  }
}

LessonSpeech Lessons::hear(std::span<const std::string> tokens, const LessonSender& sender,
                           const KindModel& model) const {
  LessonSpeech speech;
  if (lessons_.empty()) return speech;
  std::vector<float> shared(lessons_.size());
  float length = 0;
  for (const std::string& token : tokens) {
    const float weight = weight_of(token, model);
    length += weight;
    const auto with = lessons_with_.find(token);
    if (with == lessons_with_.end()) continue;
    for (const std::uint32_t lesson : with->second) shared[lesson] += weight;
  }
  for (std::size_t i = 0; i < lessons_.size(); ++i) {
    const crm::KindLesson& lesson = lessons_[i];
    if (lesson.traits.outbound != sender.outbound) continue;
    const float lengths = std::sqrt(length * lengths_[i]);
    const double words = lengths > 0 ? static_cast<double>(shared[i] / lengths) : 0;
    const double likeness = words + (1 - words) * nearness(sender, lesson);
    if (likeness < least_likeness) continue;
    const double push = full_push * (likeness - least_likeness) / (1 - least_likeness);
    // "No inquiry" speaks against that kind and for none.
    if (lesson.kind == MessageKind::unknown)
      speech.push[static_cast<std::size_t>(MessageKind::inquiry)] -= push;
    else
      speech.push[static_cast<std::size_t>(lesson.kind)] += push;
    if (likeness <= speech.likeness) continue;
    speech.likeness = likeness;
    speech.nearest = &lesson;
  }
  for (double& push : speech.push) push = std::clamp(push, -most_push, most_push);
  return speech;
}

}  // namespace tradewind::archiver

#include "archiver/classify/lessons.hpp"

#include <gtest/gtest.h>

#include "archiver/classify/kind.hpp"

namespace tradewind::archiver {
namespace {

using crm::MessageKind;

constexpr std::string_view template_letter =
    "Good day, the monthly reading of the meters at your Lindqvist warehouse is due. Kindly send the figures of hall "
    "four and five by Friday. Estate office Lindqvist park";
constexpr std::string_view next_month =
    "Good day, the monthly reading of the meters at your Lindqvist warehouse is due. Kindly send the figures of hall "
    "four and five by Tuesday. Estate office Lindqvist park, new telephone";
constexpr std::string_view unlike =
    "Hello, we are importers in Accra and look for 500 enamel cookers with two burners, please quote CIF Tema.";

std::vector<std::string> tokens_of(std::string_view text) { return make_features({"", text, ""}, {}).tokens; }

crm::KindLesson lesson(crm::RecordId message, MessageKind kind, std::string_view text, std::string sender = "",
                       std::string domain = "") {
  crm::KindLesson made{message, kind, "anna", {false, std::move(sender), std::move(domain), ""}};
  for (const std::string& word : tokens_of(text)) made.traits.words += word + " ";
  return made;
}

Lessons lessons(std::vector<crm::KindLesson> all) { return {std::move(all), KindModel::shared()}; }

double push_of(const Lessons& taught, std::string_view text, MessageKind kind, const LessonSender& sender = {}) {
  return taught.hear(tokens_of(text), sender, KindModel::shared()).push[static_cast<std::size_t>(kind)];
}

TEST(Lessons, speak_for_the_same_letter_and_the_next_of_its_template) {
  const Lessons taught = lessons({lesson(7, MessageKind::notification, template_letter)});
  EXPECT_DOUBLE_EQ(push_of(taught, template_letter, MessageKind::notification), 7);
  EXPECT_GT(push_of(taught, next_month, MessageKind::notification), 3);
  EXPECT_EQ(push_of(taught, next_month, MessageKind::inquiry), 0);
}

TEST(Lessons, are_silent_about_what_is_not_like_them) {
  const Lessons taught = lessons({lesson(7, MessageKind::notification, template_letter)});
  const LessonSpeech speech = taught.hear(tokens_of(unlike), {}, KindModel::shared());
  EXPECT_EQ(speech.nearest, nullptr);
  for (const double push : speech.push) EXPECT_EQ(push, 0);
}

TEST(Lessons, go_by_the_sender_of_whom_nothing_else_is_known) {
  const Lessons taught =
      lessons({lesson(7, MessageKind::solicitation, template_letter, "eve@sells.example", "sells.example")});
  const double same = push_of(taught, unlike, MessageKind::solicitation, {false, "eve@sells.example", "sells.example"});
  const double colleague =
      push_of(taught, unlike, MessageKind::solicitation, {false, "tom@sells.example", "sells.example"});
  EXPECT_GT(same, colleague);
  EXPECT_GT(colleague, 0);
  EXPECT_EQ(push_of(taught, unlike, MessageKind::solicitation, {false, "", ""}), 0);
}

TEST(Lessons, do_not_hold_a_buyer_to_his_first_letter) {
  const Lessons taught = lessons({lesson(7, MessageKind::inquiry, template_letter, "bo@buys.example", "buys.example")});
  EXPECT_EQ(push_of(taught, unlike, MessageKind::inquiry, {false, "bo@buys.example", "buys.example"}), 0);
}

TEST(Lessons, of_mail_that_came_in_say_nothing_of_ours) {
  const Lessons taught = lessons({lesson(7, MessageKind::notification, template_letter)});
  EXPECT_EQ(push_of(taught, template_letter, MessageKind::notification, {true, "", ""}), 0);
}

TEST(Lessons, add_up_to_a_bound_and_contradict_each_other) {
  std::vector<crm::KindLesson> all;
  for (int i = 0; i < 5; ++i) all.push_back(lesson(i, MessageKind::notification, template_letter));
  EXPECT_DOUBLE_EQ(push_of(lessons(all), template_letter, MessageKind::notification), 8);
  const Lessons both = lessons({lesson(1, MessageKind::notification, template_letter),
                                lesson(2, MessageKind::unknown, template_letter)});
  EXPECT_DOUBLE_EQ(push_of(both, template_letter, MessageKind::inquiry), -7);
}

KindFound decide(std::string_view text, const Lessons& taught, std::initializer_list<Circumstance> circumstances) {
  Circumstances is;
  for (const Circumstance each : circumstances) is.set(each);
  return find_kind({"", text, ""}, is, {}, false, OwnLayer{taught, {}});
}

TEST(Lessons, turn_the_kind_of_later_mail_and_are_named_as_its_reason) {
  const Lessons none, taught = lessons({lesson(7, MessageKind::notification, template_letter)});
  const auto circumstances = {Circumstance::stranger, Circumstance::company_domain, Circumstance::fresh};
  ASSERT_NE(decide(next_month, none, circumstances).kind, MessageKind::notification);
  const KindFound found = decide(next_month, taught, circumstances);
  EXPECT_EQ(found.kind, MessageKind::notification);
  EXPECT_EQ(found.decision.rule, "kind-model-and-lessons");
  EXPECT_NE(found.decision.evidence.find("like message 7, notification according to anna"), std::string::npos)
      << found.decision.evidence;
}

TEST(Lessons, leave_unlike_mail_as_it_was_to_the_last_digit) {
  const Lessons none, taught = lessons({lesson(7, MessageKind::notification, template_letter)});
  const auto circumstances = {Circumstance::stranger, Circumstance::free_mail, Circumstance::fresh};
  const KindFound before = decide(unlike, none, circumstances), after = decide(unlike, taught, circumstances);
  EXPECT_EQ(before.kind, after.kind);
  EXPECT_EQ(before.confidence, after.confidence);
  EXPECT_EQ(before.decision.evidence, after.decision.evidence);
}

TEST(Lessons, do_not_speak_for_who_imitates_a_partner) {
  const Lessons taught = lessons({lesson(7, MessageKind::payment, template_letter)});
  const auto honest = {Circumstance::stranger, Circumstance::company_domain};
  const auto imitation = {Circumstance::stranger, Circumstance::company_domain, Circumstance::lookalike};
  EXPECT_EQ(decide(template_letter, taught, honest).kind, MessageKind::payment);
  EXPECT_NE(decide(template_letter, taught, imitation).kind, MessageKind::payment);
}

}  // namespace
}  // namespace tradewind::archiver

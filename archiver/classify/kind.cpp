#include "archiver/classify/kind.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "archiver/classify/kind_model.hpp"
#include "archiver/classify/lexicon.hpp"
#include "archiver/folded_text.hpp"

namespace tradewind::archiver {
namespace {

using crm::MessageKind;

// An inquiry lost costs more than a lead too many: a newcomer's mail is taken for one a little before it is the
// likeliest.
constexpr double inquiry_favour = 2.0;
// So does fraud believed, of a stranger's mail with traces of it or one whose sender may be another than it says.
constexpr double fraud_favour = 4.0;
// A stranger seldom writes for anything but business.
constexpr double private_doubt = 0.5;
// What people said of mail like this opens even a kind that nobody in the sender's role should write.
constexpr double opening_push = 2.0;

KindFound sure(MessageKind kind, std::string rule, std::string evidence) {
  return {kind, 0.99,
          crm::Decision{"kind", std::string(crm::to_text(kind)), std::move(rule), 0.99, std::move(evidence), {}}};
}

// Who is known to us in one role does not write in another: a factory of ours quotes, ships and reminds as our
// supplier; a customer does not sell to us.
bool fits_sender(MessageKind kind, const Circumstances& c) {
  const bool outbound = c[Circumstance::outbound];
  switch (kind) {
    case MessageKind::payment:
      // Money talk from a domain that imitates a partner's.
      return !c[Circumstance::supplier] && !c[Circumstance::lookalike];
    case MessageKind::inquiry:
      // Ours is one only where we begin to buy: what answers or goes to a customer sells.
      if (outbound && (c[Circumstance::reply_mark] || c[Circumstance::thread] || c[Circumstance::customer]))
        return false;
      [[fallthrough]];
    case MessageKind::order:
      // A page to be opened comes with no stranger's honest order.
      return !c[Circumstance::supplier] && !(c[Circumstance::fresh] && c[Circumstance::file_html]);
    case MessageKind::service:
      return !c[Circumstance::supplier];
    case MessageKind::negotiation:
      // Nothing to continue with somebody never heard of.
      return !c[Circumstance::supplier] && !c[Circumstance::fresh];
    case MessageKind::supplier:
      return outbound || c[Circumstance::supplier] || c[Circumstance::thread_supplier] ||
             (!c[Circumstance::customer] &&
              (c[Circumstance::thread_ours] || c[Circumstance::we_wrote] || c[Circumstance::answers_ours]));
    case MessageKind::solicitation: {
      // Through a platform's form about a product of ours.
      const bool about_ours = c[Circumstance::notice] && c[Circumstance::product];
      return !c[Circumstance::customer] && !c[Circumstance::supplier] && !about_ours;
    }
    default:
      return true;
  }
}

// Which features are these concepts, said in subject or text.
std::vector<bool> features_of(std::initializer_list<std::string_view> concepts) {
  std::vector<bool> made(feature_names().size(), false);
  for (std::size_t i = 0; i < made.size(); ++i) {
    for (const std::string_view name : concepts)
      made[i] = made[i] || feature_names()[i] == fmt::format("text:{}", name) ||
                feature_names()[i] == fmt::format("subject:{}", name);
  }
  return made;
}

bool says(const Features& features, const std::vector<bool>& concepts) {
  return std::any_of(features.all.begin(), features.all.end(),
                     [&](const Feature& each) { return concepts[each.index]; });
}

bool has_any(const Circumstances& c, std::initializer_list<Circumstance> some) {
  return std::any_of(some.begin(), some.end(), [&](Circumstance each) { return c[each]; });
}

// Fraud leaves traces: in who the sender is or pretends to be, in what is attached, or in words of bait. Without any it
// is not said of a mail.
bool has_trace_of_fraud(const Circumstances& c, const Features& features) {
  static const std::vector<bool> bait =
      features_of({"phishing", "advance_fee", "fee_demand", "bank_change", "urgent_favour"});
  return has_any(c, {Circumstance::file_html, Circumstance::file_archive, Circumstance::password_form,
                     Circumstance::reply_elsewhere, Circumstance::fails_authentication, Circumstance::lookalike,
                     Circumstance::borrowed_name, Circumstance::borrowed_user, Circumstance::borrowed_brand,
                     Circumstance::own_in_sender, Circumstance::own_address_in_text}) ||
         says(features, bait);
}

bool says_private_words(const Features& features) {
  static const std::vector<bool> private_words = features_of({"personal"});
  return says(features, private_words);
}

// In the middle of business a mail is of that business unless its words are of something else.
bool may_be_personal(const Circumstances& c, const Features& features) {
  return !has_any(c, {Circumstance::thread_inquiry, Circumstance::thread_deal, Circumstance::thread_order,
                      Circumstance::thread_service, Circumstance::lead_open, Circumstance::number_quotation,
                      Circumstance::number_order, Circumstance::number_case, Circumstance::supplier}) ||
         says_private_words(features);
}

// Who has asked us to buy writes of that again, and does not begin to sell; mailings aside.
bool may_sell(const Circumstances& c) { return !c[Circumstance::lead_open] || c[Circumstance::bulk_header]; }

// A machine shows: in its address or headers, or says so.
bool has_trace_of_machine(const Circumstances& c, const Features& features) {
  static const std::vector<bool> machine_words = features_of({"machine"});
  return has_any(c, {Circumstance::machine_sender, Circumstance::machine_header, Circumstance::bulk_header,
                     Circumstance::calendar, Circumstance::platform, Circumstance::role_sender}) ||
         says(features, machine_words);
}

// Another account, from somebody whom nobody can vouch for: whatever it reads like, it is no talk of our payments.
bool is_bank_bait(const Circumstances& c, const Features& features) {
  static const std::vector<bool> another_account = features_of({"bank_change"});
  return has_any(c, {Circumstance::fresh, Circumstance::reply_elsewhere, Circumstance::borrowed_name,
                     Circumstance::lookalike, Circumstance::fails_authentication}) &&
         says(features, another_account);
}

// Which kinds are open to the model: by the direction, by who writes, and for mailings by their headers.
bool is_open(MessageKind kind, const Circumstances& c, bool forwarded) {
  const bool outbound = c[Circumstance::outbound], internal = c[Circumstance::internal];
  const bool mailing =
      (c[Circumstance::bulk_header] && c[Circumstance::stranger] && !c[Circumstance::notice] && !outbound) ||
      (c[Circumstance::platform] && !outbound && !internal);
  if (mailing && kind != MessageKind::newsletter && kind != MessageKind::solicitation &&
      kind != MessageKind::notification && kind != MessageKind::fraud)
    return false;
  if (!fits_sender(kind, c)) return false;
  switch (kind) {
    case MessageKind::internal:
      return internal;
    case MessageKind::bounce:
    case MessageKind::auto_reply:
    case MessageKind::fraud:
    case MessageKind::solicitation:
      return !outbound && !internal;
    case MessageKind::newsletter:
    case MessageKind::notification:
      return !internal;
    default:
      return !internal || forwarded;
  }
}

bool may_be(MessageKind kind, const Features& features, const Circumstances& c, bool forwarded) {
  return is_open(kind, c, forwarded) && (kind != MessageKind::fraud || has_trace_of_fraud(c, features)) &&
         (kind != MessageKind::personal || may_be_personal(c, features)) &&
         (kind != MessageKind::payment || !is_bank_bait(c, features)) &&
         (kind != MessageKind::solicitation || may_sell(c)) &&
         (kind != MessageKind::notification || has_trace_of_machine(c, features));
}

// Who copies a partner's letter word for word does not get that partner's lessons: only fraud is said there.
LessonSpeech hear_lessons(const OwnLayer& own, const Features& features, const Circumstances& c) {
  if (own.lessons.empty()) return {};
  LessonSpeech speech = own.lessons.hear(features.tokens, own.sender, KindModel::shared());
  const bool pretends =
      has_any(c, {Circumstance::lookalike, Circumstance::borrowed_name, Circumstance::borrowed_user,
                  Circumstance::borrowed_brand, Circumstance::password_form, Circumstance::fails_authentication});
  if (!pretends || speech.nearest == nullptr || speech.nearest->kind == MessageKind::fraud) return speech;
  return {};
}

std::string told_by(const LessonSpeech& speech) {
  const crm::KindLesson& lesson = *speech.nearest;
  return fmt::format("; {:.0f} % like message {}, {} according to {}", speech.likeness * 100, lesson.message_id,
                     lesson.kind == MessageKind::unknown ? "no inquiry" : crm::to_text(lesson.kind), lesson.taught_by);
}

bool is_unproven(const Circumstances& c) {
  return has_any(
      c, {Circumstance::stranger, Circumstance::fails_authentication, Circumstance::reply_elsewhere,
          Circumstance::lookalike, Circumstance::borrowed_name, Circumstance::file_html, Circumstance::password_form});
}

// What structure alone decides, if anything.
std::optional<KindFound> find_by_structure(const Automatic& automatic, const Circumstances& circumstances,
                                           bool forwarded) {
  if (automatic.sort == Automatic::Sort::bounce) return sure(MessageKind::bounce, automatic.rule, automatic.evidence);
  if (automatic.sort == Automatic::Sort::auto_reply)
    return sure(MessageKind::auto_reply, automatic.rule, automatic.evidence);
  if (circumstances[Circumstance::internal] && circumstances[Circumstance::calendar])
    return sure(MessageKind::notification, "calendar", "a text/calendar part among our own people");
  if (circumstances[Circumstance::internal] && !forwarded)
    return sure(MessageKind::internal, "own-people-only", "sender and recipients are ours");
  return std::nullopt;
}

KindFound find_by_model(const Features& features, const Circumstances& circumstances, bool forwarded,
                        const KindModel& model, const LessonSpeech& lessons) {
  std::vector<KindScore> allowed;
  double total = 0;
  for (KindScore score : model.score(features)) {
    const double push = lessons.push[static_cast<std::size_t>(score.kind)];
    if (push < opening_push && !may_be(score.kind, features, circumstances, forwarded)) continue;
    if (score.kind == MessageKind::inquiry && circumstances[Circumstance::fresh]) score.probability *= inquiry_favour;
    if (score.kind == MessageKind::fraud && is_unproven(circumstances)) score.probability *= fraud_favour;
    if (score.kind == MessageKind::personal && circumstances[Circumstance::fresh] && !says_private_words(features))
      score.probability *= private_doubt;
    score.probability *= std::exp(push);
    allowed.push_back(score);
    total += score.probability;
  }
  std::stable_sort(allowed.begin(), allowed.end(),
                   [](const KindScore& a, const KindScore& b) { return a.probability > b.probability; });
  for (KindScore& score : allowed) score.probability = total > 0 ? score.probability / total : 0;
  KindFound found;
  found.kind = allowed.front().kind;
  found.confidence = allowed.front().probability;
  found.decision = crm::Decision{"kind",
                                 std::string(crm::to_text(found.kind)),
                                 lessons.nearest == nullptr ? "kind-model" : "kind-model-and-lessons",
                                 found.confidence,
                                 model.reasons(features, found.kind, allowed[1].kind),
                                 {}};
  if (lessons.nearest != nullptr) found.decision.evidence += told_by(lessons);
  for (std::size_t i = 1; i < std::min<std::size_t>(allowed.size(), 4); ++i) {
    if (allowed[i].probability >= 0.02)
      found.decision.alternatives.push_back(
          fmt::format("{} {:.2f}", crm::to_text(allowed[i].kind), allowed[i].probability));
  }
  return found;
}

}  // namespace

KindFound find_kind(const FeatureText& text, const Circumstances& circumstances, const Automatic& automatic,
                    bool forwarded, const OwnLayer& own) {
  if (auto found = find_by_structure(automatic, circumstances, forwarded)) return *std::move(found);
  const Features features = make_features(text, circumstances);
  return find_by_model(features, circumstances, forwarded, KindModel::shared(),
                       hear_lessons(own, features, circumstances));
}

KindFound find_kind(const KindQuestion& question, const Features& features, const KindModel& model) {
  if (auto found = find_by_structure(question.automatic, question.circumstances, question.forwarded))
    return *std::move(found);
  return find_by_model(features, question.circumstances, question.forwarded, model, {});
}

}  // namespace tradewind::archiver

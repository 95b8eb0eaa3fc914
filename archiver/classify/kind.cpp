#include "archiver/classify/kind.hpp"

#include <fmt/format.h>

#include "archiver/classify/kind_model.hpp"
#include "archiver/classify/lexicon.hpp"
#include "archiver/folded_text.hpp"

namespace tradewind::archiver {
namespace {

using crm::MessageKind;

KindFound sure(MessageKind kind, std::string rule, std::string evidence) {
  return {kind, 0.99,
          crm::Decision{"kind", std::string(crm::to_text(kind)), std::move(rule), 0.99, std::move(evidence), {}}};
}

// Who is known to us in one role does not write in another: a factory of ours quotes, ships and reminds as our supplier;
// a customer does not sell to us.
bool fits_sender(MessageKind kind, const Circumstances& c) {
  const bool outbound = c[Circumstance::outbound];
  switch (kind) {
    case MessageKind::inquiry:
    case MessageKind::order:
    case MessageKind::payment:
    case MessageKind::service:
      return !c[Circumstance::supplier];
    case MessageKind::negotiation:
      // Nothing to continue with somebody never heard of.
      return !c[Circumstance::supplier] && !c[Circumstance::fresh];
    case MessageKind::supplier:
      return outbound || c[Circumstance::supplier] || c[Circumstance::thread_supplier] ||
             (!c[Circumstance::customer] &&
              (c[Circumstance::thread_ours] || c[Circumstance::we_wrote] || c[Circumstance::answers_ours]));
    case MessageKind::solicitation:
      return !c[Circumstance::customer] && !c[Circumstance::supplier];
    default:
      return true;
  }
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

}  // namespace

KindFound find_kind(const FeatureText& text, const Circumstances& circumstances, const Automatic& automatic,
                    bool forwarded) {
  if (automatic.sort == Automatic::Sort::bounce) return sure(MessageKind::bounce, automatic.rule, automatic.evidence);
  if (automatic.sort == Automatic::Sort::auto_reply)
    return sure(MessageKind::auto_reply, automatic.rule, automatic.evidence);
  if (circumstances[Circumstance::internal] && circumstances[Circumstance::calendar])
    return sure(MessageKind::notification, "calendar", "a text/calendar part among our own people");
  if (circumstances[Circumstance::internal] && !forwarded)
    return sure(MessageKind::internal, "own-people-only", "sender and recipients are ours");
  const Features features = make_features(text, circumstances);
  const KindModel& model = KindModel::shared();
  std::vector<KindScore> allowed;
  double total = 0;
  for (const KindScore& score : model.score(features)) {
    if (!is_open(score.kind, circumstances, forwarded)) continue;
    allowed.push_back(score);
    total += score.probability;
  }
  for (KindScore& score : allowed) score.probability = total > 0 ? score.probability / total : 0;
  KindFound found;
  found.kind = allowed.front().kind;
  found.confidence = allowed.front().probability;
  found.decision = crm::Decision{"kind",
                                 std::string(crm::to_text(found.kind)),
                                 "kind-model",
                                 found.confidence,
                                 model.reasons(features, found.kind, allowed[1].kind),
                                 {}};
  for (std::size_t i = 1; i < std::min<std::size_t>(allowed.size(), 4); ++i) {
    if (allowed[i].probability >= 0.02)
      found.decision.alternatives.push_back(
          fmt::format("{} {:.2f}", crm::to_text(allowed[i].kind), allowed[i].probability));
  }
  return found;
}

}  // namespace tradewind::archiver

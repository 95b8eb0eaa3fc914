#include "tests/mailset/kind_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ostream>
#include <set>

namespace tradewind::mailset {
namespace {

using archiver::Features;
using archiver::KindModel;
using crm::MessageKind;

constexpr std::array<double, 6> confidence_steps = {0.5, 0.6, 0.7, 0.8, 0.9, 0.97};

std::set<std::string> groups_of(const std::vector<Example>& examples, bool worlds) {
  std::set<std::string> groups;
  for (const Example& example : examples) {
    if (example.of_world == worlds) groups.insert(example.group);
  }
  return groups;
}

// `model_for(world)`: what to read that world by.
template <class ModelFor>
std::string read_each_world(const std::vector<Example>& examples, ModelFor model_for, std::ostream* misses) {
  KindFigures together;
  std::string text = KindFigures::head();
  for (const std::string& world : groups_of(examples, true)) {
    const KindModel& model = model_for(world);
    KindFigures figures;
    for (const Example& example : examples) {
      if (example.group == world) figures.add(example, model, misses);
    }
    text += figures.line(world);
    together.add(figures);
  }
  return text + together.line("together") + together.reliability();
}

}  // namespace

void KindFigures::add(const Example& example, const KindModel& model, std::ostream* misses) {
  const WorldMail& mail = *example.mail;
  const archiver::KindQuestion& asked = mail.question;
  const Features features =
      archiver::make_features({asked.subject, asked.written, asked.attachments}, asked.circumstances);
  const archiver::KindFound found = archiver::find_kind(asked, features, model);
  const bool right = found.kind == mail.kind;
  right_ += right;
  all_ += 1;
  surprise_ -= std::log(std::clamp(right ? found.confidence : 1 - found.confidence, 1e-6, 1.0));
  if (right)
    kinds_[mail.kind].found += 1;
  else
    kinds_[mail.kind].missed += 1, kinds_[found.kind].wrong += 1;
  const bool lead = mail.may_be_lead && found.kind == MessageKind::inquiry;
  leads_.found += mail.lead && lead;
  leads_.wrong += !mail.lead && lead;
  leads_.missed += mail.lead && !lead;
  const auto step = std::lower_bound(confidence_steps.begin(), confidence_steps.end() - 1, found.confidence);
  Confidence& confidence = confidence_[static_cast<std::size_t>(step - confidence_steps.begin())];
  confidence.said += found.confidence;
  confidence.right += right;
  confidence.all += 1;
  if (misses != nullptr && !right)
    *misses << fmt::format("  {}: {} read as {} ({:.2f}): {}; else {}\n", example.where, crm::to_text(mail.kind),
                           crm::to_text(found.kind), found.confidence, found.decision.evidence,
                           fmt::join(found.decision.alternatives, ", "));
}

void KindFigures::add(const KindFigures& other) {
  right_ += other.right_;
  all_ += other.all_;
  surprise_ += other.surprise_;
  const auto sum = [](Tally& to, const Tally& what) {
    to.found += what.found;
    to.wrong += what.wrong;
    to.missed += what.missed;
  };
  for (const auto& [kind, tally] : other.kinds_) sum(kinds_[kind], tally);
  sum(leads_, other.leads_);
  for (std::size_t i = 0; i < confidence_.size(); ++i) {
    confidence_[i].said += other.confidence_[i].said;
    confidence_[i].right += other.confidence_[i].right;
    confidence_[i].all += other.confidence_[i].all;
  }
}

std::string KindFigures::head() {
  return fmt::format("{:14} {:>5} {:>6} {:>8} {:>8} {:>7} {:>6} {:>7} {:>6} {:>8}\n", "", "mails", "right", "macro-F1",
                     "surprise", "lead P", "R", "fraud P", "R", "wrongly");
}

std::string KindFigures::line(const std::string& name) const {
  double f1 = 0, present = 0;
  for (const auto& [kind, tally] : kinds_) {
    if (tally.found + tally.missed == 0) continue;
    f1 += tally.f1();
    present += 1;
  }
  const auto found = kinds_.find(MessageKind::fraud);
  const Tally fraud = found == kinds_.end() ? Tally() : found->second;
  return fmt::format("{:14} {:5} {:6.3f} {:8.3f} {:8.3f} {:7.3f} {:6.3f} {:7.3f} {:6.3f} {:8}\n", name, all_,
                     right_ / all_, f1 / present, surprise_ / all_, leads_.precision(), leads_.recall(),
                     fraud.precision(), fraud.recall(), fraud.wrong);
}

std::string KindFigures::reliability() const {
  std::string text = "confidence   mails   said  right\n";
  for (std::size_t i = 0; i < confidence_.size(); ++i) {
    const Confidence& each = confidence_[i];
    if (each.all == 0) continue;
    text += fmt::format("{:4.2f} to {:4.2f} {:6} {:6.3f} {:6.3f}\n", i == 0 ? 0.0 : confidence_steps[i - 1],
                        i + 1 == confidence_.size() ? 1.0 : confidence_steps[i], each.all, each.said / each.all,
                        each.right / each.all);
  }
  for (const auto& [kind, tally] : kinds_)
    text += fmt::format("{:13} P {:.3f} R {:.3f}\n", crm::to_text(kind), tally.precision(), tally.recall());
  return text;
}

std::string leave_letters_out(const std::vector<Example>& examples, std::size_t folds, const TrainingOptions& options,
                              std::ostream* misses) {
  const std::set<std::string> groups = groups_of(examples, false);
  double right = 0, all = 0;
  std::map<MessageKind, std::array<double, 2>> of_kind;
  for (std::size_t fold = 0; fold < folds; ++fold) {
    std::set<std::string> held;
    std::size_t number = 0;
    for (const std::string& group : groups) {
      if (number++ % folds == fold) held.insert(group);
    }
    const KindModel model = train(
        examples, [&](const Example& each) { return !held.contains(each.group); }, options);
    for (const Example& example : examples) {
      if (!held.contains(example.group)) continue;
      double missed = 0;
      for (const Example::Scenario& scenario : example.scenarios) {
        Features features;
        features.all = example.features;
        features.tokens = example.tokens;
        for (const std::uint32_t index : scenario.features) features.all.push_back({index, 1});
        const bool hit = model.score(features).front().kind == example.kind;
        right += hit ? scenario.weight : 0;
        all += scenario.weight;
        of_kind[example.kind][0] += hit ? scenario.weight : 0;
        of_kind[example.kind][1] += scenario.weight;
        missed += hit ? 0 : scenario.weight;
      }
      if (misses != nullptr && missed > 0.5)
        *misses << fmt::format("  {}: {} missed in {:.0f} % of its scenarios\n", example.where,
                               crm::to_text(example.kind), 100 * missed);
    }
  }
  std::string text = fmt::format("groups of letters left out: {:.3f} of the letters right\n", right / all);
  for (const auto& [kind, counts] : of_kind)
    text += fmt::format("  {:13} {:.2f}\n", crm::to_text(kind), counts[0] / counts[1]);
  return text;
}

std::string leave_worlds_out(const std::vector<Example>& examples, const TrainingOptions& options,
                             std::ostream* misses) {
  return read_each_world(
      examples,
      [&](const std::string& world) {
        return train(
            examples, [&](const Example& each) { return each.group != world; }, options);
      },
      misses);
}

std::string read_worlds(const std::vector<Example>& examples, const KindModel& model, std::ostream* misses) {
  return read_each_world(
      examples, [&](const std::string&) -> const KindModel& { return model; }, misses);
}

}  // namespace tradewind::mailset

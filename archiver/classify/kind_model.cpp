#include "archiver/classify/kind_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <unordered_map>

#include "archiver/data_table.hpp"

namespace tradewind::archiver {

KindModel::KindModel() : weights_(feature_names().size()) {}

KindModel::KindModel(std::string_view text) : KindModel() {
  std::unordered_map<std::string_view, std::size_t> index;
  for (std::size_t i = 0; i < feature_names().size(); ++i) index.emplace(feature_names()[i], i);
  for (const std::string_view line : lines_of(text)) {
    const auto cells = split(line, "\t");
    if (cells.size() != 3) continue;
    const auto feature = index.find(cells[0]);
    const auto kind = crm::message_kind_from_text(cells[1]);
    double weight = 0;
    if (feature == index.end() || !kind ||
        std::from_chars(cells[2].data(), cells[2].data() + cells[2].size(), weight).ec != std::errc())
      continue;
    set_weight(feature->second, *kind, weight);
  }
}

const KindModel& KindModel::shared() {
  static const KindModel model(shipped_table("kind_model.txt"));
  return model;
}

std::vector<KindScore> KindModel::score(const Features& features) const {
  std::array<double, crm::message_kind_count> sums{};
  for (const Feature& feature : features.all) {
    for (std::size_t kind = 1; kind < sums.size(); ++kind)
      sums[kind] += static_cast<double>(feature.value) * static_cast<double>(weights_[feature.index][kind]);
  }
  const double top = *std::max_element(sums.begin() + 1, sums.end());
  double total = 0;
  for (std::size_t kind = 1; kind < sums.size(); ++kind) total += std::exp(sums[kind] - top);
  std::vector<KindScore> scores;
  for (std::size_t kind = 1; kind < sums.size(); ++kind)
    scores.push_back(KindScore{static_cast<crm::MessageKind>(kind), std::exp(sums[kind] - top) / total});
  std::stable_sort(scores.begin(), scores.end(),
                   [](const KindScore& a, const KindScore& b) { return a.probability > b.probability; });
  return scores;
}

std::string KindModel::reasons(const Features& features, crm::MessageKind kind, crm::MessageKind other) const {
  std::vector<std::pair<double, std::size_t>> spoken;
  for (std::size_t i = 0; i < features.all.size(); ++i) {
    const Feature& feature = features.all[i];
    const double push =
        static_cast<double>(feature.value) * (weight(feature.index, kind) - weight(feature.index, other));
    if (feature.index != 0 && push > 0.1) spoken.emplace_back(push, i);
  }
  const auto last = spoken.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(spoken.size(), 4));
  std::partial_sort(spoken.begin(), last, spoken.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::string text;
  for (auto each = spoken.begin(); each != last; ++each) {
    const std::string& words = features.words[each->second];
    if (!text.empty()) text += "; ";
    text += feature_names()[features.all[each->second].index];
    if (!words.empty()) text += " (" + words + ")";
    text += fmt::format(" +{:.1f}", each->first);
  }
  return text;
}

std::string KindModel::to_text() const {
  std::string text = "# feature, kind, weight. Written by train_kind_model; see docs/kind-model.md.\n";
  for (std::size_t feature = 0; feature < weights_.size(); ++feature) {
    for (std::size_t kind = 1; kind < weights_[feature].size(); ++kind) {
      if (std::abs(weights_[feature][kind]) < 0.005F) continue;
      text += fmt::format("{}\t{}\t{:.3f}\n", feature_names()[feature],
                          crm::to_text(static_cast<crm::MessageKind>(kind)), weights_[feature][kind]);
    }
  }
  return text;
}

}  // namespace tradewind::archiver

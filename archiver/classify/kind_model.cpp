#include "archiver/classify/kind_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <unordered_map>

#include "archiver/data_table.hpp"

namespace tradewind::archiver {

namespace {

constexpr std::string_view word_mark = "word:";

}  // namespace

KindModel::KindModel() : weights_(feature_names().size()) {}

KindModel::KindModel(std::string_view text) : KindModel() {
  std::unordered_map<std::string_view, std::size_t> index;
  for (std::size_t i = 0; i < feature_names().size(); ++i) index.emplace(feature_names()[i], i);
  for (const std::string_view line : lines_of(text)) {
    const auto cells = split(line, "\t");
    if (cells.size() != 3) continue;
    const bool word = cells[0].starts_with(word_mark);
    const auto feature = index.find(cells[0]);
    const auto kind = crm::message_kind_from_text(cells[1]);
    double weight = 0;
    if ((feature == index.end() && !word) || !kind ||
        std::from_chars(cells[2].data(), cells[2].data() + cells[2].size(), weight).ec != std::errc())
      continue;
    set_weight(word ? add_word(cells[0].substr(word_mark.size())) : feature->second, *kind, weight);
  }
}

const KindModel& KindModel::shared() {
  static const KindModel model(shipped_table("kind_model.txt"));
  return model;
}

std::size_t KindModel::add_word(std::string_view word) {
  const auto [place, fresh] = row_of_word_.emplace(std::string(word), weights_.size());
  if (fresh) {
    weights_.emplace_back();
    words_.emplace_back(word);
  }
  return place->second;
}

std::vector<std::size_t> KindModel::rows_of(const std::vector<std::string>& tokens) const {
  std::vector<std::size_t> rows;
  rows.reserve(tokens.size());
  for (const std::string& token : tokens) {
    const auto found = row_of_word_.find(token);
    if (found != row_of_word_.end()) rows.push_back(found->second);
  }
  return rows;
}

std::vector<KindScore> KindModel::score(const Features& features) const {
  std::array<double, crm::message_kind_count> sums{};
  for (const Feature& feature : features.all) {
    for (std::size_t kind = 1; kind < sums.size(); ++kind)
      sums[kind] += static_cast<double>(feature.value) * static_cast<double>(weights_[feature.index][kind]);
  }
  const std::vector<std::size_t> rows = rows_of(features.tokens);
  std::array<float, crm::message_kind_count> spoken{};
  for (const std::size_t row : rows) {
    for (std::size_t kind = 1; kind < sums.size(); ++kind) spoken[kind] += weights_[row][kind];
  }
  for (std::size_t kind = 1; kind < sums.size(); ++kind)
    sums[kind] += static_cast<double>(spoken[kind] * token_value(rows.size()));
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
  std::vector<std::pair<double, std::string>> spoken;
  for (std::size_t i = 0; i < features.all.size(); ++i) {
    const Feature& feature = features.all[i];
    const double push =
        static_cast<double>(feature.value) * (weight(feature.index, kind) - weight(feature.index, other));
    if (feature.index == 0 || push <= 0.1) continue;
    const std::string& words = features.words[i];
    spoken.emplace_back(push, feature_names()[feature.index] + (words.empty() ? "" : " (" + words + ")"));
  }
  // The single words count as one reason; the three that say most are named.
  const std::vector<std::size_t> rows = rows_of(features.tokens);
  std::vector<std::pair<double, std::size_t>> said;
  double sum = 0;
  for (const std::size_t row : rows) {
    said.emplace_back(static_cast<double>(token_value(rows.size())) * (weight(row, kind) - weight(row, other)), row);
    sum += said.back().first;
  }
  if (sum > 0.1) {
    const auto named = said.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(said.size(), 3));
    std::partial_sort(said.begin(), named, said.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    std::string words;
    for (auto each = said.begin(); each != named; ++each)
      words += (words.empty() ? "" : ", ") + words_[each->second - feature_names().size()];
    spoken.emplace_back(sum, "words (" + words + ")");
  }
  const auto last = spoken.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(spoken.size(), 4));
  std::partial_sort(spoken.begin(), last, spoken.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::string text;
  for (auto each = spoken.begin(); each != last; ++each)
    text += (text.empty() ? "" : "; ") + each->second + fmt::format(" +{:.1f}", each->first);
  return text;
}

std::string KindModel::to_text() const {
  std::string text = "# feature, kind, weight. Written by train_kind_model; see docs/kind-model.md.\n";
  for (std::size_t feature = 0; feature < weights_.size(); ++feature) {
    const std::string name = feature < feature_names().size()
                                 ? feature_names()[feature]
                                 : std::string(word_mark) + words_[feature - feature_names().size()];
    for (std::size_t kind = 1; kind < weights_[feature].size(); ++kind) {
      if (std::abs(weights_[feature][kind]) < 0.02F) continue;
      text += fmt::format("{}\t{}\t{:.2f}\n", name, crm::to_text(static_cast<crm::MessageKind>(kind)),
                          weights_[feature][kind]);
    }
  }
  return text;
}

double KindModel::distance(const KindModel& other) const {
  static constexpr std::array<float, crm::message_kind_count> none{};
  const auto row_in = [](const KindModel& model, const std::string& word) -> const auto& {
    const auto found = model.row_of_word_.find(word);
    return found == model.row_of_word_.end() ? none : model.weights_[found->second];
  };
  double apart = 0, length = 0;
  const auto add = [&](const auto& ours, const auto& theirs) {
    for (std::size_t kind = 1; kind < ours.size(); ++kind) {
      const double weight = static_cast<double>(ours[kind]), difference = weight - static_cast<double>(theirs[kind]);
      apart += difference * difference;
      length += weight * weight;
    }
  };
  for (std::size_t i = 0; i < feature_names().size(); ++i) add(weights_[i], other.weights_[i]);
  for (const std::string& word : words_) add(row_in(*this, word), row_in(other, word));
  for (const std::string& word : other.words_) {
    if (!knows(word)) add(none, row_in(other, word));
  }
  return length > 0 ? std::sqrt(apart / length) : std::sqrt(apart);
}

}  // namespace tradewind::archiver

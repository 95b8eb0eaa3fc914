// The kind model: softmax over weighted features. The weights are data (archiver/classify/model/kind_model.txt:
// "feature kind weight" a line; "word:..." weighs a single word), trained by train_kind_model from labelled texts.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "archiver/classify/features.hpp"
#include "crm_core/model/mail.hpp"

namespace tradewind::archiver {

struct KindScore {
  crm::MessageKind kind = crm::MessageKind::unknown;
  double probability = 0;
};

class KindModel {
 public:
  // No weights: every kind alike.
  KindModel();
  // Lines that name no feature or kind of this build are passed over.
  explicit KindModel(std::string_view text);
  // Shipped; immutable, thread-safe.
  [[nodiscard]] static const KindModel& shared();

  // Best first; `unknown` is never among them.
  [[nodiscard]] std::vector<KindScore> score(const Features& features) const;
  // The features that spoke most for `kind` against `other`, with the words found: "text:want (please quote) +2.1".
  [[nodiscard]] std::string reasons(const Features& features, crm::MessageKind kind, crm::MessageKind other) const;

  [[nodiscard]] double weight(std::size_t feature, crm::MessageKind kind) const {
    return weights_[feature][static_cast<std::size_t>(kind)];
  }
  void set_weight(std::size_t feature, crm::MessageKind kind, double weight) {
    weights_[feature][static_cast<std::size_t>(kind)] = static_cast<float>(weight);
  }
  // Whether it weighs this word.
  [[nodiscard]] bool knows(std::string_view word) const { return row_of_word_.contains(word); }
  // The row of a word's weights, behind those of feature_names(); added if new.
  std::size_t add_word(std::string_view word);
  [[nodiscard]] std::string to_text() const;
  // How far the weights are from another model's, as a share of their length: 0 for the same.
  [[nodiscard]] double distance(const KindModel& other) const;

 private:
  [[nodiscard]] std::vector<std::size_t> rows_of(const std::vector<std::string>& tokens) const;

  std::vector<std::array<float, crm::message_kind_count>> weights_;
  struct WordHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view word) const { return std::hash<std::string_view>{}(word); }
  };
  std::unordered_map<std::string, std::size_t, WordHash, std::equal_to<>> row_of_word_;
  std::vector<std::string> words_;  // in the order of their rows
};

}  // namespace tradewind::archiver

// Fitting the weights of the kind model to labelled texts: multinomial logistic regression with a Gaussian prior.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "archiver/classify/kind_model.hpp"
#include "tests/mailset/training_texts.hpp"
#include "tests/mailset/world_filing.hpp"

namespace tradewind::mailset {

// How strongly weights are held at zero, and how much each sort of example counts. Chosen by --leave-worlds-out and
// --leave-letters-out.
struct TrainingOptions {
  double circumstance_prior = 0.2, prior = 1, word_prior = 0.35;
  double bare_weight = 0.3;  // of a letter without circumstances, beside 1 for all its scenarios together
  double world_weight = 4;   // of a mail of a world
  double balance = 0.15;     // 0: kinds count by their number; 1: all alike
  int least_uses = 3;        // of a word, in different texts, to be weighed by itself
};

// A text and the circumstances in which it came.
struct Example {
  struct Scenario {
    std::vector<std::uint32_t> features;  // beside those of the text, each of value 1
    double weight = 0;
  };
  crm::MessageKind kind = crm::MessageKind::unknown;
  std::vector<archiver::Feature> features;  // of the text alone
  std::vector<std::string> tokens;
  std::vector<Scenario> scenarios;
  bool with_bare = true;  // learned without circumstances too
  bool of_world = false;
  std::string group;  // what is left out together: a language, a stretch of English letters, a world
  std::string where;
  const WorldMail* mail = nullptr;  // of a world
};

[[nodiscard]] std::vector<Example> letter_examples(const std::vector<TrainingText>& texts);
// The mails must outlive the examples.
[[nodiscard]] std::vector<Example> world_examples(const std::string& world, const std::vector<WorldMail>& mails);

// Learns from the examples for which `use` holds. The same input gives the same weights.
[[nodiscard]] archiver::KindModel train(const std::vector<Example>& examples,
                                        const std::function<bool(const Example&)>& use, const TrainingOptions& options);

}  // namespace tradewind::mailset

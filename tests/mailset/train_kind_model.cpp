// train_kind_model TRAINING-DIR [--out kind_model.txt] [--cross-validate FOLDS] [--circumstance-prior P] [--prior P]
// [--word-prior P]
//                  [--misses]
//
// Learns the weights of the kind model from labelled texts. Multinomial logistic regression with a Gaussian prior, by
// full-batch gradient descent with momentum: the same input gives the same weights. A letter is learned in every one of
// its scenarios, and without circumstances too, so that the words alone must do where the circumstances are unknown.
// --cross-validate keeps whole groups (a language, a stretch of English letters) from training, a fold of them at a
// time, and tells how many of their letters are read right: what to choose the priors by.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <stdexcept>

#include "archiver/classify/kind_model.hpp"
#include "tests/mailset/training_texts.hpp"

namespace {

using namespace tradewind;
using namespace tradewind::archiver;
using mailset::TrainingText;

using Row = std::array<float, crm::message_kind_count>;

struct Options {
  std::filesystem::path directory, out;
  std::size_t folds = 0;
  float circumstance_prior = 0.1F, prior = 0.6F, word_prior = 0.7F;
  bool misses = false;
};

struct Sample {
  crm::MessageKind kind = crm::MessageKind::unknown;
  std::vector<Feature> features;
  float weight = 1;
  const TrainingText* text = nullptr;
  bool bare = false;  // without circumstances
};

// Words that several letters use; a word of one letter teaches that letter only.
using WordRows = std::map<std::string, std::size_t, std::less<>>;

WordRows choose_words(const std::vector<TrainingText>& texts, const std::set<std::string>& held) {
  constexpr int least = 3;
  std::map<std::string, int> uses;
  for (const TrainingText& text : texts) {
    if (held.contains(text.group)) continue;
    const Features features = make_features({text.subject, text.written, text.attachments}, {});
    for (const std::string& token : features.tokens) ++uses[token];
  }
  WordRows rows;
  for (const auto& [word, count] : uses) {
    if (count >= least) rows.emplace(word, feature_names().size() + rows.size());
  }
  return rows;
}

std::vector<Feature> with_words(const Features& features, const WordRows& rows) {
  std::vector<Feature> all = features.all;
  std::vector<std::size_t> known;
  for (const std::string& token : features.tokens) {
    const auto found = rows.find(token);
    if (found != rows.end()) known.push_back(found->second);
  }
  for (const std::size_t row : known) all.push_back({static_cast<std::uint32_t>(row), token_value(known.size())});
  return all;
}

std::vector<Sample> make_samples(const std::vector<TrainingText>& texts, const WordRows& rows) {
  std::vector<Sample> samples;
  for (const TrainingText& text : texts) {
    const FeatureText words{text.subject, text.written, text.attachments};
    for (const Circumstances& each : text.scenarios)
      samples.push_back({text.kind, with_words(make_features(words, each), rows),
                         1.0F / static_cast<float>(text.scenarios.size()), &text, false});
    // Kinds that the circumstances make cannot be learned without them.
    if (text.kind != crm::MessageKind::internal && text.kind != crm::MessageKind::supplier)
      samples.push_back({text.kind, with_words(make_features(words, {}), rows), 0.3F, &text, true});
  }
  return samples;
}

Row probabilities(const std::vector<Row>& weights, const std::vector<Feature>& features) {
  Row p{};
  for (const Feature& feature : features) {
    const Row& row = weights[feature.index];
    for (std::size_t kind = 0; kind < p.size(); ++kind) p[kind] += feature.value * row[kind];
  }
  const float top = *std::max_element(p.begin() + 1, p.end());
  float total = 0;
  for (std::size_t kind = 1; kind < p.size(); ++kind) total += p[kind] = std::exp(p[kind] - top);
  p[0] = 0;
  for (std::size_t kind = 1; kind < p.size(); ++kind) p[kind] /= total;
  return p;
}

float prior_of(std::size_t feature, const Options& options) {
  if (feature == 0) return 0.1F;
  if (feature <= circumstance_count) return options.circumstance_prior;
  return feature < feature_names().size() ? options.prior : options.word_prior;
}

std::vector<Row> train(const std::vector<Sample>& samples, std::size_t features, const Options& options) {
  const int rounds = options.out.empty() ? 400 : 1200;
  constexpr float rate = 4.0F, momentum = 0.9F;
  std::vector<Row> weights(features), speed(features), gradient(features);
  Row seen{};
  float total = 0;
  for (const Sample& sample : samples) {
    seen[static_cast<std::size_t>(sample.kind)] += sample.weight;
    total += sample.weight;
  }
  // Rare kinds count more than their number, but by far not as much as common ones: most mail of strangers is
  // inquiries.
  Row balance{};
  for (std::size_t kind = 1; kind < seen.size(); ++kind)
    balance[kind] = seen[kind] > 0 ? std::pow(total / (15 * seen[kind]), 0.3F) : 0;
  for (int round = 0; round < rounds; ++round) {
    std::fill(gradient.begin(), gradient.end(), Row{});
    for (const Sample& sample : samples) {
      Row p = probabilities(weights, sample.features);
      p[static_cast<std::size_t>(sample.kind)] -= 1;
      const float scale = sample.weight * balance[static_cast<std::size_t>(sample.kind)];
      for (float& each : p) each *= scale;
      for (const Feature& feature : sample.features) {
        Row& row = gradient[feature.index];
        for (std::size_t kind = 0; kind < p.size(); ++kind) row[kind] += feature.value * p[kind];
      }
    }
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const float prior = prior_of(i, options);
      for (std::size_t kind = 1; kind < crm::message_kind_count; ++kind) {
        const float slope = (gradient[i][kind] + prior * weights[i][kind]) / total;
        speed[i][kind] = momentum * speed[i][kind] - rate * (1 - momentum) * slope;
        weights[i][kind] += speed[i][kind];
      }
    }
  }
  return weights;
}

struct Score {
  double right = 0, all = 0, bare_right = 0, bare_all = 0;
  std::map<crm::MessageKind, std::array<double, 2>> of_kind;

  void add(const std::vector<Row>& weights, const Sample& sample, bool tell) {
    const Row p = probabilities(weights, sample.features);
    const auto best = static_cast<crm::MessageKind>(std::max_element(p.begin() + 1, p.end()) - p.begin());
    const double hit = best == sample.kind ? 1 : 0;
    if (sample.bare) {
      bare_right += hit;
      bare_all += 1;
      if (tell && hit < 1)
        std::cerr << fmt::format("  {}: {} read as {}\n", sample.text->where, crm::to_text(sample.kind),
                                 crm::to_text(best));
      return;
    }
    const auto weight = static_cast<double>(sample.weight);
    right += hit * weight;
    all += weight;
    of_kind[sample.kind][0] += hit * weight;
    of_kind[sample.kind][1] += weight;
  }
};

void cross_validate(const std::vector<TrainingText>& texts, const Options& options) {
  std::set<std::string> groups;
  for (const TrainingText& text : texts) groups.insert(text.group);
  Score score;
  for (std::size_t fold = 0; fold < options.folds; ++fold) {
    std::set<std::string> held;
    std::size_t number = 0;
    for (const std::string& group : groups) {
      if (number++ % options.folds == fold) held.insert(group);
    }
    const WordRows rows = choose_words(texts, held);
    std::vector<Sample> training, kept;
    for (Sample& sample : make_samples(texts, rows))
      (held.contains(sample.text->group) ? kept : training).push_back(std::move(sample));
    const std::vector<Row> weights = train(training, feature_names().size() + rows.size(), options);
    for (const Sample& sample : kept) score.add(weights, sample, options.misses);
  }
  std::cerr << fmt::format("groups left out: {:.3f} of the letters right, {:.3f} by words alone\n",
                           score.right / score.all, score.bare_right / score.bare_all);
  for (const auto& [kind, counts] : score.of_kind)
    std::cerr << fmt::format("  {:13} {:.2f}\n", crm::to_text(kind), counts[0] / counts[1]);
}

void write_model(const std::vector<Row>& weights, const WordRows& rows, const std::filesystem::path& out) {
  KindModel model;
  for (const auto& [word, row] : rows) {
    if (model.add_word(word) != row) throw std::logic_error("rows of words out of order");
  }
  for (std::size_t i = 0; i < weights.size(); ++i) {
    for (std::size_t kind = 1; kind < crm::message_kind_count; ++kind)
      model.set_weight(i, static_cast<crm::MessageKind>(kind), static_cast<double>(weights[i][kind]));
  }
  std::ofstream(out) << model.to_text();
}

Options parse_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    const bool more = i + 1 < argc;
    if (argument == "--out" && more)
      options.out = argv[++i];
    else if (argument == "--cross-validate" && more)
      options.folds = std::stoul(argv[++i]);
    else if (argument == "--prior" && more)
      options.prior = std::stof(argv[++i]);
    else if (argument == "--circumstance-prior" && more)
      options.circumstance_prior = std::stof(argv[++i]);
    else if (argument == "--word-prior" && more)
      options.word_prior = std::stof(argv[++i]);
    else if (argument == "--misses")
      options.misses = true;
    else
      options.directory = argument;
  }
  return options;
}

}  // namespace

int main(int argc, char** argv) try {
  const Options options = parse_options(argc, argv);
  if (options.directory.empty()) {
    std::cerr
        << "usage: train_kind_model TRAINING-DIR [--out kind_model.txt] [--cross-validate FOLDS] [--circumstance-prior "
           "P] [--prior P] [--word-prior P] [--misses]\n";
    return 2;
  }
  const std::vector<TrainingText> texts = mailset::read_training_texts(options.directory);
  std::map<std::string_view, int> counts;
  for (const TrainingText& text : texts) ++counts[crm::to_text(text.kind)];
  for (const auto& [kind, count] : counts) std::cerr << fmt::format("{} {}\n", kind, count);
  if (options.folds > 1) cross_validate(texts, options);
  if (!options.out.empty()) {
    const WordRows rows = choose_words(texts, {});
    const std::vector<Sample> samples = make_samples(texts, rows);
    const std::vector<Row> weights = train(samples, feature_names().size() + rows.size(), options);
    Score score;
    for (const Sample& sample : samples) score.add(weights, sample, false);
    std::cerr << fmt::format("{} words; of the training letters {:.3f} right, {:.3f} by words alone\n", rows.size(),
                             score.right / score.all, score.bare_right / score.bare_all);
    write_model(weights, rows, options.out);
  }
  return 0;
} catch (const std::exception& error) {
  std::cerr << "train_kind_model: " << error.what() << '\n';
  return 1;
}

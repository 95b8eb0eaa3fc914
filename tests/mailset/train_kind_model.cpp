// train_kind_model TRAINING-DIR --out kind_model.txt [--hold-out N]
//
// Learns the weights of the kind model from labelled texts (format: tests/mailset/training/README.md). Multinomial
// logistic regression with a Gaussian prior, by full-batch gradient descent with momentum: the same input gives the
// same weights. Each text is also learned without its circumstances, so that the words alone must do where the
// circumstances are unknown. With --hold-out every Nth sample is kept from training and its accuracy is printed.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <stdexcept>

#include "archiver/classify/kind_model.hpp"
#include "archiver/data_table.hpp"

namespace {

using namespace tradewind;
using namespace tradewind::archiver;

struct Sample {
  crm::MessageKind kind = crm::MessageKind::unknown;
  Features features;
  double weight = 1;
};

struct Text {
  crm::MessageKind kind = crm::MessageKind::unknown;
  Circumstances circumstances;
  std::string subject, written, attachments;
  std::string where;
};

void set_named(Circumstances& circumstances, std::string_view name, const std::string& where) {
  for (std::size_t i = 0; i < circumstance_count; ++i) {
    if (circumstance_name(static_cast<Circumstance>(i)) == name) {
      circumstances.is[i] = true;
      return;
    }
  }
  throw std::runtime_error(where + ": no circumstance " + std::string(name));
}

// A sample: "@ kind circumstance circumstance ..." / subject line / text lines, up to the next '@'. A line "# ..." is a
// comment, "+ name" an attachment.
std::vector<Text> read_texts(const std::filesystem::path& directory) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<Text> texts;
  for (const auto& path : files) {
    std::ifstream stream(path, std::ios::binary);
    const std::string content(std::istreambuf_iterator<char>(stream), {});
    std::size_t number = 0;
    bool subject = false;
    for (const std::string_view line : lines_of(content)) {
      ++number;
      const std::string where = path.filename().string() + ":" + std::to_string(number);
      if (line.starts_with("#")) continue;
      if (line.starts_with("@ ")) {
        const auto words = split(line.substr(2), " ");
        const auto kind = crm::message_kind_from_text(words.empty() ? "" : words[0]);
        if (!kind) throw std::runtime_error(where + ": no such kind");
        texts.push_back(Text{*kind, {}, "", "", "", where});
        for (std::size_t i = 1; i < words.size(); ++i) set_named(texts.back().circumstances, words[i], where);
        subject = true;
      } else if (!texts.empty() && subject) {
        texts.back().subject = std::string(line);
        subject = false;
      } else if (!texts.empty() && line.starts_with("+ ")) {
        texts.back().attachments += std::string(line.substr(2)) + "\n";
      } else if (!texts.empty()) {
        texts.back().written += std::string(line) + "\n";
      }
    }
  }
  return texts;
}

using Weights = std::vector<std::array<double, crm::message_kind_count>>;

std::array<double, crm::message_kind_count> probabilities(const Weights& weights, const Features& features) {
  std::array<double, crm::message_kind_count> p{};
  for (const Feature& feature : features.all) {
    for (std::size_t kind = 1; kind < p.size(); ++kind)
      p[kind] += static_cast<double>(feature.value) * weights[feature.index][kind];
  }
  const double top = *std::max_element(p.begin() + 1, p.end());
  double total = 0;
  for (std::size_t kind = 1; kind < p.size(); ++kind) total += p[kind] = std::exp(p[kind] - top);
  for (std::size_t kind = 1; kind < p.size(); ++kind) p[kind] /= total;
  return p;
}

Weights train(const std::vector<Sample>& samples) {
  constexpr int rounds = 1500;
  constexpr double prior = 0.4, rate = 4.0, momentum = 0.9;
  Weights weights(feature_names().size()), speed(feature_names().size());
  std::array<double, crm::message_kind_count> seen{};
  double total = 0;
  for (const Sample& sample : samples) {
    seen[static_cast<std::size_t>(sample.kind)] += sample.weight;
    total += sample.weight;
  }
  // Rare kinds count as much as common ones, by the square root.
  std::array<double, crm::message_kind_count> balance{};
  for (std::size_t kind = 1; kind < seen.size(); ++kind)
    balance[kind] = seen[kind] > 0 ? std::sqrt(total / (15 * seen[kind])) : 0;
  for (int round = 0; round < rounds; ++round) {
    Weights gradient(weights.size());
    for (const Sample& sample : samples) {
      auto p = probabilities(weights, sample.features);
      p[static_cast<std::size_t>(sample.kind)] -= 1;
      const double scale = sample.weight * balance[static_cast<std::size_t>(sample.kind)];
      for (const Feature& feature : sample.features.all) {
        for (std::size_t kind = 1; kind < p.size(); ++kind)
          gradient[feature.index][kind] += scale * static_cast<double>(feature.value) * p[kind];
      }
    }
    for (std::size_t i = 0; i < weights.size(); ++i) {
      for (std::size_t kind = 1; kind < crm::message_kind_count; ++kind) {
        const double slope = (gradient[i][kind] + (i == 0 ? 0.1 : prior) * weights[i][kind]) / total;
        speed[i][kind] = momentum * speed[i][kind] - rate * (1 - momentum) * slope;
        weights[i][kind] += speed[i][kind];
      }
    }
  }
  return weights;
}

double accuracy(const Weights& weights, const std::vector<Sample>& samples, const std::vector<std::string>& where,
                bool tell) {
  std::size_t right = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const auto p = probabilities(weights, samples[i].features);
    const auto best = static_cast<crm::MessageKind>(std::max_element(p.begin() + 1, p.end()) - p.begin());
    right += best == samples[i].kind;
    if (best != samples[i].kind && tell)
      std::cerr << fmt::format("  {}: {} read as {}\n", where[i], crm::to_text(samples[i].kind), crm::to_text(best));
  }
  return samples.empty() ? 1 : static_cast<double>(right) / static_cast<double>(samples.size());
}

}  // namespace

int main(int argc, char** argv) try {
  std::filesystem::path directory, out;
  std::size_t hold_out = 0;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--out" && i + 1 < argc)
      out = argv[++i];
    else if (argument == "--hold-out" && i + 1 < argc)
      hold_out = std::stoul(argv[++i]);
    else
      directory = argument;
  }
  if (directory.empty()) {
    std::cerr << "usage: train_kind_model TRAINING-DIR [--out kind_model.txt] [--hold-out N]\n";
    return 2;
  }
  std::vector<Sample> training, held;
  std::vector<std::string> held_where, training_where;
  std::map<std::string_view, int> counts;
  const std::vector<Text> texts = read_texts(directory);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const Text& text = texts[i];
    ++counts[crm::to_text(text.kind)];
    const FeatureText features{text.subject, text.written, text.attachments};
    if (hold_out > 0 && i % hold_out == 0) {
      held.push_back(Sample{text.kind, make_features(features, text.circumstances), 1});
      held_where.push_back(text.where);
      continue;
    }
    training.push_back(Sample{text.kind, make_features(features, text.circumstances), 1});
    training_where.push_back(text.where);
    // Kinds that the circumstances make cannot be learned without them.
    if (text.kind != crm::MessageKind::internal && text.kind != crm::MessageKind::supplier) {
      training.push_back(Sample{text.kind, make_features(features, {}), 0.3});
      training_where.push_back(text.where + " (words alone)");
    }
  }
  for (const auto& [kind, count] : counts) std::cerr << fmt::format("{} {}\n", kind, count);
  const Weights weights = train(training);
  std::cerr << fmt::format("training accuracy {:.3f} of {}\n", accuracy(weights, training, training_where, false),
                           training.size());
  if (hold_out > 0)
    std::cerr << fmt::format("held-out accuracy {:.3f} of {}\n", accuracy(weights, held, held_where, true),
                             held.size());
  if (!out.empty()) {
    KindModel model;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      for (std::size_t kind = 1; kind < crm::message_kind_count; ++kind)
        model.set_weight(i, static_cast<crm::MessageKind>(kind), weights[i][kind]);
    }
    std::ofstream(out) << model.to_text();
  }
  return 0;
} catch (const std::exception& error) {
  std::cerr << "train_kind_model: " << error.what() << '\n';
  return 1;
}

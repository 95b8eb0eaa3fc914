#include "tests/mailset/kind_training.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

#include "tests/mailset/minimum.hpp"

namespace tradewind::mailset {
namespace {

using archiver::Feature;
using archiver::feature_names;
using archiver::Features;
using archiver::KindModel;

constexpr std::size_t kinds = crm::message_kind_count;  // `unknown`, which is none, stands at 0 with weights of 0
using Row = std::array<double, kinds>;

Example::Scenario scenario_of(const Features& text, const archiver::Circumstances& circumstances, double weight) {
  Features with = text;
  archiver::add_circumstances(circumstances, with);
  Example::Scenario made;
  made.weight = weight;
  for (std::size_t i = text.all.size(); i < with.all.size(); ++i) made.features.push_back(with.all[i].index);
  return made;
}

// Words that several texts use; a word of one text teaches that text only.
using WordRows = std::map<std::string, std::size_t, std::less<>>;

WordRows choose_words(const std::vector<const Example*>& examples, int least_uses) {
  std::map<std::string, int, std::less<>> uses;
  for (const Example* const example : examples) {
    for (const std::string& token : example->tokens) ++uses[token];
  }
  WordRows rows;
  for (const auto& [word, count] : uses) {
    if (count >= least_uses) rows.emplace(word, feature_names().size() + rows.size());
  }
  return rows;
}

std::vector<Feature> with_words(const Example& example, const WordRows& rows) {
  std::vector<Feature> all = example.features;
  std::vector<std::size_t> known;
  for (const std::string& token : example.tokens) {
    const auto found = rows.find(token);
    if (found != rows.end()) known.push_back(found->second);
  }
  for (const std::size_t row : known)
    all.push_back({static_cast<std::uint32_t>(row), archiver::token_value(known.size())});
  return all;
}

// An example made ready for the sums.
struct Prepared {
  std::size_t kind = 0;
  std::vector<Feature> features;
  std::vector<Example::Scenario> scenarios;
};

std::vector<Prepared> prepare(const std::vector<const Example*>& examples, const WordRows& rows,
                              const TrainingOptions& options) {
  std::vector<Prepared> prepared;
  Row seen{};
  double total = 0;
  for (const Example* const example : examples) {
    Prepared made{static_cast<std::size_t>(example->kind), with_words(*example, rows), example->scenarios};
    if (example->with_bare) made.scenarios.push_back({{}, options.bare_weight});
    for (Example::Scenario& scenario : made.scenarios) {
      scenario.weight *= example->of_world ? options.world_weight : 1;
      seen[made.kind] += scenario.weight;
      total += scenario.weight;
    }
    prepared.push_back(std::move(made));
  }
  // Rare kinds count more than their number, but by far not as much as common ones: most mail of strangers is
  // inquiries.
  for (Prepared& each : prepared) {
    const double balance = std::pow(total / (15 * seen[each.kind]), options.balance);
    for (Example::Scenario& scenario : each.scenarios) scenario.weight *= balance;
  }
  return prepared;
}

double prior_of(std::size_t feature, const TrainingOptions& options) {
  if (feature == 0) return 0.1;
  if (feature <= archiver::circumstance_count) return options.circumstance_prior;
  return feature < feature_names().size() ? options.prior : options.word_prior;
}

// Makes sums the probabilities of the kinds; the answer is the logarithm of what they were divided by.
double to_probabilities(Row& sums) {
  const double top = *std::max_element(sums.begin() + 1, sums.end());
  double total = 0;
  for (std::size_t kind = 1; kind < kinds; ++kind) total += sums[kind] = std::exp(sums[kind] - top);
  for (std::size_t kind = 1; kind < kinds; ++kind) sums[kind] /= total;
  sums[0] = 0;
  return top + std::log(total);
}

// How ill the weights fit: the negative logarithm of the probability of what the examples are, and of the weights
// themselves.
class Misfit {
 public:
  Misfit(const std::vector<Prepared>& examples, std::size_t features, const TrainingOptions& options)
      : examples_(examples), priors_(features) {
    for (std::size_t i = 0; i < features; ++i) priors_[i] = prior_of(i, options);
  }

  double operator()(const std::vector<double>& weights, std::vector<double>& gradient) const {
    double misfit = 0;
    for (std::size_t i = 0; i < priors_.size(); ++i) {
      for (std::size_t kind = 0; kind < kinds; ++kind) {
        const double weight = weights[i * kinds + kind];
        misfit += priors_[i] * weight * weight / 2;
        gradient[i * kinds + kind] = priors_[i] * weight;
      }
    }
    for (const Prepared& example : examples_) misfit += add(example, weights, gradient);
    return misfit;
  }

 private:
  static double add(const Prepared& example, const std::vector<double>& weights, std::vector<double>& gradient) {
    Row of_text{}, slope_of_text{};
    for (const Feature& feature : example.features) {
      const double* const row = &weights[feature.index * kinds];
      for (std::size_t kind = 0; kind < kinds; ++kind) of_text[kind] += static_cast<double>(feature.value) * row[kind];
    }
    double misfit = 0;
    for (const Example::Scenario& scenario : example.scenarios) {
      Row slope = of_text;
      for (const std::uint32_t feature : scenario.features) {
        const double* const row = &weights[feature * kinds];
        for (std::size_t kind = 0; kind < kinds; ++kind) slope[kind] += row[kind];
      }
      const double said = slope[example.kind];
      misfit += scenario.weight * (to_probabilities(slope) - said);
      slope[example.kind] -= 1;
      for (std::size_t kind = 0; kind < kinds; ++kind) slope_of_text[kind] += slope[kind] *= scenario.weight;
      for (const std::uint32_t feature : scenario.features) {
        double* const row = &gradient[feature * kinds];
        for (std::size_t kind = 0; kind < kinds; ++kind) row[kind] += slope[kind];
      }
    }
    for (const Feature& feature : example.features) {
      double* const row = &gradient[feature.index * kinds];
      for (std::size_t kind = 0; kind < kinds; ++kind)
        row[kind] += static_cast<double>(feature.value) * slope_of_text[kind];
    }
    return misfit;
  }

  const std::vector<Prepared>& examples_;
  std::vector<double> priors_;
};

}  // namespace

std::vector<Example> letter_examples(const std::vector<TrainingText>& texts) {
  std::vector<Example> examples;
  for (const TrainingText& text : texts) {
    Features features = archiver::make_text_features({text.subject, text.written, text.attachments});
    Example made;
    made.kind = text.kind;
    made.group = text.group;
    made.where = text.where;
    for (const archiver::Circumstances& each : text.scenarios)
      made.scenarios.push_back(scenario_of(features, each, 1.0 / static_cast<double>(text.scenarios.size())));
    // Kinds that the circumstances make cannot be learned without them.
    made.with_bare = text.kind != crm::MessageKind::internal && text.kind != crm::MessageKind::supplier;
    made.features = std::move(features.all);
    made.tokens = std::move(features.tokens);
    examples.push_back(std::move(made));
  }
  return examples;
}

std::vector<Example> world_examples(const std::string& world, const std::vector<WorldMail>& mails) {
  std::vector<Example> examples;
  for (const WorldMail& mail : mails) {
    const archiver::KindQuestion& asked = mail.question;
    Features features = archiver::make_text_features({asked.subject, asked.written, asked.attachments});
    Example made;
    made.kind = mail.kind;
    made.group = made.where = world;
    made.where += "/" + mail.file;
    made.scenarios.push_back(scenario_of(features, asked.circumstances, 1));
    made.with_bare = false;
    made.of_world = true;
    made.mail = &mail;
    made.features = std::move(features.all);
    made.tokens = std::move(features.tokens);
    examples.push_back(std::move(made));
  }
  return examples;
}

KindModel train(const std::vector<Example>& examples, const std::function<bool(const Example&)>& use,
                const TrainingOptions& options) {
  std::vector<const Example*> used;
  for (const Example& example : examples) {
    if (use(example)) used.push_back(&example);
  }
  const WordRows rows = choose_words(used, options.least_uses);
  const std::vector<Prepared> prepared = prepare(used, rows, options);
  const std::size_t features = feature_names().size() + rows.size();
  std::vector<double> weights(features * kinds);
  minimise(Misfit(prepared, features, options), weights);
  KindModel model;
  for (const auto& [word, row] : rows) {
    if (model.add_word(word) != row) throw std::logic_error("rows of words out of order");
  }
  for (std::size_t i = 0; i < features; ++i) {
    for (std::size_t kind = 1; kind < kinds; ++kind)
      model.set_weight(i, static_cast<crm::MessageKind>(kind), weights[i * kinds + kind]);
  }
  return model;
}

}  // namespace tradewind::mailset

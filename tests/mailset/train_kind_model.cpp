// train_kind_model TRAINING-DIR [--out kind_model.txt] [--compare kind_model.txt] [--leave-letters-out FOLDS]
//                  [--leave-worlds-out] [--letters-only] [--misses] [--set OPTION=NUMBER]...
//
// Learns the weights of the kind model from the letters and the labelled worlds that TRAINING-DIR names. A letter is
// learned in every one of its scenarios, and without circumstances too, so that the words alone must do where the
// circumstances are unknown; a mail of a world as the archiver reads it when all before it was read rightly.
// --leave-letters-out keeps whole groups (a language, a stretch of English letters) from training, a fold of them at a
// time; --leave-worlds-out each world in turn. Both tell how what was left out is read: what to choose the options by.
// --letters-only learns from no world and tells how they are read. --compare fails when the model given is another than
// the one learned.
#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <map>
#include <stdexcept>

#include "tests/mailset/kind_figures.hpp"
#include "tests/mailset/kind_training.hpp"
#include "tests/mailset/training_texts.hpp"

namespace {

using namespace tradewind;
using namespace tradewind::mailset;

struct Options {
  std::filesystem::path directory, out, compare;
  std::size_t folds = 0;
  bool leave_worlds_out = false, letters_only = false, misses = false;
  TrainingOptions training;
};

void set_option(const std::string& setting, TrainingOptions& options) {
  const std::size_t sign = setting.find('=');
  const std::string name = setting.substr(0, sign);
  const double value = sign == std::string::npos ? 0 : std::stod(setting.substr(sign + 1));
  if (name == "circumstance-prior")
    options.circumstance_prior = value;
  else if (name == "prior")
    options.prior = value;
  else if (name == "word-prior")
    options.word_prior = value;
  else if (name == "bare-weight")
    options.bare_weight = value;
  else if (name == "world-weight")
    options.world_weight = value;
  else if (name == "balance")
    options.balance = value;
  else if (name == "least-uses")
    options.least_uses = static_cast<int>(value);
  else
    throw std::runtime_error("no option " + name);
}

Options parse_options(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    const bool more = i + 1 < argc;
    if (argument == "--out" && more)
      options.out = argv[++i];
    else if (argument == "--compare" && more)
      options.compare = argv[++i];
    else if (argument == "--leave-letters-out" && more)
      options.folds = std::stoul(argv[++i]);
    else if (argument == "--leave-worlds-out")
      options.leave_worlds_out = true;
    else if (argument == "--letters-only")
      options.letters_only = true;
    else if (argument == "--misses")
      options.misses = true;
    else if (argument == "--set" && more)
      set_option(argv[++i], options.training);
    else
      options.directory = argument;
  }
  return options;
}

void append(std::vector<Example>& to, std::vector<Example> what) {
  to.insert(to.end(), std::make_move_iterator(what.begin()), std::make_move_iterator(what.end()));
}

// The same training gives the same weights to the last digit; another machine's arithmetic, or a circumstance that is
// found better since, moves them a little.
bool is_same(const archiver::KindModel& made, const std::filesystem::path& shipped) {
  constexpr double most = 0.1;
  const double distance = made.distance(archiver::KindModel(read_whole_file(shipped)));
  std::cerr << fmt::format("{} differs from what is learned by {:.2f} % of the weights\n", shipped.string(),
                           100 * distance);
  return distance <= most;
}

}  // namespace

int main(int argc, char** argv) try {
  const Options options = parse_options(argc, argv);
  if (options.directory.empty()) {
    std::cerr
        << "usage: train_kind_model TRAINING-DIR [--out kind_model.txt] [--compare kind_model.txt] "
           "[--leave-letters-out FOLDS] [--leave-worlds-out] [--letters-only] [--misses] [--set OPTION=NUMBER]...\n";
    return 2;
  }
  std::vector<Example> examples = letter_examples(read_training_texts(options.directory));
  std::map<std::string, std::vector<WorldMail>> worlds;
  for (const WorldChoice& world : read_world_choices(options.directory)) {
    const std::string name = world.directory.filename().string();
    worlds[name] = read_world_mails(world.directory, world.odd_only);
    append(examples, world_examples(name, worlds[name]));
  }
  std::ostream* const misses = options.misses ? &std::cerr : nullptr;
  if (options.folds > 1) std::cerr << leave_letters_out(examples, options.folds, options.training, misses);
  if (options.leave_worlds_out) std::cerr << leave_worlds_out(examples, options.training, misses);
  if (options.out.empty() && options.compare.empty() && !options.letters_only) return 0;
  const archiver::KindModel model = train(
      examples, [&](const Example& each) { return !options.letters_only || !each.of_world; }, options.training);
  if (options.letters_only) std::cerr << read_worlds(examples, model, misses);
  if (!options.out.empty()) std::ofstream(options.out) << model.to_text();
  return options.compare.empty() || is_same(model, options.compare) ? 0 : 1;
} catch (const std::exception& error) {
  std::cerr << "train_kind_model: " << error.what() << '\n';
  return 1;
}

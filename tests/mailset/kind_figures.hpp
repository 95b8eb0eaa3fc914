// How well a kind model reads mail it was not trained on.
#pragma once

#include <array>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

#include "archiver/classify/kind_model.hpp"
#include "tests/mailset/kind_training.hpp"

namespace tradewind::mailset {

struct Tally {
  double found = 0, wrong = 0, missed = 0;
  [[nodiscard]] double precision() const { return found > 0 ? found / (found + wrong) : 0; }
  [[nodiscard]] double recall() const { return found > 0 ? found / (found + missed) : 0; }
  [[nodiscard]] double f1() const { return found > 0 ? 2 * found / (2 * found + wrong + missed) : 0; }
};

// Of mails of worlds, each decided as the archiver would with that model.
class KindFigures {
 public:
  // Tells of a miss on `misses` if there is one.
  void add(const Example& example, const archiver::KindModel& model, std::ostream* misses);
  void add(const KindFigures& other);

  [[nodiscard]] static std::string head();
  [[nodiscard]] std::string line(const std::string& name) const;
  // How often a mail decided with so much confidence was decided rightly.
  [[nodiscard]] std::string reliability() const;

 private:
  struct Confidence {
    double said = 0, right = 0, all = 0;
  };
  double right_ = 0, all_ = 0, surprise_ = 0;
  std::map<crm::MessageKind, Tally> kinds_;
  Tally leads_;
  std::array<Confidence, 6> confidence_{};
};

// Each group of letters left out in turn, `folds` folds of them: how many are read right, by kind.
[[nodiscard]] std::string leave_letters_out(const std::vector<Example>& examples, std::size_t folds,
                                            const TrainingOptions& options, std::ostream* misses);
// Each world left out in turn: how its mails are read.
[[nodiscard]] std::string leave_worlds_out(const std::vector<Example>& examples, const TrainingOptions& options,
                                           std::ostream* misses);
// The worlds read by one model.
[[nodiscard]] std::string read_worlds(const std::vector<Example>& examples, const archiver::KindModel& model,
                                      std::ostream* misses);

}  // namespace tradewind::mailset

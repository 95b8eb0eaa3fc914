// Lexicon: words and phrases of trade in many languages, grouped by what they speak of ("want", "payment", "service"
// ...). One data file a concept in archiver/classify/lexicon. All concepts and languages are looked for in one pass.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "archiver/phrase_table.hpp"

namespace tradewind::archiver {

class Lexicon {
 public:
  // Shipped; made once, immutable, thread-safe.
  [[nodiscard]] static const Lexicon& shared();
  // One concept alone, for whoever asks for nothing else: its phrases are looked for much faster than all.
  [[nodiscard]] static PhraseTable phrases_of(std::string_view name);

  [[nodiscard]] const std::vector<std::string>& concepts() const { return concepts_; }
  // Position of a concept; throws std::logic_error for an unknown name.
  [[nodiscard]] std::size_t concept_index(std::string_view name) const;

  struct Finding {
    int count = 0;      // different phrases found
    std::string words;  // the first few of them, for the evidence
  };
  // One entry a concept. `folded` as fold() makes it.
  [[nodiscard]] std::vector<Finding> find(std::string_view folded) const;

 private:
  Lexicon();
  std::vector<std::string> concepts_;
  std::vector<std::uint16_t> concept_of_phrase_;
  PhraseTable phrases_;
};

}  // namespace tradewind::archiver

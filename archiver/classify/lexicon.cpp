#include "archiver/classify/lexicon.hpp"

#include <algorithm>
#include <stdexcept>

#include "archiver/data_table.hpp"
#include "tradewind_lexicons.hpp"

namespace tradewind::archiver {

Lexicon::Lexicon() {
  for (const lexicons::EmbeddedFile& file : lexicons::files()) {
    const auto concept_number = static_cast<std::uint16_t>(concepts_.size());
    concepts_.emplace_back(file.name.substr(0, file.name.find('.')));
    for_each_entry(file.text, [&](std::string_view, const std::vector<std::string_view>& phrases) {
      for (const std::string_view phrase : phrases) {
        phrases_.add(phrase, static_cast<std::uint32_t>(concept_of_phrase_.size()));
        concept_of_phrase_.push_back(concept_number);
      }
    });
  }
  phrases_.freeze();
}

const Lexicon& Lexicon::shared() {
  static const Lexicon lexicon;
  return lexicon;
}

PhraseTable Lexicon::phrases_of(std::string_view name) {
  PhraseTable table;
  for (const lexicons::EmbeddedFile& file : lexicons::files()) {
    if (file.name.substr(0, file.name.find('.')) != name) continue;
    for_each_entry(file.text, [&](std::string_view, const std::vector<std::string_view>& phrases) {
      for (const std::string_view phrase : phrases) table.add(phrase, 0);
    });
  }
  table.freeze();
  return table;
}

std::size_t Lexicon::concept_index(std::string_view name) const {
  const auto found = std::find(concepts_.begin(), concepts_.end(), name);
  if (found == concepts_.end()) throw std::logic_error("no lexicon " + std::string(name));
  return static_cast<std::size_t>(found - concepts_.begin());
}

std::vector<Lexicon::Finding> Lexicon::find(std::string_view folded) const {
  constexpr int counted = 8;  // more of the same says nothing new
  std::vector<Finding> findings(concepts_.size());
  std::vector<std::pair<std::uint16_t, std::string_view>> seen;  // (concept, words)
  phrases_.find(folded, [&](const PhraseHit& hit) {
    const std::uint16_t concept_number = concept_of_phrase_[hit.value];
    Finding& finding = findings[concept_number];
    if (finding.count >= counted) return;
    const std::pair<std::uint16_t, std::string_view> key{concept_number, folded.substr(hit.offset, hit.size)};
    if (std::find(seen.begin(), seen.end(), key) != seen.end()) return;
    seen.push_back(key);
    if (++finding.count <= 3) {
      if (!finding.words.empty()) finding.words += ", ";
      finding.words += key.second;
    }
  });
  return findings;
}

}  // namespace tradewind::archiver

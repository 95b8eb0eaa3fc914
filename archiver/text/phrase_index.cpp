#include "archiver/text/phrase_index.hpp"

namespace tradewind::archiver {

PhraseIndex::PhraseIndex(std::span<const std::string_view> phrases) : phrases_(phrases) {
  for (std::size_t number = 0; number < phrases.size(); ++number) {
    const std::string_view phrase = phrases[number];
    if (phrase.size() < 2) continue;
    const std::uint16_t first = key_at(phrase, 0), last = key_at(phrase, phrase.size() - 2);
    first_.set(first);
    last_.set(last);
    by_first_[first].push_back(number);
    by_last_[last].push_back(number);
  }
}

}  // namespace tradewind::archiver

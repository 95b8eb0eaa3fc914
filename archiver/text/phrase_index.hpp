// Finds any of many fixed phrases in a text in one pass: mails are looked through for hundreds of words in all
// languages.
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tradewind::archiver {

// Built once from a table of the lexicon; phrases have at least two bytes. Immutable afterwards, so safe to share.
class PhraseIndex {
 public:
  explicit PhraseIndex(std::span<const std::string_view> phrases);

  // Calls found(position, number of the phrase in its table, phrase) for each occurrence, in order of position, until
  // it returns false.
  template <class Found>
  void scan(std::string_view text, Found found) const {
    for (std::size_t at = 0; at + 1 < text.size(); ++at) {
      const std::uint16_t key = key_at(text, at);
      if (!first_.test(key)) continue;
      for (const std::size_t number : by_first_.find(key)->second) {
        if (text.substr(at).starts_with(phrases_[number]) && !found(at, number, phrases_[number])) return;
      }
    }
  }

  // Calls fits(phrase) for each phrase that the text starts with, or ends with; true if one call returns true.
  template <class Fits>
  [[nodiscard]] bool any_start(std::string_view text, Fits fits) const {
    if (text.size() < 2 || !first_.test(key_at(text, 0))) return false;
    for (const std::size_t number : by_first_.find(key_at(text, 0))->second) {
      if (text.starts_with(phrases_[number]) && fits(phrases_[number])) return true;
    }
    return false;
  }
  template <class Fits>
  [[nodiscard]] bool any_end(std::string_view text, Fits fits) const {
    if (text.size() < 2 || !last_.test(key_at(text, text.size() - 2))) return false;
    for (const std::size_t number : by_last_.find(key_at(text, text.size() - 2))->second) {
      if (text.ends_with(phrases_[number]) && fits(phrases_[number])) return true;
    }
    return false;
  }

 private:
  static std::uint16_t key_at(std::string_view text, std::size_t at) {
    return static_cast<std::uint16_t>(static_cast<unsigned char>(text[at]) << 8 |
                                      static_cast<unsigned char>(text[at + 1]));
  }

  std::span<const std::string_view> phrases_;
  std::bitset<65'536> first_, last_;  // which pairs of bytes begin and end a phrase
  std::unordered_map<std::uint16_t, std::vector<std::size_t>> by_first_, by_last_;
};

}  // namespace tradewind::archiver

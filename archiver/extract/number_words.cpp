#include "archiver/extract/number_words.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "archiver/data_table.hpp"
#include "archiver/phrase_table.hpp"

namespace tradewind::archiver {
namespace {

constexpr std::uint64_t largest = 100'000'000;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

// `open`: found at the beginning of a longer word too.
PhraseTable table_of(bool open) {
  PhraseTable made;
  for_each_entry(shipped_table("number_words.txt"),
                 [&](std::string_view key, const std::vector<std::string_view>& spellings) {
                   std::uint32_t value = 0;
                   for (const char c : key) value = value * 10 + static_cast<std::uint32_t>(c - '0');
                   for (const std::string_view spelling : spellings)
                     made.add(open ? std::string(spelling) + "*" : std::string(spelling), value);
                 });
  made.freeze();
  return made;
}

const PhraseTable& words() {
  static const PhraseTable table = table_of(false);
  return table;
}

const PhraseTable& parts() {
  static const PhraseTable table = table_of(true);
  return table;
}

// Adds up "two | hundred | five | thousand".
class Sum {
 public:
  // False if the value cannot follow what came before: "two three".
  bool take(std::uint64_t value) {
    if (value >= 1000) {
      if (value >= scale_) return false;
      scale_ = value;
      total_ += std::max<std::uint64_t>(group_, 1) * value;
      group_ = 0;
    } else if (value == 100) {
      if (group_ >= 100) return false;
      group_ = std::max<std::uint64_t>(group_, 1) * 100;
    } else {
      const std::uint64_t step = value >= 100 ? 1000 : value >= 10 ? 100 : 10;
      const bool teen = value < 10 && group_ % 100 > 0 && group_ % 100 < 20;
      if (group_ % step != 0 || teen) return false;
      group_ += value;
    }
    return total_ + group_ <= largest;
  }
  // "fünf|und|zwanzig": the units before the tens.
  bool take_swapped(std::uint64_t value) {
    if (group_ % 100 == 0 || group_ % 100 >= 10 || value < 20 || value >= 100) return false;
    group_ += value;
    return true;
  }
  [[nodiscard]] std::uint64_t value() const { return total_ + group_; }

 private:
  std::uint64_t total_ = 0, group_ = 0, scale_ = 1'000'000'000;
};

// "zweitausendfünfhundert", "duemila": the whole word made of words of numbers.
std::optional<std::uint64_t> compound(std::string_view word) {
  Sum sum;
  bool linked = false;
  int count = 0;
  for (std::size_t at = 0; at < word.size();) {
    const auto part = parts().longest_at(word, at);
    if (!part) {
      const std::string_view rest = word.substr(at);
      const std::size_t link = rest.starts_with("und") ? 3 : rest.starts_with("en") && count > 0 ? 2 : 0;
      if (link == 0 || linked || count == 0) return {};
      linked = true;
      at += link;
      continue;
    }
    if (!(linked ? sum.take_swapped(part->value) || sum.take(part->value) : sum.take(part->value))) return {};
    linked = false;
    ++count;
    at += part->size;
  }
  return count >= 2 && !linked ? std::optional(sum.value()) : std::nullopt;
}

std::size_t word_end(std::string_view text, std::size_t at) {
  while (at < text.size() && is_letter(text[at])) ++at;
  return at;
}

// Digits and powers of Han numerals.
std::optional<std::pair<std::uint64_t, bool>> han_numeral(std::string_view character) {
  static constexpr std::array<std::pair<std::string_view, std::uint64_t>, 14> digits = {{{"一", 1},
                                                                                         {"二", 2},
                                                                                         {"两", 2},
                                                                                         {"兩", 2},
                                                                                         {"三", 3},
                                                                                         {"四", 4},
                                                                                         {"五", 5},
                                                                                         {"六", 6},
                                                                                         {"七", 7},
                                                                                         {"八", 8},
                                                                                         {"九", 9},
                                                                                         {"十", 10},
                                                                                         {"百", 100},
                                                                                         {"千", 1000}}};
  for (const auto& [numeral, value] : digits) {
    if (character == numeral) return std::pair{value, value >= 10};
  }
  if (character == "万" || character == "萬") return std::pair{std::uint64_t{10'000}, true};
  return {};
}

std::optional<WordedNumber> han_number(std::string_view text, std::size_t at) {
  std::uint64_t total = 0, group = 0, digit = 0;
  std::size_t end = at;
  while (end + 3 <= text.size()) {
    const auto numeral = han_numeral(text.substr(end, 3));
    if (!numeral) break;
    const auto& [value, power] = *numeral;
    if (!power) {
      if (digit != 0) return {};
      digit = value;
    } else if (value == 10'000) {
      total += std::max<std::uint64_t>(group + digit, 1) * value;
      group = digit = 0;
    } else {
      group += std::max<std::uint64_t>(digit, 1) * value;
      digit = 0;
    }
    end += 3;
    if (total + group > largest) return {};
  }
  const std::uint64_t value = total + group + digit;
  return value == 0 ? std::nullopt : std::optional(WordedNumber{value, end, true});
}

// Blanks, hyphens and a linking "and" between the words of a number.
std::size_t behind_link(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '-')) ++at;
  for (const std::string_view link : {"and ", "und ", "et ", "y ", "e ", "и ", "i ", "en ", "ve ", "و "}) {
    if (text.substr(at).starts_with(link)) return at + link.size();
  }
  return at;
}

}  // namespace

std::optional<WordedNumber> worded_number(std::string_view folded, std::size_t at) {
  if (const auto han = han_number(folded, at)) return han;
  Sum sum;
  std::size_t end = at;
  for (std::size_t next = at; next < folded.size();) {
    const auto word = words().longest_at(folded, next);
    std::optional<std::uint64_t> value;
    std::size_t stop = next;
    if (word) {
      value = word->value;
      stop = word->offset + word->size;
    } else {
      stop = word_end(folded, next);
      if (stop - next >= 6) value = compound(folded.substr(next, stop - next));
    }
    if (!value || !sum.take(*value)) break;
    end = stop;
    next = behind_link(folded, stop);
    if (next == stop) break;
  }
  return end == at ? std::nullopt : std::optional(WordedNumber{sum.value(), end, false});
}

std::size_t worded_zeros(std::string_view folded, std::size_t at, std::size_t& end) {
  const auto word = words().longest_at(folded, at);
  // "50 cent" is money.
  const bool hundred =
      word && (folded.substr(at, word->size) == "hundred" || folded.substr(at, word->size) == "hundert");
  if (!word || (word->value < 1000 && !hundred)) return 0;
  std::size_t zeros = 0;
  std::uint64_t value = word->value;
  while (value % 10 == 0) {
    value /= 10;
    ++zeros;
  }
  if (value != 1) return 0;
  end = word->offset + word->size;
  return zeros;
}

}  // namespace tradewind::archiver

#include "archiver/text/romanized.hpp"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>

#include "archiver/text/ascii.hpp"

namespace tradewind::archiver {
namespace {

// Several thousand rules: made once a thread, and only where a name is not Latin.
icu::Transliterator* to_latin() {
  thread_local const std::unique_ptr<icu::Transliterator> made = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> rules(
        icu::Transliterator::createInstance("Any-Latin; Latin-ASCII; Lower", UTRANS_FORWARD, status));
    return U_SUCCESS(status) ? std::move(rules) : nullptr;
  }();
  return made.get();
}

std::string latin(std::string_view word) {
  if (std::all_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
    std::string made(word);
    for (char& c : made) c = lower(c);
    return made;
  }
  icu::Transliterator* const rules = to_latin();
  if (rules == nullptr) return {};
  auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(word.data(), static_cast<int32_t>(word.size())));
  rules->transliterate(text);
  std::string made;
  text.toUTF8String(made);
  return made;
}

// One letter for a sound that languages spell by several; '\0' for vowels and what is no letter.
char sound_of(char letter) {
  switch (letter) {
    case 'c':
    case 'q':
      return 'k';
    case 'w':
      return 'v';
    case 'z':
      return 's';
    case 'a':
    case 'e':
    case 'i':
    case 'o':
    case 'u':
    case 'y':
    case 'j':
      return '\0';
    default:
      return letter >= 'a' && letter <= 'z' ? letter : '\0';
  }
}

}  // namespace

std::string consonants_of(std::string_view word) {
  constexpr std::size_t longest = 64;
  const std::string letters = latin(word.substr(0, longest));
  std::string made;
  for (std::size_t at = 0; at < letters.size(); ++at) {
    const char sound = sound_of(letters[at]);
    // "sh", "ch", "zh", "th" are one sound, "kh" is what other scripts' "h" becomes.
    const bool before_h = at + 1 < letters.size() && letters[at + 1] == 'h';
    if (before_h && letters[at] == 'k') continue;
    if (sound == 'h' && at > 0 && std::string_view("sczptdg").find(letters[at - 1]) != std::string_view::npos) continue;
    if (sound != '\0' && (made.empty() || made.back() != sound)) made.push_back(sound);
  }
  return made;
}

}  // namespace tradewind::archiver

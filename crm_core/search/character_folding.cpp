#include "crm_core/search/character_folding.hpp"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <atomic>
#include <memory>

#include "crm_core/search/utf8.hpp"

namespace tradewind::crm::search {

namespace {

constexpr std::size_t block_size = 256;
constexpr std::size_t block_count = 0x110000 / block_size;
using Block = std::array<FoldedCharacter, block_size>;

struct Replacement {
  char32_t from;
  std::u32string_view to;
};

// Letters that Unicode does not decompose but that people type without their stroke, ligature or dot; and Arabic,
// Persian and Urdu letters that stand for each other. Sorted by `from`.
constexpr Replacement replacements[] = {
    {0x00AA, U"a"},      {0x00B2, U"2"},      {0x00B3, U"3"},      {0x00B9, U"1"},      {0x00BA, U"o"},
    {0x00E6, U"ae"},     {0x00F0, U"d"},      {0x00F8, U"o"},      {0x00FE, U"th"},     {0x0111, U"d"},
    {0x0127, U"h"},      {0x0131, U"i"},      {0x0138, U"k"},      {0x0142, U"l"},      {0x014B, U"n"},
    {0x0153, U"oe"},     {0x0167, U"t"},      {0x0180, U"b"},      {0x0629, U"\u0647"}, {0x0649, U"\u064A"},
    {0x0671, U"\u0627"}, {0x06A9, U"\u0643"}, {0x06C1, U"\u0647"}, {0x06CC, U"\u064A"},
};

const std::u32string_view* replacement_of(char32_t character) {
  const auto* found = std::lower_bound(std::begin(replacements), std::end(replacements), character,
                                       [](const Replacement& entry, char32_t value) { return entry.from < value; });
  return found != std::end(replacements) && found->from == character ? &found->to : nullptr;
}

bool is_unspaced_script(char32_t character) {
  // Iteration and length marks are Common in Unicode but only ever stand in Japanese and Chinese words.
  if ((character >= 0x3005 && character <= 0x3007) || character == 0x30FC || character == 0xFF70) return true;
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(static_cast<UChar32>(character), &status)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_BOPOMOFO:
    case USCRIPT_HANGUL:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
    case USCRIPT_TIBETAN:
    case USCRIPT_YI:
      return true;
    default:
      return false;
  }
}

// Accents, points and harakat go; the vowel signs of Indic and South-East Asian scripts are letters to their readers
// and stay.
bool is_removable_mark(char32_t character) {
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(static_cast<UChar32>(character), &status)) {
    case USCRIPT_INHERITED:
    case USCRIPT_COMMON:
    case USCRIPT_LATIN:
    case USCRIPT_GREEK:
    case USCRIPT_CYRILLIC:
    case USCRIPT_ARABIC:
    case USCRIPT_HEBREW:
    case USCRIPT_SYRIAC:
      return true;
    default:
      return false;
  }
}

bool is_mark(char32_t character) { return (U_GET_GC_MASK(static_cast<UChar32>(character)) & U_GC_M_MASK) != 0; }

bool is_hyphen(char32_t character) {
  return character == '-' || (character >= 0x2010 && character <= 0x2013) || character == 0x2212 || character == 0xFF0D;
}

// The compatibility data is a file of its own that ICU loads on first use; it is asked only where presentation forms,
// full-width and half-width letters stand.
const UNormalizer2* decomposition_for(char32_t character) {
  UErrorCode status = U_ZERO_ERROR;
  const bool compatibility = character >= 0x2000;
  const UNormalizer2* found = compatibility ? unorm2_getNFKDInstance(&status) : unorm2_getNFDInstance(&status);
  return U_SUCCESS(status) ? found : nullptr;
}

// Case folding (Unicode full folding: ß is ss) of the decomposition; empty if ICU cannot.
std::u32string folded_decomposition(char32_t character) {
  UChar source[2];
  int32_t length = 0;
  U16_APPEND_UNSAFE(source, length, static_cast<UChar32>(character));
  UChar decomposed[64];
  UChar folded[128];
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2* decomposition = decomposition_for(character);
  if (decomposition == nullptr) return {};
  const int32_t decomposed_size = unorm2_normalize(decomposition, source, length, decomposed, 64, &status);
  const int32_t size =
      U_SUCCESS(status) ? u_strFoldCase(folded, 128, decomposed, decomposed_size, U_FOLD_CASE_DEFAULT, &status) : 0;
  std::u32string result;
  if (U_FAILURE(status)) return result;
  for (int32_t at = 0; at < size;) {
    UChar32 value = 0;
    U16_NEXT_UNSAFE(folded, at, value);
    result.push_back(static_cast<char32_t>(value));
  }
  return result;
}

void append(FoldedCharacter& target, char32_t character) {
  char encoded[4];
  const std::size_t size = encode_utf8(character, encoded);
  if (target.size + size > target.utf8.size()) return;
  std::copy_n(encoded, size, target.utf8.begin() + target.size);
  target.size = static_cast<std::uint8_t>(target.size + size);
}

void append_folded(FoldedCharacter& target, char32_t character) {
  const std::int32_t digit = u_charDigitValue(static_cast<UChar32>(character));
  if (digit >= 0)
    append(target, U'0' + static_cast<char32_t>(digit));
  else if (const auto* other = replacement_of(character))
    for (const char32_t c : *other) append(target, c);
  else if (!(is_mark(character) && is_removable_mark(character)) && u_isalnum(static_cast<UChar32>(character)))
    append(target, character);
  else if (is_mark(character) && !is_removable_mark(character))
    append(target, character);
}

FoldedCharacter compute(char32_t character) {
  if (is_hyphen(character)) return {CharacterClass::connector, 0, {}};
  const auto code = static_cast<UChar32>(character);
  const std::uint32_t category = U_GET_GC_MASK(code);
  constexpr char32_t zero_width_space =
      0x200B;  // a word boundary in Thai and Khmer, unlike the other format characters
  constexpr char32_t tatweel = 0x0640;
  if (character == tatweel || ((category & U_GC_CF_MASK) != 0 && character != zero_width_space))
    return {CharacterClass::ignored, 0, {}};
  if ((category & (U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK)) == 0) return {};
  FoldedCharacter result;
  for (const char32_t part : folded_decomposition(character)) append_folded(result, part);
  if (result.size == 0) {
    result.kind = (category & U_GC_M_MASK) != 0 ? CharacterClass::ignored : CharacterClass::separator;
    // The half-width voicing marks are letters to Unicode; like the combining ones they vanish.
    if (character == 0xFF9E || character == 0xFF9F) result.kind = CharacterClass::ignored;
    return result;
  }
  const bool digit = result.size == 1 && result.utf8[0] >= '0' && result.utf8[0] <= '9';
  result.kind = !digit && is_unspaced_script(character) ? CharacterClass::paired : CharacterClass::word;
  return result;
}

std::array<std::atomic<const Block*>, block_count> blocks{};

const Block& make_block(std::size_t index) {
  auto made = std::make_unique<Block>();
  for (std::size_t i = 0; i < block_size; ++i) (*made)[i] = compute(static_cast<char32_t>(index * block_size + i));
  const Block* expected = nullptr;
  // Two threads may compute the same block; the first one in wins. Blocks live as long as the process.
  if (blocks[index].compare_exchange_strong(expected, made.get(), std::memory_order_acq_rel)) return *made.release();
  return *expected;
}

}  // namespace

FoldedCharacter fold_character(char32_t character) {
  // Han and Hangul syllables fold to themselves; they need no table.
  if ((character >= 0x4E00 && character <= 0x9FFF) || (character >= 0xAC00 && character <= 0xD7A3)) {
    FoldedCharacter same{CharacterClass::paired, 0, {}};
    append(same, character);
    return same;
  }
  if (character > 0x10FFFF) return {};
  const std::size_t index = character / block_size;
  const Block* block = blocks[index].load(std::memory_order_acquire);
  return (block != nullptr ? *block : make_block(index))[character % block_size];
}

}  // namespace tradewind::crm::search

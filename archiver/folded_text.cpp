#include "archiver/folded_text.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <bitset>

namespace tradewind::archiver {
namespace {

constexpr char32_t table_end =
    0x2100;  // Latin to Georgian, Greek Extended, punctuation: all that folds to something else
constexpr char32_t replacement = 0xFFFD;

// What a character folds to, as up to seven bytes and their count.
using Entry = std::array<char, 8>;

constexpr Entry entry_of(char32_t c) {
  const auto put = [](char32_t byte) { return static_cast<char>(static_cast<unsigned char>(byte)); };
  const char last = put(0x80 | (c & 0x3F)), third = put(0x80 | ((c >> 6) & 0x3F));
  if (c < 0x80) return {put(c), 0, 0, 0, 0, 0, 0, 1};
  if (c < 0x800) return {put(0xC0 | (c >> 6)), last, 0, 0, 0, 0, 0, 2};
  if (c < 0x10000) return {put(0xE0 | (c >> 12)), third, last, 0, 0, 0, 0, 3};
  return {put(0xF0 | (c >> 18)), put(0x80 | ((c >> 12) & 0x3F)), third, last, 0, 0, 0, 4};
}

bool is_dropped_mark(char32_t c) {
  return (c >= 0x300 && c <= 0x36F) || (c >= 0x591 && c <= 0x5C7) || (c >= 0x610 && c <= 0x61A) || c == 0x640 ||
         (c >= 0x64B && c <= 0x65F) || c == 0x670 || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF || c == 0xAD;
}

bool is_space(char32_t c) {
  return c == ' ' || (c >= 9 && c <= 13) || c == 0x85 || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
         c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

char32_t plain(char32_t c) {
  if (c == 0x066B) return '.';  // separators of Arabic figures
  if (c == 0x066C) return ',';
  switch (c) {
    case 0x131:
      return 'i';  // Turkish dotless i: İ, I and ı are one letter here
    case 0x142:
    case 0x141:
      return 'l';  // ł does not decompose
    case 0xF8:
    case 0xD8:
      return 'o';
    case 0x111:
    case 0x110:
    case 0xF0:
    case 0xD0:
      return 'd';
    case 0x649:
      return 0x64A;  // alef maksura is written for ya
    case 0x629:
      return 0x647;  // ta marbuta for ha
    case 0x6A9:
      return 0x643;  // Persian kaf and ya
    case 0x6CC:
      return 0x64A;
    case 0x2018:
    case 0x2019:
    case 0x201B:
    case 0x2BC:
    case 0xB4:
      return '\'';
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0xAB:
    case 0xBB:
      return '"';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2212:
      return '-';
    default:
      break;
  }
  if (c >= 0x660 && c <= 0x669) return c - 0x660 + '0';  // Arabic-Indic digits
  if (c >= 0x6F0 && c <= 0x6F9) return c - 0x6F0 + '0';
  return c;
}

// Of each character below table_end.
std::vector<Entry> make_table() {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* decompose = icu::Normalizer2::getNFKDInstance(status);
  std::vector<Entry> table(table_end);
  for (char32_t c = 0; c < table_end; ++c) {
    std::string folded;
    if (is_space(c)) {
      folded = " ";
    } else if (c >= 0x20 && !is_dropped_mark(c)) {
      icu::UnicodeString text(static_cast<UChar32>(c));
      text.foldCase();
      if (U_SUCCESS(status)) text = decompose->normalize(text, status);
      text.foldCase();
      for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        const char32_t part = plain(static_cast<char32_t>(text.char32At(i)));
        if (is_dropped_mark(part)) continue;
        const Entry bytes = entry_of(is_space(part) ? U' ' : part);
        folded.append(bytes.data(), static_cast<std::size_t>(bytes[7]));
      }
    }
    Entry& entry = table[c];
    const std::size_t size = std::min<std::size_t>(folded.size(), 7);
    std::copy_n(folded.data(), size, entry.data());
    entry[7] = static_cast<char>(size);
  }
  return table;
}

const std::vector<Entry>& fold_table() {
  static const std::vector<Entry> table = make_table();
  return table;
}

char32_t narrow(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) {
    c -= 0xFEE0;
    if (c >= 'A' && c <= 'Z') c += 32;
  }
  return c;
}

// What a byte of ASCII folds to; 0 for those that the slow way looks at (control characters).
constexpr std::array<char, 128> make_ascii_table() {
  std::array<char, 128> table{};
  for (char c = ' '; c < 0x7F; ++c)
    table[static_cast<std::size_t>(c)] = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return table;
}
constexpr std::array<char, 128> ascii_table = make_ascii_table();

constexpr Entry blank{' ', 0, 0, 0, 0, 0, 0, 1};

Entry fold_character(char32_t c, const std::vector<Entry>& table) {
  if (c < table_end) return table[c];
  if (is_space(c)) return blank;
  if (c == replacement || is_dropped_mark(c)) return {};
  return entry_of(narrow(c));
}

// Folded bytes are handed on by the hundred: appending each by itself cost more than the folding. Blanks never stand
// first or together.
template <bool with_origin>
void fold_into(std::string_view text, std::string& folded, [[maybe_unused]] std::vector<std::uint32_t>* origin) {
  constexpr std::size_t room = 256, most_of_one = 7;
  const std::vector<Entry>& table = fold_table();
  std::array<char, room> bytes;
  std::array<std::uint32_t, with_origin ? room : 1> from;
  std::size_t used = 0;
  char last = ' ';
  const auto flush = [&] {
    folded.append(bytes.data(), used);
    if constexpr (with_origin) origin->insert(origin->end(), from.data(), from.data() + used);
    used = 0;
  };
  for (std::size_t at = 0; at < text.size();) {
    if (used > room - most_of_one) flush();
    const std::size_t start = at;
    const auto byte = static_cast<unsigned char>(text[at]);
    const char ascii = byte < 0x80 ? ascii_table[byte] : '\0';
    if (ascii != 0) {
      ++at;
      if (ascii == ' ' && last == ' ') continue;
      if constexpr (with_origin) from[used] = static_cast<std::uint32_t>(start);
      bytes[used++] = last = ascii;
      continue;
    }
    const Entry entry = fold_character(next_character(text, at), table);
    const auto count = static_cast<std::size_t>(entry[most_of_one]);
    if (count == 0 || (count == 1 && entry[0] == ' ' && last == ' ')) continue;
    for (std::size_t i = 0; i < count; ++i) {
      if constexpr (with_origin) from[used] = static_cast<std::uint32_t>(start);
      bytes[used++] = last = entry[i];
    }
  }
  flush();
}

}  // namespace

char32_t next_wide_character(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(at);
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
  if (length == 0 || first > 0xF4 || at + length > text.size()) return ++at, replacement;
  char32_t c = first & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const unsigned next = byte(at + i);
    if ((next & 0xC0U) != 0x80U) return ++at, replacement;
    c = (c << 6) | (next & 0x3FU);
  }
  at += length;
  return c;
}

std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  fold_into<false>(text, out, nullptr);
  return out;
}

FoldedText fold_with_origin(std::string_view text) {
  FoldedText out;
  out.text.reserve(text.size());
  out.origin.reserve(text.size() + 1);
  fold_into<true>(text, out.text, &out.origin);
  out.origin.push_back(static_cast<std::uint32_t>(text.size()));
  return out;
}

bool is_wide_word_character(char32_t c) {
  // Asked of every character of every mail in Cyrillic, Greek, Arabic ...
  static const auto table = [] {
    std::bitset<table_end> letters;
    for (char32_t each = 0; each < table_end; ++each)
      letters[each] =
          u_isalnum(static_cast<UChar32>(each)) != 0 || u_getCombiningClass(static_cast<UChar32>(each)) != 0;
    return letters;
  }();
  if (is_unspaced(c)) return true;
  if (c < table_end) return table[c];
  return u_isalnum(static_cast<UChar32>(c)) != 0 || u_getCombiningClass(static_cast<UChar32>(c)) != 0;
}

bool starts_with_capital(std::string_view word) {
  std::size_t at = 0;
  const char32_t c = word.empty() ? 0 : next_character(word, at);
  return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE) || (c >= 0x410 && c <= 0x42F) ||
         (c >= 0x391 && c <= 0x3AB) || (c >= 0x100 && c <= 0x17F && c % 2 == 0) || c == 0x130 || c == 0x15E ||
         c == 0x10C || c == 0x160 || c == 0x17D;
}

std::vector<std::string_view> words_of(std::string_view folded) {
  std::vector<std::string_view> words;
  std::size_t begin = 0;
  bool inside = false;
  for (std::size_t at = 0; at < folded.size();) {
    const std::size_t start = at;
    const bool word = is_word_character(next_character(folded, at));
    if (word && !inside) begin = start;
    if (!word && inside) words.push_back(folded.substr(begin, start - begin));
    inside = word;
  }
  if (inside) words.push_back(folded.substr(begin));
  return words;
}

std::string_view trim_wide(std::string_view text) {
  while (!text.empty()) {
    std::size_t at = 0;
    if (!is_space(next_character(text, at))) break;
    text.remove_prefix(at);
  }
  while (!text.empty()) {
    std::size_t start = text.size() - 1;
    while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0U) == 0x80U && text.size() - start < 4) --start;
    std::size_t at = start;
    if (!is_space(next_character(text, at))) break;
    text.remove_suffix(text.size() - start);
  }
  return text;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    lines.push_back(line);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

}  // namespace tradewind::archiver

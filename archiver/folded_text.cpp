#include "archiver/folded_text.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>

namespace tradewind::archiver {
namespace {

constexpr char32_t table_end =
    0x2100;  // Latin to Georgian, Greek Extended, punctuation: all that folds to something else
constexpr char32_t replacement = 0xFFFD;

void append_utf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
  } else if (c < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (c >> 6)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else if (c < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | (c >> 12)));
    out.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xF0 | (c >> 18)));
    out.push_back(static_cast<char>(0x80 | ((c >> 12) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  }
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

// What each character below table_end folds to, as up to seven bytes and their count.
using Entry = std::array<char, 8>;

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
        if (!is_dropped_mark(part)) append_utf8(folded, is_space(part) ? U' ' : part);
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
  if (c == 0x066B) return '.';  // separators of Arabic figures
  if (c == 0x066C) return ',';
  if (c >= 0xFF01 && c <= 0xFF5E) {
    c -= 0xFEE0;
    if (c >= 'A' && c <= 'Z') c += 32;
  }
  return c;
}

void append_blank(std::string& out) {
  if (!out.empty() && out.back() != ' ') out.push_back(' ');
}

void fold_character(std::string& out, char32_t c, const std::vector<Entry>& table) {
  if (c < table_end) {
    const Entry& entry = table[c];
    if (entry[7] == 1 && entry[0] == ' ')
      append_blank(out);
    else
      out.append(entry.data(), static_cast<std::size_t>(entry[7]));
  } else if (is_space(c)) {
    append_blank(out);
  } else if (c != replacement && !is_dropped_mark(c)) {
    append_utf8(out, narrow(c));
  }
}

}  // namespace

char32_t next_character(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned first = byte(at);
  if (first < 0x80) return ++at, first;
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
  const std::vector<Entry>& table = fold_table();
  std::string out;
  out.reserve(text.size() + 8);
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte > ' ' && byte < 0x7F) {
      out.push_back(static_cast<char>(byte >= 'A' && byte <= 'Z' ? byte + 32 : byte));
      ++at;
    } else {
      fold_character(out, next_character(text, at), table);
    }
  }
  return out;
}

FoldedText fold_with_origin(std::string_view text) {
  const std::vector<Entry>& table = fold_table();
  FoldedText out;
  out.text.reserve(text.size() + 8);
  out.origin.reserve(text.size() + 8);
  for (std::size_t at = 0; at < text.size();) {
    const auto start = static_cast<std::uint32_t>(at);
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte > ' ' && byte < 0x7F) {
      out.text.push_back(static_cast<char>(byte >= 'A' && byte <= 'Z' ? byte + 32 : byte));
      out.origin.push_back(start);
      ++at;
      continue;
    }
    fold_character(out.text, next_character(text, at), table);
    out.origin.resize(out.text.size(), start);
  }
  out.origin.push_back(static_cast<std::uint32_t>(text.size()));
  return out;
}

bool is_unspaced(char32_t c) {
  return (c >= 0x0E00 && c <= 0x0EFF) || (c >= 0x1000 && c <= 0x109F) || (c >= 0x1780 && c <= 0x17FF) ||
         (c >= 0x3005 && c <= 0x30FF) || (c >= 0x31F0 && c <= 0x31FF) || (c >= 0x3400 && c <= 0x4DBF) ||
         (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7AF) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0x20000 && c <= 0x3134F);
}

bool is_word_character(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
  return u_isalnum(static_cast<UChar32>(c)) != 0 || (u_getCombiningClass(static_cast<UChar32>(c)) != 0) ||
         is_unspaced(c);
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

std::string_view trim(std::string_view text) {
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

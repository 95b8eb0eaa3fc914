#include "archiver/text/utf8.hpp"

#include <unicode/uchar.h>

#include <cstdint>
#include <cstring>

#include "archiver/text/ascii.hpp"

namespace tradewind::archiver {

namespace {
constexpr char32_t replacement = 0xFFFD;

struct Sequence {
  char32_t code_point = replacement;
  std::size_t length = 1;  // of the maximal subpart when ill-formed
  bool good = false;
};

// One sequence at the start of text (not empty).
Sequence read_sequence(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  if (lead < 0xC2 || lead > 0xF4) return {};
  const std::size_t wanted = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  unsigned low = 0x80, high = 0xBF;  // bounds of the second byte, Unicode table 3-7
  if (lead == 0xE0) low = 0xA0;
  if (lead == 0xED) high = 0x9F;
  if (lead == 0xF0) low = 0x90;
  if (lead == 0xF4) high = 0x8F;
  char32_t code_point = lead & (0xFFU >> (wanted + 1));
  for (std::size_t i = 1; i < wanted; ++i) {
    if (i >= text.size() || byte(i) < low || byte(i) > high) return {replacement, i, false};
    code_point = code_point << 6 | (byte(i) & 0x3FU);
    low = 0x80;
    high = 0xBF;
  }
  return {code_point, wanted, true};
}

// Length of the leading run of ASCII, eight bytes a step.
std::size_t ascii_run(std::string_view text) {
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, 8);
    if (word & 0x8080808080808080ULL) break;
  }
  while (at < text.size() && !is_high(text[at])) ++at;
  return at;
}
}  // namespace

bool is_ascii(std::string_view text) { return ascii_run(text) == text.size(); }

bool is_valid_utf8(std::string_view text) {
  while (!text.empty()) {
    text.remove_prefix(ascii_run(text));
    while (!text.empty() && is_high(text.front())) {
      const Sequence sequence = read_sequence(text);
      if (!sequence.good) return false;
      text.remove_prefix(sequence.length);
    }
  }
  return true;
}

std::string enforce_utf8(std::string text) {
  if (std::memchr(text.data(), 0, text.size()) != nullptr) {
    for (char& c : text) {
      if (c == '\0') c = ' ';
    }
  }
  if (is_valid_utf8(text)) return text;
  std::string good;
  good.reserve(text.size() + 16);
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t plain = ascii_run(rest);
    good.append(rest.substr(0, plain));
    rest.remove_prefix(plain);
    if (rest.empty()) break;
    const Sequence sequence = read_sequence(rest);
    if (sequence.good) {
      good.append(rest.substr(0, sequence.length));
    } else {
      append_utf8(good, replacement);
    }
    rest.remove_prefix(sequence.length);
  }
  return good;
}

char32_t next_code_point(std::string_view text, std::size_t& at) {
  const Sequence sequence = read_sequence(text.substr(at));
  at += sequence.length;
  return sequence.code_point;
}

void append_utf8(std::string& text, char32_t c) {
  if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = replacement;
  const auto put = [&](char32_t byte) { text.push_back(static_cast<char>(static_cast<unsigned char>(byte))); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | c >> 6), put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | c >> 12), put(0x80 | (c >> 6 & 0x3F)), put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | c >> 18), put(0x80 | (c >> 12 & 0x3F)), put(0x80 | (c >> 6 & 0x3F)), put(0x80 | (c & 0x3F));
  }
}

std::string_view clip_utf8(std::string_view text, std::size_t size) {
  if (text.size() <= size) return text;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  return text.substr(0, size);
}

std::string fold_case(std::string_view text) {
  std::string folded;
  folded.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t plain = ascii_run(text.substr(at));
    const std::size_t before = folded.size();
    folded.append(text, at, plain);
    for (std::size_t i = before; i < folded.size(); ++i) folded[i] = lower(folded[i]);
    at += plain;
    if (at == text.size()) break;
    const char32_t c = next_code_point(text, at);
    append_utf8(folded, static_cast<char32_t>(u_foldCase(static_cast<UChar32>(c), U_FOLD_CASE_DEFAULT)));
  }
  return folded;
}

std::string single_line(std::string_view text) {
  std::string line;
  line.reserve(text.size());
  bool after_control = false;
  for (const char c : text) {
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    if (control || (after_control && c == ' ')) {
      after_control = true;
      continue;
    }
    if (after_control && !line.empty() && line.back() != ' ') line.push_back(' ');
    after_control = false;
    line.push_back(c);
  }
  const std::string_view trimmed = trim(line);
  return trimmed.size() == line.size() ? line : std::string(trimmed);
}

}  // namespace tradewind::archiver

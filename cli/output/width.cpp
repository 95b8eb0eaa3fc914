#include "cli/output/width.hpp"

#include <unicode/uchar.h>

#include "crm_core/search/utf8.hpp"

namespace tradewind::cli {

namespace {

constexpr UChar32 zero_width_joiner = 0x200D;
constexpr UChar32 emoji_presentation_selector = 0xFE0F;
constexpr std::string_view ellipsis = "…";

bool takes_no_column(UChar32 character) {
  switch (u_charType(character)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
      return character != 0x00AD;  // terminals show a soft hyphen
    default:
      break;
  }
  // Vowels and finals of decomposed Hangul join the syllable before them.
  const int syllable = u_getIntPropertyValue(character, UCHAR_HANGUL_SYLLABLE_TYPE);
  return syllable == U_HST_VOWEL_JAMO || syllable == U_HST_TRAILING_JAMO;
}

int width_alone(UChar32 character) {
  if (takes_no_column(character)) return 0;
  if (u_hasBinaryProperty(character, UCHAR_REGIONAL_INDICATOR)) return 1;  // two of them make a flag
  if (u_hasBinaryProperty(character, UCHAR_EMOJI_PRESENTATION)) return 2;
  const int east_asian = u_getIntPropertyValue(character, UCHAR_EAST_ASIAN_WIDTH);
  return east_asian == U_EA_WIDE || east_asian == U_EA_FULLWIDTH ? 2 : 1;
}

// Walks a text cluster by cluster: a base character with all that joins it.
class Clusters {
 public:
  explicit Clusters(std::string_view text) : text_(text) {}

  // False at the end. Afterwards end() and width() tell of the cluster read.
  bool next() {
    if (end_ >= text_.size()) return false;
    UChar32 before = read();
    width_ = width_alone(before);
    while (end_ < text_.size()) {
      const std::size_t rewind = end_;
      const UChar32 character = read();
      if (character == emoji_presentation_selector && u_hasBinaryProperty(before, UCHAR_EMOJI)) {
        width_ = 2;
      } else if (!joins(before, character)) {
        end_ = rewind;
        break;
      }
      before = character;
    }
    return true;
  }
  [[nodiscard]] std::size_t end() const { return end_; }
  [[nodiscard]] std::size_t width() const { return static_cast<std::size_t>(width_); }

 private:
  static bool joins(UChar32 before, UChar32 character) {
    if (takes_no_column(character)) return true;
    if (before == zero_width_joiner && u_hasBinaryProperty(character, UCHAR_EXTENDED_PICTOGRAPHIC)) return true;
    return u_hasBinaryProperty(character, UCHAR_EMOJI_MODIFIER) &&
           u_hasBinaryProperty(before, UCHAR_EMOJI_MODIFIER_BASE);
  }
  UChar32 read() {
    const auto [character, size] = crm::search::decode_utf8(text_, end_);
    end_ += size;
    return static_cast<UChar32>(character);
  }

  std::string_view text_;
  std::size_t end_ = 0;
  int width_ = 0;
};

bool is_ascii(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  if (is_ascii(text)) return text.size();
  std::size_t width = 0;
  for (Clusters clusters(text); clusters.next();) width += clusters.width();
  return width;
}

std::string fit_to_width(std::string_view text, std::size_t width) {
  if (width == 0) return {};
  if (is_ascii(text) && text.size() <= width) return std::string(text);
  std::size_t used = 0;
  std::size_t cut = 0;  // end of the last cluster that leaves room for the ellipsis
  for (Clusters clusters(text); clusters.next();) {
    used += clusters.width();
    if (used > width) return std::string(text.substr(0, cut)).append(ellipsis);
    if (used + 1 <= width) cut = clusters.end();
  }
  return std::string(text);
}

}  // namespace tradewind::cli

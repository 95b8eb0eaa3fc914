#include "archiver/extract/language.hpp"

#include <cld2/public/compact_lang_det.h>

#include "archiver/folded_text.hpp"
#include "archiver/phrase_lists.hpp"

namespace tradewind::archiver {
namespace {

constexpr std::size_t looked_at = 900;  // bytes: more of the same text does not make it surer

// Scripts that one language of trade owns settle it for texts too short for statistics.
std::string by_script(std::string_view text) {
  std::size_t kana = 0, hangul = 0, han = 0, thai = 0, hebrew = 0, greek = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_character(text, at);
    kana += c >= 0x3041 && c <= 0x30FF;
    hangul += c >= 0xAC00 && c <= 0xD7AF;
    han += c >= 0x4E00 && c <= 0x9FFF;
    thai += c >= 0x0E01 && c <= 0x0E5B;
    hebrew += c >= 0x05D0 && c <= 0x05EA;
    greek += c >= 0x0391 && c <= 0x03CE;
  }
  if (kana >= 3) return "ja";
  if (hangul >= 3) return "ko";
  if (thai >= 3) return "th";
  if (hebrew >= 3) return "he";
  if (greek >= 3) return "el";
  if (han >= 2) return "zh";
  return "";
}

// Hindi is often typed in Latin letters, amid English words of trade; its small words betray it.
bool is_romanised_hindi(std::string_view text) {
  static const PhraseTable small_words = listed_phrases("small word");
  const std::string folded = fold(text);
  const std::size_t words = words_of(folded).size();
  return small_words.find_longest(folded).size() * 6 >= words && words >= 6;
}

}  // namespace

std::string detect_language(std::string_view text) {
  text = text.substr(0, looked_at);
  while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U) text.remove_suffix(1);
  if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0xC0U) text.remove_suffix(1);
  if (trim_wide(text).size() < 4) return "";
  bool reliable = false;
  const CLD2::Language language = CLD2::DetectLanguage(text.data(), static_cast<int>(text.size()), true, &reliable);
  std::string code = language == CLD2::UNKNOWN_LANGUAGE ? "" : CLD2::LanguageCode(language);
  if (code.starts_with("zh")) code = "zh";
  if (code == "iw") code = "he";
  if (code == "jw") code = "jv";
  if (code == "gl") code = "es";  // a few lines of Spanish are taken for Galician more often than not
  if (code == "un" || code.size() != 2 || !reliable) {
    std::string script = by_script(text);
    if (!script.empty()) return script;
    if (code.size() != 2 || code == "un") return "";
  }
  if (code == "en" && is_romanised_hindi(text)) return "hi";
  return code;
}

}  // namespace tradewind::archiver

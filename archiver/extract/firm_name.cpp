#include "archiver/extract/firm_name.hpp"

#include <algorithm>
#include <unordered_set>

#include "archiver/data_table.hpp"
#include "archiver/extract/card_line.hpp"

namespace tradewind::archiver {
namespace {

const std::unordered_set<std::string>& legal_forms() {
  static const std::unordered_set<std::string> forms = {
      "ltd",    "limited", "inc",  "incorporated", "llc",  "llp",  "corp", "corporation", "co",     "company", "gmbh",
      "ag",     "kg",      "ohg",  "ug",           "gbr",  "ek",   "sarl", "sas",         "sasu",   "eurl",    "sa",
      "sl",     "slu",     "srl",  "spa",          "snc",  "sas",  "bv",   "nv",          "vof",    "ab",      "oy",
      "oyj",    "as",      "asa",  "aps",          "sro",  "doo",  "ood",  "eood",        "kft",    "zrt",     "pty",
      "plc",    "pvt",     "pte",  "sdn",          "bhd",  "ltda", "lda",  "eireli",      "me",     "eirl",    "sac",
      "saa",    "sapi",    "cv",   "fze",          "fzco", "fzc",  "wll",  "est",         "llp",    "pt",      "tbk",
      "cv",     "jsc",     "cjsc", "pjsc",         "tov",  "sia",  "uab",  "ou",          "oü",     "ооо",     "оао",
      "ао",     "зао",     "пао",  "ип",           "тоо",  "тов",  "чп",   "фоп",         "оп",     "spzoo",   "zoo",
      "αε",     "επε",     "οε",   "εε",           "ικε",  "sti",  "şti",  "sti.",        "a.s",    "eg",      "kgaa",
      "gesmbh", "dooel",   "doel", "shpk",         "mchj", "sae",  "sal",  "suarl",       "sarlau", "cia",     "dd",
      "ad",     "bt",      "ehf",  "hf",           "qsc",  "spj",  "sc",   "ooo",         "осоо",   "мчж",     "хк",
      "αβεε",   "tnhh",    "cong", "a.ş",          "kk",   "oo"};
  return forms;
}

// Words of trade and of establishments that names of firms have.
const std::unordered_set<std::string>& firm_words() {
  static const std::unordered_set<std::string> words = [] {
    std::unordered_set<std::string> made;
    for_each_entry(shipped_table("firm_words.txt"),
                   [&](std::string_view, const std::vector<std::string_view>& spellings) {
                     for (const std::string_view spelling : spellings) made.insert(fold(spelling));
                   });
    return made;
  }();
  return words;
}

bool has_unspaced_firm(std::string_view text) {
  for (const std::string_view mark :
       {"公司",   "有限",   "株式会社", "有限会社", "合同会社", "商会", "商社", "工房", "商店",
        "贸易行", "貿易行", "贸易",     "貿易",     "企業社",   "工厂", "工廠", "会社", "주식회사",
        "(주)",   "㈜",     "상사",     "무역",     "산업",     "농기", "기계", "공업", "전자",
        "상회",   "물산",   "บริษัท",     "จำกัด",     "บจก",      "หจก",  "บมจ",  "ร้าน",  "công ty"}) {
    if (text.find(mark) != std::string_view::npos) return true;
  }
  return false;
}

// A word without the marks that stand in and around a legal form.
std::string bare_word(std::string_view word) {
  std::string bare;
  for (const char c : fold(word)) {
    if (std::string_view(".,\"()';:").find(c) == std::string_view::npos) bare.push_back(c);
  }
  return bare;
}

// Legal forms that are words or units elsewhere count only as they are written officially: "KG", "S.A.", "A.Ş.".
bool is_ambiguous(const std::string& bare) {
  static const std::unordered_set<std::string> ambiguous = {
      "kg",  "ag",  "as",  "sa",  "co",      "me", "pt", "est", "cv", "ab", "sas", "sti",
      "spa", "ek",  "tov", "sac", "company", "sl", "ou", "kk",  "oy", "ao", "eg",  "sae",
      "sal", "cia", "dd",  "ad",  "bt",      "hf", "sc", "оп",  "ип", "oo", "тов", "чп"};
  return ambiguous.contains(bare);
}

// With dots, in capitals, or in another script.
bool is_official(std::string_view word) {
  return word.find('.') != std::string_view::npos ||
         (word.front() >= 'A' && word.front() <= 'Z' && (word.size() == 1 || !(word[1] >= 'a' && word[1] <= 'z'))) ||
         static_cast<unsigned char>(word.front()) >= 0x80;
}

bool is_legal_word(std::string_view word, const std::string& bare, std::string_view before, bool first) {
  if (!legal_forms().contains(bare)) return false;
  const bool after_number = !before.empty() && before.back() >= '0' && before.back() <= '9';
  const bool ambiguous = is_ambiguous(bare);
  // In Cyrillic the form stands first: "ИП Ким", "ТОВ «Колос»"; in capitals, for "тов." is a comrade.
  const bool cyrillic = word.size() >= 4 && word[0] == '\xD0' && word[2] == '\xD0' &&
                        static_cast<unsigned char>(word[3]) < 0xB0 && static_cast<unsigned char>(word[1]) < 0xB0;
  return !after_number && !(first && ambiguous && !cyrillic) && (!ambiguous || is_official(word));
}

// The firm's kind in a script without blanks, in a text short enough for a name.
bool is_unspaced_firm(std::string_view line) {
  constexpr std::size_t longest = 45;  // characters
  const auto characters =
      std::count_if(line.begin(), line.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
  return static_cast<std::size_t>(characters) <= longest && line.find("，") == std::string_view::npos &&
         line.find("。") == std::string_view::npos && has_unspaced_firm(line);
}

}  // namespace

bool is_legal_form(std::string_view word) {
  return !word.empty() && static_cast<unsigned char>(word.front()) < 0x80 &&
         is_legal_word(word, bare_word(word), "", false);
}

bool has_legal_form(std::string_view text) {
  for (const std::string_view mark :
       {"公司", "株式会社", "有限会社", "合同会社", "주식회사", "(주)", "㈜", "จำกัด", "บจก", "หจก", "บมจ"}) {
    if (text.find(mark) != std::string_view::npos) return is_unspaced_firm(text);
  }
  if (text.size() > 110 || text.find_first_of("?!") != std::string_view::npos) return false;
  std::string_view before;
  for (const std::string_view word : split(text, " ")) {
    if (is_legal_word(word, bare_word(word), before, before.empty())) return true;
    before = word;
  }
  return false;
}

bool names_a_firm(std::string_view line) {
  if (line.size() > 110 || line.find_first_of("?!") != std::string_view::npos) return false;
  if (has_legal_form(line)) return true;
  if (has_unspaced_firm(line)) return is_unspaced_firm(line) && !names_a_post(line);
  std::size_t words = 0, capitals = 0;
  bool firm_word = false, foreign_word = false;
  for (const std::string_view word : split(line, " ")) {
    ++words;
    capitals += (word.front() >= 'A' && word.front() <= 'Z') || static_cast<unsigned char>(word.front()) >= 0x80 ||
                word.front() == '&';
    const std::string bare = bare_word(word);
    if (!bare.empty() && firm_words().contains(bare))
      (static_cast<unsigned char>(bare.front()) < 0x80 ? firm_word : foreign_word) = true;
  }
  const bool named = (foreign_word && words >= 2 && words <= 8) ||
                     (firm_word && words >= 2 && words <= 7 && capitals * 3 >= words * 2 && line.size() <= 70);
  return named && !names_a_post(line);
}

}  // namespace tradewind::archiver

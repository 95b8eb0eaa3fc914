#include "crm_core/model/name_key.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <vector>

namespace tradewind::crm {

namespace {

constexpr std::size_t most_name_bytes = 400;

// Legal forms as they read after folding, several words each with blanks. What single letters and dots make ("s.a.", "s
// a") is joined first.
constexpr std::array legal_forms = std::to_array<std::u16string_view>({
    u"ltd",      u"limited",  u"llc",          u"llp",      u"lp",
    u"plc",      u"inc",      u"incorporated", u"corp",     u"corporation",
    u"co",       u"company",  u"pty",          u"pvt",      u"pte",
    u"private",  u"gmbh",     u"mbh",          u"ag",       u"kg",
    u"ohg",      u"ug",       u"gbr",          u"ek",       u"haftungsbeschrankt",
    u"kgaa",     u"sa",       u"sas",          u"sasu",     u"sarl",
    u"eurl",     u"sl",       u"slu",          u"sau",      u"sacv",
    u"sadecv",   u"sderl",    u"sderldecv",    u"srl",      u"srlcv",
    u"srldecv",  u"sapidecv", u"spa",          u"snc",      u"sapa",
    u"lda",      u"ltda",     u"eireli",       u"me",       u"bv",
    u"nv",       u"bvba",     u"vof",          u"cv",       u"ab",
    u"as",       u"asa",      u"aps",          u"oy",       u"oyj",
    u"ks",       u"hf",       u"ehf",          u"sro",      u"spol",
    u"sp",       u"zoo",      u"spzoo",        u"spj",      u"dd",
    u"doo",      u"ad",       u"ead",          u"eood",     u"ood",
    u"kft",      u"zrt",      u"nyrt",         u"bt",       u"ou",
    u"uab",      u"sia",      u"ooo",          u"oao",      u"zao",
    u"pao",      u"ao",       u"ip",           u"too",      u"tov",
    u"chp",      u"pp",       u"ооо",          u"оао",      u"зао",
    u"пао",      u"ао",       u"ип",           u"тоо",      u"тов",
    u"чп",       u"оод",      u"еоод",         u"ад",       u"sti",
    u"stii",     u"anonim",   u"limitet",      u"sirketi",  u"tic",
    u"san",      u"bhd",      u"sdn",          u"sdnbhd",   u"pt",
    u"tbk",      u"jsc",      u"cjsc",         u"ojsc",     u"pjsc",
    u"fze",      u"fzc",      u"fzco",         u"fzllc",    u"wll",
    u"est",      u"kk",       u"gk",           u"株式会社", u"有限会社",
    u"合同会社", u"주식회사", u"유한회사",     u"ذمم",      u"شذمم",
    u"מ בעמ",    u"בעמ",      u"εε",           u"αε",       u"επε",
    u"ικε",      u"ae",       u"epe",          u"tnhh",
});

// Written without a blank before or behind the name.
constexpr std::array attached_forms = std::to_array<std::u16string_view>({
    u"股份有限公司",
    u"有限责任公司",
    u"有限責任公司",
    u"有限公司",
    u"公司",
    u"株式会社",
    u"有限会社",
    u"合同会社",
    u"주식회사",
    u"유한회사",
});

bool is_legal_form(std::u16string_view word) {
  return std::find(legal_forms.begin(), legal_forms.end(), word) != legal_forms.end();
}

// The letter below a stroke, which is no combining mark.
UChar32 without_stroke(UChar32 letter) {
  switch (letter) {
    case 0x142:
      return 'l';
    case 0xF8:
      return 'o';
    case 0x111:
      return 'd';
    case 0x131:
      return 'i';
    default:
      return letter;
  }
}

// Between two legal forms: "GmbH und Co. KG", "San. ve Tic.".
bool is_conjunction(std::u16string_view word) {
  for (const std::u16string_view known : {u"and", u"und", u"ve", u"y", u"et", u"e", u"i", u"de"})
    if (word == known) return true;
  return false;
}

// Words of letters and digits, case and diacritics folded, compatibility forms resolved ("（株）" and "ﬁ" too). An
// apostrophe or a dot inside a word joins: "S.A." is "sa", "O'Rourke" is "orourke".
std::vector<std::u16string> folded_words(std::string_view name) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* fold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const auto* decompose = icu::Normalizer2::getNFDInstance(status);
  const auto* compose = icu::Normalizer2::getNFCInstance(status);
  auto text = icu::UnicodeString::fromUTF8(
      icu::StringPiece(name.data(), static_cast<int32_t>(std::min(name.size(), std::size_t{4096}))));
  if (U_FAILURE(status)) return {};
  text = decompose->normalize(fold->normalize(text, status), status);
  std::vector<std::u16string> words;
  icu::UnicodeString word;
  int since_dot = 0;
  const auto end_word = [&] {
    if (!word.isEmpty()) {
      const auto composed = compose->normalize(word, status);
      words.emplace_back(composed.getBuffer(), static_cast<std::size_t>(composed.length()));
    }
    word.remove();
    since_dot = 0;
  };
  for (int32_t at = 0; at < text.length();) {
    const UChar32 letter = text.char32At(at);
    at += U16_LENGTH(letter);
    const auto category = U_GET_GC_MASK(letter);
    // Marks of Latin, Greek and Cyrillic are diacritics; elsewhere (Indic, Thai, kana voicing) they belong to the
    // letter.
    if (category & U_GC_MN_MASK) {
      if (letter > 0x36F && !word.isEmpty()) word.append(letter);
    } else if (category & (U_GC_L_MASK | U_GC_N_MASK | U_GC_MC_MASK)) {
      word.append(without_stroke(letter));
      ++since_dot;
    } else if (letter == '.' && since_dot < 2) {
      since_dot = 0;  // "S.A." is one word, "Co.Ltd" are two
    } else if (letter != '\'' && letter != 0x2019) {
      end_word();
    }
  }
  end_word();
  return words;
}

// "s a de c v", "sp z o o": runs of short words that together spell a legal form become that one word.
void join_short_forms(std::vector<std::u16string>& words) {
  for (std::size_t first = words.size(); first-- > 1;) {
    std::u16string all;
    for (std::size_t at = first; at < words.size() && at < first + 5; ++at) {
      if (words[at].size() > 4) break;
      all += words[at];
      if (at > first && is_legal_form(all)) {
        words[first] = all;
        words.erase(words.begin() + static_cast<std::ptrdiff_t>(first) + 1,
                    words.begin() + static_cast<std::ptrdiff_t>(at) + 1);
        at = first;
      }
    }
  }
}

void remove_attached_form(std::u16string& word) {
  if (std::find(attached_forms.begin(), attached_forms.end(), word) != attached_forms.end()) return;
  for (const auto form : attached_forms) {
    if (word.size() <= form.size()) continue;
    if (std::u16string_view(word).substr(word.size() - form.size()) == form)
      return word.resize(word.size() - form.size());
    if (std::u16string_view(word).substr(0, form.size()) == form) {
      word.erase(0, form.size());
      return;
    }
  }
}

}  // namespace

std::string name_key(std::string_view name) {
  auto words = folded_words(name);
  join_short_forms(words);
  bool removed = false;
  while (words.size() > 1 && (is_legal_form(words.back()) || (removed && is_conjunction(words.back())))) {
    words.pop_back();
    removed = true;
  }
  while (words.size() > 1 && is_legal_form(words.front())) words.erase(words.begin());
  if (!words.empty()) {
    remove_attached_form(words.back());
    remove_attached_form(words.front());
  }
  std::string key;
  for (const auto& word : words) {
    std::string text;
    icu::UnicodeString(word.data(), static_cast<int32_t>(word.size())).toUTF8String(text);
    if (key.size() + text.size() + 1 > most_name_bytes) break;
    if (!key.empty()) key += ' ';
    key += text;
  }
  return key;
}

std::string phone_key(std::string_view phone) {
  constexpr std::size_t least = 7, most = 9;
  std::string digits;
  for (const char c : phone)
    if (c >= '0' && c <= '9') digits += c;
  if (digits.size() < least) return {};
  return digits.size() > most ? digits.substr(digits.size() - most) : digits;
}

std::string address_key(std::string_view address) {
  while (!address.empty() && (address.front() == ' ' || address.front() == '\t')) address.remove_prefix(1);
  while (!address.empty() && (address.back() == ' ' || address.back() == '\t')) address.remove_suffix(1);
  std::string key(address);
  for (char& c : key)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return key;
}

}  // namespace tradewind::crm

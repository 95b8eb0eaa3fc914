#include "archiver/extract/introduction.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "archiver/data_table.hpp"
#include "archiver/extract/firm_name.hpp"
#include "archiver/extract/places.hpp"
#include "archiver/phrase_lists.hpp"

namespace tradewind::archiver {
namespace {

enum class Opening : std::uint8_t { person, firm };

const PhraseTable& openings() {
  static const PhraseTable table = [] {
    PhraseTable made;
    const auto add = [&](Opening opening, std::initializer_list<std::string_view> phrases) {
      for (const std::string_view phrase : phrases) made.add(phrase, static_cast<std::uint32_t>(opening));
    };
    add(Opening::person, {"my name is",   "i am",       "i'm",          "this is",     "ich bin",     "mein name ist",
                          "je m'appelle", "je suis",    "mi nombre es", "me llamo",    "soy",         "meu nome é",
                          "me chamo",     "sou",        "sou o",        "sou a",       "mi chiamo",   "sono",
                          "mijn naam is", "ik ben",     "меня зовут",   "мене звати",  "nazywam się", "jmenuji se",
                          "adım",         "benim adım", "ben",          "nama saya",   "saya",        "tên tôi là",
                          "tôi là",       "mera naam",  "jag heter",    "mit navn er", "nimeni on",   "numele meu este",
                          "με λένε"});
    add(Opening::firm, {"we are",
                        "we're",
                        "our company is",
                        "our company",
                        "wir sind",
                        "wir sind die firma",
                        "nous sommes",
                        "notre société",
                        "somos",
                        "somos la empresa",
                        "nuestra empresa",
                        "nossa empresa",
                        "siamo",
                        "siamo la ditta",
                        "wij zijn",
                        "мы компания",
                        "наша компания",
                        "ми компанія",
                        "jesteśmy firmą",
                        "jesteśmy",
                        "biz",
                        "kami dari",
                        "chúng tôi là",
                        "bên em là",
                        "bên mình là",
                        "công ty chúng tôi là",
                        "from",
                        "компания",
                        "фирма",
                        "компанія",
                        "firma",
                        "firmamız",
                        "şirketimiz",
                        "мы",
                        "ми"});
    made.freeze();
    return made;
  }();
  return table;
}

// The capitalised words from here on; `linked`: small words between them too ("Hijos de Ruiz", "Webb & Sons").
std::string_view capitalised(std::string_view text, std::size_t most, bool linked) {
  static constexpr std::string_view links[] = {"&",  "de",  "del", "da",  "do",  "dos", "di",  "and", "y",  "e",
                                               "et", "und", "la",  "van", "von", "der", "den", "al",  "el", "bin"};
  const std::size_t start = text.find_first_not_of(' ');
  if (start == std::string_view::npos) return {};
  text = text.substr(start);
  std::size_t end = 0, words = 0;
  for (std::size_t at = 0; at < text.size() && words < most;) {
    const std::size_t stop = std::min(text.find_first_of(" \n", at), text.size());
    std::string_view word = text.substr(at, stop - at);
    bool last = stop < text.size() && text[stop] == '\n';
    while (!word.empty() && std::string_view(",;:!?)").find(word.back()) != std::string_view::npos) {
      word.remove_suffix(1);
      last = true;
    }
    // "Co." and "S.A." keep their full stop, the last word of a sentence does not.
    if (word.ends_with('.') && !is_legal_form(word) && word.size() > 3) {
      word.remove_suffix(1);
      last = true;
    }
    std::string_view letters = word;  // of «Заря»
    for (const std::string_view mark : {"\"", "“", "„", "«", "'"}) {
      if (letters.starts_with(mark)) letters.remove_prefix(mark.size());
    }
    const bool link = linked && end > 0 && std::find(std::begin(links), std::end(links), word) != std::end(links);
    if (!starts_with_capital(letters) && !link) break;
    if (!link) {
      end = at + word.size();
      ++words;
    }
    if (last) break;
    at = stop + 1;
  }
  return text.substr(0, end);
}

// "from", "of", "at", "bei": the firm behind the person.
std::string_view firm_behind(std::string_view text) {
  static const PhraseTable links = listed_phrases("before firm");
  while (!text.empty() && (text.front() == ' ' || text.front() == ',')) text.remove_prefix(1);
  const FoldedText folded = fold_with_origin(text.substr(0, 80));
  const auto link = links.longest_at(folded.text, 0);
  if (!link || link->size >= folded.text.size()) return {};
  const std::string_view firm = capitalised(text.substr(folded.origin[link->size]), 6, true);
  const bool place = !find_countries(firm).empty() || !find_ports(firm).empty();
  const bool of = folded.text.starts_with("of") || folded.text.starts_with("with") || folded.text.starts_with("at");
  return names_a_firm(firm) || (of && !place && firm.find(' ') != std::string_view::npos) ? firm : std::string_view{};
}

// "我们是宁波某某有限公司", "我是某某公司的".
std::string_view chinese_firm(std::string_view text) {
  for (const std::string_view opening : {"我们是", "我們是", "我司是", "我是", "这里是", "這裡是", "来自", "來自"}) {
    const std::size_t found = text.find(opening);
    if (found == std::string_view::npos) continue;
    const std::string_view rest = text.substr(found + opening.size(), 90);
    for (const std::string_view form : {"公司", "集团", "集團", "商行", "商会", "株式会社"}) {
      const std::size_t end = rest.find(form);
      if (end == std::string_view::npos || end < 6 || end > 60) continue;
      const std::string_view firm = rest.substr(0, end + form.size());
      if (firm.find("，") == std::string_view::npos && firm.find("的") == std::string_view::npos &&
          firm.find("家") == std::string_view::npos)
        return firm;
    }
  }
  return {};
}

// "نحن شركة أسواق النخيل الغذائية في الكويت", "شرکت زرین سفره واردکننده": the firm's kind and the words behind it, up
// to one that goes on with the sentence.
std::string_view arabic_firm(std::string_view text) {
  for (const std::string_view kind : {"شركة ", "شركه ", "مؤسسة ", "مؤسسه ", "مصنع ", "مجموعة ", "شرکت "}) {
    const std::size_t found = text.find(kind);
    if (found == std::string_view::npos) continue;
    const std::string_view rest = text.substr(found, 160);
    std::size_t end = 0, words = 0;
    for (std::size_t at = 0; at < rest.size() && words < 6;) {
      const std::size_t stop = std::min(rest.find_first_of(" \n", at), rest.size());
      std::string_view word = rest.substr(at, stop - at);
      static constexpr std::string_view others[] = {
          "في",        "من",    "و",  "ونحن",  "نحن",  "مقرها", "لدينا", "تعمل", "المتخصصة", "متخصصة",
          "واردکننده", "تولید", "در", "هستیم", "هستم", "از",    "با",    "فعال", "-",        "–"};
      if (std::find(std::begin(others), std::end(others), word) != std::end(others)) break;
      const std::size_t mark =
          std::min({word.find("،"), word.find(','), word.find('.'), word.find(':'), word.find('(')});
      if (mark != std::string_view::npos) word = word.substr(0, mark);
      if (!word.empty()) {
        end = at + word.size();
        ++words;
      }
      if (mark != std::string_view::npos || stop >= rest.size() || rest[stop] == '\n') break;
      at = stop + 1;
    }
    if (words >= 2) return rest.substr(0, end);
  }
  return {};
}

}  // namespace

Introduction find_introduction(std::string_view text) {
  text = text.substr(0, 2000);
  Introduction found;
  const FoldedText folded = fold_with_origin(text);
  openings().find(folded.text, [&](const PhraseHit& hit) {
    const std::size_t behind = folded.origin[hit.offset + hit.size];
    const std::string_view rest = text.substr(behind);
    if (static_cast<Opening>(hit.value) == Opening::firm) {
      const std::string_view firm = capitalised(rest, 6, true);
      if (found.company.empty() && names_a_firm(firm)) found.company = std::string(firm);
      return;
    }
    const std::string_view name = capitalised(rest, 4, false);
    if (!found.person.empty() || name.size() < 3 || names_a_firm(name) || !find_countries(name).empty()) return;
    found.person = std::string(name);
    found.source = std::string(text.substr(folded.origin[hit.offset], 120));
    const std::size_t end = static_cast<std::size_t>(name.data() - text.data()) + name.size();
    if (found.company.empty()) found.company = std::string(firm_behind(text.substr(end)));
  });
  if (found.company.empty()) found.company = std::string(chinese_firm(text));
  if (found.company.empty()) found.company = std::string(arabic_firm(text));
  if (found.source.empty()) found.source = found.company;
  return found;
}

bool speaks(std::string_view words) {
  static constexpr std::string_view verbs[] = {
      "is",   "am",     "are",  "we",    "my",  "our", "name", "need", "have", "soy",   "somos", "bin",    "sind",
      "suis", "sommes", "sono", "siamo", "sou", "wij", "ben",  "мы",   "меня", "зовут", "from",  "please", "want"};
  const std::string folded = fold(words);
  const auto all = words_of(folded);
  return std::any_of(all.begin(), all.end(), [&](std::string_view word) {
    return std::find(std::begin(verbs), std::end(verbs), word) != std::end(verbs);
  });
}

}  // namespace tradewind::archiver

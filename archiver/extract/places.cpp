#include "archiver/extract/places.hpp"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "archiver/data_table.hpp"
#include "archiver/phrase_lists.hpp"

namespace tradewind::archiver {
namespace {

std::uint32_t pack(std::string_view code) {
  std::uint32_t value = 0;
  for (const char c : code.substr(0, 4)) value = (value << 8U) | static_cast<unsigned char>(c);
  return value;
}

std::string unpack(std::uint32_t value) {
  std::string code;
  for (int shift = 24; shift >= 0; shift -= 8) {
    const auto c = static_cast<char>((value >> static_cast<unsigned>(shift)) & 0xFFU);
    if (c != 0) code.push_back(c);
  }
  return code;
}

const PhraseTable& incoterms() {
  static const PhraseTable table = [] {
    PhraseTable made;
    for_each_entry(shipped_table("incoterms.txt"),
                   [&](std::string_view code, const std::vector<std::string_view>& spellings) {
                     for (const std::string_view spelling : spellings) made.add(spelling, pack(code));
                   });
    made.freeze();
    return made;
  }();
  return table;
}

const PhraseTable& ports() {
  static const PhraseTable table = [] {
    PhraseTable made;
    for_each_entry(shipped_table("ports.txt"),
                   [&](std::string_view country, const std::vector<std::string_view>& spellings) {
                     for (const std::string_view spelling : spellings) made.add(spelling, pack(country));
                   });
    made.freeze();
    return made;
  }();
  return table;
}

const PhraseTable& countries() {
  static const PhraseTable table = [] {
    PhraseTable made;
    for_each_entry(shipped_table("countries.txt"),
                   [&](std::string_view country, const std::vector<std::string_view>& spellings) {
                     for (const std::string_view spelling : spellings) made.add(spelling, pack(country));
                   });
    const char* const* codes = icu::Locale::getISOCountries();
    for (const char* const language :
         {"en", "zh", "zh_TW", "es", "pt", "fr", "de", "it", "ru", "uk", "ar", "tr", "pl", "nl", "ja",
          "ko", "vi", "th",    "id", "fa", "he", "el", "cs", "ro", "hu", "sv", "da", "fi", "bg", "hr"}) {
      const icu::Locale locale(language);
      for (const char* const* code = codes; *code != nullptr; ++code) {
        icu::UnicodeString name;
        icu::Locale("", *code).getDisplayCountry(locale, name);
        std::string text;
        name.toUTF8String(text);
        // A country without a name in this language comes back as its code.
        if (text.size() > 3) made.add(text, pack(*code));
        // "в Германии", "из Узбекистана": the stem of a long name takes any ending.
        constexpr std::size_t longest_short = 12;  // bytes, of six Cyrillic letters
        const bool cyrillic = std::string_view(language) == "ru" || std::string_view(language) == "uk" ||
                              std::string_view(language) == "bg";
        if (cyrillic && text.size() > longest_short && text.find(' ') == std::string::npos)
          made.add(text.substr(0, text.size() - (text.ends_with("ан") || text.ends_with("т") ? 0 : 2)) + "*",
                   pack(*code));
      }
    }
    made.freeze();
    return made;
  }();
  return table;
}

// Places whose names are common words: "porto da Beira", "split delivery".
bool is_word_too(std::string_view place) {
  static constexpr std::string_view words[] = {"porto",  "split",   "mobile",   "reading", "orange",
                                               "nelson", "batch",   "santa",    "turkey",  "georgia",
                                               "jordan", "coronel", "progreso", "victoria"};
  return std::find(std::begin(words), std::end(words), place) != std::end(words);
}

std::vector<PlaceFound> find_places(std::string_view text, const PhraseTable& table, std::size_t most) {
  const FoldedText folded = fold_with_origin(text.substr(0, 50'000));
  std::vector<PlaceFound> found;
  for (const PhraseHit& hit : table.find_longest(folded.text)) {
    if (found.size() >= most) break;
    PlaceFound place;
    place.begin = folded.origin[hit.offset];
    place.end = folded.origin[hit.offset + hit.size];
    place.text = std::string(trim_wide(text.substr(place.begin, place.end - place.begin)));
    place.country = unpack(hit.value);
    // A Latin name in lower case inside a sentence is often a word ("bar", "rio", "male"): short ones need a capital.
    const bool small = place.text.front() >= 'a' && place.text.front() <= 'z';
    if (small && (place.text.size() <= 4 || is_word_too(place.text))) continue;
    // "Porto de Santos": the common word, whatever its capital.
    const std::string_view behind = text.substr(place.end, 4);
    if (place.text == "Porto" && (behind == " de " || behind == " do " || behind == " da ")) continue;
    found.push_back(std::move(place));
  }
  return found;
}

// A street named after a country says nothing of where it runs: "Av. Argentina 1540", "Calle Brasil", "China Road".
bool is_in_street_name(std::string_view text, const PlaceFound& place) {
  static const PhraseTable before = listed_phrases("before port");
  static const PhraseTable behind = listed_phrases("behind port");
  const std::string_view line = text.substr(0, place.begin).substr(text.substr(0, place.begin).rfind('\n') + 1);
  const std::string head = fold(line.substr(line.size() > 40 ? line.size() - 40 : 0));
  for (const PhraseHit& hit : before.find_longest(head)) {
    // At most "de la República" between.
    const std::string_view between = std::string_view(head).substr(hit.offset + hit.size);
    if (between.find_first_of(",;:0123456789") == std::string_view::npos && words_of(between).size() <= 3) return true;
  }
  const std::string tail = fold(text.substr(place.end, 16));
  const std::size_t at = tail.find_first_not_of(' ');
  return at != std::string::npos && behind.longest_at(tail, at).has_value();
}

bool is_word_byte(char c) {
  return static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '\'' ||
         c == '-';
}

// Words that stand between a term and its place, and that end a place.
bool is_filler(std::string_view word) {
  static constexpr std::string_view fillers[] = {
      "price",  "prices",  "to",     "port",  "the",     "of",        "at",        "in",        "for",     "our",
      "precio", "precios", "puerto", "porto", "preco",   "hafen",     "preis",     "preise",    "nach",    "prix",
      "au",     "le",      "la",     "de",    "do",      "da",        "порт",      "цена",      "на",      "до",
      "ميناء",  "الى",     "term",   "terms", "basis",   "warehouse", "incoterms", "2020",      "2010",    "warehouse,",
      "fiyati", "limani",  "liman",  "harga", "gia",     "cang",      "cena",      "prijs",     "haven",   "door",
      "lager",  "werk",    "haus",   "depot", "almacen", "bodega",    "entrepot",  "magazzino", "armazem", "склад",
      "склада", "magazyn", "sklad",  "via",   "by"};
  return std::find(std::begin(fillers), std::end(fillers), word) != std::end(fillers);
}

// One or two capitalised words behind this place of the line, past fillers: a place that no table knows.
std::optional<PlaceFound> unknown_place(std::string_view text, std::size_t from, std::size_t line_end) {
  const std::string_view behind = text.substr(from, std::min<std::size_t>(line_end - from, 60));
  std::size_t at = 0;
  PlaceFound place;
  int words = 0;
  while (at < behind.size() && words < 2) {
    while (at < behind.size() && (behind[at] == ' ' || behind[at] == ':')) ++at;
    const std::size_t begin = at;
    while (at < behind.size() && is_word_byte(behind[at])) ++at;
    if (at == begin) break;
    const std::string_view word = behind.substr(begin, at - begin);
    if (words == 0 && is_filler(fold(word))) continue;
    // "FOB", "USD", "LC" are no places.
    const bool code =
        word.size() <= 3 && std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (!starts_with_capital(word) || is_filler(fold(word)) || word.size() < 3 || code) break;
    if (words == 0) place.begin = from + begin;
    place.end = from + at;
    ++words;
  }
  if (words == 0) return {};
  place.text = std::string(text.substr(place.begin, place.end - place.begin));
  return place;
}

// "CNF Benoa or Surabaya": the first of two places, though only the second is in the table.
std::optional<PlaceFound> first_of_choice(std::string_view text, std::size_t from, std::size_t line_end) {
  static const PhraseTable choices = phrases(
      {"or",  "oder", "ou", "o", "oppure", "of",    "lub", "albo", "nebo", "alebo", "vagy", "sau",  "eller", "tai",
       "или", "або",  "чи", "ή", "veya",   "ya da", "أو",  "او",   "یا",   "או",    "atau", "hoặc", "หรือ",   "/"});
  auto place = unknown_place(text, from, line_end);
  if (!place) return {};
  const std::string behind = fold(trim_wide(text.substr(place->end, std::min<std::size_t>(line_end - place->end, 16))));
  return choices.longest_at(behind, 0) ? place : std::nullopt;
}

// "CIF仙台で": two to four Han characters right behind the term.
std::optional<PlaceFound> han_place(std::string_view text, std::size_t from, std::size_t line_end) {
  while (from < line_end && (text[from] == ' ' || text[from] == ':')) ++from;
  std::size_t end = from, characters = 0;
  for (std::size_t at = from; at < line_end;) {
    const char32_t c = next_character(text, at);
    if (c < 0x4E00 || c > 0x9FFF) break;
    end = at;
    ++characters;
  }
  const std::string_view name = text.substr(from, end - from);
  for (const std::string_view no_place :
       {"价", "價", "格", "条", "條", "报", "報", "请", "請", "方式", "単", "美", "元", "和", "或"}) {
    if (name.find(no_place) != std::string_view::npos) return {};
  }
  if (characters < 2 || characters > 4) return {};
  PlaceFound place;
  place.text = std::string(name);
  place.begin = from;
  place.end = end;
  return place;
}

// "Delivered to our laundry in Stowe": the place behind the house.
std::optional<PlaceFound> place_of_house(std::string_view text, std::size_t from, std::size_t line_end) {
  static const PhraseTable links =
      phrases({"in", "at", "à", "en", "em", "a", "w", "v", "i", "te", "в", "у", "în", "di"});
  const std::string_view behind = text.substr(from, std::min<std::size_t>(line_end - from, 40));
  const FoldedText folded = fold_with_origin(behind.substr(0, behind.find_first_of(".,;?!")));
  for (const PhraseHit& hit : links.find_longest(folded.text)) {
    if (hit.offset + hit.size >= folded.text.size()) break;
    const std::size_t at = from + folded.origin[hit.offset + hit.size];
    if (auto place = unknown_place(text, at, line_end)) return place;
  }
  return {};
}

}  // namespace

std::vector<TermFound> find_incoterms(std::string_view text) {
  const FoldedText folded = fold_with_origin(text.substr(0, 50'000));
  std::vector<TermFound> found;
  for (const PhraseHit& hit : incoterms().find_longest(folded.text)) {
    if (found.size() >= 20) break;
    found.push_back(TermFound{unpack(hit.value), folded.origin[hit.offset], folded.origin[hit.offset + hit.size]});
  }
  return found;
}

std::vector<PlaceFound> find_ports(std::string_view text) { return find_places(text, ports(), 40); }

std::vector<PlaceFound> find_countries(std::string_view text) {
  std::vector<PlaceFound> each;
  for (PlaceFound& place : find_places(text, countries(), 60)) {
    if (is_in_street_name(text, place)) continue;
    if (std::none_of(each.begin(), each.end(), [&](const PlaceFound& known) { return known.country == place.country; }))
      each.push_back(std::move(place));
  }
  return each;
}

std::optional<PlaceFound> place_of_term(std::string_view text, const TermFound& term) {
  const std::size_t line_end = std::min(text.find('\n', term.end), text.size());
  if (auto place = first_of_choice(text, term.end, line_end)) return place;
  const std::string_view behind = text.substr(term.end, std::min<std::size_t>(line_end - term.end, 60));
  for (PlaceFound place : find_ports(behind)) {
    place.begin += term.end;
    place.end += term.end;
    return place;
  }
  // Right before it: "宁波FOB", "Qingdao FOB".
  const std::size_t start = term.begin > 24 ? term.begin - 24 : 0;
  const auto before = find_ports(text.substr(start, term.begin - start));
  if (!before.empty() &&
      trim_wide(text.substr(start + before.back().end, term.begin - start - before.back().end)).size() <= 3)
    return before.back();
  if (auto place = unknown_place(text, term.end, line_end)) return place;
  return han_place(text, term.end, line_end);
}

std::optional<PlaceFound> place_of_delivery(std::string_view text) {
  static const PhraseTable deliveries = listed_phrases("delivery");
  const FoldedText folded = fold_with_origin(text.substr(0, 8000));
  for (const PhraseHit& hit : deliveries.find_longest(folded.text)) {
    const std::size_t behind = folded.origin[hit.offset + hit.size];
    const std::size_t line_end = std::min(text.find('\n', behind), text.size());
    auto place = unknown_place(text, behind, line_end);
    if (!place) place = place_of_house(text, behind, line_end);
    if (place && find_countries(place->text).empty()) return place;
  }
  return {};
}

}  // namespace tradewind::archiver

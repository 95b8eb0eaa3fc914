#include "archiver/extract/quantity.hpp"

#include <algorithm>
#include <array>

#include "archiver/data_table.hpp"
#include "archiver/extract/unit_words.hpp"
#include "archiver/phrase_table.hpp"

namespace tradewind::archiver {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

std::string strip(std::string number) {
  if (number.find('.') != std::string::npos) {
    while (number.back() == '0') number.pop_back();
    if (number.back() == '.') number.pop_back();
  }
  std::size_t zeros = 0;
  while (zeros + 1 < number.size() && number[zeros] == '0' && is_digit(number[zeros + 1])) ++zeros;
  return number.substr(zeros);
}

// number × 10^zeros
std::string scaled(std::string number, std::size_t zeros) {
  std::size_t point = number.find('.');
  if (point == std::string::npos) {
    number.append(zeros, '0');
    return strip(number);
  }
  number.erase(point, 1);
  while (number.size() < point + zeros) number.push_back('0');
  if (point + zeros < number.size()) number.insert(point + zeros, 1, '.');
  return strip(number);
}

// The end of the digits and separators of a number that begins at `at`.
std::size_t number_end(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size()) {
    if (is_digit(text[end])) {
      ++end;
      continue;
    }
    const bool grouped =
        (text[end] == '.' || text[end] == ',' || text[end] == '\'') && end + 1 < text.size() && is_digit(text[end + 1]);
    // A blank groups only three digits that nothing but another blank, a unit or the end follows ("1 000 pcs").
    const bool spaced = text[end] == ' ' && end - at <= 3 && end + 3 < text.size() + 0 && end + 3 <= text.size() - 1 &&
                        is_digit(text[end + 1]) && is_digit(text[end + 2]) && is_digit(text[end + 3]) &&
                        (end + 4 >= text.size() || !is_digit(text[end + 4]));
    if (!grouped && !spaced) break;
    ++end;
  }
  return end;
}

// "k", "thousand", 万 behind the number: how many zeros they stand for, and how long they are.
std::size_t magnitude(std::string_view folded, std::size_t at, std::size_t& size) {
  static constexpr std::array<std::pair<std::string_view, std::size_t>, 11> words = {{{"k", 3},
                                                                                      {"thousand", 3},
                                                                                      {"tsd", 3},
                                                                                      {"mil", 3},
                                                                                      {"тыс", 3},
                                                                                      {"bin", 3},
                                                                                      {"万", 4},
                                                                                      {"萬", 4},
                                                                                      {"만", 4},
                                                                                      {"千", 3},
                                                                                      {"천", 3}}};
  std::size_t start = at;
  if (start < folded.size() && folded[start] == ' ') ++start;
  for (const auto& [word, zeros] : words) {
    if (!folded.substr(start).starts_with(word)) continue;
    std::size_t end = start + word.size();
    if (word.size() <= 3 && is_letter(word.front()) && end < folded.size() && (is_letter(folded[end]))) continue;
    if (word == "k" && start != at) continue;
    if (word == "тыс" && end < folded.size() && folded[end] == '.') ++end;
    size = end - at;
    return zeros;
  }
  size = 0;
  return 0;
}

bool is_times(std::string_view folded, std::size_t at, std::size_t& size) {
  if (at < folded.size() && (folded[at] == 'x' || folded[at] == '*')) return size = 1, true;
  if (folded.substr(at).starts_with("×") || folded.substr(at).starts_with("х")) return size = 2, true;
  return false;
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] == ' ') ++at;
  return at;
}

// "1x40HC", "2 * 20ft": the count, with the container as the unit.
bool read_container(std::string_view folded, std::size_t number_at, std::size_t end, Quantity& quantity) {
  std::size_t size = 0;
  std::size_t at = skip_blanks(folded, end);
  if (!is_times(folded, at, size)) return false;
  at = skip_blanks(folded, at + size);
  const std::string_view rest = folded.substr(at);
  if (!rest.starts_with("20") && !rest.starts_with("40") && !rest.starts_with("45")) return false;
  std::size_t stop = skip_blanks(rest, 2);
  const bool mark = stop < rest.size() && (rest[stop] == '\'' || rest[stop] == '"');
  if (mark) stop = skip_blanks(rest, stop + 1);
  bool word = false;
  for (const std::string_view type : {"hc", "hq", "gp", "dv", "dc", "ft", "feet", "fcl", "rf", "rh", "ot", "st", "foot",
                                      "pies", "pieds", "尺", "фут"}) {
    if (rest.substr(stop).starts_with(type)) {
      stop += type.size();
      word = true;
      break;
    }
  }
  if (!word && !mark) return false;
  quantity.amount = decimal_of(folded.substr(number_at, end - number_at));
  quantity.sort = UnitSort::container;
  quantity.begin = number_at;
  quantity.end = at + stop;
  quantity.unit = std::string(rest.substr(0, stop));
  return true;
}

// A number that belongs to a code, a size, a date or a telephone number by what touches it.
bool is_part_of_something(std::string_view folded, std::size_t begin, std::size_t end) {
  if (begin > 0) {
    const char before = folded[begin - 1];
    if (is_letter(before) || before == '-' || before == '/' || before == '#' || before == '+' || before == '.' ||
        before == '$' || before == '_') {
      if (!(before == '-' && begin > 1 && folded[begin - 2] == ' ') && before != '.') return true;
      if (before == '-' && begin > 1 && folded[begin - 2] != ' ') return true;
      if (before == '.' && begin > 1 && (is_letter(folded[begin - 2]) || is_digit(folded[begin - 2]))) return true;
    }
    std::size_t size = 0;
    if (begin > 1 && is_times(folded, begin - 1, size) && is_digit(folded[begin - 2])) return true;
  }
  if (end < folded.size()) {
    const char after = folded[end];
    if (after == '/' || after == '#' || after == '_' || after == '%' || after == ':') return true;
    if ((after == '-' || after == '~') && end + 1 < folded.size() &&
        (is_digit(folded[end + 1]) || is_letter(folded[end + 1])))
      return true;
    std::size_t size = 0;
    if (is_times(folded, end, size) && end + size < folded.size() && is_digit(folded[end + size])) return true;
  }
  return end - begin > 9;
}

double value_at(std::string_view folded, std::size_t at) {
  double value = 0;
  for (std::size_t end = number_end(folded, at); at < end; ++at) {
    if (is_digit(folded[at])) value = value * 10 + (folded[at] - '0');
  }
  return value;
}

// "500-600", "8 or 10": a range names no quantity. A spaced hyphen between unlike numbers ("bell 16 - 300 pcs") is no
// range.
bool is_range(std::string_view folded, std::size_t begin, std::size_t end) {
  for (const std::string_view word : {"-", "~", "to ", "or ", "bis ", "a ", "oder ", "до "}) {
    std::size_t at = skip_blanks(folded, end);
    if (!folded.substr(at).starts_with(word)) continue;
    at = skip_blanks(folded, at + word.size());
    if (at >= folded.size() || !is_digit(folded[at])) continue;
    const double first = value_at(folded, begin), second = value_at(folded, at);
    return second > first && second <= 3 * first;
  }
  return false;
}

// The place of the number that begins at `begin` as the second of a range.
bool ends_range(std::string_view folded, std::size_t begin) {
  std::size_t at = begin;
  while (at > 0 && folded[at - 1] == ' ') --at;
  for (const std::string_view word : {"-", "~", " to", " or", " bis", " oder", " a", " до"}) {
    if (at < word.size() || folded.substr(at - word.size(), word.size()) != word) continue;
    std::size_t stop = at - word.size();
    while (stop > 0 && folded[stop - 1] == ' ') --stop;
    std::size_t start = stop;
    while (start > 0 && (is_digit(folded[start - 1]) || folded[start - 1] == ',' || folded[start - 1] == '.')) --start;
    if (start < stop && is_digit(folded[start]) && is_range(folded, start, stop)) return true;
  }
  return false;
}

// "kg 4.000", "mt. 20": the unit that stands before a number and belongs to no other one.
std::optional<PhraseHit> unit_before(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end > 0 && text[end - 1] == ' ') --end;
  std::size_t begin = end;
  while (begin > 0 && (is_letter(text[begin - 1]) || text[begin - 1] == '.')) --begin;
  const std::string_view word = text.substr(begin, end - begin);
  static constexpr std::string_view leading[] = {"kg", "kgs", "kg.", "mt",  "mt.",  "tn", "tn.", "t.",  "ton", "tonn.",
                                                 "mq", "pz",  "pz.", "pcs", "pcs.", "nr", "nr.", "lbs", "ctns"};
  if (std::find(std::begin(leading), std::end(leading), word) == std::end(leading)) return {};
  std::size_t before = begin;
  while (before > 0 && text[before - 1] == ' ') --before;
  if (end == at || (before > 0 && (is_digit(text[before - 1]) || before == begin))) return {};
  if (word.starts_with("nr")) return PhraseHit{begin, end - begin, static_cast<std::uint32_t>(UnitSort::piece)};
  const auto unit = unit_words().longest_at(text, begin);
  return unit ? std::optional(PhraseHit{begin, end - begin, unit->value}) : std::nullopt;
}

// "un container de 40'": a number in words, for containers only and where a list or a preposition of content says that
// they are ordered; elsewhere it is an article ("one container a month").
std::optional<PhraseHit> worded_count(std::string_view text, std::size_t at, Quantity& quantity) {
  static const PhraseTable numbers = [] {
    PhraseTable made;
    for (const std::string_view word :
         {"one", "un", "une", "uno", "um", "ein", "einen", "een", "один", "jeden", "bir", "ένα", "satu"})
      made.add(word, 1);
    for (const std::string_view word :
         {"two", "deux", "dos", "dois", "due", "zwei", "twee", "два", "dwa", "iki", "dua"})
      made.add(word, 2);
    made.freeze();
    return made;
  }();
  const auto number = numbers.longest_at(text, at);
  if (!number) return {};
  const std::size_t unit_at = skip_blanks(text, at + number->size);
  const auto unit = unit_words().longest_at(text, unit_at);
  if (!unit || static_cast<UnitSort>(unit->value) != UnitSort::container) return {};
  const std::string_view before = trim(text.substr(0, at));
  const std::string_view behind = trim(text.substr(unit->offset + unit->size));
  const bool listed = before.empty() || std::string_view(",:-(").find(before.back()) != std::string_view::npos;
  static constexpr std::string_view links[] = {"of ", "de ", "di ", "d'", "with ", "mit ", "von "};
  const bool contains =
      std::any_of(std::begin(links), std::end(links), [&](std::string_view link) { return behind.starts_with(link); });
  if (!listed && !contains) return {};
  quantity.amount = std::to_string(number->value);
  quantity.sort = UnitSort::container;
  return unit;
}

// Digits of other scripts fold to these; containers alone are counted in words. Most lines of a mail have neither.
bool may_hold_quantity(std::string_view line) {
  return std::any_of(line.begin(), line.end(),
                     [](char c) { return is_digit(c) || static_cast<unsigned char>(c) >= 0x80; }) ||
         line.find("ont") != std::string_view::npos || line.find("ONT") != std::string_view::npos;
}

}  // namespace

std::string decimal_of(std::string_view text) {
  std::string digits;
  std::size_t end = number_end(text, 0);
  if (end == 0 || text.empty() || !is_digit(text[0])) return "";
  std::size_t size = 0;
  const std::size_t zeros = magnitude(text, end, size);
  const std::string_view number = text.substr(0, end);
  const std::size_t last = number.find_last_of(".,");
  const bool both = number.find('.') != std::string_view::npos && number.find(',') != std::string_view::npos;
  const bool repeated = last != std::string_view::npos && number.find(number[last]) != last;
  const std::size_t behind = last == std::string_view::npos ? 0 : number.size() - last - 1;
  const bool point =
      last != std::string_view::npos && !repeated && (both || behind != 3 || number.front() == '0' || last > 3);
  for (std::size_t i = 0; i < number.size(); ++i) {
    if (is_digit(number[i]))
      digits.push_back(number[i]);
    else if (point && i == last)
      digits.push_back('.');
  }
  return scaled(strip(digits), zeros);
}

std::vector<Quantity> find_quantities(std::string_view line) {
  std::vector<Quantity> found;
  if (!may_hold_quantity(line)) return found;
  const FoldedText folded = fold_with_origin(line.substr(0, 2000));
  const std::string_view text = folded.text;
  for (std::size_t at = 0; at < text.size() && found.size() < 40;) {
    Quantity quantity;
    if (!is_digit(text[at])) {
      const bool starts = at == 0 || text[at - 1] == ' ' || text[at - 1] == '(';
      if (const auto unit = starts ? worded_count(text, at, quantity) : std::nullopt) {
        quantity.begin = folded.origin[at];
        at = unit->offset + unit->size;
        quantity.end = folded.origin[at];
        quantity.unit =
            std::string(trim(line.substr(folded.origin[unit->offset], quantity.end - folded.origin[unit->offset])));
        found.push_back(std::move(quantity));
      } else {
        ++at;
      }
      continue;
    }
    const std::size_t end = number_end(text, at);
    if (read_container(text, at, end, quantity)) {
      quantity.begin = folded.origin[quantity.begin];
      quantity.end = folded.origin[quantity.end];
      // The unit as written begins behind the times sign.
      const std::string_view whole = line.substr(quantity.begin, quantity.end - quantity.begin);
      const std::size_t tail = whole.find_last_of("xX*");
      if (tail != std::string_view::npos) quantity.unit = std::string(trim(whole.substr(tail + 1)));
      at = std::max(end, at + 1);
      while (at < text.size() && folded.origin[at] < quantity.end) ++at;
      found.push_back(std::move(quantity));
      continue;
    }
    std::size_t multiplier = 0;
    static_cast<void>(magnitude(text, end, multiplier));
    const std::size_t number_stop = end + multiplier;
    if (is_part_of_something(text, at, number_stop) || is_range(text, at, number_stop) || ends_range(text, at)) {
      at = end;
      while (at < text.size() && (is_digit(text[at]) || text[at] == '-' || text[at] == '/' || text[at] == '.')) ++at;
      continue;
    }
    std::size_t unit_at = skip_blanks(text, number_stop);
    std::size_t size = 0;
    if (is_times(text, unit_at, size) && unit_at + size < text.size() && text[unit_at + size] == ' ')
      unit_at = skip_blanks(text, unit_at + size);
    const auto unit = unit_words().longest_at(text, unit_at);
    const auto measure = measure_words().longest_at(text, unit_at);
    if (measure && (!unit || measure->size >= unit->size)) {
      at = number_stop;
      continue;
    }
    quantity.amount = decimal_of(text.substr(at, number_stop - at));
    quantity.begin = folded.origin[at];
    quantity.end = folded.origin[number_stop];
    static constexpr std::string_view counters[] = {
        "qty",    "qty.",   "qty:",       "quantity", "quantity:",  "数量",  "数量:", "數量", "數量:",   "عدد",
        "الكميه", "кол-во", "количество", "cantidad", "quantidade", "menge", "adet:", "수량", "so luong"};
    const std::string_view before = trim(text.substr(0, at));
    const bool counted = std::any_of(std::begin(counters), std::end(counters),
                                     [&](std::string_view word) { return before.ends_with(word); });
    if (counted && !unit) quantity.sort = UnitSort::piece;
    if (unit) {
      quantity.sort = static_cast<UnitSort>(unit->value);
      quantity.end = folded.origin[unit->offset + unit->size];
      quantity.unit =
          std::string(trim(line.substr(folded.origin[unit->offset], quantity.end - folded.origin[unit->offset])));
    } else if (const auto leading = unit_before(text, at)) {
      quantity.sort = static_cast<UnitSort>(leading->value);
      quantity.begin = folded.origin[leading->offset];
      quantity.unit =
          std::string(line.substr(quantity.begin, folded.origin[leading->offset + leading->size] - quantity.begin));
    }
    at = std::max(number_stop, unit ? unit->offset + unit->size : number_stop);
    if (!quantity.amount.empty() && quantity.amount != "0") found.push_back(std::move(quantity));
  }
  return found;
}

std::vector<Money> find_money(std::string_view text) {
  static const PhraseTable currencies = [] {
    PhraseTable made;
    static constexpr std::array<std::string_view, 26> codes = {
        "USD: usd | us$ | us $ | $ | u$s | u$d | u.s.$ | us dollar* | dollar* | dólar* | долл* | дол. | دولار | 美元 | "
        "美金 | ドル | 달러 | đô la | ดอลลาร์ | dolar* | $us",
        "EUR: eur | euro | euros | € | евро | 欧元 | 歐元 | ユーロ | 유로 | يورو | avro",
        "CNY: cny | rmb | 元 | 人民币 | 人民幣 | 块 | юан* | yuan | رنمينبي | 위안",
        "GBP: gbp | £ | pounds sterling | pound sterling | 英镑",
        "JPY: jpy | 円 | yen | 日元",
        "KRW: krw | 원 | 韩元",
        "INR: inr | rs. | rs | ₹ | rupees | rupee",
        "AED: aed | dhs | dirham* | درهم",
        "SAR: sar | ريال",
        "TRY: try | ₺ | tl | lira",
        "RUB: rub | ₽ | руб* | рубл*",
        "BRL: brl | r$ | reais",
        "MXN: mxn | pesos mexicanos",
        "ZAR: zar | rand",
        "AUD: aud | a$ | au$",
        "NZD: nzd | nz$",
        "CAD: cad | c$ | ca$",
        "CHF: chf | sfr",
        "HKD: hkd | hk$ | 港币 | 港幣",
        "TWD: twd | nt$ | ntd | 台币 | 台幣 | 新台幣",
        "SGD: sgd | s$",
        "THB: thb | ฿ | บาท",
        "VND: vnd | ₫ | đồng",
        "IDR: idr | rp | rp.",
        "PLN: pln | zł | zl",
        "ILS: ils | ₪ | nis | שקל*"};
    for (std::size_t i = 0; i < codes.size(); ++i) {
      for_each_entry(codes[i], [&](std::string_view code, const std::vector<std::string_view>& spellings) {
        const auto value =
            static_cast<std::uint32_t>((static_cast<unsigned>(code[0]) << 16U) |
                                       (static_cast<unsigned>(code[1]) << 8U) | static_cast<unsigned>(code[2]));
        for (const std::string_view spelling : spellings) made.add(spelling, value);
      });
    }
    made.freeze();
    return made;
  }();
  const FoldedText folded = fold_with_origin(text.substr(0, 20'000));
  const std::string_view plain = folded.text;
  std::vector<Money> found;
  for (const PhraseHit& hit : currencies.find_longest(plain)) {
    if (found.size() >= 40) break;
    const std::string code{static_cast<char>(hit.value >> 16U), static_cast<char>((hit.value >> 8U) & 0xFFU),
                           static_cast<char>(hit.value & 0xFFU)};
    const std::size_t behind = skip_blanks(plain, hit.offset + hit.size);
    Money money;
    money.currency = code;
    if (behind < plain.size() && is_digit(plain[behind]) && behind - hit.offset - hit.size <= 1) {
      const std::size_t end = number_end(plain, behind);
      money.amount = decimal_of(plain.substr(behind, end - behind));
      money.begin = folded.origin[hit.offset];
      money.end = folded.origin[end];
    } else {
      std::size_t stop = hit.offset;
      while (stop > 0 && plain[stop - 1] == ' ') --stop;
      std::size_t begin = stop;
      while (begin > 0 &&
             (is_digit(plain[begin - 1]) || ((plain[begin - 1] == '.' || plain[begin - 1] == ',') && begin < stop)))
        --begin;
      if (begin == stop || (begin > 0 && is_letter(plain[begin - 1]))) continue;
      money.amount = decimal_of(plain.substr(begin, stop - begin));
      money.begin = folded.origin[begin];
      money.end = folded.origin[hit.offset + hit.size];
    }
    if (!money.amount.empty()) found.push_back(std::move(money));
  }
  return found;
}

std::vector<std::string> find_currency_names(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 29> names = {
      {{"usd", "USD"},    {"us$", "USD"},    {"us dollar*", "USD"}, {"dollars", "USD"}, {"dolares", "USD"},
       {"美金", "USD"},   {"美元", "USD"},   {"долларах", "USD"},   {"долл", "USD"},    {"دولار", "USD"},
       {"米ドル", "USD"}, {"usドル", "USD"}, {"달러", "USD"},       {"dolar", "USD"},   {"eur", "EUR"},
       {"euro", "EUR"},   {"euros", "EUR"},  {"€", "EUR"},          {"欧元", "EUR"},    {"歐元", "EUR"},
       {"евро", "EUR"},   {"gbp", "GBP"},    {"rmb", "CNY"},        {"人民币", "CNY"},  {"含税价", "CNY"},
       {"ดอลลาร์", "USD"}, {"דולר", "USD"},   {"δολάρια", "USD"},    {"đô la", "USD"}}};
  static const PhraseTable table = [] {
    PhraseTable made;
    for (std::uint32_t i = 0; i < names.size(); ++i) made.add(names[i].first, i);
    made.freeze();
    return made;
  }();
  std::vector<std::string> found;
  for (const PhraseHit& hit : table.find_longest(fold(text.substr(0, 8000)))) {
    if (found.size() < 20) found.emplace_back(names[hit.value].second);
  }
  return found;
}

}  // namespace tradewind::archiver

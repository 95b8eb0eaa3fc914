#include "archiver/extract/quantity.hpp"

#include <algorithm>

#include "archiver/data_table.hpp"
#include "archiver/extract/container.hpp"
#include "archiver/extract/decimal.hpp"
#include "archiver/extract/number_words.hpp"
#include "archiver/extract/unit_words.hpp"
#include "archiver/phrase_lists.hpp"
#include "archiver/text/ascii.hpp"

namespace tradewind::archiver {
namespace {

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

// "507 6555 0132": of groups of digits that make no number together, eight digits and more of them.
bool is_of_groups(std::string_view folded, std::size_t begin, std::size_t end) {
  std::size_t digits = end - begin, groups = 1;
  const auto is_group_mark = [&](std::size_t at) { return folded[at] == ' ' || folded[at] == '-'; };
  while (end + 1 < folded.size() && is_group_mark(end) && is_digit(folded[end + 1])) {
    const std::size_t from = ++end;
    while (end < folded.size() && is_digit(folded[end])) ++end;
    digits += end - from;
    ++groups;
  }
  if (end < folded.size() && is_letter(folded[end])) return false;  // "12 x 400pcs"
  while (begin > 1 && is_group_mark(begin - 1) && is_digit(folded[begin - 2])) {
    const std::size_t to = --begin;
    while (begin > 0 && is_digit(folded[begin - 1])) --begin;
    digits += to - begin;
    ++groups;
  }
  return groups >= 3 && digits >= 8;
}

// A number that belongs to a code, a size, a date or a telephone number by what touches it.
bool is_part_of_something(std::string_view folded, std::size_t begin, std::size_t digits_end, std::size_t end) {
  if (begin > 0) {
    const char before = folded[begin - 1];
    // "deck oven x2"
    const bool times =
        (before == 'x' || before == '*') && (begin == 1 || folded[begin - 2] == ' ' || folded[begin - 2] == '(');
    if (times) return end < folded.size() && is_letter(folded[end]) && end == digits_end && folded[end] != 'p';
    if (is_letter(before) || before == '-' || before == '/' || before == '#' || before == '+' || before == '.' ||
        before == '$' || before == '_') {
      // "ו-300": "and" in Hebrew is written so.
      if (before == '-' && begin > 2 && folded[begin - 3] == '\xD7') return false;
      if (!(before == '-' && begin > 1 && folded[begin - 2] == ' ') && before != '.') return true;
      if (before == '-' && begin > 1 && folded[begin - 2] != ' ') return true;
      if (before == '.' && begin > 1 && (is_letter(folded[begin - 2]) || is_digit(folded[begin - 2]))) return true;
    }
    if (before == ':' && begin > 1 && is_digit(folded[begin - 2])) return true;  // "1:64"
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
  const std::string_view number = folded.substr(begin, digits_end - begin);
  const bool plain = number.find_first_not_of("0123456789") == std::string_view::npos;
  return number.size() > (plain ? 7U : 11U) || is_of_groups(folded, begin, digits_end);
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

// What small numbers in words may count: not what a firm speaks of in passing ("our two lines").
bool may_count_few(UnitSort sort) {
  switch (sort) {
    case UnitSort::head:
    case UnitSort::sheet:
    case UnitSort::kilogram:
    case UnitSort::gram:
    case UnitSort::metre:
    case UnitSort::square:
    case UnitSort::cubic:
    case UnitSort::litre:
      return false;
    default:
      return true;
  }
}

void take_container(std::string_view line, const FoldedText& folded, std::size_t at, std::string amount,
                    const ContainerWords& words, Quantity& quantity) {
  quantity.amount = std::move(amount);
  quantity.sort = UnitSort::container;
  quantity.begin = folded.origin[at];
  quantity.end = folded.origin[words.end];
  quantity.unit = std::string(line.substr(folded.origin[words.begin], quantity.end - folded.origin[words.begin]));
}

// "一台雕刻机", "两台": the word that counts machines in Chinese counts nothing else.
bool counts_machines(std::string_view text, const PhraseHit& unit) {
  const std::string_view word = text.substr(unit.offset, unit.size);
  return word == "台" || word == "臺" || word == "辆" || word == "輛";
}

// A number in words, with its unit behind it, or of a hundred and more before other words.
bool read_worded(std::string_view line, const FoldedText& folded, std::size_t at, Quantity& quantity) {
  const std::string_view text = folded.text;
  auto number = worded_number(text, at);
  if (!number) return false;
  // "ten (10) machines": the same in a figure.
  if (const std::size_t open = skip_blanks(text, number->end); open + 2 < text.size() && text[open] == '(') {
    const std::string figure = std::to_string(number->value) + ")";
    if (text.substr(open + 1).starts_with(figure)) number->end = open + 1 + figure.size();
  }
  quantity.worded = true;
  if (const auto words = chinese_container(text, number->end)) {
    take_container(line, folded, at, std::to_string(number->value), *words, quantity);
    return true;
  }
  const std::size_t unit_at = skip_blanks(text, number->end);
  auto unit = unit_words().longest_at(text, unit_at);
  // "drei und mehr", "dos u otros": short for units elsewhere, words here.
  if (unit && (unit->size < 3 || text.substr(unit_at, unit->size) == "und") && !number->unspaced) unit.reset();
  const auto measure = measure_words().longest_at(text, unit_at);
  if (measure && (!unit || measure->size >= unit->size)) return false;
  quantity.amount = std::to_string(number->value);
  quantity.begin = folded.origin[at];
  quantity.end = folded.origin[number->end];
  if (!unit) {
    // "two dust collectors", "one 50 kW generator"
    const bool goods =
        unit_at > number->end && unit_at < text.size() &&
        (is_letter(text[unit_at]) || is_digit(text[unit_at]) || static_cast<unsigned char>(text[unit_at]) >= 0x80);
    return !number->unspaced && goods;  // what they count the reader of sentences decides
  }
  const auto sort = static_cast<UnitSort>(unit->value);
  const bool enough = number->value == 1    ? one_is_ordered(text, at, *unit) || counts_machines(text, *unit)
                      : number->value >= 10 ? true
                      : number->unspaced    ? sort == UnitSort::container || counts_machines(text, *unit)
                                            : may_count_few(sort);
  if (!enough) return false;
  quantity.sort = sort;
  quantity.end = folded.origin[unit->offset + unit->size];
  quantity.unit =
      std::string(trim_wide(line.substr(folded.origin[unit->offset], quantity.end - folded.origin[unit->offset])));
  return true;
}

// "3000 pcs/h", "capacity 500 kg": what a machine does, not how many are wanted.
bool is_capacity(std::string_view text, std::size_t begin, std::size_t end) {
  const std::size_t behind = skip_blanks(text, end);
  if (behind < text.size() && rate_words().longest_at(text, behind)) return true;
  // The last words before it, blanks and a colon between.
  std::size_t stop = begin;
  while (stop > 0 && (text[stop - 1] == ' ' || text[stop - 1] == ':')) --stop;
  const std::string_view head = text.substr(stop > 40 ? stop - 40 : 0, std::min<std::size_t>(stop, 40));
  const std::vector<PhraseHit> hits = capacity_words().find_longest(head);
  return !hits.empty() && hits.back().offset + hits.back().size == head.size();
}

// "1000 pcs/carton", "12 docenas por caja": what stands at the end of a unit makes it what a package holds.
bool is_content(std::string_view text, std::size_t at) {
  static const PhraseTable links = phrases({"per", "por", "par", "pro", "je", "в", "w", "v", "na", "al", "each"});
  const auto is_unit = [&](std::size_t place) { return unit_words().longest_at(text, place).has_value(); };
  // "4 db-os csomag", "4매입", "6er-Pack": made an adjective.
  static constexpr std::string_view endings[] = {"-os", "-es", "-ös", "-pack", "入", "入り", "입", "들이", "-er", "装"};
  for (const std::string_view ending : endings) {
    if (text.substr(at).starts_with(ending)) return true;
  }
  if (at + 1 < text.size() && text[at] == '/') return is_unit(at + 1);
  const std::size_t link_at = skip_blanks(text, at);
  const auto link = link_at > at && link_at < text.size() ? links.longest_at(text, link_at) : std::nullopt;
  if (!link) return false;
  const std::size_t behind = skip_blanks(text, link_at + link->size);
  return behind > link_at + link->size && behind < text.size() && is_unit(behind);
}

// "dozen | rolls", "docenas | pares": where a second unit ends that follows a dozen; 0 if none does.
std::size_t end_of_second_unit(std::string_view text, const PhraseHit& unit) {
  static const PhraseTable dozens =
      phrases({"dozen", "dozens", "doz", "dz", "docenas", "docena", "dúzias", "dutzend", "douzaines"});
  const std::string_view said = text.substr(unit.offset, unit.size);
  const auto dozen = dozens.longest_at(said, 0);
  const std::size_t at = unit.offset + unit.size;
  if (!dozen || dozen->size != said.size() || at >= text.size() || text[at] != ' ') return 0;
  const auto second = unit_words().longest_at(text, at + 1);
  return second && second->size >= 3 ? at + 1 + second->size : 0;
}

// Figures of other scripts fold to ours: Arabic (D9, DB), Indic and Thai (E0), full-width (EF). Other lines without a
// figure, in whatever script, need not be folded.
bool has_figure(std::string_view line) {
  return std::any_of(line.begin(), line.end(),
                     [](char c) { return is_digit(c) || c == '\xD9' || c == '\xDB' || c == '\xE0' || c == '\xEF'; });
}

// Where a word begins: a number in words may stand there.
bool starts_word(std::string_view text, std::size_t at) {
  if (at == 0 || text[at - 1] == ' ' || text[at - 1] == '(') return true;
  // Scripts without blanks.
  return static_cast<unsigned char>(text[at]) >= 0xE0 && static_cast<unsigned char>(text[at - 1]) >= 0x80;
}

}  // namespace

std::vector<Quantity> find_quantities(std::string_view line, Numbers numbers) {
  std::vector<Quantity> found;
  if (numbers == Numbers::in_figures && !has_figure(line)) return found;
  const FoldedText folded = fold_with_origin(line.substr(0, 2000));
  const std::string_view text = folded.text;
  for (std::size_t at = 0; at < text.size() && found.size() < 40;) {
    Quantity quantity;
    if (!is_digit(text[at])) {
      if (numbers == Numbers::also_in_words && starts_word(text, at) && read_worded(line, folded, at, quantity)) {
        while (at < text.size() && folded.origin[at] < quantity.end) ++at;
        found.push_back(std::move(quantity));
      } else {
        ++at;
      }
      continue;
    }
    const std::size_t end = number_end(text, at);
    if (read_container(text, at, end, quantity)) {
      const auto named = unit_words().longest_at(text, skip_blanks(text, quantity.end));
      quantity.begin = folded.origin[quantity.begin];
      quantity.end = folded.origin[quantity.end];
      // The unit as written begins behind the times sign.
      const std::string_view whole = line.substr(quantity.begin, quantity.end - quantity.begin);
      const std::size_t tail = whole.find_last_of("xX*");
      if (tail != std::string_view::npos) quantity.unit = std::string(trim_wide(whole.substr(tail + 1)));
      // "3x20ft container of tiles"
      if (named && static_cast<UnitSort>(named->value) == UnitSort::container)
        quantity.end = folded.origin[named->offset + named->size];
      at = std::max(end, at + 1);
      while (at < text.size() && folded.origin[at] < quantity.end) ++at;
      found.push_back(std::move(quantity));
      continue;
    }
    if (const auto words = chinese_container(text, end)) {
      take_container(line, folded, at, decimal_of(text.substr(at, end - at)), *words, quantity);
      at = words->end;
      found.push_back(std::move(quantity));
      continue;
    }
    std::size_t multiplier = 0;
    static_cast<void>(magnitude(text, end, multiplier));
    const std::size_t number_stop = end + multiplier;
    if (is_part_of_something(text, at, end, number_stop) || is_range(text, at, number_stop) || ends_range(text, at)) {
      at = end;
      while (at < text.size() && (is_digit(text[at]) || text[at] == '-' || text[at] == '/' || text[at] == '.')) ++at;
      continue;
    }
    std::size_t unit_at = skip_blanks(text, number_stop);
    std::size_t size = 0;
    std::size_t number_end_at = number_stop;  // the times sign of "2x mixer" included
    if (is_times(text, unit_at, size) && unit_at + size < text.size() && text[unit_at + size] == ' ') {
      number_end_at = unit_at + size;
      unit_at = skip_blanks(text, number_end_at);
    }
    // "1 (one) unit"
    if (const std::size_t close = text.find(')', unit_at); unit_at < text.size() && text[unit_at] == '(' &&
                                                           close != std::string_view::npos && close - unit_at <= 24 &&
                                                           worded_number(text, unit_at + 1)) {
      number_end_at = close + 1;
      unit_at = skip_blanks(text, close + 1);
    }
    const auto unit = unit_words().longest_at(text, unit_at);
    const auto measure = measure_words().longest_at(text, unit_at);
    // "1000 pcs/carton": what a package holds; "84,000 lbs/yr" is counted.
    const std::size_t slash = unit ? unit->offset + unit->size : text.size();
    const bool rate = unit && is_content(text, slash);
    const bool capacity = is_capacity(text, at, unit ? slash : number_stop);
    if ((measure && (!unit || measure->size >= unit->size)) || rate || capacity) {
      at = number_stop;
      continue;
    }
    std::size_t second_unit_end = 0;
    quantity.amount = decimal_of(text.substr(at, number_stop - at));
    quantity.begin = folded.origin[at];
    quantity.end = folded.origin[number_end_at];
    static constexpr std::string_view counters[] = {
        "qty",    "qty.",   "qty:",       "quantity", "quantity:",  "数量",  "数量:", "數量", "數量:",   "عدد",
        "الكميه", "кол-во", "количество", "cantidad", "quantidade", "menge", "adet:", "수량", "so luong"};
    const std::string_view before = trim_wide(text.substr(0, at));
    const bool counted = std::any_of(std::begin(counters), std::end(counters),
                                     [&](std::string_view word) { return before.ends_with(word); });
    if (counted && !unit) quantity.sort = UnitSort::piece;
    if (unit) {
      quantity.sort = static_cast<UnitSort>(unit->value);
      second_unit_end = end_of_second_unit(text, *unit);
      quantity.end = folded.origin[unit->offset + unit->size];
      quantity.unit =
          std::string(trim_wide(line.substr(folded.origin[unit->offset], quantity.end - folded.origin[unit->offset])));
    } else if (const auto leading = unit_before(text, at)) {
      quantity.sort = static_cast<UnitSort>(leading->value);
      quantity.begin = folded.origin[leading->offset];
      quantity.unit =
          std::string(line.substr(quantity.begin, folded.origin[leading->offset + leading->size] - quantity.begin));
    }
    // The unit as written is the first: "150 dozen rolls".
    if (second_unit_end > 0) quantity.end = folded.origin[second_unit_end];
    at = std::max({number_stop, unit ? unit->offset + unit->size : number_stop, second_unit_end});
    if (!quantity.amount.empty() && quantity.amount != "0") found.push_back(std::move(quantity));
  }
  return found;
}

}  // namespace tradewind::archiver

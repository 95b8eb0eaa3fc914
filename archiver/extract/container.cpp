#include "archiver/extract/container.hpp"

#include <algorithm>

#include "archiver/extract/decimal.hpp"
#include "archiver/folded_text.hpp"
#include "archiver/text/ascii.hpp"

namespace tradewind::archiver {

bool is_times(std::string_view folded, std::size_t at, std::size_t& size) {
  if (at < folded.size() && (folded[at] == 'x' || folded[at] == '*')) return size = 1, true;
  if (folded.substr(at).starts_with("×") || folded.substr(at).starts_with("х")) return size = 2, true;
  return false;
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] == ' ') ++at;
  return at;
}

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

bool one_is_ordered(std::string_view text, std::size_t at, const PhraseHit& unit) {
  if (static_cast<UnitSort>(unit.value) != UnitSort::container) return false;
  if (is_digit(text[unit.offset])) return true;  // "one 20ft container"
  const std::string_view before = trim_wide(text.substr(0, at));
  const std::string_view behind = trim_wide(text.substr(unit.offset + unit.size));
  const bool listed = before.empty() || std::string_view(",:-(").find(before.back()) != std::string_view::npos;
  static constexpr std::string_view links[] = {"of ", "de ", "di ", "d'", "with ", "mit ", "von "};
  return listed || std::any_of(std::begin(links), std::end(links),
                               [&](std::string_view link) { return behind.starts_with(link); });
}

std::optional<ContainerWords> chinese_container(std::string_view folded, std::size_t at) {
  const auto take = [&](std::size_t& from, std::initializer_list<std::string_view> words) {
    for (const std::string_view word : words) {
      if (!folded.substr(from).starts_with(word)) continue;
      from += word.size();
      return true;
    }
    return false;
  };
  at = skip_blanks(folded, at);
  if (take(at, {"个", "個", "条", "條"})) at = skip_blanks(folded, at);
  ContainerWords words{at, at};
  std::size_t end = at;
  const bool sized = take(end, {"20", "40", "45"}) && take(end, {"尺", "呎", "英尺", "hq", "hc", "gp", "'"});
  if (!sized) end = at;
  const bool named =
      take(end, {"小柜", "大柜", "高柜", "平柜", "货柜", "整柜", "小櫃", "大櫃", "高櫃", "平櫃", "貨櫃", "柜", "櫃"});
  if (!named && !sized) return {};
  words.end = end;
  return words;
}

}  // namespace tradewind::archiver

#include "archiver/extract/unit_words.hpp"

#include <unordered_map>

#include "archiver/data_table.hpp"
#include "archiver/extract/quantity.hpp"
#include "archiver/phrase_lists.hpp"

namespace tradewind::archiver {
namespace {

const std::unordered_map<std::string_view, UnitSort>& unit_sorts() {
  static const std::unordered_map<std::string_view, UnitSort> sorts = {
      {"piece", UnitSort::piece},         {"set", UnitSort::set},       {"pair", UnitSort::pair},
      {"container", UnitSort::container}, {"tonne", UnitSort::tonne},   {"kilogram", UnitSort::kilogram},
      {"gram", UnitSort::gram},           {"metre", UnitSort::metre},   {"square", UnitSort::square},
      {"cubic", UnitSort::cubic},         {"carton", UnitSort::carton}, {"bag", UnitSort::bag},
      {"roll", UnitSort::roll},           {"drum", UnitSort::drum},     {"litre", UnitSort::litre},
      {"pallet", UnitSort::pallet},       {"sheet", UnitSort::sheet},   {"head", UnitSort::head},
      {"package", UnitSort::package}};
  return sorts;
}

}  // namespace

const PhraseTable& unit_words() {
  static const PhraseTable table = [] {
    PhraseTable made;
    for_each_entry(shipped_table("units.txt"),
                   [&](std::string_view sort, const std::vector<std::string_view>& spellings) {
                     for (const std::string_view spelling : spellings)
                       made.add(spelling, static_cast<std::uint32_t>(unit_sorts().at(sort)));
                   });
    made.freeze();
    return made;
  }();
  return table;
}

const PhraseTable& measure_words() {
  static const PhraseTable table = [] {
    PhraseTable made;
    add_listed_phrases("measure", made);
    // Of the measures of articles those that goods are not bought by.
    for_each_entry(shipped_table("measures.txt"),
                   [&](std::string_view canonical, const std::vector<std::string_view>& spellings) {
                     for (const std::string_view each :
                          {"cc", "in", "mm", "cm", "v", "w", "kw", "oz", "ft", "gsm", "mah", "ah", "ml", "hp"}) {
                       if (each != canonical) continue;
                       for (const std::string_view spelling : spellings) made.add(spelling, 0);
                     }
                   });
    made.freeze();
    return made;
  }();
  return table;
}

const PhraseTable& rate_words() {
  static const PhraseTable table = listed_phrases("rate");
  return table;
}

const PhraseTable& capacity_words() {
  static const PhraseTable table = listed_phrases("capacity");
  return table;
}

}  // namespace tradewind::archiver

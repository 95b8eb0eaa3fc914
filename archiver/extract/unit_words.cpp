#include "archiver/extract/unit_words.hpp"

#include <unordered_map>

#include "archiver/data_table.hpp"
#include "archiver/extract/quantity.hpp"

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
    for (const std::string_view word : {"mm",          "cm",       "мм",         "см",         "inch",
                                        "inches",      "in",       "\"",         "ft",         "feet",
                                        "mic",         "micron",   "microns",    "gsm",        "g/m2",
                                        "w",           "kw",       "v",          "volt",       "hz",
                                        "a",           "mah",      "ah",         "bar",        "psi",
                                        "rpm",         "hp",       "°",          "%",          "l",
                                        "ml",          "l.",       "days",       "day",        "weeks",
                                        "week",        "months",   "month",      "years",      "year",
                                        "hours",       "hour",     "hrs",        "tage",       "wochen",
                                        "monate",      "jahre",    "jours",      "semaines",   "mois",
                                        "ans",         "dias",     "semanas",    "meses",      "anos",
                                        "дней",        "лет",      "недел*",     "месяц*",     "天",
                                        "日",          "周",       "月",         "年",         "小时",
                                        "公分",        "毫米",     "厘米",       "センチ",     "ミリ",
                                        "日間",        "年間",     "일",         "개월",       "년",
                                        "يوم",         "سنة",      "قدم",        "سم",         "مم",
                                        "gün",         "yıl",      "ay",         "hafta",      "dni",
                                        "lat",         "tygodni",  "dagen",      "weken",      "jaar",
                                        "ngày",        "tuần",     "năm",        "วัน",         "hari",
                                        "minggu",      "tahun",    "m/min",      "stores",     "shops",
                                        "outlets",     "branches", "employees",  "countries",  "filialen",
                                        "tiendas",     "lojas",    "магазин*",   "家店",       "间门市",
                                        "門市",        "間門市",   "店舗",       "colors",     "colours",
                                        "colour",      "color",    "colores",    "cores",      "farben",
                                        "couleurs",    "renk",     "цвет*",      "sizes",      "positions",
                                        "posiciones",  "layers",   "ply",        "mp",         "t/t",
                                        "am",          "pm",       "uhr",        "h",          "mesh",
                                        "меш",         "меша",     "目",         "เมช",        "メッシュ",
                                        "메쉬",        "malla",    "mallas",     "asta",       "shu",
                                        "brix",        "iu",       "ppm",        "ppb",        "cps",
                                        "мкм",         "μm",       "микрон",     "micras",     "micrones",
                                        "cfu",         "ufc",      "par mois",   "par an",     "par trimestre",
                                        "par semaine", "par jour", "par carton", "par palette"}) {
      made.add(word, 0);
    }
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
  static const PhraseTable table = [] {
    PhraseTable made;
    for (const std::string_view word :
         {"/h",        "/hr",        "/hour",    "per hour",   "an hour",   "a hour",  "each hour", "hourly",
          "/min",      "per minute", "/minute",  "per shift",  "/shift",    "per day", "/day",      "a day",
          "daily",     "/std",       "/stunde",  "pro stunde", "je stunde", "pro tag", "/tag",      "par heure",
          "/heure",    "à l'heure",  "par jour", "/jour",      "por hora",  "/hora",   "la hora",   "por día",
          "al día",    "/día",       "por dia",  "/dia",       "all'ora",   "/ora",    "l'ora",     "al giorno",
          "/giorno",   "pe oră",     "pe ora",   "pe zi",      "per uur",   "/uur",    "per dag",   "na godzinę",
          "/godz",     "/godz.",     "dziennie", "na dzień",   "za hodinu", "/hod",    "na sat",    "/sat",
          "в час",     "за час",     "/час",     "/ч",         "в сутки",   "в день",  "на годину", "/год",
          "за годину", "на час",     "на ден",   "/saat",      "saatte",    "günde",   "/gün",      "في الساعة",
          "بالساعة",   "/ساعة",      "في اليوم", "يوميا",      "در ساعت",   "در روز",  "/小时",     "/小時",
          "每小时",    "/天",        "/日",      "/時",        "/시간",     "/giờ",    "mỗi giờ",   "ต่อชั่วโมง",
          "ต่อวัน",      "per jam",    "/jam",     "per hari",   "óránként",  "/óra",    "tunnissa",  "/tunti",
          "per timme", "i timen",    "ανά ώρα",  "την ώρα",    "/ώρα"})
      made.add(word, 0);
    made.freeze();
    return made;
  }();
  return table;
}

const PhraseTable& capacity_words() {
  static const PhraseTable table = [] {
    PhraseTable made;
    for (const std::string_view word : {"capacity",
                                        "capacity of",
                                        "output",
                                        "output of",
                                        "kapazität",
                                        "leistung",
                                        "capacité",
                                        "capacité de",
                                        "débit",
                                        "capacidad",
                                        "capacidad de",
                                        "capacidade",
                                        "capacidade de",
                                        "capacità",
                                        "capacità di",
                                        "capaciteit",
                                        "wydajność",
                                        "wydajności",
                                        "kapacita",
                                        "kapacitet",
                                        "kapaciteta",
                                        "capacitate",
                                        "производительность",
                                        "производительностью",
                                        "мощность",
                                        "мощностью",
                                        "продуктивність",
                                        "продуктивністю",
                                        "капацитет",
                                        "kapasite",
                                        "kapasitesi",
                                        "kapasiteli",
                                        "saatte",
                                        "saatlik",
                                        "günlük",
                                        "طاقة",
                                        "بطاقة",
                                        "قدرة",
                                        "سعة",
                                        "ظرفیت",
                                        "با ظرفیت",
                                        "产能",
                                        "產能",
                                        "每小时",
                                        "每小時",
                                        "日产",
                                        "毎時",
                                        "処理能力",
                                        "시간당",
                                        "công suất",
                                        "năng suất",
                                        "กำลังการผลิต",
                                        "kapasitas",
                                        "kapacitás"})
      made.add(word, 0);
    made.freeze();
    return made;
  }();
  return table;
}

}  // namespace tradewind::archiver

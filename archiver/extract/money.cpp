#include "archiver/extract/money.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "archiver/data_table.hpp"
#include "archiver/extract/decimal.hpp"
#include "archiver/phrase_table.hpp"
#include "archiver/text/ascii.hpp"

namespace tradewind::archiver {
namespace {

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] == ' ') ++at;
  return at;
}

}  // namespace

std::vector<Money> find_money(std::string_view text) {
  static const PhraseTable currencies = [] {
    PhraseTable made;
    static constexpr std::array<std::string_view, 56> codes = {
        "USD: usd | us$ | us $ | $ | u$s | u$d | u.s.$ | us dollar* | dollar* | dólar* | долл* | дол. | دولار | 美元 | "
        "美金 | ドル | 달러 | đô la | ดอลลาร์ | dolar* | $us",
        "EUR: eur | euro | euros | € | евро | 欧元 | 歐元 | ユーロ | 유로 | يورو | avro",
        "CNY: cny | rmb | 元 | 人民币 | 人民幣 | 块 | юан* | yuan | رنمينبي | 위안",
        "GBP: gbp | £ | pounds sterling | pound sterling | 英镑",
        "JPY: jpy | 円 | yen | 日元 | ¥",
        "KRW: krw | 원 | 韩元 | ₩ | won",
        "INR: inr | rs. | rs | ₹ | rupees | rupee | रुपये | रुपए",
        "AED: aed | dhs | dirham* | درهم",
        "SAR: sar | ريال",
        "TRY: try | ₺ | tl | lira",
        "RUB: rub | ₽ | руб* | рубл*",
        "BRL: brl | r$ | reais",
        "MXN: mxn | pesos mexicanos",
        "ZAR: zar | rand | rands",
        "AUD: aud | a$ | au$",
        "NZD: nzd | nz$",
        "CAD: cad | c$ | ca$",
        "CHF: chf | sfr",
        "HKD: hkd | hk$ | 港币 | 港幣",
        "TWD: twd | nt$ | ntd | 台币 | 台幣 | 新台幣",
        "SGD: sgd | s$",
        "THB: thb | ฿ | บาท | baht",
        "VND: vnd | ₫ | đồng | vnđ",
        "IDR: idr | rp | rp. | rupiah*",
        "PLN: pln | zł | zl | złot* | zlot*",
        "ILS: ils | ₪ | nis | שקל*",
        "MYR: myr | rm | ringgit*",
        "PHP: php | ₱ | piso",
        "CZK: czk | kč | korun*",
        "HUF: huf | forint*",
        "RON: ron | lei",
        "BGN: bgn | лв | лв. | лева",
        "UAH: uah | грн | грн. | гривн* | ₴",
        "KZT: kzt | тенге | теңге | ₸",
        "SEK: sek",
        "NOK: nok",
        "DKK: dkk",
        "NGN: ngn | ₦ | naira",
        "KES: kes | ksh | kshs",
        "GHS: ghs | cedi* | gh¢ | gh₵",
        "XOF: xof | fcfa | f cfa | cfa",
        "EGP: egp | جنيه*",
        "MAD: mad",
        "PKR: pkr",
        "BDT: bdt | taka | ৳ | টাকা",
        "LKR: lkr",
        "IRR: irr | تومان | ریال",
        "KWD: kwd",
        "QAR: qar",
        "OMR: omr",
        "RSD: rsd | dinara",
        "MNT: mnt | төгрөг | ₮",
        "GEL: gel | ₾ | ლარი",
        "PEN: soles",
        "COP: cop",
        "CLP: clp"};
    for (std::size_t i = 0; i < codes.size(); ++i) {
      for_each_entry(codes[i], [&](std::string_view code, const std::vector<std::string_view>& spellings) {
        const auto value =
            static_cast<std::uint32_t>((static_cast<unsigned>(code[0]) << 16U) |
                                       (static_cast<unsigned>(code[1]) << 8U) | static_cast<unsigned>(code[2]));
        for (const std::string_view spelling : spellings) {
          made.add(spelling, value);
          // "EUR0.95": what stands behind it is looked at below.
          if (is_letter(spelling.back()) && spelling.size() <= 3) made.add(std::string(spelling) + "*", value);
        }
      });
    }
    made.freeze();
    return made;
  }();
  const FoldedText folded = fold_with_origin(text.substr(0, 20'000));
  const std::string_view plain = folded.text;
  std::vector<Money> found;
  std::vector<PhraseHit> hits = currencies.find_longest(plain);
  // "1.85EUR": no word begins there.
  for (std::size_t at = 1; at < plain.size(); ++at) {
    if (!is_letter(plain[at]) || !is_digit(plain[at - 1])) continue;
    if (const auto hit = currencies.longest_at(plain, at)) hits.push_back(*hit);
  }
  std::sort(hits.begin(), hits.end(), [](const PhraseHit& a, const PhraseHit& b) { return a.offset < b.offset; });
  for (const PhraseHit& hit : hits) {
    if (found.size() >= 40) break;
    const std::string code{static_cast<char>(hit.value >> 16U), static_cast<char>((hit.value >> 8U) & 0xFFU),
                           static_cast<char>(hit.value & 0xFFU)};
    const std::size_t hit_end = hit.offset + hit.size;
    const bool code_only = hit.size <= 3 && is_letter(plain[hit_end - 1]);
    if (code_only && hit_end < plain.size() && is_letter(plain[hit_end])) continue;
    const std::size_t behind = skip_blanks(plain, hit_end);
    Money money;
    money.currency = code;
    if (behind < plain.size() && is_digit(plain[behind]) && behind - hit_end <= 1) {
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
      money.end = folded.origin[hit_end];
    }
    if (!money.amount.empty()) found.push_back(std::move(money));
  }
  return found;
}

std::vector<NamedCurrency> find_currency_names(std::string_view text) {
  static constexpr std::pair<std::string_view, std::string_view> names[] = {{"usd", "USD"},
                                                                            {"us$", "USD"},
                                                                            {"us dollar*", "USD"},
                                                                            {"dollars", "USD"},
                                                                            {"dolares", "USD"},
                                                                            {"美金", "USD"},
                                                                            {"美元", "USD"},
                                                                            {"долларах", "USD"},
                                                                            {"долл", "USD"},
                                                                            {"دولار", "USD"},
                                                                            {"米ドル", "USD"},
                                                                            {"usドル", "USD"},
                                                                            {"달러", "USD"},
                                                                            {"dolar", "USD"},
                                                                            {"eur", "EUR"},
                                                                            {"euro", "EUR"},
                                                                            {"euros", "EUR"},
                                                                            {"€", "EUR"},
                                                                            {"欧元", "EUR"},
                                                                            {"歐元", "EUR"},
                                                                            {"евро", "EUR"},
                                                                            {"gbp", "GBP"},
                                                                            {"rmb", "CNY"},
                                                                            {"人民币", "CNY"},
                                                                            {"含税价", "CNY"},
                                                                            {"ดอลลาร์", "USD"},
                                                                            {"דולר", "USD"},
                                                                            {"δολάρια", "USD"},
                                                                            {"đô la", "USD"},
                                                                            {"cny", "CNY"},
                                                                            {"人民幣", "CNY"},
                                                                            {"유로로", "EUR"},
                                                                            {"유로", "EUR"},
                                                                            {"ユーロ", "EUR"},
                                                                            {"يورو", "EUR"},
                                                                            {"یورو", "EUR"},
                                                                            {"ευρώ", "EUR"},
                                                                            {"evro", "EUR"},
                                                                            {"avro", "EUR"},
                                                                            {"evrima", "EUR"},
                                                                            {"eurima", "EUR"},
                                                                            {"eurech", "EUR"},
                                                                            {"eurách", "EUR"},
                                                                            {"eurih", "EUR"},
                                                                            {"evrih", "EUR"},
                                                                            {"euróban", "EUR"},
                                                                            {"dolarima", "USD"},
                                                                            {"dolarech", "USD"},
                                                                            {"dolarach", "USD"},
                                                                            {"доларах", "USD"},
                                                                            {"dollareissa", "USD"},
                                                                            {"euroissa", "EUR"},
                                                                            {"אירו", "EUR"},
                                                                            {"יורו", "EUR"},
                                                                            {"chf", "CHF"},
                                                                            {"jpy", "JPY"},
                                                                            {"日元", "JPY"},
                                                                            {"円建て", "JPY"},
                                                                            {"pounds sterling", "GBP"},
                                                                            {"sterling", "GBP"},
                                                                            {"aud", "AUD"},
                                                                            {"cad", "CAD"},
                                                                            {"zar", "ZAR"},
                                                                            {"rubli", "RUB"},
                                                                            {"рублях", "RUB"},
                                                                            {"в рублях", "RUB"},
                                                                            {"pln", "PLN"},
                                                                            {"sek", "SEK"},
                                                                            {"nok", "NOK"},
                                                                            {"dkk", "DKK"},
                                                                            {"brl", "BRL"},
                                                                            {"mxn", "MXN"},
                                                                            {"доллар*", "USD"},
                                                                            {"долар*", "USD"},
                                                                            {"dolar*", "USD"},
                                                                            {"dollár*", "USD"},
                                                                            {"dollaria", "USD"},
                                                                            {"بالدولار", "USD"},
                                                                            {"euró*", "EUR"},
                                                                            {"eurech", "EUR"},
                                                                            {"باليورو", "EUR"},
                                                                            {"юан*", "CNY"},
                                                                            {"долларов", "USD"},
                                                                            {"dolara", "USD"},
                                                                            {"dolarów", "USD"},
                                                                            {"dollari", "USD"},
                                                                            {"dollaro", "USD"},
                                                                            {"dolari", "USD"},
                                                                            {"dollar us", "USD"},
                                                                            {"دلار", "USD"},
                                                                            {"us dollars", "USD"},
                                                                            {"u.s. dollars", "USD"},
                                                                            {"dólares", "USD"},
                                                                            {"dólar", "USD"},
                                                                            {"dólares americanos", "USD"}};
  static const PhraseTable table = [] {
    PhraseTable made;
    for (std::uint32_t i = 0; i < std::size(names); ++i) made.add(names[i].first, i);
    made.freeze();
    return made;
  }();
  std::vector<NamedCurrency> found;
  const std::string folded = fold(text.substr(0, 8000));
  for (const PhraseHit& hit : table.find_longest(folded)) {
    const std::string_view code = std::data(names)[hit.value].second;
    // "Payment CAD": cash against documents.
    const std::size_t from = hit.offset > 24 ? hit.offset - 24 : 0;
    const std::string_view before = std::string_view(folded).substr(from, hit.offset - from);
    const bool terms = code == "CAD" && (before.find("pay") != std::string_view::npos ||
                                         before.find("terms") != std::string_view::npos ||
                                         before.find("pago") != std::string_view::npos);
    if (found.size() < 20 && !terms)
      found.push_back(
          NamedCurrency{std::string(std::data(names)[hit.value].second), hit.offset, hit.offset + hit.size});
  }
  return found;
}

}  // namespace tradewind::archiver

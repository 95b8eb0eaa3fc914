#include "archiver/extract/phone.hpp"

#include <phonenumbers/phonenumberutil.h>

#include <algorithm>

#include "archiver/folded_text.hpp"
#include "archiver/text/ascii.hpp"

namespace tradewind::archiver {
namespace {

bool is_phone_byte(char c) {
  return is_digit(c) || c == ' ' || c == '-' || c == '(' || c == ')' || c == '.' || c == '/' || c == '+';
}

// What stands before a number on its line: a label for telephones, for something else, or none.
enum class Label { phone, other, none };

Label label_before(std::string_view line, std::size_t at) {
  const std::string before = fold(line.substr(0, at));
  static constexpr std::string_view other[] = {
      "fax",     "faks",  "факс", "传真", "傳真", "p.o",   "po box", "vat", "ust", "uid", "nif", "nit",
      "cnpj",    "cpf",   "rfc",  "ruc",  "inn",  "инн",   "огрн",   "кпп", "reg", "hrb", "fn ", "iban",
      "account", "swift", "zip",  "plz",  "art",  "no.",   "order",  "qq",  "id",  "ref", "tax", "nip",
      "regon",   "krs",   "gst",  "iec",  "kvk",  "siret", "ico",    "www", "http"};
  static constexpr std::string_view phone[] = {
      "tel",   "phone",  "mob",   "cel",    "cell",     "gsm",  "whatsapp", "wa",     "ph",     "handy", "fon",
      "movil", "zap",    "viber", "wechat", "telegram", "tlf",  "tfn",      "direct", "office", "call",  "тел",
      "моб",   "вотсап", "电话",  "電話",   "手机",     "手機", "行動",     "微信",   "携帯",   "전화",  "휴대",
      "연락",  "هاتف",   "جوال",  "موبايل", "واتساب",   "تلفن", "טלפון",    "נייד",   "đt",     "โทร",   "hp",
      "τηλ",   "κιν",    "m:",    "t:",     "p:",       "o:",   "m.",       "t.",     "t +",    "m +",   "p +"};
  const std::string_view tail = std::string_view(before).substr(before.size() > 24 ? before.size() - 24 : 0);
  std::size_t nearest_other = std::string::npos, nearest_phone = std::string::npos;
  const auto nearer = [&](std::size_t& best, std::string_view word) {
    const std::size_t found = tail.rfind(word);
    if (found != std::string_view::npos && (best == std::string::npos || found > best)) best = found;
  };
  for (const std::string_view word : other) nearer(nearest_other, word);
  for (const std::string_view word : phone) nearer(nearest_phone, word);
  if (nearest_phone != std::string::npos && (nearest_other == std::string::npos || nearest_phone >= nearest_other))
    return Label::phone;
  // "O 937.555.0116": a letter that stands alone at the line's beginning.
  const std::string_view letter = trim_wide(before);
  if (letter.size() == 1 && std::string_view("otmpcf").find(letter.front()) != std::string_view::npos)
    return letter == "f" ? Label::other : Label::phone;
  return nearest_other == std::string::npos ? Label::none : Label::other;
}

std::string region_of(std::string_view text, std::string_view country, bool& international) {
  using i18n::phonenumbers::PhoneNumber;
  using i18n::phonenumbers::PhoneNumberUtil;
  const PhoneNumberUtil* const util = PhoneNumberUtil::GetInstance();
  std::string number(text);
  // "00964...", "(44 141)..." and "254-20-..." are international without the plus.
  std::string digits;
  for (const char c : text) {
    if (is_digit(c)) digits.push_back(c);
  }
  const bool plus = text.find('+') != std::string_view::npos;
  if (!plus && digits.starts_with("00")) number = "+" + digits.substr(2);
  PhoneNumber parsed;
  std::string region;
  if (util->Parse(number, country.empty() ? "ZZ" : std::string(country), &parsed) ==
          PhoneNumberUtil::NO_PARSING_ERROR &&
      util->IsPossibleNumber(parsed)) {
    util->GetRegionCodeForNumber(parsed, &region);
    // Invented or very new ranges belong to no region by number; their country code still says which.
    if (region == "ZZ" || region.empty()) util->GetRegionCodeForCountryCode(parsed.country_code(), &region);
    international = plus || digits.starts_with("00");
    if (region == "ZZ" || region == "001") region.clear();
    return region;
  }
  // "(477) 555 0174" is a local number with its area.
  const bool area = text.size() > 4 && text.front() == '(' && text[4] == ')' && digits.size() == 10;
  if (!plus && !area && digits.size() >= 10 && digits.front() != '0' &&
      util->Parse("+" + digits, "ZZ", &parsed) == PhoneNumberUtil::NO_PARSING_ERROR && util->IsPossibleNumber(parsed)) {
    util->GetRegionCodeForCountryCode(parsed.country_code(), &region);
    international = true;
    return region == "ZZ" || region == "001" ? "" : region;
  }
  return "";
}

// A text with the digits of Arabic scripts made ours, and where each byte came from.
class PlainDigits {
 public:
  explicit PlainDigits(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t begin = at;
      const char32_t c = next_character(text, at);
      const bool arabic = c >= 0x660 && c <= 0x669, persian = c >= 0x6F0 && c <= 0x6F9;
      if (arabic || persian) {
        text_.push_back(static_cast<char>('0' + static_cast<int>(c - (arabic ? 0x660U : 0x6F0U))));
        origin_.push_back(begin);
        changed_ = true;
        continue;
      }
      for (std::size_t i = begin; i < at; ++i) {
        text_.push_back(text[i]);
        origin_.push_back(i);
      }
    }
    origin_.push_back(text.size());
  }
  [[nodiscard]] bool changed() const { return changed_; }
  [[nodiscard]] std::string_view text() const { return text_; }
  void restore(std::string_view original, PhoneFound& phone) const {
    phone.begin = origin_[phone.begin];
    phone.end = origin_[phone.end];
    phone.text = std::string(trim_wide(original.substr(phone.begin, phone.end - phone.begin)));
  }

 private:
  std::string text_;
  std::vector<std::size_t> origin_;
  bool changed_ = false;
};

std::vector<PhoneFound> find_plain_phones(std::string_view text, std::string_view country) {
  std::vector<PhoneFound> found;
  text = text.substr(0, 8000);
  std::size_t line_begin = 0;
  for (const std::string_view line : lines_of(text)) {
    line_begin = static_cast<std::size_t>(line.data() - text.data());
    for (std::size_t at = 0; at < line.size() && found.size() < 10;) {
      if (!is_digit(line[at]) && line[at] != '+' && line[at] != '(') {
        ++at;
        continue;
      }
      std::size_t end = at;
      std::size_t digits = 0;
      while (end < line.size() && is_phone_byte(line[end])) {
        // Two blanks, or a bar between numbers, end one.
        if (line[end] == ' ' && end + 1 < line.size() && line[end + 1] == ' ') break;
        if (line[end] == '+' && end > at && !(line[end - 1] == '(')) break;
        // "0731 / 5550 137": what stands before the bar is only the area.
        const bool area = digits >= 3 && digits <= 5 && line[at] == '0';
        if (line[end] == '/' && end + 1 < line.size() && line[end + 1] == ' ' && !area) break;
        digits += is_digit(line[end++]);
      }
      std::size_t stop = end;
      while (stop > at && !is_digit(line[stop - 1])) --stop;
      const bool in_word =
          at > 0 && ((line[at - 1] >= 'a' && line[at - 1] <= 'z') || (line[at - 1] >= 'A' && line[at - 1] <= 'Z') ||
                     line[at - 1] == '@' || line[at - 1] == '#');
      const bool in_address = stop < line.size() && line[stop] == '@';
      const std::string_view number = line.substr(at, stop - at);
      const bool may_be = digits >= 7 && digits <= 16 && !in_word && !in_address;
      const Label label = may_be ? label_before(line, at) : Label::other;
      if (label != Label::other) {
        bool international = false;
        const std::string region = region_of(number, country, international);
        // Without a label only what is plainly a telephone number: international, or a line of its own.
        const bool last =
            trim_wide(line.substr(stop)).size() <= 1 && digits >= 9 && number.find(' ') != std::string_view::npos;
        const bool alone = trim_wide(line.substr(0, at)).empty() || label == Label::phone || line.size() < 60 || last;
        if ((!region.empty() && (international || alone)) || label == Label::phone) {
          found.push_back(PhoneFound{std::string(trim_wide(number)), region, international, label == Label::phone,
                                     line_begin + at, line_begin + stop});
        }
      }
      at = std::max(end, at + 1);
    }
  }
  return found;
}

}  // namespace

std::vector<PhoneFound> find_phones(std::string_view text, std::string_view country) {
  // Arabic and Persian digits are read as ours and given as they were written.
  if (text.find('\xD9') != std::string_view::npos || text.find('\xDB') != std::string_view::npos) {
    const PlainDigits plain(text.substr(0, 8000));
    if (plain.changed()) {
      std::vector<PhoneFound> found = find_plain_phones(plain.text(), country);
      for (PhoneFound& phone : found) plain.restore(text, phone);
      return found;
    }
  }
  return find_plain_phones(text, country);
}

}  // namespace tradewind::archiver

#include "archiver/text/date.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "archiver/text/ascii.hpp"
#include "archiver/text/utf8.hpp"

namespace tradewind::archiver {

namespace {
struct MonthName {
  std::string_view prefix;  // case folded
  int month;
};

// Beginnings of month names; the longest that fits counts. Languages: en de fr es pt it nl pl tr ru uk cs sv id vi(by
// number).
constexpr std::array month_names{
    MonthName{"jan", 1},     MonthName{"feb", 2},     MonthName{"mar", 3},    MonthName{"apr", 4},
    MonthName{"may", 5},     MonthName{"jun", 6},     MonthName{"jul", 7},    MonthName{"aug", 8},
    MonthName{"sep", 9},     MonthName{"oct", 10},    MonthName{"nov", 11},   MonthName{"dec", 12},
    MonthName{"jän", 1},     MonthName{"mär", 3},     MonthName{"mai", 5},    MonthName{"okt", 10},
    MonthName{"dez", 12},    MonthName{"mrz", 3},     MonthName{"fév", 2},    MonthName{"avr", 4},
    MonthName{"juin", 6},    MonthName{"juil", 7},    MonthName{"aoû", 8},    MonthName{"aou", 8},
    MonthName{"déc", 12},    MonthName{"ene", 1},     MonthName{"abr", 4},    MonthName{"ago", 8},
    MonthName{"dic", 12},    MonthName{"set", 9},     MonthName{"out", 10},   MonthName{"fev", 2},
    MonthName{"gen", 1},     MonthName{"mag", 5},     MonthName{"giu", 6},    MonthName{"lug", 7},
    MonthName{"ott", 10},    MonthName{"mei", 5},     MonthName{"maa", 3},    MonthName{"mrt", 3},
    MonthName{"sty", 1},     MonthName{"lut", 2},     MonthName{"kwi", 4},    MonthName{"maj", 5},
    MonthName{"cze", 6},     MonthName{"lip", 7},     MonthName{"sie", 8},    MonthName{"wrz", 9},
    MonthName{"paź", 10},    MonthName{"lis", 11},    MonthName{"gru", 12},   MonthName{"oca", 1},
    MonthName{"şub", 2},     MonthName{"nis", 4},     MonthName{"haz", 6},    MonthName{"tem", 7},
    MonthName{"ağu", 8},     MonthName{"eyl", 9},     MonthName{"eki", 10},   MonthName{"kas", 11},
    MonthName{"ara", 12},    MonthName{"янв", 1},     MonthName{"фев", 2},    MonthName{"мар", 3},
    MonthName{"апр", 4},     MonthName{"мая", 5},     MonthName{"май", 5},    MonthName{"июн", 6},
    MonthName{"июл", 7},     MonthName{"авг", 8},     MonthName{"сен", 9},    MonthName{"окт", 10},
    MonthName{"ноя", 11},    MonthName{"дек", 12},    MonthName{"січ", 1},    MonthName{"лют", 2},
    MonthName{"бер", 3},     MonthName{"кві", 4},     MonthName{"тра", 5},    MonthName{"чер", 6},
    MonthName{"лип", 7},     MonthName{"сер", 8},     MonthName{"вер", 9},    MonthName{"жов", 10},
    MonthName{"лис", 11},    MonthName{"гру", 12},    MonthName{"يناير", 1},  MonthName{"فبراير", 2},
    MonthName{"مارس", 3},    MonthName{"أبريل", 4},   MonthName{"مايو", 5},   MonthName{"يونيو", 6},
    MonthName{"يوليو", 7},   MonthName{"أغسطس", 8},   MonthName{"سبتمبر", 9}, MonthName{"أكتوبر", 10},
    MonthName{"نوفمبر", 11}, MonthName{"ديسمبر", 12}, MonthName{"ม.ค", 1},    MonthName{"ก.พ", 2},
    MonthName{"มี.ค", 3},     MonthName{"เม.ย", 4},    MonthName{"พ.ค", 5},    MonthName{"มิ.ย", 6},
    MonthName{"ก.ค", 7},     MonthName{"ส.ค", 8},     MonthName{"ก.ย", 9},    MonthName{"ต.ค", 10},
    MonthName{"พ.ย", 11},    MonthName{"ธ.ค", 12},
};

struct ZoneName {
  std::string_view name;
  int minutes;
};
// RFC 5322 §4.3 and the names that mailers of trading countries write; ambiguous ones as their mailers mean them.
constexpr std::array zone_names{
    ZoneName{"z", 0},      ZoneName{"ut", 0},     ZoneName{"utc", 0},    ZoneName{"gmt", 0},    ZoneName{"wet", 0},
    ZoneName{"bst", 60},   ZoneName{"west", 60},  ZoneName{"cet", 60},   ZoneName{"met", 60},   ZoneName{"mez", 60},
    ZoneName{"cest", 120}, ZoneName{"mest", 120}, ZoneName{"mesz", 120}, ZoneName{"eet", 120},  ZoneName{"sast", 120},
    ZoneName{"eest", 180}, ZoneName{"msk", 180},  ZoneName{"trt", 180},  ZoneName{"gst", 240},  ZoneName{"pkt", 300},
    ZoneName{"ist", 330},  ZoneName{"ict", 420},  ZoneName{"wib", 420},  ZoneName{"hkt", 480},  ZoneName{"sgt", 480},
    ZoneName{"awst", 480}, ZoneName{"jst", 540},  ZoneName{"kst", 540},  ZoneName{"aest", 600}, ZoneName{"aedt", 660},
    ZoneName{"nzst", 720}, ZoneName{"nzdt", 780}, ZoneName{"ast", -240}, ZoneName{"adt", -180}, ZoneName{"edt", -240},
    ZoneName{"est", -300}, ZoneName{"cdt", -300}, ZoneName{"cst", -360}, ZoneName{"mdt", -360}, ZoneName{"mst", -420},
    ZoneName{"pdt", -420}, ZoneName{"pst", -480}, ZoneName{"brt", -180}, ZoneName{"art", -180}, ZoneName{"clt", -240}};

struct Token {
  enum class Kind { number, word, sign } kind = Kind::sign;
  std::string_view text;
  int value = 0;      // of a number, at most eight digits
  char before = ' ';  // the character in front of it
  char after = ' ';
};

constexpr std::size_t longest_date = 256;

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    if (is_digit(text[at])) {
      int value = 0;
      for (; at < text.size() && is_digit(text[at]) && at - begin < 8; ++at) value = value * 10 + (text[at] - '0');
      while (at < text.size() && is_digit(text[at])) ++at;
      tokens.push_back({Token::Kind::number, text.substr(begin, at - begin), value, begin ? text[begin - 1] : ' ',
                        at < text.size() ? text[at] : ' '});
    } else if (is_alpha(text[at]) || is_high(text[at])) {
      while (at < text.size() && (is_alpha(text[at]) || is_high(text[at]) ||
                                  (text[at] == '.' && at + 1 < text.size() && is_high(text[at + 1]) && at > begin &&
                                   is_high(text[at - 1]))))
        ++at;
      tokens.push_back({Token::Kind::word, text.substr(begin, at - begin), 0, begin ? text[begin - 1] : ' ',
                        at < text.size() ? text[at] : ' '});
    } else {
      ++at;
    }
  }
  return tokens;
}

int month_of(std::string_view word) {
  if (word.size() < 3) return 0;
  const std::string folded = fold_case(word);
  const MonthName* best = nullptr;
  for (const MonthName& name : month_names) {
    if (folded.starts_with(name.prefix) && (best == nullptr || name.prefix.size() > best->prefix.size())) best = &name;
  }
  return best == nullptr ? 0 : best->month;
}

struct Reading {
  int year = -1, month = -1, day = -1, hour = -1, minute = 0, second = 0;
  std::optional<int> offset;
  bool afternoon = false, before_noon = false;
};

std::optional<MailDate> finish(const Reading& reading, int assumed_offset) {
  Reading r = reading;
  if (r.year < 0 || r.month < 1 || r.month > 12 || r.day < 1 || r.day > 31) return {};
  if (r.hour < 0) r.hour = 0;
  if (r.afternoon && r.hour < 12) r.hour += 12;
  if (r.before_noon && r.hour == 12) r.hour = 0;
  if (r.hour > 24 || r.minute > 59 || r.second > 61) return {};
  if (r.year < 50) r.year += 2000;  // RFC 5322 §4.3
  if (r.year < 1000) r.year += 1900;
  if (r.year > 2400 && r.year < 2700) r.year -= 543;  // the Thai calendar counts from 543 BC
  if (r.year < 1970 || r.year > 2100) return {};
  static constexpr std::array days{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (r.day > days[static_cast<std::size_t>(r.month - 1)]) return {};
  const EpochSeconds local =
      days_from_civil({r.year, r.month, r.day}) * 86'400 + r.hour * 3'600 + r.minute * 60 + r.second;
  return MailDate{local - r.offset.value_or(assumed_offset) * 60, r.offset};
}

// "+0800", "+08:00", "-5", after an optional "GMT" or "UTC". Minutes, or nothing when impossible.
std::optional<int> numeric_offset(const Token& hours, const Token* minutes) {
  int total = 0;
  if (hours.text.size() >= 3) {
    total = hours.value / 100 * 60 + hours.value % 100;
  } else {
    total = hours.value * 60 + (minutes != nullptr ? minutes->value : 0);
  }
  if (total > 16 * 60) return {};
  return hours.before == '-' ? -total : total;
}

std::string without_comments(std::string_view text) {
  std::string plain;
  int depth = 0;
  for (const char c : text.substr(0, longest_date)) {
    if (c == '(') ++depth;
    if (depth == 0) plain.push_back(c);
    if (c == ')' && depth > 0 && --depth == 0) plain.push_back(' ');
  }
  return plain;
}

void read_word(const Token& token, Reading& r) {
  const std::string folded = fold_case(token.text);
  const auto says = [&](auto... words) { return ((folded.find(words) != std::string::npos) || ...); };
  if (folded == "am" || folded == "ص" || folded == "sa" || says("上午", "오전", "午前")) r.before_noon = true;
  if (folded == "pm" || folded == "م" || folded == "ch" || says("下午", "오후", "午後", "晚上")) r.afternoon = true;
  if (r.hour >= 0 && !r.offset) {
    for (const ZoneName& zone : zone_names) {
      if (folded == zone.name) r.offset = zone.minutes;
    }
  }
  // Weekdays look like months in some languages ("mar. 3 nov."): until the year is known, the later word counts.
  if (r.month < 0 || (r.year < 0 && r.hour < 0)) {
    if (const int month = month_of(token.text); month > 0) r.month = month;
  }
}

// A date written in digits only: "2026-11-06", "06.11.2026", "11/6/2026", "2026年11月6日". Returns the tokens used.
std::size_t read_numeric_date(const std::vector<Token>& tokens, std::size_t at, bool month_first, Reading& r) {
  if (at + 2 >= tokens.size() || r.day >= 0) return 0;
  const auto joined = [](const Token& a, const Token& b) {
    return b.kind == Token::Kind::number && std::string_view("-./").find(a.after) != std::string_view::npos &&
           b.before == a.after;
  };
  const Token& a = tokens[at];
  const Token &b = tokens[at + 1], &c = tokens[at + 2];
  if (!joined(a, b) || !joined(b, c)) return 0;
  if (a.text.size() == 4) {
    r.year = a.value, r.month = b.value, r.day = c.value;
  } else {
    const bool swap = b.value > 12 || (month_first && a.value <= 12 && a.after == '/');
    r.day = swap ? b.value : a.value;
    r.month = swap ? a.value : b.value;
    r.year = c.value;
  }
  return 3;
}

// "2026年11月6日", "2026년 11월 6일", "Th 6, 6 thg 11": a number and the word beside it that says what it is.
bool read_marked_number(const Token& number, const Token* previous, const Token* next, Reading& r) {
  if (previous != nullptr && previous->kind == Token::Kind::word) {
    const std::string word = fold_case(previous->text);
    if (word == "thg" || word == "tháng") return r.month = number.value, true;
    if (word == "th" || word == "thứ") return true;  // a weekday counted from Sunday
  }
  if (next == nullptr || next->kind != Token::Kind::word) return false;
  const auto marked = [&](std::string_view zh, std::string_view ko) {
    return next->text.starts_with(zh) || next->text.starts_with(ko);
  };
  if (marked("年", "년")) return r.year = number.value, true;
  if (marked("月", "월")) return r.month = number.value, true;
  if (marked("日", "일")) return r.day = number.value, true;
  if (marked("时", "시") || next->text.starts_with("點") || next->text.starts_with("時") ||
      next->text.starts_with("点"))
    return r.hour = number.value, true;
  if (marked("分", "분")) return r.minute = number.value, true;
  return marked("秒", "초");
}

std::optional<MailDate> read_date(std::string_view text, bool month_first, int assumed_offset) {
  const std::string plain = without_comments(text);
  const std::vector<Token> tokens = tokens_of(plain);
  Reading r;
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    const Token& token = tokens[at];
    const Token* next = at + 1 < tokens.size() ? &tokens[at + 1] : nullptr;
    if (token.kind == Token::Kind::word) {
      read_word(token, r);
      continue;
    }
    const bool clock = next != nullptr && next->kind == Token::Kind::number && next->before == token.after &&
                       (token.after == ':' || (token.after == '.' && r.day >= 0 && r.year >= 0 && token.before == ' '));
    if (r.hour >= 0 && (token.before == '+' || token.before == '-')) {
      const bool has_minutes = clock && token.after == ':';
      if (!r.offset || *r.offset == 0) r.offset = numeric_offset(token, has_minutes ? next : nullptr);
      if (has_minutes) ++at;
    } else if (clock && r.hour < 0) {
      r.hour = token.value;
      r.minute = next->value;
      ++at;
      if (at + 1 < tokens.size() && tokens[at].after == token.after && tokens[at + 1].kind == Token::Kind::number &&
          tokens[at + 1].before == token.after) {
        r.second = tokens[at + 1].value;
        if (tokens[++at].after == '.') ++at;  // a fraction of a second
      }
    } else if (const std::size_t used = read_numeric_date(tokens, at, month_first, r); used > 0) {
      at += used - 1;
    } else if (read_marked_number(token, at > 0 ? &tokens[at - 1] : nullptr, next, r)) {
      continue;
    } else if (r.day < 0 && token.text.size() <= 2) {
      r.day = token.value;
    } else if (r.year < 0 && (token.text.size() == 4 || (r.month > 0 && token.text.size() <= 3))) {
      r.year = token.value;
    }
  }
  return finish(r, assumed_offset);
}
}  // namespace

std::optional<MailDate> parse_mail_date(std::string_view text) { return read_date(text, true, 0); }

std::optional<MailDate> parse_written_date(std::string_view text, int assumed_offset) {
  const bool twelve_hours =
      find_nocase(text, " am") != std::string_view::npos || find_nocase(text, " pm") != std::string_view::npos;
  return read_date(text, twelve_hours, assumed_offset);
}

}  // namespace tradewind::archiver

#include "mailsync/imap/internal_date.hpp"

#include <array>
#include <charconv>

#include "mailsync/imap/ascii.hpp"

namespace tradewind::mailsync::imap {

namespace {

constexpr std::array<std::string_view, 12> months{"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                  "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};

// Reads numbers and the characters between them; once something does not fit, it stays failed.
class Fields {
 public:
  explicit Fields(std::string_view text) : text_(text) {}

  int number(int low, int high) {
    int value = 0;
    const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), value);
    if (error != std::errc{} || text_.front() == '-' || value < low || value > high) return fail_with(low);
    text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
    return value;
  }
  void expect(char c) {
    if (!take(c)) good_ = false;
  }
  bool take(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  void skip_spaces() {
    while (take(' ')) {
    }
  }
  // Two digits are of 1970 to 2069.
  int year() {
    const std::size_t before = text_.size();
    const int value = number(0, 9999);
    if (before - text_.size() != 2 || !good_) return value;
    return value < 70 ? 2000 + value : 1900 + value;
  }
  void skip_weekday() {
    const std::size_t comma = text_.find(',');
    if (comma != std::string_view::npos) text_.remove_prefix(comma + 1);
  }
  // What stands between day, month and year: '-', or a space as in mail headers.
  void separator() {
    if (!take('-')) expect(' ');
  }
  int month() {
    for (std::size_t i = 0; i < months.size(); ++i)
      if (equal_ignoring_case(text_.substr(0, 3), months[i])) {
        text_.remove_prefix(3);
        return static_cast<int>(i) + 1;
      }
    return fail_with(1);
  }
  // Seconds east of UTC.
  int zone() {
    const bool west = take('-');
    if (!west && !take('+')) return 0;
    if (text_.size() < 4) return fail_with(0);
    const int hhmm = number(0, 2359);
    const int seconds = (hhmm / 100 * 60 + hhmm % 100) * 60;
    return west ? -seconds : seconds;
  }
  [[nodiscard]] bool good() const { return good_; }

 private:
  int fail_with(int value) {
    good_ = false;
    text_ = {};
    return value;
  }

  std::string_view text_;
  bool good_ = true;
};

constexpr int days_in(int year, int month) {
  constexpr std::array<int, 12> lengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : lengths[static_cast<std::size_t>(month - 1)];
}

}  // namespace

std::optional<EpochSeconds> parse_internal_date(std::string_view text) {
  Fields fields(text);
  fields.skip_weekday();
  fields.skip_spaces();
  CivilDate date;
  date.day = fields.number(1, 31);
  fields.separator();
  date.month = fields.month();
  fields.separator();
  date.year = fields.year();
  fields.skip_spaces();
  const int hour = fields.number(0, 23);
  fields.expect(':');
  const int minute = fields.number(0, 59);
  fields.expect(':');
  const int second = fields.number(0, 60);  // a leap second
  fields.skip_spaces();
  const int east = fields.zone();
  if (!fields.good() || date.day > days_in(date.year, date.month)) return std::nullopt;
  return days_from_civil(date) * 86'400 + hour * 3'600 + minute * 60 + second - east;
}

}  // namespace tradewind::mailsync::imap

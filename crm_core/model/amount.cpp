#include "crm_core/model/amount.hpp"

#include <algorithm>

namespace tradewind::crm {

std::optional<Amount> Amount::parse(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  const std::string_view rest = point < text.size() ? text.substr(point + 1) : std::string_view();
  if (whole.empty() || whole.size() > whole_digits || rest.size() > places || (point < text.size() && rest.empty()))
    return {};
  Wide units = 0;
  const auto take = [&](char digit) {
    units = units * 10 + (digit - '0');
    return digit >= '0' && digit <= '9';
  };
  if (!std::all_of(whole.begin(), whole.end(), take) || !std::all_of(rest.begin(), rest.end(), take)) return {};
  for (std::size_t i = rest.size(); i < places; ++i) units *= 10;
  return Amount(negative ? -units : units);
}

std::string Amount::to_text() const {
  const bool negative = units_ < 0;
  Wide hundredths = ((negative ? -units_ : units_) + 50) / 100;
  std::string text;
  for (int digit = 0; digit < 3 || hundredths > 0; ++digit) {
    if (digit == 2) text += '.';
    text += static_cast<char>('0' + static_cast<int>(hundredths % 10));
    hundredths /= 10;
  }
  if (negative && text.find_first_not_of("0.") != std::string::npos) text += '-';
  std::reverse(text.begin(), text.end());
  return text;
}

}  // namespace tradewind::crm

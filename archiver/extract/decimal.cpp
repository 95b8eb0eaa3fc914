#include "archiver/extract/decimal.hpp"

#include <array>
#include <utility>

#include "archiver/extract/number_words.hpp"
#include "archiver/text/ascii.hpp"

namespace tradewind::archiver {
namespace {

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

}  // namespace

std::size_t number_end(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size()) {
    if (is_digit(text[end])) {
      ++end;
      continue;
    }
    // "45x45，1000": a comma before four digits and more parts two numbers, but for a nought and its decimals.
    const bool parts = text[end] == ',' && end + 4 < text.size() && is_digit(text[end + 1]) &&
                       is_digit(text[end + 2]) && is_digit(text[end + 3]) && is_digit(text[end + 4]) &&
                       text.substr(at, end - at) != "0";
    const bool grouped = (text[end] == '.' || text[end] == ',' || text[end] == '\'') && end + 1 < text.size() &&
                         is_digit(text[end + 1]) && !parts;
    // A blank groups only three digits that nothing but another blank, a unit or the end follows ("1 000 pcs").
    const bool spaced = text[end] == ' ' && end - at <= 3 && end + 3 < text.size() + 0 && end + 3 <= text.size() - 1 &&
                        is_digit(text[end + 1]) && is_digit(text[end + 2]) && is_digit(text[end + 3]) &&
                        (end + 4 >= text.size() || !is_digit(text[end + 4]));
    if (!grouped && !spaced) break;
    ++end;
  }
  return end;
}

std::size_t magnitude(std::string_view folded, std::size_t at, std::size_t& size) {
  static constexpr std::array<std::pair<std::string_view, std::size_t>, 9> marks = {
      {{"k", 3}, {"tsd", 3}, {"тыс", 3}, {"tys", 3}, {"万", 4}, {"萬", 4}, {"만", 4}, {"千", 3}, {"천", 3}}};
  size = 0;
  std::size_t start = at;
  if (start < folded.size() && folded[start] == ' ') ++start;
  if (start >= folded.size() || is_digit(folded[start])) return 0;
  for (const auto& [mark, zeros] : marks) {
    if (!folded.substr(start).starts_with(mark)) continue;
    std::size_t end = start + mark.size();
    if (mark.front() >= 'a' && mark.front() <= 'z' && end < folded.size() && is_letter(folded[end])) continue;
    if (mark == "k" && start != at) continue;
    if (zeros == 3 && mark.size() > 1 && end < folded.size() && folded[end] == '.' && start != at) ++end;
    size = end - at;
    return zeros;
  }
  std::size_t end = start;
  const std::size_t zeros = worded_zeros(folded, start, end);
  if (zeros > 0) size = end - at;
  return zeros;
}

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

}  // namespace tradewind::archiver

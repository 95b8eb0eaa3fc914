#include "archiver/extract/postal_code.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "archiver/data_table.hpp"

namespace tradewind::archiver {
namespace {

// The form of a word: 'A' for a capital letter, '0' for a digit, other characters as they are.
std::string form_of(std::string_view word) {
  std::string form(word);
  for (char& c : form) {
    if (c >= '0' && c <= '9')
      c = '0';
    else if (c >= 'A' && c <= 'Z')
      c = 'A';
  }
  return form;
}

bool is_one_of(std::string_view words, std::string_view word) {
  const auto all = split(words, " ");
  return std::find(all.begin(), all.end(), word) != all.end();
}

bool is_us_state(std::string_view word) {
  return is_one_of(
      "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR "
      "PA RI SC SD "
      "TN TX UT VT VA WA WV WI WY DC PR",
      word);
}

// "D-80331": the sign of the country, as motor cars have it, before the code.
std::string by_prefix(std::string_view word) {
  static constexpr std::pair<std::string_view, std::string_view> signs[] = {
      {"D", "DE"},  {"A", "AT"},  {"CH", "CH"}, {"F", "FR"},   {"I", "IT"},  {"B", "BE"},  {"L", "LU"},  {"DK", "DK"},
      {"SE", "SE"}, {"S", "SE"},  {"FI", "FI"}, {"FIN", "FI"}, {"NO", "NO"}, {"N", "NO"},  {"E", "ES"},  {"ES", "ES"},
      {"PL", "PL"}, {"CZ", "CZ"}, {"SK", "SK"}, {"H", "HU"},   {"HR", "HR"}, {"SI", "SI"}, {"LT", "LT"}, {"LV", "LV"},
      {"EE", "EE"}, {"RO", "RO"}, {"BG", "BG"}, {"GR", "GR"},  {"P", "PT"},  {"PT", "PT"}, {"NL", "NL"}, {"DE", "DE"},
      {"AT", "AT"}, {"FR", "FR"}, {"IT", "IT"}, {"BE", "BE"},  {"MD", "MD"}};
  const std::size_t dash = word.find('-');
  if (dash == std::string_view::npos || dash == 0 || dash > 3) return "";
  const std::string digits = form_of(word.substr(dash + 1));
  if (digits != "0000" && digits != "00000") return "";
  for (const auto& [sign, country] : signs) {
    if (word.substr(0, dash) == sign) return std::string(country);
  }
  return "";
}

// The code that two neighbouring words make, or the second alone.
std::string country_of(std::string_view before, std::string_view word, std::string_view behind) {
  const std::string form = form_of(word), previous = form_of(before), next = form_of(behind);
  const bool named = !behind.empty() && form_of(behind).front() == 'A' && behind.size() > 2;
  if ((form == "00000" || form == "00000-0000") && is_us_state(before)) return "US";
  if (previous == "A0A" && form == "0A0") return "CA";
  if (form == "0AA" && is_one_of("A0 A00 AA0 AA00 A0A AA0A", previous)) return "GB";
  if (form == "00000-000") return "BR";
  if (form == "00-000" && named) return "PL";
  if (previous == "0000" && form == "AA" && named) return "NL";
  if (word.starts_with("〒")) return "JP";
  return by_prefix(word);
}

}  // namespace

std::string country_of_postal_code(std::string_view address) {
  for (const std::string_view line : lines_of(address.substr(0, 4000))) {
    std::vector<std::string_view> words;
    for (std::string_view word : split(line, " ")) {
      while (!word.empty() && std::string_view(",;.()|").find(word.back()) != std::string_view::npos)
        word.remove_suffix(1);
      while (!word.empty() && std::string_view(",;.()|").find(word.front()) != std::string_view::npos)
        word.remove_prefix(1);
      if (!word.empty()) words.push_back(word);
    }
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::string country = country_of(i > 0 ? words[i - 1] : std::string_view{}, words[i],
                                             i + 1 < words.size() ? words[i + 1] : std::string_view{});
      if (!country.empty()) return country;
    }
  }
  return "";
}

}  // namespace tradewind::archiver

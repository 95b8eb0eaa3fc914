#include "crm_core/service/field_check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "crm_core/model/name_key.hpp"

namespace tradewind::crm {

namespace {

bool is_printable_word(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F; });
}

bool is_domain(std::string_view text) {
  return text.size() >= 3 && text.size() <= 253 && text.find('.') != std::string_view::npos && text.front() != '.' &&
         text.back() != '.' && text.find("..") == std::string_view::npos &&
         text.find_first_of("@/:,;<>\"") == std::string_view::npos && is_printable_word(text);
}

bool is_address(std::string_view text) {
  const auto at = text.rfind('@');
  return at != std::string_view::npos && at > 0 && text.size() <= 320 && text.find('@') == at &&
         is_printable_word(text) && is_domain(text.substr(at + 1));
}

template <class Check>
Result<void> tidy(std::vector<std::string>& texts, std::string_view field, std::string_view what, Check&& check) {
  for (std::size_t i = 0; i < texts.size(); ++i) {
    texts[i] = address_key(texts[i]);
    const std::string place = texts.size() == 1 ? std::string() : fmt::format("[{}]", i);
    if (!check(texts[i]))
      return fail(Fault::invalid, fmt::format("{}{}: '{}' is not {}", field, place, texts[i].substr(0, 100), what));
  }
  tidy_names(texts);
  return {};
}

}  // namespace

Result<void> tidy_addresses(std::vector<std::string>& addresses, std::string_view field) {
  return tidy(addresses, field, "a mail address", is_address);
}

Result<void> tidy_domains(std::vector<std::string>& domains, std::string_view field) {
  return tidy(domains, field, "a domain", is_domain);
}

Result<void> tidy_country(std::string& country, std::string_view field) {
  std::string code = country;
  for (char& c : code)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  const bool fine = code.empty() || (code.size() == 2 && std::all_of(code.begin(), code.end(),
                                                                     [](char c) { return c >= 'A' && c <= 'Z'; }));
  if (fine) {
    country = std::move(code);
    return {};
  }
  return fail(Fault::invalid, fmt::format("{}: '{}' is not a country code", field, country.substr(0, 100)),
              "two letters of ISO 3166-1, such as DE");
}

Result<void> check_decimal(std::string_view text, std::string_view field) {
  std::size_t digits = 0, dots = 0, at = text.starts_with('-') ? 1 : 0;
  for (; at < text.size(); ++at) {
    if (text[at] >= '0' && text[at] <= '9')
      ++digits;
    else if (text[at] == '.')
      ++dots;
    else
      break;
  }
  if (text.empty() || (at == text.size() && digits > 0 && dots <= 1 && text.size() <= 40)) return {};
  return fail(Fault::invalid, fmt::format("{}: '{}' is not a number", field, text.substr(0, 100)),
              "digits with a point, such as 1234.50");
}

void tidy_names(std::vector<std::string>& names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::erase(names, "");
}

Result<void> check_given(std::string_view text, std::string_view field) {
  if (text.find_first_not_of(" \t\r\n") != std::string_view::npos) return {};
  return fail(Fault::invalid, fmt::format("{}: must not be empty", field));
}

Result<void> check_tag(std::string_view tag) {
  constexpr std::size_t longest_tag = 100;
  const bool fine = !tag.empty() && tag.size() <= longest_tag && tag.front() != ' ' && tag.back() != ' ' &&
                    tag.find_first_of(",\t\r\n") == std::string_view::npos;
  if (fine) return {};
  return fail(Fault::invalid, fmt::format("tag: '{}' is none", tag.substr(0, longest_tag)),
              "one line of at most 100 bytes without commas, such as vip or industry:garden");
}

Result<void> check_version(std::string_view what, std::int64_t id, std::int64_t stored, std::int64_t given) {
  if (stored == given) return {};
  return fail(Fault::conflict,
              fmt::format("{} {} was changed meanwhile: it is at version {}, not {}", what, id, stored, given),
              "look at it again and repeat the change");
}

}  // namespace tradewind::crm

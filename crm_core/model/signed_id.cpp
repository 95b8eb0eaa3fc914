#include "crm_core/model/signed_id.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <utility>

#include "crm_core/base/sha256.hpp"

namespace tradewind::crm {

namespace {

constexpr std::string_view mark = "tw1.";
constexpr std::size_t signature_digits = 20;
constexpr std::pair<std::string_view, RecordType> words[] = {
    {"quote", RecordType::quotation}, {"order", RecordType::order}, {"case", RecordType::service_case}};

std::string signature_of(std::string_view text, std::string_view key) {
  return to_hex(hmac_sha256(key, text)).substr(0, signature_digits);
}

}  // namespace

std::string make_signed_id(const SignedId& about, std::string_view random, std::string_view domain,
                           std::string_view key) {
  for (const auto& [word, type] : words) {
    if (type != about.type) continue;
    const std::string text = fmt::format("{}{}{}.{}", mark, word, about.id, random);
    return fmt::format("{}.{}@{}", text, signature_of(text, key), domain);
  }
  throw std::invalid_argument("a signed id is of a quotation, an order or a case");
}

std::optional<SignedId> read_signed_id(std::string_view message_id, std::string_view key) {
  constexpr std::size_t longest = 200;
  if (key.empty() || message_id.size() > longest) return {};
  std::string local(message_id.substr(0, message_id.find('@')));
  for (char& c : local) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  const std::size_t dot = local.rfind('.');
  if (!local.starts_with(mark) || dot == std::string::npos) return {};
  const std::string_view text = std::string_view(local).substr(0, dot);
  if (std::string_view(local).substr(dot + 1) != signature_of(text, key)) return {};
  for (const auto& [word, type] : words) {
    std::string_view rest = text.substr(mark.size());
    if (!rest.starts_with(word)) continue;
    rest.remove_prefix(word.size());
    SignedId found{type, 0};
    const auto read = std::from_chars(rest.data(), rest.data() + rest.size(), found.id);
    if (read.ec == std::errc() && read.ptr != rest.data() + rest.size() && *read.ptr == '.') return found;
  }
  return {};
}

}  // namespace tradewind::crm

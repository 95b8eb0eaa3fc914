#include "archiver/link/domains.hpp"

#include <libpsl.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <unordered_set>
#include <vector>

#include "archiver/data_table.hpp"

namespace tradewind::archiver {
namespace {

const std::unordered_set<std::string_view>& free_mail_domains() {
  static const std::unordered_set<std::string_view> domains = [] {
    std::unordered_set<std::string_view> all;
    for (const std::string_view line : lines_of(shipped_table("free_mail_domains.txt"))) {
      if (!line.empty() && line.front() != '#') all.insert(trim_wide(line));
    }
    return all;
  }();
  return domains;
}

// The name of a registrable domain without its public suffix: "acme" of "acme.co.uk".
std::string_view label_of(std::string_view registrable) { return registrable.substr(0, registrable.find('.')); }

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > limit || b.size() > 63) return limit + 1;
  std::array<std::size_t, 64> row{};
  for (std::size_t i = 0; i <= a.size(); ++i) row[i] = i;
  std::size_t swapped = limit + 1;  // a transposition of neighbours counts as one edit
  if (a.size() == b.size()) {
    std::size_t first = 0;
    while (first < a.size() && a[first] == b[first]) ++first;
    if (first + 1 < a.size() && a[first] == b[first + 1] && a[first + 1] == b[first] &&
        a.substr(first + 2) == b.substr(first + 2))
      swapped = 1;
  }
  for (std::size_t j = 1; j <= b.size(); ++j) {
    std::size_t diagonal = row[0];
    row[0] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
      const std::size_t above = row[i];
      row[i] = std::min({row[i] + 1, row[i - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return std::min(row[a.size()], swapped);
}

// Letters that are mistaken for each other made one: "rn" and "m", "l" and "1" and "i", "0" and "o", "vv" and "w".
std::string skeleton(std::string_view label) {
  std::string out;
  for (std::size_t i = 0; i < label.size(); ++i) {
    const char c = label[i];
    if (c == '-') continue;
    if (c == 'r' && i + 1 < label.size() && label[i + 1] == 'n') {
      out += 'm';
      ++i;
    } else if (c == 'v' && i + 1 < label.size() && label[i + 1] == 'v') {
      out += 'w';
      ++i;
    } else if (c == 'c' && i + 1 < label.size() && label[i + 1] == 'l') {
      out += 'd';
      ++i;
    } else
      out += c == '1' || c == 'i' || c == 'j' ? 'l' : c == '0' ? 'o' : c == '5' ? 's' : c;
  }
  return out;
}

}  // namespace

std::string registrable_domain(std::string_view domain) {
  const std::string name(domain);
  const char* const found = psl_registrable_domain(psl_builtin(), name.c_str());
  return found == nullptr ? name : std::string(found);
}

bool is_free_mail(std::string_view domain) {
  if (free_mail_domains().contains(domain)) return true;
  const std::size_t dot = domain.find('.');
  return dot != std::string_view::npos && domain.find('.', dot + 1) != std::string_view::npos &&
         free_mail_domains().contains(domain.substr(dot + 1));
}

bool is_within(std::string_view domain, std::string_view parent) {
  return domain == parent || (domain.size() > parent.size() && domain.ends_with(parent) &&
                              domain[domain.size() - parent.size() - 1] == '.');
}

bool is_machine_address(std::string_view address) {
  static constexpr std::string_view marks[] = {
      "noreply",   "no-reply",   "no_reply",     "donotreply", "do-not-reply", "notif",
      "mailer",    "postmaster", "bounce",       "newsletter", "nieuwsbrief",  "alert",
      "daemon",    "automat",    "system",       "robot",      "news",         "digest",
      "marketing", "feedback",   "ebank",        "webmaster",  "wordpress",    "invoice-noreply",
      "calendar",  "updates",    "info-noreply", "receipts",   "security"};
  const std::string local = fold(address.substr(0, address.find('@')));
  return std::any_of(std::begin(marks), std::end(marks),
                     [&](std::string_view mark) { return local.find(mark) != std::string::npos; });
}

bool is_role_address(std::string_view address) {
  static const std::unordered_set<std::string> roles = {
      "info",       "sales",       "office",    "contact", "mail",    "export",    "import",     "purchase",
      "purchasing", "procurement", "einkauf",   "compras", "achats",  "accounts",  "accounting", "buchhaltung",
      "finance",    "admin",       "support",   "service", "hello",   "enquiries", "inquiry",    "orders",
      "order",      "ventas",      "comercial", "biuro",   "kontakt", "marketing"};
  return roles.contains(fold(address.substr(0, address.find('@'))));
}

std::string country_of_domain(std::string_view domain) {
  static const std::unordered_set<std::string_view> everybody = {
      "io", "co", "me", "tv", "cc", "ai", "ws", "fm", "to", "gg", "la", "ly", "vc", "nu", "eu",
      "su", "tk", "ml", "ga", "cf", "gq", "pw", "sh", "st", "am", "im", "bz", "sc", "so", "vip"};
  const std::string_view ending = domain.substr(domain.rfind('.') + 1);
  if (domain.find('.') == std::string_view::npos || ending.size() != 2 || everybody.contains(ending)) return "";
  if (ending == "uk") return "GB";
  std::string country(ending);
  for (char& c : country) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return country;
}

std::string imitation(std::string_view domain, std::string_view genuine) {
  if (domain == genuine) return "";
  const std::string_view name = label_of(domain);
  const std::string_view real = label_of(genuine);
  if (real.size() < 4) return "";
  if (name == real) return real.size() >= 6 ? "other ending" : "";
  if (skeleton(name) == skeleton(real)) return "looks alike";
  const std::size_t allowed = real.size() >= 10 ? 2 : real.size() >= 6 ? 1 : 0;
  if (edit_distance(name, real, allowed) <= allowed)
    return allowed == 2 ? "one or two letters differ" : "one letter differs";
  if (real.size() >= 6 && name.find(real) != std::string_view::npos && name.size() <= real.size() + 12)
    return "added words";
  return "";
}

}  // namespace tradewind::archiver

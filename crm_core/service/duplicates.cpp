#include "crm_core/service/duplicates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "crm_core/model/name_key.hpp"
#include "crm_core/service/conversion.hpp"
#include "crm_core/service/duplicate_marks.hpp"
#include "crm_core/service/permission.hpp"
#include "crm_core/service/sight.hpp"
#include "crm_core/store/customer_repository.hpp"

namespace tradewind::crm {

namespace {

constexpr std::size_t most_duplicates = 20;

std::vector<std::string> website_spellings(std::string_view website) {
  const std::string_view core = website_core(website);
  std::vector<std::string> spellings;
  if (core.empty()) return spellings;
  for (const std::string_view scheme : {"", "http://", "https://"})
    for (const std::string_view host : {"", "www."})
      for (const std::string_view end : {"", "/"})
        spellings.push_back(fmt::format("{}{}{}{}", scheme, host, core, end));
  return spellings;
}

std::string_view domain_of(std::string_view address) {
  const auto at = address.rfind('@');
  return at == std::string_view::npos ? std::string_view() : address.substr(at + 1);
}

// Collects marks by customer: each kind of mark counts once, the strongest.
class Marks {
 public:
  explicit Marks(std::optional<RecordId> except) : except_(except) {}
  void add(RecordId customer, std::string_view what, std::string_view value, int points) {
    if (customer == except_) return;
    add_mark(marks_[customer], what, value, points);
  }
  [[nodiscard]] std::vector<Duplicate> ranked() && {
    std::vector<Duplicate> duplicates;
    for (auto& [customer, marks] : marks_) {
      const int score = settle_marks(marks);
      duplicates.push_back({customer, "", "", score, std::move(marks)});
    }
    std::stable_sort(duplicates.begin(), duplicates.end(),
                     [](const Duplicate& a, const Duplicate& b) { return a.score > b.score; });
    if (duplicates.size() > most_duplicates) duplicates.resize(most_duplicates);
    return duplicates;
  }

 private:
  std::optional<RecordId> except_;
  std::map<RecordId, std::vector<DuplicateMark>> marks_;
};

// The pairs of characters of one key, and how alike others are.
class NameLikeness {
 public:
  explicit NameLikeness(std::string_view key) : key_(key) { fill(pairs_, key); }
  [[nodiscard]] double to(std::string_view other) {
    fill(others_, other);
    if (pairs_.empty() || others_.empty()) return key_ == other ? 1 : 0;
    std::size_t shared = 0;
    for (auto a = pairs_.begin(), b = others_.begin(); a != pairs_.end() && b != others_.end();) {
      shared += *a == *b ? 1U : 0U;
      const bool a_goes = *a <= *b, b_goes = *b <= *a;
      a += a_goes ? 1 : 0;
      b += b_goes ? 1 : 0;
    }
    return 2.0 * static_cast<double>(shared) / static_cast<double>(pairs_.size() + others_.size());
  }

 private:
  // As numbers: comparing texts of two bytes took longer than the rest of the duplicate check.
  static void fill(std::vector<std::uint16_t>& pairs, std::string_view text) {
    pairs.clear();
    for (std::size_t at = 0; at + 1 < text.size(); ++at)
      pairs.push_back(static_cast<std::uint16_t>(static_cast<unsigned char>(text[at]) << 8 |
                                                 static_cast<unsigned char>(text[at + 1])));
    std::sort(pairs.begin(), pairs.end());
  }

  std::string_view key_;
  std::vector<std::uint16_t> pairs_, others_;
};

void mark_names(CustomerRepository& customers, const std::vector<std::string>& names, Marks& marks) {
  for (const auto& name : names) {
    const std::string key = name_key(name);
    if (key.empty()) continue;
    for (const RecordId id : customers.find_by_name_key(key)) marks.add(id, "name", name, name_points);
    NameLikeness likeness(key);
    for (const auto& [id, other] : customers.neighbours_by_name_key(key)) {
      if (!may_be_similar(key, other)) continue;
      const double alike = likeness.to(other);
      if (alike >= least_similarity)
        marks.add(id, "similar name", name, static_cast<int>(std::lround(similar_name_points * alike)));
    }
  }
}

void mark_reach(CustomerRepository& customers, const DuplicateQuestion& question, Marks& marks) {
  const auto mark_domain = [&](std::string_view domain) {
    if (domain.empty() || is_free_mail_domain(domain)) return;
    for (const RecordId id : customers.find_by_domain(domain)) marks.add(id, "domain", domain, domain_points);
  };
  for (const auto& domain : question.domains) mark_domain(domain);
  for (const auto& address : question.addresses) {
    for (const auto& contact : customers.contacts_by_address(address))
      if (!contact.removed_at) marks.add(contact.customer_id, "address", address, address_points);
    mark_domain(domain_of(address));
  }
  for (const auto& phone : question.phones)
    for (const RecordId id : customers.customers_by_phone_key(phone_key(phone)))
      marks.add(id, "phone", phone, phone_points);
  for (const auto& spelling : website_spellings(question.website))
    for (const RecordId id : customers.find_by_website(spelling))
      marks.add(id, "website", question.website, website_points);
}

}  // namespace

Result<std::vector<Duplicate>> find_duplicates(Store& store, const Actor& actor, const DuplicateQuestion& question) {
  if (auto allowed = require(actor, Act::read_records); !allowed) return pass_on(allowed);
  auto& database = store.database();
  CustomerRepository customers(database);
  Marks marks(question.except);
  mark_names(customers, question.names, marks);
  mark_reach(customers, question, marks);
  auto duplicates = std::move(marks).ranked();
  for (auto& duplicate : duplicates) {
    // Of another's customer only who has it is told, never what it is called.
    if (auto seen = check_seen(database, actor, RecordType::customer, duplicate.customer); !seen)
      duplicate.taken = seen.error().message;
    else if (const auto customer = customers.find(duplicate.customer))
      duplicate.name = customer->name;
  }
  return duplicates;
}

Result<std::vector<Duplicate>> duplicates_of(Store& store, const Actor& actor, RecordId id) {
  const auto customer = Sight(store, actor).customer(id);
  if (!customer) return pass_on(customer);
  DuplicateQuestion question{{customer->name}, customer->domains, {}, {}, customer->website, id};
  question.names.insert(question.names.end(), customer->aliases.begin(), customer->aliases.end());
  for (const auto& contact : CustomerRepository(store.database()).contacts_of(id)) {
    question.addresses.insert(question.addresses.end(), contact.addresses.begin(), contact.addresses.end());
    if (!contact.phone.empty()) question.phones.push_back(contact.phone);
  }
  return find_duplicates(store, actor, question);
}

std::string explained(const Duplicate& duplicate) {
  std::string text = fmt::format("score {}", duplicate.score);
  for (const auto& mark : duplicate.marks)
    text +=
        fmt::format("{} {} {} ({})", &mark == &duplicate.marks.front() ? ":" : ",", mark.what, mark.value, mark.points);
  return text;
}

double similarity(std::string_view key, std::string_view other) { return NameLikeness(key).to(other); }

}  // namespace tradewind::crm

// Fills a store with records for scripts/bench --records, or writes rows to import.
//
//   records_bench fill DATA CUSTOMERS CONTACTS LEADS   into a store that crm init made
//   records_bench csv ROWS                             customers with a contact each, for crm import customers
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/lead_repository.hpp"
#include "crm_core/store/store.hpp"
#include "crm_core/store/user_repository.hpp"
#include "tests/bench/random.hpp"
#include "tests/bench/vocabulary.hpp"

namespace tradewind::bench {
namespace {

using namespace crm;

constexpr std::array<std::string_view, 8> countries{"DE", "US", "BR", "PL", "KE", "SA", "JP", "PE"};
constexpr std::array<std::string_view, 5> forms{"GmbH", "Ltd.", "S.A.", "Inc.", "Sp. z o.o."};
constexpr std::array<std::string_view, 4> levels{"A", "B", "C", ""};
constexpr std::int64_t users = 40;
constexpr EpochSeconds year = 365 * 86'400;

template <std::size_t N>
std::string one_of(Random& random, const std::array<std::string_view, N>& words) {
  return std::string(words[random.below(N)]);
}

std::string domain_of(std::uint64_t number) { return fmt::format("{}-{}.example", invented_name(number), number); }

Customer customer(std::uint64_t number, Random& random) {
  Customer made;
  made.name = fmt::format("{} {} {} {}", invented_name(number), invented_name(random.below(5'000)), number,
                          one_of(random, forms));
  made.country = one_of(random, countries);
  made.level = one_of(random, levels);
  made.status = random.chance(0.3) ? "active" : "prospect";
  if (random.chance(0.9)) made.owner_id = 1 + static_cast<RecordId>(random.below(users));
  made.domains = {domain_of(number)};
  return made;
}

Contact contact(std::uint64_t number, RecordId customer, std::uint64_t customers, Random& random) {
  Contact made;
  made.customer_id = customer;
  made.name = fmt::format("{} {}", invented_name(random.below(3'000)), invented_name(random.below(30'000)));
  made.phone = fmt::format("+49 {}", 10'000'000 + number);
  made.addresses = {fmt::format("{}.{}@{}", invented_name(random.below(3'000)), number, domain_of(number % customers))};
  return made;
}

Lead lead(std::uint64_t number, Random& random, EpochSeconds at) {
  Lead made;
  made.status = random.chance(0.2) ? LeadStatus::assigned : LeadStatus::disqualified;
  made.draft.company = fmt::format("{} {}", invented_name(random.below(50'000)), one_of(random, forms));
  made.draft.email = fmt::format("info@lead-{}.example", number);
  made.draft.phone = fmt::format("+48 {}", 10'000'000 + number);
  made.draft.country = one_of(random, countries);
  made.draft.items = {{"ball valve DN50", "", "500", "pcs"}};
  made.owner_id = 1 + static_cast<RecordId>(random.below(users));
  made.arrived_at = at;
  made.created_at = at;
  return made;
}

void add_users(database::Database& database) {
  UserRepository repository(database);
  for (std::int64_t i = 1; i <= users; ++i) {
    User user;
    user.login = fmt::format("rep{}", i);
    user.name = user.login;
    repository.insert(user);
  }
}

// `make(i)` for each, some thousands a transaction.
template <class Make>
void in_batches(database::Database& database, std::uint64_t count, Make&& make) {
  constexpr std::uint64_t batch = 20'000;
  for (std::uint64_t from = 0; from < count; from += batch) {
    database::Transaction transaction(database);
    for (std::uint64_t i = from; i < std::min(count, from + batch); ++i) make(i);
    transaction.commit();
  }
}

void fill(Store& store, std::uint64_t customer_count, std::uint64_t contact_count, std::uint64_t lead_count) {
  auto& database = store.database();
  Random random(1);
  add_users(database);
  CustomerRepository customers(database);
  LeadRepository leads(database);
  in_batches(database, customer_count, [&](std::uint64_t i) { customers.insert(customer(i, random)); });
  in_batches(database, contact_count, [&](std::uint64_t i) {
    customers.insert_contact(contact(i, 1 + static_cast<RecordId>(i % customer_count), customer_count, random));
  });
  const EpochSeconds first = now() - 3 * year;
  in_batches(database, lead_count, [&](std::uint64_t i) {
    leads.insert(lead(i, random, first + static_cast<EpochSeconds>(random.below(3 * year))));
  });
}

void write_csv(std::uint64_t rows) {
  Random random(2);
  std::fputs("name,country,level,owner,domains,contact,email,phone\n", stdout);
  for (std::uint64_t i = 0; i < rows; ++i) {
    const std::uint64_t number = 10'000'000 + i;
    const Customer made = customer(number, random);
    const Contact person = contact(number, 0, 1'000'000'000, random);
    fmt::print("{},{},{},rep{},{},{},{},{}\n", made.name, made.country, made.level, 1 + i % users, made.domains.front(),
               person.name, person.addresses.front(), person.phone);
  }
}

Store opened(const char* path) {
  auto directory = DataDirectory::open(path);
  if (!directory) throw std::runtime_error(directory.error().message);
  auto store = Store::open(*directory, Access::write);
  if (!store) throw std::runtime_error(store.error().message);
  return *std::move(store);
}

int run(int count, char** arguments) {
  const std::string_view what = count > 1 ? arguments[1] : "";
  const auto number = [&](int at) { return std::strtoull(arguments[at], nullptr, 10); };
  if (what == "fill" && count == 6) {
    Store store = opened(arguments[2]);
    fill(store, number(3), number(4), number(5));
  } else if (what == "csv" && count == 3) {
    write_csv(number(2));
  } else {
    std::fputs("records_bench fill DATA CUSTOMERS CONTACTS LEADS | csv ROWS\n", stderr);
    return 2;
  }
  return 0;
}

}  // namespace
}  // namespace tradewind::bench

int main(int count, char** arguments) { return tradewind::bench::run(count, arguments); }

#include "crm_core/service/duplicate_pairs.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <map>
#include <utility>

#include "crm_core/service/conversion.hpp"
#include "crm_core/service/duplicate_marks.hpp"
#include "crm_core/service/permission.hpp"
#include "crm_core/store/customer_marks.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/visibility.hpp"

namespace tradewind::crm {

namespace {

constexpr std::size_t most_of_one_mark = 20, names_compared = 5;

class Pairs {
 public:
  void add(RecordId a, RecordId b, std::string_view what, std::string_view value, int points) {
    if (a != b) add_mark(marks_[std::minmax(a, b)], what, value, points);
  }
  // Rows come sorted by key: those of one key are together.
  void add_block(std::string_view key, RecordId customer, std::string_view what, int points) {
    if (key != block_key_) {
      block_key_ = key;
      block_.clear();
    }
    if (block_.size() == most_of_one_mark || std::find(block_.begin(), block_.end(), customer) != block_.end()) return;
    for (const RecordId other : block_) add(other, customer, what, key, points);
    block_.push_back(customer);
  }
  void end_blocks() {
    block_key_.clear();
    block_.clear();
  }
  [[nodiscard]] std::vector<DuplicatePair> ranked() && {
    std::vector<DuplicatePair> pairs;
    for (auto& [customers, marks] : marks_) {
      const int score = settle_marks(marks);
      if (score >= least_pair_score)
        pairs.push_back({customers.first, customers.second, "", "", score, std::move(marks)});
    }
    std::stable_sort(pairs.begin(), pairs.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
    return pairs;
  }

 private:
  std::map<std::pair<RecordId, RecordId>, std::vector<DuplicateMark>> marks_;
  std::string block_key_;
  std::vector<RecordId> block_;
};

void pair_names(database::Database& database, Pairs& pairs) {
  std::deque<std::pair<RecordId, std::string>> before;
  for_each_customer_mark(database, CustomerMark::name, [&](std::string_view key, RecordId customer) {
    pairs.add_block(key, customer, "name", name_points);
    for (const auto& [other, other_key] : before) {
      if (other_key == key || !may_be_similar(key, other_key)) continue;
      if (const double alike = similarity(key, other_key); alike >= least_similarity)
        pairs.add(other, customer, "similar name", key, static_cast<int>(std::lround(similar_name_points * alike)));
    }
    before.emplace_back(customer, key);
    if (before.size() > names_compared) before.pop_front();
  });
  pairs.end_blocks();
}

void pair_reach(database::Database& database, Pairs& pairs) {
  for_each_customer_mark(database, CustomerMark::domain, [&](std::string_view domain, RecordId customer) {
    if (!is_free_mail_domain(domain)) pairs.add_block(domain, customer, "domain", domain_points);
  });
  pairs.end_blocks();
  for_each_customer_mark(database, CustomerMark::address, [&](std::string_view address, RecordId customer) {
    pairs.add_block(address, customer, "address", address_points);
  });
  pairs.end_blocks();
  for_each_customer_mark(database, CustomerMark::phone, [&](std::string_view phone, RecordId customer) {
    pairs.add_block(phone, customer, "phone", phone_points);
  });
  pairs.end_blocks();
  std::vector<std::pair<std::string, RecordId>> websites;
  for_each_customer_mark(database, CustomerMark::website, [&](std::string_view website, RecordId customer) {
    if (const auto core = website_core(website); !core.empty()) websites.emplace_back(core, customer);
  });
  std::sort(websites.begin(), websites.end());
  for (const auto& [website, customer] : websites) pairs.add_block(website, customer, "website", website_points);
}

}  // namespace

Result<std::vector<DuplicatePair>> duplicate_pairs(Store& store, const Actor& actor, int limit, int offset) {
  if (auto allowed = require(actor, Act::read_records); !allowed) return pass_on(allowed);
  auto& database = store.database();
  const database::Snapshot moment(database);
  Pairs pairs;
  pair_names(database, pairs);
  pair_reach(database, pairs);
  CustomerRepository customers(database);
  const Visibility visibility(database, actor);
  std::vector<DuplicatePair> page;
  for (auto& pair : std::move(pairs).ranked()) {
    if (static_cast<int>(page.size()) == limit) break;
    const bool seen =
        visibility.sees(RecordType::customer, pair.customer) && visibility.sees(RecordType::customer, pair.other);
    if (!seen || offset-- > 0) continue;
    pair.name = customers.find(pair.customer)->name;
    pair.other_name = customers.find(pair.other)->name;
    page.push_back(std::move(pair));
  }
  return page;
}

}  // namespace tradewind::crm

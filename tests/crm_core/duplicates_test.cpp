#include "crm_core/service/duplicates.hpp"

#include <gtest/gtest.h>

#include <tuple>

#include "crm_core/service/duplicate_pairs.hpp"
#include "crm_core/service/records.hpp"
#include "crm_core/service/removals.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "tests/crm_core/archive.hpp"

namespace tradewind::crm {
namespace {

using testing::administrator;
using testing::Archive;

class DuplicatesTest : public ::testing::Test {
 protected:
  DuplicatesTest() {
    nordhaus_ = add("Nordhaus Garten GmbH", {"nordhaus.example"}, "https://www.nordhaus.example/");
    Contact contact;
    contact.customer_id = nordhaus_;
    contact.name = "Ute Brandt";
    contact.addresses = {"ute@nordhaus.example"};
    contact.phone = "+49 40 555 0101";
    EXPECT_TRUE(Records(archive_.store).add_contact(administrator(), contact));
  }
  RecordId add(const std::string& name, std::vector<std::string> domains = {}, const std::string& website = "",
               std::optional<RecordId> owner = {}) {
    Customer customer;
    customer.name = name;
    customer.domains = std::move(domains);
    customer.website = website;
    customer.owner_id = owner;
    return Records(archive_.store).add_customer(administrator(), customer).value();
  }
  std::vector<Duplicate> find(const DuplicateQuestion& question) {
    return find_duplicates(archive_.store, administrator(), question).value();
  }
  Archive archive_;
  RecordId nordhaus_ = 0;
};

TEST_F(DuplicatesTest, every_mark_is_found_and_says_what_it_counts) {
  struct Case {
    DuplicateQuestion question;
    std::string what;
    int score;
  };
  const Case cases[] = {{{{}, {}, {"UTE@nordhaus.example"}, {}, "", {}}, "address", 99},
                        {{{}, {"nordhaus.example"}, {}, {}, "", {}}, "domain", 85},
                        {{{}, {}, {"info@nordhaus.example"}, {}, "", {}}, "domain", 85},
                        {{{"NORDHAUS GARTEN"}, {}, {}, {}, "", {}}, "name", 80},
                        {{{}, {}, {}, {}, "nordhaus.example", {}}, "website", 80},
                        {{{}, {}, {}, {"040 5550101"}, "", {}}, "phone", 50},
                        {{{"Nordhaus Gaerten"}, {}, {}, {}, "", {}}, "similar name", 54},
                        {{{"Nordhaus Garten"}, {"nordhaus.example"}, {}, {}, "", {}}, "domain", 97}};
  for (const auto& each : cases) {
    const auto duplicates = find(each.question);
    ASSERT_EQ(duplicates.size(), 1U) << each.what;
    EXPECT_EQ(duplicates.front().customer, nordhaus_);
    EXPECT_EQ(duplicates.front().marks.front().what, each.what);
    EXPECT_EQ(duplicates.front().score, each.score) << explained(duplicates.front());
  }
}

TEST_F(DuplicatesTest, what_many_share_is_no_mark) {
  EXPECT_TRUE(find({{"Sudhaus"}, {"gmail.com"}, {"somebody@gmail.com"}, {"12"}, "", {}}).empty());
  EXPECT_TRUE(find({{"", "GmbH"}, {}, {}, {""}, "", {}}).empty());
  EXPECT_TRUE(duplicates_of(archive_.store, administrator(), nordhaus_)->empty()) << "itself is none";
}

TEST_F(DuplicatesTest, what_is_put_away_is_found_no_more) {
  ASSERT_TRUE(remove_record(archive_.store, administrator(), RecordType::customer, nordhaus_, ""));
  EXPECT_TRUE(find({{"Nordhaus Garten"},
                    {"nordhaus.example"},
                    {"ute@nordhaus.example"},
                    {"040 5550101"},
                    "nordhaus.example",
                    {}})
                  .empty());
}

TEST_F(DuplicatesTest, of_anothers_customer_only_who_has_it_is_told) {
  const RecordId amy = archive_.user("amy"), ben = archive_.user("ben");
  add("Secret Valves", {"secret.example"}, "", amy);
  const Actor actor{ben, "ben", Role::rep, "test"};
  const auto found = find_duplicates(archive_.store, actor, {{}, {"secret.example"}, {}, {}, "", {}});
  ASSERT_EQ(found->size(), 1U);
  EXPECT_EQ(found->front().name, "");
  EXPECT_NE(found->front().taken.find("taken, by amy since"), std::string::npos);
  Customer customer;
  customer.name = "Other";
  customer.domains = {"secret.example"};
  const auto refused = Records(archive_.store).add_customer(actor, customer);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("taken, by amy since"), std::string::npos);
  EXPECT_EQ(refused.error().message.find("Secret Valves"), std::string::npos);
}

TEST_F(DuplicatesTest, all_pairs_come_with_their_marks_the_likeliest_first) {
  CustomerRepository customers(archive_.database());
  const auto put = [&](const std::string& name, std::vector<std::string> domains, const std::string& website = "") {
    Customer made;
    made.name = name;
    made.domains = std::move(domains);
    made.website = website;
    return customers.insert(made);
  };
  const RecordId twin = put("Nordhaus Garten", {"nordhaus.example"}), near = put("Nordhaus Gaerten KG", {});
  const RecordId site = put("Elsewhere", {}, "nordhaus.example"), mail = put("Free", {"gmail.com"});
  put("Zeller", {"gmail.com"});
  put("Kolmar", {});
  const auto pairs = duplicate_pairs(archive_.store, administrator(), 50, 0).value();
  std::vector<std::tuple<RecordId, RecordId, int>> found;
  for (const auto& pair : pairs) found.emplace_back(pair.customer, pair.other, pair.score);
  ASSERT_GE(found.size(), 4U);
  EXPECT_EQ(found[0], (std::tuple{nordhaus_, twin, 97}));
  EXPECT_EQ(found[1], (std::tuple{nordhaus_, site, 80}));
  EXPECT_EQ(std::get<1>(found[2]), near);
  EXPECT_EQ(pairs[0].name, "Nordhaus Garten GmbH");
  ASSERT_EQ(pairs[0].marks.size(), 2U);
  EXPECT_EQ(pairs[0].marks[0].what, "domain");
  for (const auto& [one, other, score] : found) {
    EXPECT_NE(one, mail) << "a free mail provider is no mark";
    EXPECT_GE(score, least_pair_score);
  }
  EXPECT_EQ(duplicate_pairs(archive_.store, administrator(), 1, 1).value().at(0).other, site);
}

TEST_F(DuplicatesTest, pairs_are_told_to_who_sees_both) {
  const RecordId amy = archive_.user("amy"), ben = archive_.user("ben");
  CustomerRepository customers(archive_.database());
  for (const auto owner : {amy, ben}) {
    Customer made;
    made.name = "Shared Valves";
    made.owner_id = owner;
    customers.insert(made);
  }
  EXPECT_EQ(duplicate_pairs(archive_.store, administrator(), 50, 0)->size(), 1U);
  EXPECT_TRUE(duplicate_pairs(archive_.store, {ben, "ben", Role::rep, "test"}, 50, 0)->empty());
}

TEST_F(DuplicatesTest, what_thousands_share_makes_no_millions_of_pairs) {
  CustomerRepository customers(archive_.database());
  database::Transaction transaction(archive_.database());
  for (int i = 0; i < 2'000; ++i) {
    Customer made;
    made.name = "Same Name";
    customers.insert(made);
  }
  transaction.commit();
  const auto pairs = duplicate_pairs(archive_.store, administrator(), 100'000, 0).value();
  EXPECT_EQ(pairs.size(), 20U * 19 / 2);
}

TEST(Similarity, is_of_neighbouring_characters) {
  EXPECT_EQ(similarity("nordhaus", "nordhaus"), 1);
  EXPECT_EQ(similarity("nordhaus", "kolmar"), 0);
  EXPECT_EQ(similarity("a", "a"), 1);
  EXPECT_EQ(similarity("", "abc"), 0);
  EXPECT_GT(similarity("nordhaus garten", "nordhaus gaerten"), 0.85);
}

}  // namespace
}  // namespace tradewind::crm

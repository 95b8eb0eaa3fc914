#include "mailsync/imap/uid_set.hpp"

#include <gtest/gtest.h>

#include <ctime>
#include <random>
#include <set>

#include "tests/mailsync/imap/session_runner.hpp"

namespace tradewind::mailsync {
namespace {

constexpr Uid highest = 4'294'967'295;

UidSet parsed(std::string_view text) {
  auto set = UidSet::parse(text);
  if (!set) throw std::runtime_error(std::string(text) + ": " + set.error().message);
  return *std::move(set);
}

TEST(UidSet, WritesAndReadsSequenceSets) {
  for (const char* text : {"1", "1:5,9", "7,9,11:12", "1:4294967295", "4294967294:4294967295"})
    EXPECT_EQ(parsed(text).to_imap(), text);
  EXPECT_EQ(parsed("9:5,6,7:12,1").to_imap(), "1,5:12");
  EXPECT_EQ(parsed("4,3,2,1").to_imap(), "1:4");
  EXPECT_EQ(UidSet().to_imap(), "");
}

TEST(UidSet, RefusesWhatIsNoSet) {
  for (const char* text :
       {"", ",", "1,", ",1", "1:", ":1", "0", "0:4", "1:*", "*", "a", "1 2", "4294967296", "-1", "1;2", "1::2"})
    EXPECT_FALSE(UidSet::parse(text)) << text;
  EXPECT_FALSE(UidSet::parse("1,3,5", 2));
  EXPECT_TRUE(UidSet::parse("1,3", 2));
}

TEST(UidSet, CostsByRangesNotByNumbers) {
  const UidSet all = parsed("1:4294967295");
  EXPECT_EQ(all.size(), 4'294'967'295U);
  EXPECT_EQ(all.newest(2).to_imap(), "4294967294:4294967295");
  EXPECT_EQ(all.without(UidSet{5}).to_imap(), "1:4,6:4294967295");
  EXPECT_EQ(all.without(UidSet{highest}).to_imap(), "1:4294967294");
  EXPECT_TRUE(all.without(all).empty());
  EXPECT_EQ(all.united(all), all);
  EXPECT_EQ(all.common(UidSet{1, highest}), (UidSet{1, highest}));
}

TEST(UidSet, InsertsInAnyOrder) {
  UidSet set;
  for (const Uid uid : {5U, 3U, 4U, 9U, 1U, 9U, 0U, highest, highest - 1}) set.insert(uid);
  EXPECT_EQ(set.to_imap(), "1,3:5,9,4294967294:4294967295");
  set.insert_range(8, 2);
  EXPECT_EQ(set.to_imap(), "1:9,4294967294:4294967295");
  EXPECT_EQ(set.min(), 1U);
  EXPECT_EQ(set.max(), highest);
  EXPECT_EQ(UidSet().max(), 0U);
}

TEST(UidSet, AgreesWithAPlainSet) {
  std::mt19937 random(7);
  const auto pick = [&] { return static_cast<Uid>(random() % 60 + 1); };
  for (int round = 0; round < 2'000; ++round) {
    UidSet a, b;
    std::set<Uid> plain_a, plain_b;
    for (int i = 0; i < 12; ++i) {
      const Uid first = pick();
      const Uid last = std::min<Uid>(60, first + static_cast<Uid>(random() % 4));
      UidSet& set = i % 2 == 0 ? a : b;
      std::set<Uid>& plain = i % 2 == 0 ? plain_a : plain_b;
      set.insert_range(first, last);
      for (Uid uid = first; uid <= last; ++uid) plain.insert(uid);
    }
    for (std::size_t i = 1; i < a.ranges().size(); ++i) ASSERT_GT(a.ranges()[i].first, a.ranges()[i - 1].last + 1);
    ASSERT_EQ(a.size(), plain_a.size());
    const UidSet both = a.common(b), either = a.united(b), only = a.without(b);
    for (Uid uid = 1; uid <= 64; ++uid) {
      const bool in_a = plain_a.contains(uid), in_b = plain_b.contains(uid);
      ASSERT_EQ(a.contains(uid), in_a);
      ASSERT_EQ(both.contains(uid), in_a && in_b);
      ASSERT_EQ(either.contains(uid), in_a || in_b);
      ASSERT_EQ(only.contains(uid), in_a && !in_b);
    }
    const UidSet slice = a.newest(5);
    auto expected = plain_a.rbegin();
    slice.for_each_descending([&](Uid uid) { ASSERT_EQ(uid, *expected++); });
    ASSERT_EQ(slice.size(), std::min<std::size_t>(5, plain_a.size()));
    ASSERT_EQ(parsed(a.to_imap()), a);
  }
}

TEST(UidSet, GoesDownToTheLowestUid) {
  std::vector<Uid> order;
  UidSet{1, 2, 5}.for_each_descending([&](Uid uid) { order.push_back(uid); });
  EXPECT_EQ(order, (std::vector<Uid>{5, 2, 1}));
}

TEST(UidSet, IsCutIntoCommandLines) {
  UidSet odd;
  for (Uid uid = 1; uid < 20'000; uid += 2) odd.insert(uid);
  const auto pieces = odd.pieces(7'000);
  UidSet together;
  for (const UidSet& piece : pieces) {
    EXPECT_LE(piece.to_imap().size(), 7'000U);
    EXPECT_FALSE(piece.empty());
    EXPECT_TRUE(together.common(piece).empty());
    together = together.united(piece);
  }
  EXPECT_EQ(together, odd);
  EXPECT_GT(pieces.size(), 1U);
  EXPECT_TRUE(UidSet().pieces().empty());
}

// Processor time of parsing every second UID from `first` down.
std::clock_t cost_of_sorting(Uid first) {
  std::string text;
  for (Uid uid = first; uid > 2; uid -= 2) text += std::to_string(uid) + ",";
  text += "2";
  const std::clock_t start = std::clock();
  EXPECT_EQ(parsed(text).size(), first / 2);
  return std::clock() - start;
}

// Ten times the input takes a hundred times as long when each UID looks at all others; 9 to 14 times were measured.
TEST(UidSet, SortsHostileInputWithoutLookingAtEachForEach) {
  EXPECT_LT(cost_of_sorting(2'000'000), 40 * cost_of_sorting(200'000));
}

}  // namespace
}  // namespace tradewind::mailsync

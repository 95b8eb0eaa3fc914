#include "mailsync/sync/plan.hpp"

#include <gtest/gtest.h>

#include <random>

namespace tradewind::mailsync {
namespace {

FolderMemory remembered(UidSet accounted, UidSet present) {
  FolderMemory memory;
  memory.id = 1;
  memory.uid_validity = 7;
  memory.uid_next = accounted.max() + 1;
  memory.accounted = std::move(accounted);
  memory.present = std::move(present);
  return memory;
}

imap::MailboxState server(std::uint32_t uid_next, imap::ModSeq modseq = 0, std::uint32_t uid_validity = 7) {
  return {0, uid_validity, uid_next, modseq};
}

TEST(Plan, first_look_fetches_everything) {
  const auto plan = plan_sync(FolderMemory{}, server(10), {1, 5, 9}, {});
  EXPECT_TRUE(plan.start_over);
  EXPECT_EQ(plan.fetch, (UidSet{1, 5, 9}));
  EXPECT_TRUE(plan.vanished.empty());
  EXPECT_EQ(plan.flags, FlagScan::none);
}

TEST(Plan, another_uidvalidity_starts_over_and_marks_nothing_vanished) {
  const auto plan = plan_sync(remembered({1, 2, 3}, {1, 2, 3}), server(3, 0, 8), {1, 2}, {});
  EXPECT_TRUE(plan.start_over);
  EXPECT_EQ(plan.fetch, (UidSet{1, 2}));
  EXPECT_TRUE(plan.vanished.empty());
  EXPECT_FALSE(plan.uids_reused) << "a lower UIDNEXT is right under another UIDVALIDITY";
}

TEST(Plan, emptied_folder_has_all_vanished) {
  const auto plan = plan_sync(remembered(UidSet::range(1, 100), UidSet::range(1, 100)), server(101), {}, {});
  EXPECT_EQ(plan.vanished, UidSet::range(1, 100));
  EXPECT_TRUE(plan.fetch.empty());
}

TEST(Plan, refilled_folder_fetches_only_the_new_ones) {
  const auto plan = plan_sync(remembered(UidSet::range(1, 100), {}), server(104), {101, 102, 103}, {});
  EXPECT_EQ(plan.fetch, (UidSet{101, 102, 103}));
  EXPECT_TRUE(plan.vanished.empty());
}

TEST(Plan, uidnext_going_back_is_noticed) {
  EXPECT_TRUE(plan_sync(remembered(UidSet::range(1, 100), {}), server(50), {1}, {}).uids_reused);
  EXPECT_FALSE(plan_sync(remembered(UidSet::range(1, 100), {}), server(0), {1}, {}).uids_reused) << "not given";
  EXPECT_FALSE(plan_sync(remembered(UidSet::range(1, 100), {}), server(1), UidSet::range(1, 99), {}).uids_reused)
      << "a UIDNEXT below what is listed says nothing";
}

TEST(Plan, uids_that_may_be_handed_out_again_are_accounted_for_no_longer) {
  // The last mail was expunged, and the server counts on from the one before it.
  auto memory = remembered(UidSet::range(1, 1000), UidSet::range(1, 1000));
  const auto plan = plan_sync(memory, server(1000), UidSet::range(1, 999), {});
  EXPECT_TRUE(plan.uids_reused);
  EXPECT_EQ(plan.set_aside, UidSet::range(1000 - rechecked, 1000)) << "the newest may be others already";
  EXPECT_EQ(plan.fetch, UidSet::range(1000 - rechecked, 999));
  EXPECT_TRUE(plan.vanished.empty());
  // All of it was expunged.
  EXPECT_EQ(plan_sync(memory, server(1), {}, {}).set_aside, UidSet::range(1, 1000));
}

TEST(Plan, flags_are_asked_for_as_far_as_needed) {
  struct Case {
    imap::ModSeq remembered, server;
    PlanContext context;
    FlagScan expected;
  };
  const Case cases[] = {
      {5, 5, {.condstore = true}, FlagScan::none},
      {5, 9, {.condstore = true}, FlagScan::changed},
      {0, 9, {.condstore = true}, FlagScan::all},  // cut off before the first mark
      {5, 9, {.condstore = true, .flags_known = true}, FlagScan::none},
      {5, 0, {.condstore = true}, FlagScan::recent},  // NOMODSEQ
      {0, 0, {}, FlagScan::recent},
      {0, 0, {.full_flag_scan_due = true}, FlagScan::all},
  };
  for (const auto& c : cases) {
    auto memory = remembered(UidSet::range(1, 1000), UidSet::range(1, 1000));
    memory.highest_modseq = c.remembered;
    const auto plan = plan_sync(memory, server(1001, c.server), UidSet::range(1, 1000), c.context);
    EXPECT_EQ(plan.flags, c.expected);
    EXPECT_EQ(plan.flags_of.size(), c.expected == FlagScan::none     ? 0u
                                    : c.expected == FlagScan::recent ? recent_flags
                                                                     : 1000u);
  }
}

TEST(Plan, every_uid_of_the_server_is_accounted_for_or_fetched_and_never_both) {
  std::mt19937 random(42);
  const auto draw = [&](double density) {
    UidSet uids;
    for (Uid uid = 1; uid <= 300; ++uid)
      if (std::bernoulli_distribution(density)(random)) uids.insert(uid);
    return uids;
  };
  for (int round = 0; round < 200; ++round) {
    const UidSet accounted = draw(0.6);
    const UidSet present = accounted.common(draw(0.8));
    const UidSet listed = draw(0.5);
    auto memory = remembered(accounted, present);
    const auto plan = plan_sync(memory, server(301), listed, {});
    EXPECT_EQ(plan.set_aside, accounted.without(present).common(listed)) << "gone, and there again";
    EXPECT_EQ(plan.fetch.common(accounted), plan.set_aside);
    EXPECT_EQ(plan.fetch.united(accounted).common(listed), listed);
    EXPECT_EQ(plan.vanished.united(present.common(listed)), present);
    EXPECT_TRUE(plan.vanished.common(listed).empty());
  }
}

TEST(Plan, unchanged_only_when_every_counter_says_so) {
  auto memory = remembered(UidSet::range(1, 10), UidSet::range(1, 8));
  memory.highest_modseq = 77;
  memory.backfilled = true;
  const imap::FolderStatus same{8, 7, 11, 77};
  EXPECT_TRUE(is_unchanged(memory, same));
  EXPECT_FALSE(is_unchanged(memory, {7, 7, 11, 77}));
  EXPECT_FALSE(is_unchanged(memory, {8, 8, 11, 77}));
  EXPECT_FALSE(is_unchanged(memory, {8, 7, 12, 77}));
  EXPECT_FALSE(is_unchanged(memory, {8, 7, 11, 78}));
  EXPECT_FALSE(is_unchanged(memory, {8, 7, 11, 0}));
  memory.backfilled = false;
  EXPECT_FALSE(is_unchanged(memory, same));
}

}  // namespace
}  // namespace tradewind::mailsync

#include "mailsync/sync/backfill_window.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tradewind::mailsync {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

imap::MessageSummary message(Uid uid, EpochSeconds date, std::uint64_t size = 100) {
  imap::MessageSummary summary;
  summary.uid = uid;
  summary.size = size;
  if (date != 0) summary.internal_date = date;
  return summary;
}

// "folder:uid" of all that a run takes, in the order of the shares.
std::vector<std::string> taken(const BackfillRun& run) {
  std::vector<std::string> list;
  for (const auto& share : run)
    for (const auto& each : share.messages)
      list.push_back(std::to_string(share.folder) + ":" + std::to_string(each.uid));
  return list;
}

TEST(BackfillWindow, takes_all_folders_together_oldest_first) {
  const FolderSurvey inbox{{message(3, 30), message(1, 10), message(2, 20)}, false};
  const FolderSurvey sent{{message(7, 15), message(8, 25)}, false};
  const auto runs = plan_window({inbox, sent}, {.count = 3});
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_THAT(taken(runs[0]), ElementsAre("0:1", "0:2", "1:7"));
  EXPECT_THAT(taken(runs[1]), ElementsAre("0:3", "1:8"));
}

TEST(BackfillWindow, leaves_what_belongs_behind_mail_that_was_not_surveyed) {
  const FolderSurvey busy{{message(100, 50), message(101, 60)}, true};
  const FolderSurvey quiet{{message(1, 5), message(2, 49), message(3, 55)}, true};
  const auto runs = plan_window({busy, quiet}, {});
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_THAT(taken(runs[0]), ElementsAre("0:100", "0:101", "1:3"));
}

TEST(BackfillWindow, every_window_takes_something_whatever_the_dates) {
  // An old mail was moved to the end of the folder, another has no date.
  const FolderSurvey moved{{message(9, 1), message(8, 90)}, true};
  const FolderSurvey undated{{message(4, 0), message(5, 80)}, true};
  const auto runs = plan_window({moved, undated}, {});
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_THAT(taken(runs[0]), ElementsAre("0:8", "0:9", "1:5"));
}

TEST(BackfillWindow, runs_are_bounded_by_bytes_but_never_empty) {
  const FolderSurvey inbox{{message(1, 1, 900), message(2, 2, 5000), message(3, 3, 50), message(4, 4, 50)}, false};
  const auto runs = plan_window({inbox}, {.count = 10, .bytes = 1000});
  ASSERT_EQ(runs.size(), 3U);
  EXPECT_THAT(taken(runs[1]), ElementsAre("0:2"));
  EXPECT_THAT(taken(runs[2]), ElementsAre("0:3", "0:4"));
}

TEST(BackfillWindow, nothing_surveyed_is_no_run) { EXPECT_THAT(plan_window({{}, {}}, {}), IsEmpty()); }

}  // namespace
}  // namespace tradewind::mailsync

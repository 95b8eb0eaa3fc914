// The order in which an account's older mail is taken: the newest window first, so that what people ask for is there
// soon; within a window the oldest first and all folders together, so that a message is decided after what it answers.
// (Our own answers lie in Sent, what they answer in INBOX. Filed folder by folder from the newest on, a third of a real
// mailbox was decided a second time, and answers stood as new inquiries until then.)
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "mailsync/imap/types.hpp"

namespace tradewind::mailsync {

// The newest messages of one folder that are not taken yet.
struct FolderSurvey {
  std::vector<imap::MessageSummary> listed;
  bool more = false;  // older ones are left beside these
};

// What is taken of one folder in one run, by UID.
struct FolderShare {
  std::size_t folder = 0;  // index of its survey
  std::vector<imap::MessageSummary> messages;
};

// So much at a time is fetched from folder after folder and filed in one batch, in time order.
using BackfillRun = std::vector<FolderShare>;

struct RunLimits {
  std::size_t count = 384;
  std::uint64_t bytes = std::uint64_t{12} << 20;
};

// The runs of a window, oldest first. What is older than the oldest survey that has `more` is left for a later window, as
// mail of that folder belongs before it. Takes all of at least one survey, so that window by window everything is
// taken. Messages without a date count as the oldest.
[[nodiscard]] std::vector<BackfillRun> plan_window(const std::vector<FolderSurvey>& surveys, const RunLimits& limits);

}  // namespace tradewind::mailsync

#include "mailsync/sync/backfill_window.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

namespace tradewind::mailsync {

namespace {

struct Entry {
  EpochSeconds date = 0;
  std::size_t folder = 0;
  const imap::MessageSummary* message = nullptr;
};

EpochSeconds date_of(const imap::MessageSummary& message) { return message.internal_date.value_or(0); }

EpochSeconds begin_of_window(const std::vector<FolderSurvey>& surveys) {
  EpochSeconds begin = std::numeric_limits<EpochSeconds>::min();
  for (const auto& survey : surveys) {
    if (!survey.more || survey.listed.empty()) continue;
    EpochSeconds oldest = std::numeric_limits<EpochSeconds>::max();
    for (const auto& message : survey.listed) oldest = std::min(oldest, date_of(message));
    begin = std::max(begin, oldest);
  }
  return begin;
}

BackfillRun make_run(std::vector<Entry>::const_iterator begin, std::vector<Entry>::const_iterator end,
                     std::size_t folders) {
  std::vector<FolderShare> shares(folders);
  for (auto entry = begin; entry != end; ++entry) {
    shares[entry->folder].folder = entry->folder;
    shares[entry->folder].messages.push_back(*entry->message);
  }
  std::erase_if(shares, [](const FolderShare& share) { return share.messages.empty(); });
  for (auto& share : shares)
    std::sort(share.messages.begin(), share.messages.end(),
              [](const auto& left, const auto& right) { return left.uid < right.uid; });
  return shares;
}

}  // namespace

std::vector<BackfillRun> plan_window(const std::vector<FolderSurvey>& surveys, const RunLimits& limits) {
  const EpochSeconds begin = begin_of_window(surveys);
  std::vector<Entry> entries;
  for (std::size_t folder = 0; folder < surveys.size(); ++folder)
    for (const auto& message : surveys[folder].listed)
      if (date_of(message) >= begin) entries.push_back({date_of(message), folder, &message});
  std::sort(entries.begin(), entries.end(), [](const Entry& left, const Entry& right) {
    return std::tuple(left.date, left.folder, left.message->uid) <
           std::tuple(right.date, right.folder, right.message->uid);
  });
  std::vector<BackfillRun> runs;
  for (auto at = entries.cbegin(); at != entries.cend();) {
    auto end = at;
    std::uint64_t bytes = 0;
    while (end != entries.cend() && static_cast<std::size_t>(end - at) < limits.count &&
           (end == at || bytes + end->message->size <= limits.bytes))
      bytes += (end++)->message->size;
    runs.push_back(make_run(at, end, surveys.size()));
    at = end;
  }
  return runs;
}

}  // namespace tradewind::mailsync

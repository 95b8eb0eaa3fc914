// A MessageSink that keeps everything in memory, as the store would account for it, and can be cut off anywhere: what
// was taken but not settled is forgotten by crash(), as by a killed process.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "mailsync/sync/message_sink.hpp"

namespace tradewind::mailsync {

class MemorySink final : public MessageSink {
 public:
  template <class T>
  using Task = boost::asio::awaitable<T>;

  struct Copy {
    std::string bytes;
    unsigned flags = 0;
    bool stub = false;
    bool gone = false;
    std::string skipped;  // the reason
    std::uint64_t server_size = 0;
  };
  struct Folder {
    FolderId id = 0;
    FolderDescription description;
    FolderMark mark;
    std::map<std::pair<std::uint32_t, Uid>, Copy> copies;  // by UIDVALIDITY and UID
    [[nodiscard]] UidSet uids(bool with_gone) const {
      UidSet set;
      for (const auto& [key, copy] : copies)
        if (key.first == mark.uid_validity && (with_gone || !copy.gone)) set.insert(key.second);
      return set;
    }
  };

  std::vector<std::pair<std::string, Uid>> order;  // folder and UID, as they were taken
  std::vector<std::size_t> runs;                   // how many of these there were at the end of each run
  std::size_t doubles = 0;                         // UIDs handed over that were accounted for already
  std::optional<Error> fail_takes;                 // every take() answers this
  int settles = 0;
  std::function<void(const Arrival&)> arrived;
  std::function<void()> after_take;                          // the test's chance to change the world
  std::vector<std::pair<std::string, std::string>> reports;  // account and error, as reported
  std::function<void()> after_report;
  std::vector<std::string> folder_names;  // last reported

  [[nodiscard]] Folder& folder(const std::string& name) {
    for (auto& folder : folders_)
      if (folder.description.name == name) return folder;
    throw std::runtime_error("no folder " + name);
  }
  // Back to the last settle.
  void crash() { folders_ = durable_; }

  Task<Result<FolderMemory>> open_folder(const FolderDescription& description) override {
    Folder* found = nullptr;
    for (auto& folder : folders_)
      if (folder.description.name == description.name) found = &folder;
    if (found == nullptr) {
      folders_.push_back({static_cast<FolderId>(folders_.size() + 1), description, {}, {}});
      found = &folders_.back();
    }
    FolderMemory memory;
    memory.id = found->id;
    memory.uid_validity = found->mark.uid_validity;
    memory.uid_next = found->mark.uid_next;
    memory.highest_modseq = found->mark.highest_modseq;
    memory.backfilled = found->mark.backfilled;
    memory.accounted = found->uids(true);
    memory.present = found->uids(false);
    co_return memory;
  }
  Task<Result<void>> start_over(FolderId id, std::uint32_t uid_validity) override {
    at(id).mark = {};
    at(id).mark.uid_validity = uid_validity;
    co_return Result<void>{};
  }
  Task<Result<void>> take(FolderId id, Arrival arrival) override {
    if (fail_takes) co_return tl::unexpected<Error>(*fail_takes);
    if (arrived) arrived(arrival);
    Folder& folder = at(id);
    Copy copy{std::string(arrival.raw.view()), arrival.flags, arrival.stub, false, "", arrival.server_size};
    if (!folder.copies.emplace(std::pair(folder.mark.uid_validity, arrival.uid), std::move(copy)).second) ++doubles;
    order.emplace_back(folder.description.name, arrival.uid);
    if (after_take) after_take();
    co_return Result<void>{};
  }
  Task<Result<void>> skip(FolderId id, std::uint32_t uid, std::string reason) override {
    Copy copy;
    copy.skipped = std::move(reason);
    at(id).copies.emplace(std::pair(at(id).mark.uid_validity, uid), std::move(copy));
    co_return Result<void>{};
  }
  void end_run() override { runs.push_back(order.size()); }
  Task<Result<void>> update_flags(FolderId id, std::vector<FlagState> flags) override {
    for (const auto& state : flags) at(id).copies.at({at(id).mark.uid_validity, state.uid}).flags = state.flags;
    co_return Result<void>{};
  }
  Task<Result<void>> mark_gone(FolderId id, UidSet uids) override {
    uids.for_each_descending([&](Uid uid) { at(id).copies.at({at(id).mark.uid_validity, uid}).gone = true; });
    co_return Result<void>{};
  }
  Task<Result<void>> set_aside(FolderId id, UidSet uids) override {
    Folder& folder = at(id);
    uids.for_each_descending([&](Uid uid) {
      auto row = folder.copies.extract({folder.mark.uid_validity, uid});
      if (row.empty()) return;
      row.key().first = ++aside_;
      row.mapped().gone = true;
      folder.copies.insert(std::move(row));
    });
    co_return Result<void>{};
  }
  Task<Result<void>> settle(FolderId id, const FolderMark& mark) override {
    at(id).mark = mark;
    if (mark.backfilled)
      for (auto& [key, copy] : at(id).copies)
        if (key.first != mark.uid_validity) copy.gone = true;
    durable_ = folders_;
    ++settles;
    co_return Result<void>{};
  }
  Task<Result<void>> report_account(std::string account, std::string error) override {
    reports.emplace_back(account, error);
    if (after_report) after_report();
    co_return Result<void>{};
  }
  Task<Result<void>> report_folders(std::string, std::vector<std::string> names) override {
    folder_names = std::move(names);
    co_return Result<void>{};
  }

 private:
  Folder& at(FolderId id) { return folders_.at(static_cast<std::size_t>(id - 1)); }

  std::vector<Folder> folders_;
  std::vector<Folder> durable_;
  std::uint32_t aside_ = 4'000'000'000;
};

}  // namespace tradewind::mailsync

// FilingSink: the MessageSink of the daemon. Puts what the sync side fetched into the filing thread's queue, holds the
// fetching up while too much waits there, and brings the answers back to the event loop.
#pragma once

#include <cstddef>
#include <memory>
#include <unordered_map>

#include "mailsync/daemon/filing_thread.hpp"
#include "mailsync/daemon/reply.hpp"
#include "mailsync/sync/message_sink.hpp"

namespace tradewind::mailsync {

struct SinkLimits {
  std::size_t bytes = std::size_t{16} << 20;  // in memory, waiting to be filed
  std::size_t entries = 2000;
};

// All calls from the event loop's thread. The event loop must outlive it. open() first, close() last.
class FilingSink final : public MessageSink {
 public:
  explicit FilingSink(boost::asio::any_io_executor executor, SinkLimits limits = {});
  ~FilingSink() override;
  FilingSink(const FilingSink&) = delete;
  FilingSink& operator=(const FilingSink&) = delete;

  // Starts the filing. `filed` is called on the filing thread after each commit.
  [[nodiscard]] Result<void> open(const crm::DataDirectory& directory, FilingOptions options,
                                  std::function<void(std::vector<archiver::FiledMessage>)> filed);
  // Files what was handed over and ends the thread. Blocks; after `until` it gives up.
  void close(std::chrono::steady_clock::time_point until = std::chrono::steady_clock::time_point::max());
  // See FilingThread::give_up().
  void give_up() { thread_->give_up(); }
  [[nodiscard]] const FilingThread& thread() const { return *thread_; }

  // Runs an act on the filing thread, in its turn.
  [[nodiscard]] boost::asio::awaitable<Result<void>> run(FilingAct act);

  boost::asio::awaitable<Result<FolderMemory>> open_folder(const FolderDescription& folder) override;
  boost::asio::awaitable<Result<void>> start_over(FolderId folder, std::uint32_t uid_validity) override;
  boost::asio::awaitable<Result<void>> take(FolderId folder, Arrival arrival) override;
  boost::asio::awaitable<Result<void>> skip(FolderId folder, std::uint32_t uid, std::string reason) override;
  void end_run() override;
  boost::asio::awaitable<Result<void>> update_flags(FolderId folder, std::vector<FlagState> flags) override;
  boost::asio::awaitable<Result<void>> mark_gone(FolderId folder, UidSet uids) override;
  boost::asio::awaitable<Result<void>> set_aside(FolderId folder, UidSet uids) override;
  boost::asio::awaitable<Result<void>> settle(FolderId folder, const FolderMark& mark) override;
  boost::asio::awaitable<Result<void>> report_account(std::string account, std::string error) override;
  boost::asio::awaitable<Result<void>> report_folders(std::string account, std::vector<std::string> names) override;

 private:
  struct Waiting;  // what waits to be filed, and who waits for room

  void push(archiver::BatchItem item, std::unique_ptr<RawBytes> raw = nullptr,
            std::function<void(Result<void>)> done = {});
  boost::asio::awaitable<void> wait_for_room();
  [[nodiscard]] std::uint32_t validity_of(FolderId folder) const;

  boost::asio::any_io_executor executor_;
  SinkLimits limits_;
  std::shared_ptr<Waiting> waiting_;
  std::unordered_map<FolderId, std::uint32_t> validity_;  // UIDVALIDITY of the folders opened
  std::unique_ptr<FilingThread> thread_;
};

}  // namespace tradewind::mailsync

// FilingThread: the one thread that writes. It takes what the sink queued, in order, files it in batches, and answers.
//
//   sink (event loop) --> reader thread: read_mail --> filing thread: Archiver::file_batch --> index (whoever is
//   called)
//
// Failures: a database that is busy or full stops the filing until it is not any more; the batch is tried again as it
// is and the queue behind it fills up, which holds up the fetching. Anything else is the fault of one entry: the batch
// is filed entry by entry, the one that fails is dropped (it stays unaccounted for, so it is fetched again) and its
// folder's next settle() fails.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "archiver/archiver.hpp"
#include "crm_core/base/raw_bytes.hpp"
#include "crm_core/store/data_directory.hpp"
#include "mailsync/daemon/work_queue.hpp"

namespace tradewind::mailsync {

// Anything else that has to be done on the filing thread and in order: opening a folder, reporting an account.
using FilingAct = std::function<Result<void>(archiver::Archiver&, crm::Store&)>;

// What comes next belongs to another batch.
struct BatchEnd {};

struct FilingEntry {
  std::variant<archiver::BatchItem, FilingAct, BatchEnd> work;
  std::unique_ptr<RawBytes> raw;           // of an Incoming, whose `raw` is set from it
  std::function<void(Result<void>)> done;  // called once, on the filing thread, when durable or failed; may be empty
  std::size_t cost = 0;                    // bytes it holds, for the sink's account
};

struct FilingOptions {
  std::string default_charset;
  // A run of a backfill fits in (RunLimits in backfill_window.hpp).
  std::size_t batch_count = 512;
  std::size_t batch_bytes = std::size_t{16} << 20;
  std::chrono::milliseconds gather{2000};       // how long a batch waits for more that comes without a break
  std::chrono::milliseconds retry_least{1000};  // pause before a busy or full database is tried again, doubling
  std::chrono::milliseconds retry_most{30'000};
};

// Counters that any thread may read.
struct FilingCounters {
  std::atomic<std::uint64_t> filed{0}, copies{0}, quarantined{0}, leads{0};
};

class FilingThread {
 public:
  // Called on the filing thread.
  struct Listener {
    std::function<void(std::vector<archiver::FiledMessage>)> filed;       // after the commit
    std::function<void(std::size_t entries, std::size_t cost)> released;  // so many entries are done with
  };

  // Opens store and vault (or says why not) and starts. The data directory must outlive it.
  [[nodiscard]] static Result<std::unique_ptr<FilingThread>> start(const crm::DataDirectory& directory,
                                                                   FilingOptions options, Listener listener);
  ~FilingThread();  // finish()
  FilingThread(const FilingThread&) = delete;
  FilingThread& operator=(const FilingThread&) = delete;

  // Never blocks: the sink bounds what it hands over. From any thread.
  void push(FilingEntry entry);
  // Files what was pushed and ends. Blocks; after `until` it gives up.
  void finish(std::chrono::steady_clock::time_point until = std::chrono::steady_clock::time_point::max());
  // From now on nothing more is filed but the batch under way: the rest is answered with an error, stays unaccounted
  // for, and is fetched again another time.
  void give_up();

  [[nodiscard]] const FilingCounters& counters() const { return counters_; }
  // Why it stands still; "" if it does not.
  [[nodiscard]] std::string trouble() const;
  // Last sign of life of the thread; pauses while it waits count as life.
  [[nodiscard]] std::chrono::steady_clock::time_point last_beat() const;

 private:
  struct Workshop;  // store, vault, archiver
  FilingThread(std::unique_ptr<Workshop> workshop, FilingOptions options, Listener listener);
  void read_ahead();
  void run();
  [[nodiscard]] std::vector<FilingEntry> gather();
  void file(std::vector<FilingEntry> batch);
  void release_memory();
  [[nodiscard]] Result<void> try_batch(std::vector<archiver::BatchItem>& items);
  void file_one_by_one(std::vector<archiver::BatchItem>& items, std::vector<Result<void>>& answers);
  [[nodiscard]] Result<void> act(const FilingAct& act);
  template <class Attempt>
  [[nodiscard]] Result<void> until_possible(Attempt attempt);
  [[nodiscard]] bool pause(std::chrono::milliseconds length);
  [[nodiscard]] bool given_up() const;
  void set_trouble(std::string text);
  void beat();

  const FilingOptions options_;
  const Listener listener_;
  // Closed last, by the object's end: the last connection that may write folds the write-ahead log into its database.
  const std::unique_ptr<Workshop> workshop_;
  WorkQueue<FilingEntry> unread_;
  WorkQueue<FilingEntry> read_;
  std::optional<FilingEntry> held_over_;           // popped, belongs to the next batch
  std::string complaint_;                          // last one logged of an entry that could not be filed
  std::map<crm::RecordId, Error> failed_folders_;  // an entry of theirs was dropped; the next settle says so
  FilingCounters counters_;
  std::atomic<std::int64_t> beat_{0};
  mutable std::mutex mutex_;
  std::condition_variable changed_;  // of the two below
  bool given_up_ = false;
  bool ended_ = false;
  std::string trouble_;
  std::thread reader_;
  std::thread filer_;
};

}  // namespace tradewind::mailsync

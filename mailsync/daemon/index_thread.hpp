// IndexThread: the full-text index follows what was filed, on a thread of its own. It is derived data: what it misses,
// or fails at, it catches up with from the store later, and mail goes on being filed meanwhile.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "archiver/archiver.hpp"
#include "crm_core/store/data_directory.hpp"
#include "mailsync/daemon/work_queue.hpp"

namespace tradewind::mailsync {

class IndexThread {
 public:
  // The data directory must outlive it.
  IndexThread(const crm::DataDirectory& directory, std::string default_charset);
  ~IndexThread();  // finish()
  IndexThread(const IndexThread&) = delete;
  IndexThread& operator=(const IndexThread&) = delete;

  // From any thread. Waits while too much text is waiting to be indexed.
  void follow(std::vector<archiver::FiledMessage> messages);
  // Ends. `catch_up`: with everything indexed that is in the store; else after the batch under way.
  void finish(bool catch_up);
  [[nodiscard]] std::chrono::steady_clock::time_point last_beat() const;

 private:
  void run();
  [[nodiscard]] std::vector<archiver::FiledMessage> next();
  void beat();

  const crm::DataDirectory directory_;
  const std::string default_charset_;
  WorkQueue<std::vector<archiver::FiledMessage>> queue_;
  std::atomic<bool> catch_up_at_end_{false};
  std::atomic<std::int64_t> beat_{0};
  std::thread thread_;
};

}  // namespace tradewind::mailsync

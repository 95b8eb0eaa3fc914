// WorkQueue: hands work from thread to thread in order, bounded by what it costs to hold.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>

namespace tradewind::mailsync {

// Thread-safe.
template <class T>
class WorkQueue {
 public:
  // `most`: the sum of the costs that may wait; one entry is always let in, whatever it costs.
  explicit WorkQueue(std::size_t most) : most_(most) {}

  // Waits for room. False, and nothing kept, once closed.
  bool push(T entry, std::size_t cost) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return closed_ || entries_.empty() || cost_ + cost <= most_; });
    if (closed_) return false;
    cost_ += cost;
    entries_.emplace_back(std::move(entry), cost);
    work_.notify_one();
    return true;
  }
  // The next entry; nothing if none comes within `patience`, or if the queue is closed and empty.
  [[nodiscard]] std::optional<T> pop(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    work_.wait_for(lock, patience, [&] { return closed_ || !entries_.empty(); });
    if (entries_.empty()) return {};
    std::optional<T> entry(std::move(entries_.front().first));
    cost_ -= entries_.front().second;
    entries_.pop_front();
    room_.notify_one();
    return entry;
  }
  // What is in it can still be popped.
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    work_.notify_all();
    room_.notify_all();
  }
  [[nodiscard]] bool closed() const {
    const std::lock_guard lock(mutex_);
    return closed_;
  }
  // True once closed and empty.
  [[nodiscard]] bool finished() const {
    const std::lock_guard lock(mutex_);
    return closed_ && entries_.empty();
  }

 private:
  const std::size_t most_;
  mutable std::mutex mutex_;
  std::condition_variable work_, room_;
  std::deque<std::pair<T, std::size_t>> entries_;
  std::size_t cost_ = 0;
  bool closed_ = false;
};

}  // namespace tradewind::mailsync

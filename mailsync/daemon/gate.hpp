// Gate: lets a few through at a time, in the order they came. Bounds what many accounts together hold in memory while
// they fetch.
#pragma once

#include <cstddef>
#include <deque>

#include "mailsync/daemon/reply.hpp"

namespace tradewind::mailsync {

// For coroutines of one event loop. Must outlive its passes.
class Gate {
 public:
  explicit Gate(std::size_t places) : free_(places) {}

  class Pass {
   public:
    explicit Pass(Gate* gate) : gate_(gate) {}
    Pass(Pass&& other) noexcept : gate_(std::exchange(other.gate_, nullptr)) {}
    Pass& operator=(Pass&&) = delete;
    Pass(const Pass&) = delete;
    Pass& operator=(const Pass&) = delete;
    ~Pass() {
      if (gate_ != nullptr) gate_->leave();
    }

   private:
    Gate* gate_;
  };

  [[nodiscard]] boost::asio::awaitable<Pass> enter(boost::asio::any_io_executor executor) {
    if (free_ > 0 && waiting_.empty()) {
      --free_;
      co_return Pass(this);
    }
    auto turn = std::make_shared<Turn>(executor);
    waiting_.push_back(turn);
    while (!turn->called) co_await turn->signal.wait();
    co_return Pass(this);
  }

 private:
  struct Turn {
    explicit Turn(const boost::asio::any_io_executor& executor) : signal(executor) {}
    Signal signal;
    bool called = false;
  };

  void leave() {
    if (waiting_.empty()) {
      ++free_;
      return;
    }
    waiting_.front()->called = true;
    waiting_.front()->signal.notify();
    waiting_.pop_front();
  }

  std::size_t free_;
  std::deque<std::shared_ptr<Turn>> waiting_;
};

}  // namespace tradewind::mailsync

// Reply: the answer of another thread, awaited on the event loop. A timer that never expires is the event: Boost 1.74's
// Asio has none of its own.
#pragma once

#include <utility>  // before Boost 1.74's awaitable.hpp, which needs it

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <optional>

namespace tradewind::mailsync {

// Something that coroutines of one event loop wait for. Not thread-safe: see Reply for other threads.
class Signal {
 public:
  explicit Signal(const boost::asio::any_io_executor& executor) : timer_(executor) {
    timer_.expires_at(boost::asio::steady_timer::time_point::max());
  }
  // Wakes all who wait now.
  void notify() { timer_.cancel(); }
  [[nodiscard]] boost::asio::awaitable<void> wait() {
    boost::system::error_code woken;
    co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
  }
  // Until notified, but no longer than `most`.
  [[nodiscard]] boost::asio::awaitable<void> wait(std::chrono::steady_clock::duration most) {
    timer_.expires_after(most);
    boost::system::error_code woken;
    co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
    timer_.expires_at(boost::asio::steady_timer::time_point::max());
  }

 private:
  boost::asio::steady_timer timer_;
};

// One value, set once by any thread, awaited once on the event loop. Hold it by shared_ptr: either side may go first.
template <class T>
class Reply : public std::enable_shared_from_this<Reply<T>> {
 public:
  explicit Reply(const boost::asio::any_io_executor& executor) : executor_(executor), signal_(executor) {}

  void set(T value) {
    boost::asio::post(executor_, [self = this->shared_from_this(), value = std::move(value)]() mutable {
      self->value_ = std::move(value);
      self->signal_.notify();
    });
  }
  [[nodiscard]] boost::asio::awaitable<T> get() {
    const auto self = this->shared_from_this();
    while (!value_) co_await signal_.wait();
    co_return std::move(*value_);
  }

 private:
  boost::asio::any_io_executor executor_;
  Signal signal_;
  std::optional<T> value_;
};

// Runs act() on the pool; the coroutine goes on where it was.
template <class Act>
[[nodiscard]] auto on_pool(boost::asio::any_io_executor executor, boost::asio::thread_pool& pool, Act act)
    -> boost::asio::awaitable<decltype(act())> {
  const auto reply = std::make_shared<Reply<decltype(act())>>(executor);
  boost::asio::post(pool, [reply, act = std::move(act)]() mutable { reply->set(act()); });
  co_return co_await reply->get();
}

}  // namespace tradewind::mailsync

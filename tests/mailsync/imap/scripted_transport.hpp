// A server made of lines: each step says what the client must send, and what the server then says. Reads like the
// transcripts of the RFCs.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstring>
#include <deque>
#include <string>
#include <utility>

#include "mailsync/imap/transport.hpp"

namespace tradewind::mailsync::imap {

struct Step {
  std::string client;  // the command without its line end, "" when the server just goes on talking
  std::string server;  // sent as it is
};

// After the last step the server hangs up, or stays silent when `hangs_up` is off. Hands out at most `chunk` bytes a
// read, each after `pause`.
class ScriptedTransport final : public Transport {
 public:
  ScriptedTransport(boost::asio::any_io_executor executor, std::deque<Step> steps, bool hangs_up = true,
                    std::size_t chunk = 100'000, Milliseconds pause = {})
      : timer_(std::move(executor)), steps_(std::move(steps)), hangs_up_(hangs_up), chunk_(chunk), pause_(pause) {
    speak_unasked();
  }

  Task<Result<std::size_t>> read_some(std::span<char> buffer, Milliseconds timeout) override {
    if (cancelled_) co_return fail(Fault::network, "cancelled");
    if (output_.size() == spoken_ && hangs_up_ && steps_.empty())
      co_return fail(Fault::network, "the server closed the connection");
    if (output_.size() == spoken_) {
      timer_.expires_after(timeout);
      boost::system::error_code error;
      co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, error));
      if (cancelled_) co_return fail(Fault::network, "cancelled");
      co_return std::size_t{0};
    }
    if (pause_ != Milliseconds::zero()) {
      timer_.expires_after(pause_);
      boost::system::error_code error;
      co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, error));
    }
    const std::size_t size = std::min({buffer.size(), chunk_, output_.size() - spoken_});
    std::memcpy(buffer.data(), output_.data() + spoken_, size);
    spoken_ += size;
    co_return size;
  }

  Task<Result<void>> write(std::string_view bytes, Milliseconds) override {
    input_ += bytes;
    while (true) {
      const std::size_t end = input_.find("\r\n");
      if (end == std::string::npos) co_return Result<void>{};
      const std::string line = input_.substr(0, end);
      input_.erase(0, end + 2);
      if (steps_.empty()) {
        ADD_FAILURE() << "nobody expected: " << line;
        co_return fail(Fault::network, "end of the script");
      }
      EXPECT_EQ(line, steps_.front().client);
      output_ += steps_.front().server;
      steps_.pop_front();
      speak_unasked();
    }
  }

  void cancel() override {
    cancelled_ = true;
    timer_.cancel();
  }

 private:
  void speak_unasked() {
    while (!steps_.empty() && steps_.front().client.empty()) {
      output_ += steps_.front().server;
      steps_.pop_front();
    }
  }

  boost::asio::steady_timer timer_;
  std::deque<Step> steps_;
  bool hangs_up_;
  std::size_t chunk_;
  Milliseconds pause_;
  std::string input_;
  std::string output_;
  std::size_t spoken_ = 0;
  bool cancelled_ = false;
};

}  // namespace tradewind::mailsync::imap

#include "mailsync/imap/connection.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <boost/asio/error.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>
#include <cerrno>
#include <exception>
#include <system_error>

#include "mailsync/imap/ascii.hpp"
#include "mailsync/imap/curl_handle.hpp"

namespace tradewind::mailsync::imap {

namespace asio = boost::asio;

namespace {

using Descriptor = asio::posix::stream_descriptor;

tl::unexpected<Error> cancelled_error() { return fail(Fault::network, "cancelled"); }

// Asio waits on a duplicate of curl's socket, so that closing the one never closes the other. Shared with the timer's
// handler, which may run after the transport is gone.
struct Waiter {
  explicit Waiter(const asio::any_io_executor& executor, int socket) : descriptor(executor), timer(executor) {
    const int copy = ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
    if (copy < 0) throw std::system_error(errno, std::generic_category(), "cannot duplicate a socket");
    descriptor.assign(copy);
  }
  Descriptor descriptor;
  asio::steady_timer timer;
  std::uint64_t wait_number = 0;
  bool timed_out = false;
  bool cancelled = false;
};

class CurlTransport final : public Transport {
 public:
  CurlTransport(asio::any_io_executor executor, std::unique_ptr<CurlHandle> handle)
      : executor_(std::move(executor)),
        handle_(std::move(handle)),
        waiter_(std::make_shared<Waiter>(executor_, handle_->socket())) {}
  ~CurlTransport() override {
    waiter_->timer.cancel();
    waiter_->descriptor.close();
  }
  CurlTransport(const CurlTransport&) = delete;
  CurlTransport& operator=(const CurlTransport&) = delete;

  Task<Result<std::size_t>> read_some(std::span<char> buffer, Milliseconds timeout) override {
    co_await let_others_run();
    while (true) {
      if (waiter_->cancelled) co_return cancelled_error();
      const auto received = handle_->receive(buffer);
      if (!received) co_return pass_on(received);
      if (*received) co_return **received;
      if (!co_await ready(Descriptor::wait_read, timeout)) co_return std::size_t{0};
    }
  }

  Task<Result<void>> write(std::string_view bytes, Milliseconds timeout) override {
    while (!bytes.empty()) {
      if (waiter_->cancelled) co_return cancelled_error();
      const auto sent = handle_->send(bytes);
      if (!sent) co_return pass_on(sent);
      if (*sent)
        bytes.remove_prefix(**sent);
      else if (!co_await ready(Descriptor::wait_write, timeout))
        co_return fail(Fault::network, "the server takes no more data");
    }
    co_return Result<void>{};
  }

  void cancel() override {
    waiter_->cancelled = true;
    waiter_->descriptor.cancel();
  }

 private:
  // A server faster than we are would never let a read wait, and the other coroutines of the thread would starve.
  Task<void> let_others_run() {
    constexpr int reads_in_a_row = 8;
    if (++reads_ % reads_in_a_row != 0) co_return;
    co_await asio::post(executor_, asio::use_awaitable);
  }

  // False: the time is over.
  Task<bool> ready(Descriptor::wait_type type, Milliseconds timeout) {
    const std::shared_ptr<Waiter> waiter = waiter_;
    const std::uint64_t number = ++waiter->wait_number;
    waiter->timed_out = false;
    waiter->timer.expires_after(timeout);
    waiter->timer.async_wait([waiter, number](const boost::system::error_code& error) {
      if (error || waiter->wait_number != number) return;
      waiter->timed_out = true;
      boost::system::error_code ignored;
      waiter->descriptor.cancel(ignored);
    });
    boost::system::error_code error;
    co_await waiter->descriptor.async_wait(type, asio::redirect_error(asio::use_awaitable, error));
    ++waiter->wait_number;  // a timer that has fired already but was not heard yet must not cancel the next wait
    waiter->timer.cancel();
    co_return !waiter->timed_out;
  }

  asio::any_io_executor executor_;
  std::unique_ptr<CurlHandle> handle_;
  std::shared_ptr<Waiter> waiter_;
  int reads_ = 0;
};

}  // namespace

// Shared by the coroutine that waits and the thread that connects; whoever is last frees it.
struct Connector::Attempt {
  explicit Attempt(const asio::any_io_executor& executor) : done(executor, asio::steady_timer::time_point::max()) {}
  Endpoint endpoint;
  Credentials credentials;
  std::atomic<bool> abandoned = false;
  Result<std::unique_ptr<CurlHandle>> outcome = fail(Fault::network, "cancelled");
  std::exception_ptr thrown;
  asio::steady_timer done;  // never expires; cancelled to wake the coroutine
};

Connector::Connector(asio::any_io_executor executor, asio::thread_pool& connectors)
    : executor_(std::move(executor)), connectors_(connectors) {}

Connector::~Connector() {
  if (attempt_) attempt_->abandoned = true;
}

Task<Result<std::unique_ptr<Transport>>> Connector::connect(Endpoint endpoint, Credentials credentials) {
  if (cancelled_) co_return cancelled_error();
  const auto attempt = std::make_shared<Attempt>(executor_);
  attempt->endpoint = std::move(endpoint);
  attempt->credentials = std::move(credentials);
  attempt_ = attempt;
  asio::post(connectors_, [attempt, executor = executor_] {
    // The outcome is written here and read only after the post: that orders the two threads.
    try {
      attempt->outcome = CurlHandle::connect(attempt->endpoint, attempt->credentials, attempt->abandoned);
    } catch (...) {
      attempt->thrown = std::current_exception();
    }
    asio::post(executor, [attempt] { attempt->done.cancel(); });
  });
  boost::system::error_code woken;
  co_await attempt->done.async_wait(asio::redirect_error(asio::use_awaitable, woken));
  attempt_.reset();
  if (attempt->abandoned) co_return cancelled_error();
  if (attempt->thrown) std::rethrow_exception(attempt->thrown);
  if (!attempt->outcome) co_return pass_on(attempt->outcome);
  co_return std::make_unique<CurlTransport>(executor_, std::move(*attempt->outcome));
}

void Connector::cancel() {
  cancelled_ = true;
  if (!attempt_) return;
  attempt_->abandoned = true;
  attempt_->done.cancel();
}

bool is_loopback_host(std::string_view host) {
  if (equal_ignoring_case(host, "localhost") || host == "::1") return true;
  // 127.0.0.0/8 written out in full; a name like "127.example.com" is none.
  return host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace tradewind::mailsync::imap

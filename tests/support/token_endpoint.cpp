#include "tests/support/token_endpoint.hpp"

#include <mutex>
#include <set>
#include <thread>
#include <utility>  // Boost 1.74's awaitable.hpp uses std::exchange without including it

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace tradewind::testing {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

// The value of `name` in a query or form; no value of these tests needs unescaping.
std::string value_of(const std::string& text, const std::string& name) {
  const std::size_t at = text.find(name + "=");
  if (at == std::string::npos) return {};
  const std::size_t start = at + name.size() + 1;
  return text.substr(start, text.find_first_of("& \r", start) - start);
}

std::string http(const std::string& status, const std::string& body) {
  return "HTTP/1.1 " + status +
         "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

}  // namespace

struct TokenEndpoint::State {
  explicit State(std::string for_user)
      : user(std::move(for_user)), acceptor(io, {asio::ip::address_v4::loopback(), 0}) {}

  asio::awaitable<void> accept() {
    for (;;) {
      tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
      asio::co_spawn(io, serve(std::move(socket)), asio::detached);
    }
  }

  asio::awaitable<void> serve(tcp::socket socket) {
    std::string request;
    const std::size_t head =
        co_await asio::async_read_until(socket, asio::dynamic_buffer(request), "\r\n\r\n", asio::use_awaitable);
    const std::size_t field = request.find("Content-Length: ");
    const std::size_t length = field < head ? std::stoul(request.substr(field + 16)) : 0;
    if (request.size() < head + length)
      co_await asio::async_read(socket, asio::dynamic_buffer(request),
                                asio::transfer_exactly(head + length - request.size()), asio::use_awaitable);
    const std::string answer = request.starts_with("POST ") ? refreshed(request.substr(head)) : judged(request);
    co_await asio::async_write(socket, asio::buffer(answer), asio::use_awaitable);
  }

  std::string refreshed(const std::string& form) {
    const std::lock_guard lock(mutex);
    if (value_of(form, "refresh_token") != refresh) return http("400 Bad Request", R"({"error":"invalid_grant"})");
    const std::string number = std::to_string(++given);
    good.insert("access-" + number);
    refresh = "refresh-" + number;
    return http("200 OK", R"({"access_token":"access-)" + number + R"(","expires_in":3600,"refresh_token":")" +
                              refresh + R"("})");
  }

  std::string judged(const std::string& request) {
    const std::lock_guard lock(mutex);
    const bool active = good.contains(value_of(request, "token"));
    return http("200 OK",
                std::string(R"({"active":)") + (active ? "true" : "false") + R"(,"username":")" + user + R"("})");
  }

  const std::string user;
  asio::io_context io;
  tcp::acceptor acceptor;
  std::thread thread;
  mutable std::mutex mutex;  // of the three below
  std::set<std::string> good;
  std::string refresh = "refresh-0";
  int given = 0;
};

TokenEndpoint::TokenEndpoint(std::string user) : state_(std::make_unique<State>(std::move(user))) {
  asio::co_spawn(state_->io, state_->accept(), asio::detached);
  state_->thread = std::thread([state = state_.get()] { state->io.run(); });
}

TokenEndpoint::~TokenEndpoint() {
  state_->io.stop();
  state_->thread.join();
}

std::string TokenEndpoint::token_url() const {
  return "http://127.0.0.1:" + std::to_string(state_->acceptor.local_endpoint().port()) + "/token";
}

std::string TokenEndpoint::introspection_url() const {
  return "http://127.0.0.1:" + std::to_string(state_->acceptor.local_endpoint().port()) + "/introspect?token=";
}

int TokenEndpoint::given() const {
  const std::lock_guard lock(state_->mutex);
  return state_->given;
}

void TokenEndpoint::revoke() {
  const std::lock_guard lock(state_->mutex);
  state_->good.clear();
}

void TokenEndpoint::expect_refresh(std::string refresh) {
  const std::lock_guard lock(state_->mutex);
  state_->refresh = std::move(refresh);
}

}  // namespace tradewind::testing

#include "tests/support/cutting_proxy.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <limits>
#include <thread>
#include <utility>  // Boost 1.74's awaitable.hpp uses std::exchange without including it

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace tradewind::testing {

namespace asio = boost::asio;
using asio::ip::tcp;

struct CuttingProxy::State {
  State(std::uint16_t to, std::vector<std::size_t> at)
      : server(asio::ip::address_v4::loopback(), to),
        cuts(std::move(at)),
        acceptor(io, {asio::ip::address_v4::loopback(), 0}) {}

  struct Pair {
    Pair(tcp::socket accepted, asio::io_context& io) : client(std::move(accepted)), server(io) {}
    tcp::socket client, server;
  };

  asio::awaitable<void> accept() {
    for (std::size_t i = 0;; ++i) {
      auto pair = std::make_shared<Pair>(co_await acceptor.async_accept(asio::use_awaitable), io);
      boost::system::error_code refused;
      co_await pair->server.async_connect(server, asio::redirect_error(asio::use_awaitable, refused));
      if (refused) continue;
      const bool is_cut = i < cuts.size();
      asio::co_spawn(io, pass(pair, pair->client, pair->server, std::numeric_limits<std::size_t>::max()),
                     asio::detached);
      asio::co_spawn(io,
                     pass(pair, pair->server, pair->client, is_cut ? cuts[i] : std::numeric_limits<std::size_t>::max()),
                     asio::detached);
    }
  }

  // Ends both directions with the first that ends.
  asio::awaitable<void> pass(std::shared_ptr<Pair> pair, tcp::socket& from, tcp::socket& to, std::size_t left) {
    std::array<char, 16'384> buffer{};
    boost::system::error_code error;
    while (!error && left > 0) {
      const std::size_t most = std::min(buffer.size(), left);
      const std::size_t size =
          co_await from.async_read_some(asio::buffer(buffer, most), asio::redirect_error(asio::use_awaitable, error));
      co_await asio::async_write(to, asio::buffer(buffer, size), asio::redirect_error(asio::use_awaitable, error));
      left -= size;
    }
    if (left == 0) ++cut;
    for (tcp::socket* each : {&pair->client, &pair->server}) {
      boost::system::error_code ignored;
      each->shutdown(tcp::socket::shutdown_both, ignored);
    }
  }

  const tcp::endpoint server;
  const std::vector<std::size_t> cuts;
  asio::io_context io;
  tcp::acceptor acceptor;
  std::atomic<std::size_t> cut = 0;
  std::thread thread;
};

CuttingProxy::CuttingProxy(std::uint16_t port, std::vector<std::size_t> cuts)
    : state_(std::make_unique<State>(port, std::move(cuts))) {
  asio::co_spawn(state_->io, state_->accept(), asio::detached);
  state_->thread = std::thread([state = state_.get()] { state->io.run(); });
}

CuttingProxy::~CuttingProxy() {
  state_->io.stop();
  state_->thread.join();
}

std::uint16_t CuttingProxy::port() const { return state_->acceptor.local_endpoint().port(); }
std::size_t CuttingProxy::cut() const { return state_->cut; }

}  // namespace tradewind::testing

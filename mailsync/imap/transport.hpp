// Transport: the byte pipe below a Session. Two exist: CurlTransport (connection.hpp) and the scripted one of the
// tests.
#pragma once

#include <utility>  // Boost 1.74's awaitable.hpp uses std::exchange without including it

#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <span>
#include <string_view>

#include "crm_core/base/result.hpp"
#include "mailsync/imap/types.hpp"

namespace tradewind::mailsync::imap {

template <class T>
using Task = boost::asio::awaitable<T>;

// All calls from the one thread (or strand) of the executor it was made for; one read and one write at a time.
class Transport {
 public:
  virtual ~Transport() = default;
  // Waits for at least one byte. 0: `timeout` passed and nothing came, the connection is whole. The other side's
  // closing and every other end is Fault::network.
  [[nodiscard]] virtual Task<Result<std::size_t>> read_some(std::span<char> buffer, Milliseconds timeout) = 0;
  // Sends all of it. `timeout` is the longest time without progress.
  [[nodiscard]] virtual Task<Result<void>> write(std::string_view bytes, Milliseconds timeout) = 0;
  // Makes the pending call, and every later one, fail with Fault::network "cancelled".
  virtual void cancel() = 0;
};

}  // namespace tradewind::mailsync::imap

// What the session tests share: an event loop for one coroutine, and checks that work inside coroutines.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <exception>
#include <map>
#include <ostream>
#include <string>
#include <utility>

#include "mailsync/imap/session.hpp"

namespace tradewind::mailsync::imap {

template <class T>
std::string describe(const Result<T>& result) {
  return result ? "ok" : result.error().message + " / " + result.error().hint;
}

// ASSERT_TRUE for a Result inside a coroutine returning Task<void>, which gtest's own cannot leave.
#define CO_REQUIRE(result)                                \
  if (!(result)) {                                        \
    ADD_FAILURE() << #result << ": " << describe(result); \
    co_return;                                            \
  }

// Runs one coroutine to its end on an event loop of its own, then waits for the connecting threads.
class Runner {
 public:
  ~Runner() { connectors_.join(); }
  template <class Body>
  void run(Body body) {
    std::exception_ptr thrown;
    io_.restart();
    boost::asio::co_spawn(io_, std::move(body), [&](std::exception_ptr error) { thrown = error; });
    io_.run();
    if (thrown) std::rethrow_exception(thrown);
  }
  boost::asio::io_context& io() { return io_; }
  boost::asio::thread_pool& connectors() { return connectors_; }

 private:
  boost::asio::io_context io_;
  boost::asio::thread_pool connectors_{2};
};

inline MessageHandler into(std::map<Uid, FetchedMessage>& messages) {
  return [&messages](FetchedMessage fetched) -> Task<Result<void>> {
    const Uid uid = fetched.uid;
    messages.emplace(uid, std::move(fetched));
    co_return Result<void>{};
  };
}

}  // namespace tradewind::mailsync::imap

namespace tradewind::mailsync {

// How gtest shows a set.
inline void PrintTo(const UidSet& uids, std::ostream* out) { *out << '"' << uids.to_imap() << '"'; }

}  // namespace tradewind::mailsync

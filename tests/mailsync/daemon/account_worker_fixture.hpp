// One account against a real Dovecot, with a sink in memory: what the tests of AccountWorker stand on.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <fstream>

#include "mailsync/daemon/account_worker.hpp"
#include "tests/mailsync/sync/memory_sink.hpp"
#include "tests/support/dovecot.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tradewind::mailsync {

inline const std::string user = "anna@example.test";

inline std::string mail(int number) {
  return "From: buyer@example.org\r\nTo: anna@example.test\r\nSubject: mail " + std::to_string(number) +
         "\r\n\r\nbody\r\n";
}

class AccountWorkerTest : public ::testing::Test {
 protected:
  explicit AccountWorkerTest(testing::DovecotOptions options = {}) : server_(std::move(options)) {
    write_password("secret");
  }
  ~AccountWorkerTest() override { connectors_.join(); }

  void write_password(const std::string& password) {
    std::ofstream(directory_ / "password") << password << '\n';
    chmod((directory_ / "password").c_str(), 0600);
  }
  AccountSettings account() {
    AccountSettings account;
    account.name = "anna";
    account.host = server_.host();
    account.port = server_.port();
    account.security = AccountSecurity::plain;
    account.user = user;
    account.password = SecretSource{SecretSource::Kind::file, (directory_ / "password").native()};
    return account;
  }
  WorkerContext context(bool once) {
    WorkerContext context{io_.get_executor(), connectors_, gate_, sink_, tally_, {}, {}};
    context.once = once;
    context.backoff = {std::chrono::milliseconds(20), std::chrono::milliseconds(20), std::chrono::milliseconds(100)};
    return context;
  }
  // Runs the worker to its end; a test that hangs is ended by stop() after a while, and fails.
  void run(AccountWorker& worker) {
    bool over = false;
    Signal guard(io_.get_executor());
    boost::asio::co_spawn(io_, worker.run(), [&](std::exception_ptr failure) {
      over = true;
      guard.notify();
      if (failure) std::rethrow_exception(failure);
    });
    boost::asio::co_spawn(
        io_,
        [&]() -> imap::Task<void> {
          co_await guard.wait(std::chrono::seconds(30));
          if (over) co_return;
          ADD_FAILURE() << "the worker did not end: " << worker.error();
          worker.abort();
        },
        [](std::exception_ptr) {});
    io_.restart();
    io_.run();
  }

  testing::TemporaryDirectory directory_;
  testing::Dovecot server_;
  boost::asio::io_context io_;
  boost::asio::thread_pool connectors_{2};
  Gate gate_{2};
  MemorySink sink_;
  SyncTally tally_;
};

}  // namespace tradewind::mailsync

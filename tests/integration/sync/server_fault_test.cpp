// Servers that fail at the running daemon: cut off in the middle of a message, emptied and filled again.
#include <gmock/gmock.h>

#include "tests/integration/sync/sync_harness.hpp"
#include "tests/support/cutting_proxy.hpp"

namespace tradewind::testing {
namespace {

class ServerFault : public SyncHarness {
 protected:
  // "anna" as configured, but through the proxy.
  void configure_through(const CuttingProxy& proxy, const std::string& sync_lines = "") {
    std::string account = account_block("anna", user);
    const std::string port = std::to_string(server_.port());
    account.replace(account.find(port), port.size(), std::to_string(proxy.port()));
    configure_accounts(account, sync_lines);
  }
};

TEST_F(ServerFault, dying_in_the_middle_of_a_literal_costs_nothing_but_the_connection) {
  deliver(6, "INBOX", 300'000);
  // In the first mail, in the login, in the second mail of the connection.
  const CuttingProxy proxy(server_.port(), {100'000, 300, 500'001});
  configure_through(proxy, "backfill_slice = 3");
  const auto daemon = start_daemon();
  await(*daemon, [&] { return messages() == 6; });
  EXPECT_EQ(proxy.cut(), 3U);
  await(*daemon, [&] { return run_crm({"status"}).code == 0; });
  end(*daemon);
  expect_whole({"INBOX"}, 6);
}

TEST_F(ServerFault, emptied_and_refilled_while_it_is_followed) {
  configure("poll_seconds = 1");
  deliver(10);
  const auto daemon = start_daemon();
  await(*daemon, [&] { return messages() == 10; });
  server_.doveadm({"expunge", "-u", user, "mailbox", "INBOX", "all"});
  await(*daemon, [&] { return number("SELECT count(*) FROM delivery WHERE gone_at IS NOT NULL") == 10; });
  deliver(5);
  await(*daemon, [&] { return messages() == 15; });
  // Deleted and made anew: another UIDVALIDITY, the same UIDs for other mail.
  server_.doveadm({"mailbox", "delete", "-u", user, "-r", "Sent"});
  deliver(4, "Sent");
  await(*daemon, [&] { return messages() == 19; });
  await(*daemon, [&] { return run_crm({"status"}).code == 0; });
  end(*daemon);
  expect_whole({"INBOX", "Sent"}, 19);
}

}  // namespace
}  // namespace tradewind::testing

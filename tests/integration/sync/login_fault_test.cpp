// Logins that fail at the running daemon: certificates that are not to be trusted, tokens that end before their time.
#include <gmock/gmock.h>

#include "tests/integration/sync/sync_harness.hpp"
#include "tests/support/token_endpoint.hpp"

namespace tradewind::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class LoginFault : public SyncHarness {
 protected:
  explicit LoginFault(DovecotOptions server) : SyncHarness(std::move(server)) {}
  // An account of the same mailbox that logs in over TLS.
  [[nodiscard]] std::string tls_account(const std::string& ca_file) const {
    return "[[account]]\nname = \"walled\"\nhost = \"localhost\"\nport = " + std::to_string(server_.tls_port()) +
           "\nuser = \"" + user + "\"\npassword_file = \"password\"\n" +
           (ca_file.empty() ? "" : "ca_file = \"" + ca_file + "\"\n");
  }
  [[nodiscard]] bool is_in_state(const std::string& account, const std::string& state) const {
    return number("SELECT count(*) FROM account WHERE name = '" + account + "' AND state = '" + state + "'") == 1;
  }
  // One account stands still for the reason given, "anna" takes new mail all the same.
  void expect_told_while_anna_goes_on(Process& daemon, const std::string& reason) {
    await(daemon, [&] {
      return is_in_state("anna", "current") &&
             number("SELECT count(*) FROM account WHERE name = 'walled' AND state = 'failing' AND instr(error, '" +
                    reason + "') > 0") == 1;
    });
    const Answer status = run_crm({"status"});
    EXPECT_EQ(status.code, 1) << status.out << status.err;
    EXPECT_THAT(status.out, AllOf(HasSubstr("walled"), HasSubstr(reason)));
    const auto before = messages();
    deliver(1);
    await(daemon, [&] { return messages() == before + 1; });
  }
};

class UntrustedServer : public LoginFault {
 protected:
  UntrustedServer() : LoginFault({.tls = true}) {}
};

TEST_F(UntrustedServer, is_refused_and_told_and_followed_once_its_authority_is_named) {
  deliver(3);
  configure_accounts(account_block("anna", user) + tls_account(""));
  const auto daemon = start_daemon();
  expect_told_while_anna_goes_on(*daemon, "the TLS certificate of localhost");
  configure_accounts(account_block("anna", user) + tls_account(server_.ca_file().native()));
  daemon->signal(SIGHUP);
  await(*daemon, [&] { return is_in_state("walled", "current"); });
  EXPECT_EQ(run_crm({"status"}).code, 0);
  end(*daemon);
  expect_whole({"INBOX"}, 4);
}

class OtherServersCertificate : public LoginFault {
 protected:
  OtherServersCertificate() : LoginFault({.tls = true, .certificate_host = "mail.example.test"}) {}
};

TEST_F(OtherServersCertificate, is_refused_whoever_signed_it) {
  configure_accounts(account_block("anna", user) + tls_account(server_.ca_file().native()));
  const auto daemon = start_daemon();
  expect_told_while_anna_goes_on(*daemon, "the TLS certificate of localhost");
  end(*daemon);
  EXPECT_EQ(number("SELECT count(*) FROM folder JOIN account ON account.id = account_id WHERE account.name = 'walled'"),
            0);
}

class HangingPassword : public LoginFault {
 protected:
  HangingPassword() : LoginFault({}) {}
};

TEST_F(HangingPassword, command_does_not_hold_up_the_end) {
  const auto begun = directory_ / "begun";
  configure_accounts("[[account]]\nname = \"walled\"\nhost = \"127.0.0.1\"\nsecurity = \"plain\"\nport = " +
                     std::to_string(server_.port()) + "\nuser = \"" + user + "\"\npassword_command = \"touch '" +
                     begun.native() + "'; sleep 1000\"\n");
  const auto daemon = start_daemon();
  await(*daemon, [&] { return std::filesystem::exists(begun); });
  const auto asked = std::chrono::steady_clock::now();
  end(*daemon);
  EXPECT_LT(std::chrono::steady_clock::now() - asked, std::chrono::seconds(5));
}

struct WithEndpoint {
  TokenEndpoint endpoint_{SyncHarness::user};
};

class OauthToken : protected WithEndpoint, public LoginFault {
 protected:
  OauthToken() : LoginFault({.introspection_url = endpoint_.introspection_url()}) {
    write("refresh", "refresh-0\n");
    configure_accounts(
        account_block("anna", user) +
        "[[account]]\nname = \"walled\"\nhost = \"127.0.0.1\"\nsecurity = \"plain\"\nport = " +
        std::to_string(server_.port()) + "\nuser = \"" + user +
        "\"\n[account.oauth2]\nrefresh_token_file = \"refresh\"\nclient_id = \"client\"\ntoken_endpoint = \"" +
        endpoint_.token_url() + "\"\n");
  }
  void expect_no_token_told() const {
    EXPECT_THAT(log(), AllOf(Not(HasSubstr("access-")), Not(HasSubstr("refresh-"))));
    const Answer status = run_crm({"status", "--json"});
    EXPECT_THAT(status.out, AllOf(Not(HasSubstr("access-")), Not(HasSubstr("refresh-"))));
  }
};

TEST_F(OauthToken, refused_before_its_time_is_refreshed_once_and_the_mail_goes_on) {
  deliver(3);
  const auto daemon = start_daemon();
  await(*daemon, [&] { return is_in_state("walled", "current") && is_in_state("anna", "current"); });
  EXPECT_EQ(endpoint_.given(), 1);
  endpoint_.revoke();
  server_.kill();
  server_.start();
  deliver(2);
  await(*daemon, [&] {
    return number("SELECT count(*) FROM delivery") == 10 && is_in_state("walled", "current") &&
           is_in_state("anna", "current");
  });
  EXPECT_EQ(endpoint_.given(), 2);
  EXPECT_EQ(run_crm({"status"}).code, 0);
  expect_no_token_told();
  end(*daemon);
  expect_whole({"INBOX"}, 5);
}

TEST_F(OauthToken, that_cannot_be_refreshed_is_told_and_taken_up_again_at_a_reload) {
  const auto daemon = start_daemon();
  await(*daemon, [&] { return is_in_state("walled", "current") && is_in_state("anna", "current"); });
  endpoint_.revoke();
  endpoint_.expect_refresh("refresh-new");
  server_.kill();
  server_.start();
  expect_told_while_anna_goes_on(*daemon, "invalid_grant");
  EXPECT_THAT(run_crm({"status"}).out, HasSubstr("authorise the account again"));
  expect_no_token_told();
  write("refresh", "refresh-new\n");
  daemon->signal(SIGHUP);  // nobody wants to wait for the next attempt after having put something right
  await(*daemon, [&] { return is_in_state("walled", "current"); });
  EXPECT_EQ(run_crm({"status"}).code, 0);
  end(*daemon);
  expect_whole({"INBOX"}, 1);
}

}  // namespace
}  // namespace tradewind::testing

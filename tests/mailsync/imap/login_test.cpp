// Logins that Dovecot cannot play: other mechanisms, servers that say "later", that hang up, that repeat secrets.
#include <sys/socket.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <functional>
#include <thread>

#include "tests/mailsync/imap/session_runner.hpp"

namespace tradewind::mailsync::imap {
namespace {

namespace asio = boost::asio;

// What to answer to "TAG command": "$" stands for the tag. "" hangs up.
using Answer = std::function<std::string(const std::string& command)>;

// A server on loopback that takes `connections` one after the other.
class SmallServer {
 public:
  SmallServer(std::string greeting, int connections, Answer answer)
      : acceptor_(io_, {asio::ip::address_v4::loopback(), 0}),
        greeting_(std::move(greeting)),
        answer_(std::move(answer)) {
    thread_ = std::thread([this, connections] {
      for (int i = 0; i < connections; ++i) serve();
    });
  }
  ~SmallServer() {
    ::shutdown(acceptor_.native_handle(), SHUT_RDWR);  // wakes an accept that nobody came for
    thread_.join();
  }
  [[nodiscard]] Endpoint endpoint() const {
    Endpoint endpoint;
    endpoint.host = "127.0.0.1";
    endpoint.port = acceptor_.local_endpoint().port();
    endpoint.security = Security::plain;
    return endpoint;
  }

 private:
  void serve() {
    asio::ip::tcp::socket socket(io_);
    boost::system::error_code error;
    acceptor_.accept(socket, error);
    if (error) return;
    asio::write(socket, asio::buffer(greeting_), error);
    std::string input;
    while (!error) {
      const std::size_t size = asio::read_until(socket, asio::dynamic_buffer(input), "\r\n", error);
      if (error) return;
      const std::string line = input.substr(0, size - 2);
      input.erase(0, size);
      const std::size_t space = line.find(' ');
      if (space != std::string::npos) tag_ = line.substr(0, space);
      std::string answer = answer_(space == std::string::npos ? line : line.substr(space + 1));
      for (std::size_t at = answer.find('$'); at != std::string::npos; at = answer.find('$'))
        answer.replace(at, 1, tag_);
      if (answer.empty()) return;
      asio::write(socket, asio::buffer(answer), error);
    }
  }

  asio::io_context io_;
  asio::ip::tcp::acceptor acceptor_;
  std::string greeting_;
  Answer answer_;
  std::string tag_;
  std::thread thread_;
};

Result<void> login(const SmallServer& server, Credentials credentials, Milliseconds timeout = Milliseconds(10'000)) {
  Runner runner;
  Session session(runner.io().get_executor(), SessionOptions{});
  Result<void> outcome;
  Endpoint endpoint = server.endpoint();
  endpoint.connect_timeout = timeout;
  runner.run([&]() -> Task<void> { outcome = co_await session.open(endpoint, credentials, runner.connectors()); });
  return outcome;
}

Credentials password_credentials() {
  Credentials credentials;
  credentials.user = "anna@example.test";
  credentials.password = "pass phrase \"7\"";
  return credentials;
}

Credentials token_credentials() {
  Credentials credentials;
  credentials.user = "anna@example.test";
  credentials.bearer_token = "ya29.token-token-token";
  return credentials;
}

constexpr const char* greeting = "* OK ready\r\n";

TEST(Login, SendsABearerTokenByXoauth2) {
  std::string mechanism, response;
  SmallServer server(greeting, 1, [&](const std::string& command) -> std::string {
    if (command == "CAPABILITY") return "* CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2\r\n$ OK\r\n";
    if (command.starts_with("AUTHENTICATE")) {
      mechanism = command;
      return "+ \r\n";
    }
    response = command;
    return "$ OK welcome\r\n";
  });
  const auto outcome = login(server, token_credentials());
  EXPECT_TRUE(outcome) << describe(outcome);
  EXPECT_EQ(mechanism, "AUTHENTICATE XOAUTH2");
  // base64 of user=anna@example.test^Aauth=Bearer ya29.token-token-token^A^A
  EXPECT_EQ(response, "dXNlcj1hbm5hQGV4YW1wbGUudGVzdAFhdXRoPUJlYXJlciB5YTI5LnRva2VuLXRva2VuLXRva2VuAQE=");
}

TEST(Login, SaysThatATokenWasRefusedWithoutRepeatingIt) {
  SmallServer server(greeting, 1, [&](const std::string& command) -> std::string {
    if (command == "CAPABILITY") return "* CAPABILITY IMAP4rev1 AUTH=XOAUTH2\r\n$ OK\r\n";
    if (command.starts_with("AUTHENTICATE")) return "+ \r\n";
    return "$ NO [AUTHENTICATIONFAILED] Invalid token ya29.token-token-token\r\n";
  });
  const auto outcome = login(server, token_credentials());
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().fault, Fault::refused);
  EXPECT_EQ(outcome.error().message.find("ya29"), std::string::npos) << outcome.error().message;
}

TEST(Login, RefusesToSendATokenWhereNoMechanismTakesIt) {
  std::vector<std::string> commands;
  SmallServer server(greeting, 1, [&](const std::string& command) -> std::string {
    commands.push_back(command);
    return "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n$ OK\r\n";
  });
  const auto outcome = login(server, token_credentials());
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().fault, Fault::refused) << outcome.error().message;
  for (const std::string& command : commands) EXPECT_FALSE(command.starts_with("LOGIN")) << command;
}

TEST(Login, UsesTheLoginCommandWhereNoMechanismIsOffered) {
  std::string seen;
  SmallServer server(greeting, 2, [&](const std::string& command) -> std::string {
    if (command == "CAPABILITY") return "* CAPABILITY IMAP4rev1 ID\r\n$ OK\r\n";
    if (command.starts_with("LOGIN")) seen = command;
    return "$ OK\r\n";
  });
  const auto outcome = login(server, password_credentials());
  EXPECT_TRUE(outcome) << describe(outcome);
  EXPECT_EQ(seen, "LOGIN anna@example.test \"pass phrase \\\"7\\\"\"");
}

TEST(Login, PrefersPlainToGssapiAndNtlm) {
  std::string mechanism;
  SmallServer server(greeting, 1, [&](const std::string& command) -> std::string {
    if (command == "CAPABILITY") return "* CAPABILITY IMAP4rev1 AUTH=NTLM AUTH=GSSAPI AUTH=PLAIN\r\n$ OK\r\n";
    if (command.starts_with("AUTHENTICATE")) {
      mechanism = command;
      return "+ \r\n";
    }
    return "$ OK\r\n";
  });
  const auto outcome = login(server, password_credentials());
  EXPECT_TRUE(outcome) << describe(outcome);
  EXPECT_EQ(mechanism, "AUTHENTICATE PLAIN");
}

TEST(Login, TellsLaterFromNever) {
  for (const char* code : {"UNAVAILABLE", "INUSE", "LIMIT"}) {
    SmallServer server(greeting, 1, [&](const std::string& command) -> std::string {
      if (command == "CAPABILITY") return "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n$ OK\r\n";
      if (command.starts_with("AUTHENTICATE")) return "+ \r\n";
      return std::string("$ NO [") + code + "] try again\r\n";
    });
    const auto outcome = login(server, password_credentials());
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().fault, Fault::busy) << outcome.error().message;
  }
}

TEST(Login, DoesNotRepeatAPasswordThatTheServerEchoes) {
  SmallServer server(greeting, 1, [&](const std::string& command) -> std::string {
    if (command == "CAPABILITY") return "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n$ OK\r\n";
    if (command.starts_with("AUTHENTICATE")) return "+ \r\n";
    return "$ NO you sent " + command + "\r\n";
  });
  const auto outcome = login(server, password_credentials());
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().fault, Fault::refused);
  EXPECT_EQ(outcome.error().message.find("you sent"), std::string::npos) << outcome.error().message;
}

TEST(Login, TakesAPreauthenticatedSession) {
  SmallServer server("* PREAUTH welcome\r\n", 1, [&](const std::string& command) -> std::string {
    if (command == "CAPABILITY") return "* CAPABILITY IMAP4rev1\r\n$ OK\r\n";
    return "$ OK\r\n";
  });
  const auto outcome = login(server, password_credentials());
  EXPECT_TRUE(outcome) << describe(outcome);
}

TEST(Login, ReportsAServerThatHangsUpOrTalksNonsense) {
  const auto hang_up = [](const std::string&) { return std::string(); };
  for (const char* first : {"* OK ready\r\n", "* BYE shutting down\r\n", "220 smtp here\r\n", "\r\n"}) {
    SmallServer server(first, 1, hang_up);
    const auto outcome = login(server, password_credentials(), Milliseconds(300));
    ASSERT_FALSE(outcome) << first;
    EXPECT_EQ(outcome.error().fault, Fault::network) << first << outcome.error().message;
  }
}

}  // namespace
}  // namespace tradewind::mailsync::imap

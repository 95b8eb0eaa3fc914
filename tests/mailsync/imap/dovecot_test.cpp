// The session against a real server.
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>

#include "tests/mailsync/imap/session_runner.hpp"
#include "tests/support/dovecot.hpp"

namespace tradewind::mailsync::imap {
namespace {

namespace asio = boost::asio;
using tradewind::testing::Dovecot;
using tradewind::testing::DovecotOptions;

const std::string user = "anna@example.test";

std::string message(std::size_t number, std::size_t body_bytes = 200) {
  return "From: buyer@example.org\r\nTo: anna@example.test\r\nSubject: mail " + std::to_string(number) +
         "\r\nMessage-ID: <" + std::to_string(number) + "@example.org>\r\n\r\n" +
         std::string(body_bytes, static_cast<char>('a' + number % 26)) + "\r\n";
}

Endpoint endpoint_of(const Dovecot& server, Security security) {
  Endpoint endpoint;
  endpoint.host = server.host();
  endpoint.port = security == Security::tls ? server.tls_port() : server.port();
  endpoint.security = security;
  if (security != Security::plain) endpoint.ca_file = server.ca_file();
  return endpoint;
}

Credentials password_of(std::string name, std::string password) {
  Credentials credentials;
  credentials.user = std::move(name);
  credentials.password = std::move(password);
  return credentials;
}

DovecotOptions with_tls() {
  DovecotOptions options;
  options.tls = true;
  return options;
}

// One attempt to log in, and what became of it.
Result<void> try_login(Endpoint endpoint, Credentials credentials) {
  Runner runner;
  Session session(runner.io().get_executor(), SessionOptions{});
  Result<void> outcome;
  runner.run([&]() -> Task<void> {
    outcome = co_await session.open(endpoint, credentials, runner.connectors());
    co_await session.logout();
  });
  return outcome;
}

class DovecotSession : public ::testing::Test {
 protected:
  // Logs in, examines INBOX, and runs the body.
  template <class Body>
  void with_inbox(Body body) {
    session_ = std::make_unique<Session>(runner_.io().get_executor(), options_);
    runner_.run([&]() -> Task<void> {
      const auto opened = co_await session_->open(endpoint_of(server_, Security::plain), password_of(user, "secret"),
                                                  runner_.connectors());
      CO_REQUIRE(opened);
      const auto examined = co_await session_->examine("INBOX");
      CO_REQUIRE(examined);
      state_ = examined->state;
      co_await body(*session_);
      co_await session_->logout();
    });
  }

  Dovecot server_;
  Runner runner_;
  SessionOptions options_;
  std::unique_ptr<Session> session_;
  MailboxState state_;
};

TEST(DovecotLogin, WorksInTheClearOnLoopback) {
  Dovecot server;
  const auto outcome = try_login(endpoint_of(server, Security::plain), password_of(user, "secret"));
  EXPECT_TRUE(outcome) << describe(outcome);
}

TEST(DovecotLogin, WorksOverStarttlsAndTls) {
  Dovecot server(with_tls());
  for (const Security security : {Security::starttls, Security::tls}) {
    const auto outcome = try_login(endpoint_of(server, security), password_of(user, "secret"));
    EXPECT_TRUE(outcome) << describe(outcome);
  }
}

TEST(DovecotLogin, RefusesAWrongPasswordWithoutRepeatingIt) {
  Dovecot server;
  const auto outcome = try_login(endpoint_of(server, Security::plain), password_of(user, "wrong-horse"));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().fault, Fault::refused);
  EXPECT_NE(outcome.error().message.find(user), std::string::npos);
  EXPECT_NE(outcome.error().message.find("Authentication failed"), std::string::npos) << outcome.error().message;
  EXPECT_EQ(outcome.error().message.find("wrong-horse"), std::string::npos);
  EXPECT_FALSE(outcome.error().hint.empty());
}

TEST(DovecotLogin, RefusesACertificateOfAnUnknownAuthority) {
  Dovecot server(with_tls());
  for (const Security security : {Security::starttls, Security::tls}) {
    Endpoint endpoint = endpoint_of(server, security);
    endpoint.ca_file.clear();
    const auto outcome = try_login(endpoint, password_of(user, "secret"));
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().fault, Fault::refused) << outcome.error().message;
    EXPECT_NE(outcome.error().hint.find("ca_file"), std::string::npos);
  }
}

TEST(DovecotLogin, TakesAnUnknownCertificateWhenVerificationIsOff) {
  Dovecot server(with_tls());
  Endpoint endpoint = endpoint_of(server, Security::tls);
  endpoint.ca_file.clear();
  endpoint.verify = false;
  const auto outcome = try_login(endpoint, password_of(user, "secret"));
  EXPECT_TRUE(outcome) << describe(outcome);
}

TEST(DovecotLogin, RefusesAServerWithoutStarttls) {
  Dovecot server;
  const auto outcome = try_login(endpoint_of(server, Security::starttls), password_of(user, "secret"));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().fault, Fault::refused);
  EXPECT_NE(outcome.error().message.find("STARTTLS"), std::string::npos);
}

TEST(DovecotLogin, OpensAnotherMailboxForTheMasterUser) {
  DovecotOptions options;
  options.users = {{user, "secret"}, {"boris@example.test", "other"}};
  options.master_user = {"archiver", "master-secret"};
  Dovecot server(options);
  server.deliver("boris@example.test", "INBOX", message(1));
  Credentials credentials = password_of("archiver", "master-secret");
  credentials.authzid = "boris@example.test";
  Runner runner;
  Session session(runner.io().get_executor(), SessionOptions{});
  runner.run([&]() -> Task<void> {
    const auto opened = co_await session.open(endpoint_of(server, Security::plain), credentials, runner.connectors());
    CO_REQUIRE(opened);
    const auto examined = co_await session.examine("INBOX");
    CO_REQUIRE(examined);
    EXPECT_EQ(examined->state.exists, 1U);
  });
}

TEST(DovecotLogin, SaysWhenNobodyListens) {
  Endpoint endpoint;
  {
    Dovecot server;
    endpoint = endpoint_of(server, Security::plain);
  }
  const auto outcome = try_login(endpoint, password_of(user, "secret"));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().fault, Fault::network);
}

TEST(Login, RefusesPlaintextToAHostThatIsNotLoopback) {
  Endpoint endpoint;
  endpoint.host = "mail.example.test";
  endpoint.port = 143;
  endpoint.security = Security::plain;
  const auto outcome = try_login(endpoint, password_of(user, "secret"));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().fault, Fault::forbidden);
}

TEST(Login, RefusesAHostNameThatWouldChangeTheUrl) {
  for (const char* host : {"", "a/b", "user@host", "host;AUTH=*", "a b", "a\r\nb"}) {
    Endpoint endpoint;
    endpoint.host = host;
    const auto outcome = try_login(endpoint, password_of(user, "secret"));
    ASSERT_FALSE(outcome) << host;
    EXPECT_EQ(outcome.error().fault, Fault::invalid) << host;
  }
}

TEST_F(DovecotSession, ListsFoldersWithTheirRoles) {
  server_.make_folder(user, "客户/报价");
  with_inbox([](Session& session) -> Task<void> {
    EXPECT_TRUE(session.has("idle"));
    EXPECT_TRUE(session.qresync());
    const auto folders = co_await session.list_folders();
    CO_REQUIRE(folders);
    std::map<std::string, Folder> by_name;
    for (const Folder& folder : *folders) by_name[folder.name] = folder;
    EXPECT_EQ(by_name["INBOX"].role, crm::FolderRole::inbox);
    EXPECT_EQ(by_name["Sent"].role, crm::FolderRole::sent);
    EXPECT_EQ(by_name["Junk"].role, crm::FolderRole::junk);
    EXPECT_EQ(by_name["Trash"].role, crm::FolderRole::trash);
    EXPECT_EQ(by_name["Drafts"].role, crm::FolderRole::drafts);
    EXPECT_TRUE(by_name.contains("客户/报价"));
    EXPECT_EQ(by_name["客户/报价"].delimiter, '/');
    EXPECT_EQ(by_name["客户/报价"].wire_name, "&W6JiNw-/&YqVO9w-");
  });
}

TEST_F(DovecotSession, ReadsAFolderWithAChineseName) {
  server_.deliver(user, "已发送", message(7));
  with_inbox([](Session& session) -> Task<void> {
    const auto folders = co_await session.list_folders();
    CO_REQUIRE(folders);
    std::string wire_name;
    for (const Folder& folder : *folders)
      if (folder.name == "已发送") wire_name = folder.wire_name;
    const auto status = co_await session.status(wire_name);
    CO_REQUIRE(status);
    EXPECT_EQ(status->messages, 1U);
    EXPECT_EQ(status->uid_next, 2U);
    EXPECT_NE(status->uid_validity, 0U);
    const auto examined = co_await session.examine(wire_name);
    CO_REQUIRE(examined);
    std::map<Uid, FetchedMessage> messages;
    const auto outcome = co_await session.fetch_messages(UidSet::range(1, 1), into(messages));
    CO_REQUIRE(outcome);
    EXPECT_EQ(messages.at(1).bytes.view(), message(7));
  });
}

TEST_F(DovecotSession, FetchesThreeThousandMessagesByteForByte) {
  constexpr std::size_t count = 3'000;
  for (std::size_t i = 1; i <= count; ++i) server_.deliver(user, "INBOX", message(i, 100 + i % 5'000));
  with_inbox([&](Session& session) -> Task<void> {
    const auto uids = co_await session.list_uids();
    CO_REQUIRE(uids);
    EXPECT_EQ(*uids, UidSet::range(1, count));
    std::size_t matching = 0;
    Uid expected = 1;
    const auto outcome = co_await session.fetch_messages(*uids, [&](FetchedMessage fetched) -> Task<Result<void>> {
      EXPECT_EQ(fetched.uid, expected++);
      if (fetched.bytes.view() == message(fetched.uid, 100 + fetched.uid % 5'000) &&
          fetched.size == fetched.bytes.size())
        ++matching;
      co_return Result<void>{};
    });
    CO_REQUIRE(outcome);
    EXPECT_EQ(matching, count);
    EXPECT_EQ(outcome->delivered, *uids);
    EXPECT_TRUE(outcome->absent.empty());
    EXPECT_TRUE(outcome->refused.empty());
  });
}

TEST_F(DovecotSession, LeavesMailUnseenAndTellsFlagsAndDates) {
  server_.deliver(user, "INBOX", message(1), "", 1'700'000'000);
  server_.deliver(user, "INBOX", message(2), "FRS", 1'700'000'001);
  with_inbox([](Session& session) -> Task<void> {
    std::map<Uid, FetchedMessage> messages;
    const auto outcome = co_await session.fetch_messages(UidSet::range(1, 2), into(messages));
    CO_REQUIRE(outcome);
    // Mail in cur/ is numbered before mail in new/.
    std::map<std::string, FetchedMessage*> by_text;
    for (auto& [uid, fetched] : messages) by_text[std::string(fetched.bytes.view())] = &fetched;
    EXPECT_EQ(by_text.at(message(1))->flags.bits, 0U);
    EXPECT_EQ(by_text.at(message(1))->internal_date, 1'700'000'000);
    EXPECT_EQ(by_text.at(message(2))->flags.bits,
              static_cast<unsigned>(crm::flag_flagged) | crm::flag_answered | crm::flag_seen);
    const auto states = co_await session.fetch_flags(UidSet::range(1, 2));
    CO_REQUIRE(states);
    EXPECT_EQ(states->states.size(), 2U);
    for (const FlagState& state : states->states) EXPECT_NE(state.modseq, 0U);
    EXPECT_EQ(states->states.at(0).flags.bits & crm::flag_seen, messages.at(1).flags.bits & crm::flag_seen);
    EXPECT_EQ(states->states.at(1).flags.bits & crm::flag_seen, messages.at(2).flags.bits & crm::flag_seen);
  });
}

TEST_F(DovecotSession, FetchesSizesAndHeadersAlone) {
  server_.deliver(user, "INBOX", message(1, 10'000));
  with_inbox([](Session& session) -> Task<void> {
    const auto sizes = co_await session.fetch_sizes(UidSet::range(1, 10));
    CO_REQUIRE(sizes);
    EXPECT_EQ(sizes->size(), 1U);
    EXPECT_EQ(sizes->at(0).size, message(1, 10'000).size());
    std::map<Uid, FetchedMessage> headers;
    const auto outcome = co_await session.fetch_headers(UidSet::range(1, 1), into(headers));
    CO_REQUIRE(outcome);
    const std::string whole = message(1, 10'000);
    EXPECT_EQ(headers.at(1).bytes.view(), std::string_view(whole).substr(0, whole.find("\r\n\r\n") + 4));
  });
}

TEST_F(DovecotSession, KeepsALargeMessageInAFile) {
  options_.memory_threshold = 100'000;
  options_.spool_directory = server_.directory();
  server_.deliver(user, "INBOX", message(1, 3'000'000));
  with_inbox([](Session& session) -> Task<void> {
    std::map<Uid, FetchedMessage> messages;
    const auto outcome = co_await session.fetch_messages(UidSet::range(1, 1), into(messages));
    CO_REQUIRE(outcome);
    EXPECT_TRUE(messages.at(1).bytes.in_file());
    EXPECT_EQ(messages.at(1).bytes.view(), message(1, 3'000'000));
  });
}

TEST_F(DovecotSession, RefusesAMessageAboveTheLimitAndEnds) {
  options_.literal_limit = 1'000'000;
  server_.deliver(user, "INBOX", message(1, 3'000'000));
  with_inbox([](Session& session) -> Task<void> {
    std::map<Uid, FetchedMessage> messages;
    const auto outcome = co_await session.fetch_messages(UidSet::range(1, 1), into(messages));
    EXPECT_FALSE(outcome);
    EXPECT_NE(outcome.error().message.find("1000000"), std::string::npos) << outcome.error().message;
    EXPECT_FALSE(session.usable());
  });
}

TEST_F(DovecotSession, ReportsExpungedMessagesAsAbsent) {
  for (std::size_t i = 1; i <= 3; ++i) server_.deliver(user, "INBOX", message(i));
  with_inbox([&](Session& session) -> Task<void> {
    server_.doveadm({"expunge", "-u", user, "mailbox", "INBOX", "uid", "2"});
    std::map<Uid, FetchedMessage> messages;
    const auto outcome = co_await session.fetch_messages(UidSet::range(1, 5), into(messages));
    CO_REQUIRE(outcome);
    EXPECT_EQ(outcome->delivered, (UidSet{1, 3}));
    EXPECT_EQ(outcome->absent, (UidSet{2, 4, 5}));
    for (const auto& refusal : outcome->refused) ADD_FAILURE() << refusal.uid << ": " << refusal.reason;
    const auto refreshed = co_await session.noop();
    CO_REQUIRE(refreshed);
    EXPECT_TRUE(session.changes().vanished.contains(2));
    const auto uids = co_await session.list_uids();
    CO_REQUIRE(uids);
    EXPECT_EQ(*uids, (UidSet{1, 3}));
  });
}

TEST_F(DovecotSession, ResynchronisesWithWhatIsKnown) {
  for (std::size_t i = 1; i <= 4; ++i) server_.deliver(user, "INBOX", message(i));
  with_inbox([&](Session& session) -> Task<void> {
    KnownState known;
    known.uid_validity = state_.uid_validity;
    known.modseq = state_.highest_modseq;
    known.uids = UidSet::range(1, 4);
    server_.doveadm({"expunge", "-u", user, "mailbox", "INBOX", "uid", "2"});
    server_.doveadm({"flags", "add", "-u", user, "\\Flagged", "mailbox", "INBOX", "uid", "3"});
    const auto examined = co_await session.examine("INBOX", known);
    CO_REQUIRE(examined);
    EXPECT_TRUE(examined->resynchronised);
    EXPECT_EQ(examined->vanished, UidSet{2});
    EXPECT_EQ(examined->changed.size(), 1U);
    EXPECT_EQ(examined->changed.at(0).uid, 3U);
    EXPECT_EQ(examined->changed.at(0).flags.bits, static_cast<unsigned>(crm::flag_flagged));
    const auto since = co_await session.fetch_flags(known.uids, known.modseq);
    CO_REQUIRE(since);
    EXPECT_EQ(since->vanished, UidSet{2});
    EXPECT_EQ(since->states.size(), 1U);
    known.uid_validity += 1;
    const auto other = co_await session.examine("INBOX", known);
    CO_REQUIRE(other);
    EXPECT_FALSE(other->resynchronised);
  });
}

TEST_F(DovecotSession, IdleSeesANewMessage) {
  with_inbox([&](Session& session) -> Task<void> {
    // Delivered again and again until IDLE tells: a message that comes before the server watches the folder wakes nobody.
    asio::steady_timer next(runner_.io());
    unsigned delivered = 0;
    bool told = false;
    std::function<void(const boost::system::error_code&)> deliver = [&](const boost::system::error_code& stopped) {
      if (stopped || told) return;
      server_.deliver(user, "INBOX", message(++delivered));
      next.expires_after(Milliseconds(200));
      next.async_wait(deliver);
    };
    next.expires_after(Milliseconds(50));
    next.async_wait(deliver);
    const auto ended = co_await session.idle(Milliseconds(20'000));
    told = true;
    next.cancel();
    CO_REQUIRE(ended);
    EXPECT_EQ(*ended, IdleEnd::changed);
    const Changes changes = session.take_changes();
    EXPECT_GE(changes.exists.value_or(0), 1U);
    std::map<Uid, FetchedMessage> messages;
    const auto outcome = co_await session.fetch_messages(UidSet::range(1, 1), into(messages));
    CO_REQUIRE(outcome);
    EXPECT_EQ(messages.size(), 1U);
  });
}

TEST_F(DovecotSession, IdleEndsWhenNothingHappens) {
  with_inbox([](Session& session) -> Task<void> {
    const auto ended = co_await session.idle(Milliseconds(50));
    CO_REQUIRE(ended);
    EXPECT_EQ(*ended, IdleEnd::timeout);
    const auto alive = co_await session.noop();
    EXPECT_TRUE(alive) << describe(alive);
  });
}

TEST_F(DovecotSession, CancelEndsIdleAtOnce) {
  with_inbox([&](Session& session) -> Task<void> {
    asio::steady_timer soon(runner_.io(), Milliseconds(50));
    soon.async_wait([&](const boost::system::error_code&) { session.cancel(); });
    const auto ended = co_await session.idle(Milliseconds(60'000));
    EXPECT_FALSE(ended);
    EXPECT_EQ(ended.error().message, "cancelled");
    const auto later = co_await session.noop();
    EXPECT_EQ(later.error().message, "cancelled");
  });
}

TEST_F(DovecotSession, NoticesThatTheServerDied) {
  with_inbox([&](Session& session) -> Task<void> {
    server_.kill();
    const auto alive = co_await session.noop();
    EXPECT_FALSE(alive);
    EXPECT_EQ(alive.error().fault, Fault::network);
    EXPECT_FALSE(session.usable());
  });
}

TEST_F(DovecotSession, SaysThatAFolderDoesNotExist) {
  with_inbox([](Session& session) -> Task<void> {
    const auto examined = co_await session.examine("No such folder");
    EXPECT_FALSE(examined);
    EXPECT_EQ(examined.error().fault, Fault::refused)
        << examined.error().message;  // Dovecot 2.3 gives no [NONEXISTENT]
    EXPECT_TRUE(session.usable());
  });
}

TEST(DovecotOldServer, IsReadWithoutExtensions) {
  DovecotOptions options;
  options.capabilities = "IMAP4rev1";
  Dovecot server(options);
  for (std::size_t i = 1; i <= 3; ++i) server.deliver(user, "INBOX", message(i));
  Runner runner;
  Session session(runner.io().get_executor(), SessionOptions{});
  runner.run([&]() -> Task<void> {
    const auto opened =
        co_await session.open(endpoint_of(server, Security::plain), password_of(user, "secret"), runner.connectors());
    CO_REQUIRE(opened);
    EXPECT_FALSE(session.qresync());
    EXPECT_FALSE(session.condstore());
    const auto folders = co_await session.list_folders();
    CO_REQUIRE(folders);
    EXPECT_EQ(folders->size(), 5U);
    const auto examined = co_await session.examine("INBOX");
    CO_REQUIRE(examined);
    const auto uids = co_await session.list_uids();
    CO_REQUIRE(uids);
    EXPECT_EQ(*uids, UidSet::range(1, 3));
    const auto states = co_await session.fetch_flags(*uids);
    CO_REQUIRE(states);
    EXPECT_EQ(states->states.size(), 3U);
    const auto idle = co_await session.idle(Milliseconds(10));
    EXPECT_EQ(idle.error().fault, Fault::unsupported);
  });
}

TEST(Connecting, IsCancelledAtOnce) {
  // A listener that never greets.
  asio::io_context listening;
  asio::ip::tcp::acceptor silent(listening, {asio::ip::address_v4::loopback(), 0});
  Endpoint endpoint;
  endpoint.host = "127.0.0.1";
  endpoint.port = silent.local_endpoint().port();
  endpoint.security = Security::plain;
  Runner runner;
  Session session(runner.io().get_executor(), SessionOptions{});
  runner.run([&]() -> Task<void> {
    asio::steady_timer soon(runner.io(), Milliseconds(20));
    soon.async_wait([&](const boost::system::error_code&) { session.cancel(); });
    const auto opened = co_await session.open(endpoint, password_of(user, "secret"), runner.connectors());
    EXPECT_FALSE(opened);
    EXPECT_EQ(opened.error().message, "cancelled");
  });
}

TEST(Connecting, TimesOut) {
  asio::io_context listening;
  asio::ip::tcp::acceptor silent(listening, {asio::ip::address_v4::loopback(), 0});
  Endpoint endpoint;
  endpoint.host = "127.0.0.1";
  endpoint.port = silent.local_endpoint().port();
  endpoint.security = Security::plain;
  endpoint.connect_timeout = Milliseconds(100);
  const auto outcome = try_login(endpoint, password_of(user, "secret"));
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().fault, Fault::network);
  EXPECT_NE(outcome.error().message.find("100 ms"), std::string::npos);
}

}  // namespace
}  // namespace tradewind::mailsync::imap

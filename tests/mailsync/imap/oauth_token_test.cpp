#include "mailsync/imap/oauth_token.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <string>
#include <thread>

namespace tradewind::mailsync::imap {
namespace {

namespace asio = boost::asio;

// Answers one HTTP request with the bytes given and keeps what was asked.
class OneAnswer {
 public:
  explicit OneAnswer(std::string answer)
      : acceptor_(io_, {asio::ip::address_v4::loopback(), 0}), answer_(std::move(answer)) {
    thread_ = std::thread([this] { serve(); });
  }
  ~OneAnswer() { finish(); }
  [[nodiscard]] std::string url() const {
    return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/token";
  }
  // What the client sent. Waits for the end of the exchange.
  const std::string& request() {
    finish();
    return request_;
  }

 private:
  void serve() {
    asio::ip::tcp::socket socket(io_);
    acceptor_.accept(socket);
    boost::system::error_code error;
    const std::size_t head = asio::read_until(socket, asio::dynamic_buffer(request_), "\r\n\r\n", error);
    const std::size_t field = request_.find("Content-Length: ");
    const std::size_t length = field == std::string::npos ? 0 : std::stoul(request_.substr(field + 16));
    if (request_.size() < head + length)
      asio::read(socket, asio::dynamic_buffer(request_), asio::transfer_exactly(head + length - request_.size()),
                 error);
    asio::write(socket, asio::buffer(answer_), error);
  }
  void finish() {
    if (thread_.joinable()) thread_.join();
  }

  asio::io_context io_;
  asio::ip::tcp::acceptor acceptor_;
  std::string answer_;
  std::string request_;
  std::thread thread_;
};

std::string http(const std::string& status, const std::string& body) {
  return "HTTP/1.1 " + status +
         "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

TokenRequest request_to(const std::string& endpoint) {
  TokenRequest request;
  request.endpoint = endpoint;
  request.client_id = "client";
  request.client_secret = "s3cret&more";
  request.refresh_token = "refresh/one";
  request.scope = "mail offline";
  request.timeout = std::chrono::milliseconds(5'000);
  return request;
}

void expect_no_secret(const Error& error) {
  for (const char* secret : {"s3cret", "refresh/one", "refresh%2Fone"}) {
    EXPECT_EQ(error.message.find(secret), std::string::npos) << error.message;
    EXPECT_EQ(error.hint.find(secret), std::string::npos) << error.hint;
  }
}

TEST(OauthToken, IsAskedForAndRead) {
  OneAnswer server(
      http("200 OK", R"({"access_token":"at","expires_in":1200,"refresh_token":"next","token_type":"Bearer"})"));
  const auto token = request_token(request_to(server.url()));
  ASSERT_TRUE(token) << token.error().message;
  EXPECT_EQ(token->access_token, "at");
  EXPECT_EQ(token->expires_in, std::chrono::seconds(1'200));
  EXPECT_EQ(token->new_refresh_token, "next");
  const std::string& sent = server.request();
  EXPECT_TRUE(sent.starts_with("POST /token HTTP/1.1\r\n")) << sent;
  EXPECT_NE(
      sent.find(
          "\r\n\r\ngrant_type=refresh_token&client_id=client&client_secret=s3cret%26more&refresh_token=refresh%2Fone&"
          "scope=mail%20offline"),
      std::string::npos)
      << sent;
}

TEST(OauthToken, TakesALifeWrittenAsTextAndAssumesAnHour) {
  OneAnswer text(http("200 OK", R"({"access_token":"at","expires_in":"3599"})"));
  EXPECT_EQ(request_token(request_to(text.url())).value().expires_in, std::chrono::seconds(3'599));
  OneAnswer none(http("200 OK", R"({"access_token":"at"})"));
  EXPECT_EQ(request_token(request_to(none.url())).value().expires_in, std::chrono::seconds(3'600));
}

TEST(OauthToken, SaysThatTheGrantIsVoid) {
  OneAnswer server(
      http("400 Bad Request", R"({"error":"invalid_grant","error_description":"token refresh/one was revoked"})"));
  const auto token = request_token(request_to(server.url()));
  ASSERT_FALSE(token);
  EXPECT_EQ(token.error().fault, Fault::refused);
  EXPECT_NE(token.error().message.find("invalid_grant"), std::string::npos);
  EXPECT_NE(token.error().hint.find("authorise"), std::string::npos);
  expect_no_secret(token.error());
}

TEST(OauthToken, TakesAServerErrorForPassing) {
  OneAnswer server(http("503 Service Unavailable", "{}"));
  EXPECT_EQ(request_token(request_to(server.url())).error().fault, Fault::network);
}

TEST(OauthToken, RefusesAnswersThatAreNone) {
  const std::string huge(200'000, 'x');
  for (const std::string& body :
       {std::string("<html>"), std::string("[]"), std::string("{}"), std::string(R"({"access_token":7})"), huge}) {
    OneAnswer server(http("200 OK", body));
    const auto token = request_token(request_to(server.url()));
    ASSERT_FALSE(token) << body.substr(0, 20);
    EXPECT_EQ(token.error().fault, Fault::refused) << body.substr(0, 20);
    expect_no_secret(token.error());
  }
}

TEST(OauthToken, FollowsNoRedirection) {
  OneAnswer server(
      "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
  EXPECT_EQ(request_token(request_to(server.url())).error().fault, Fault::refused);
}

TEST(OauthToken, GoesOnlyToHttpsOrLoopback) {
  for (const char* url : {"http://example.test/token", "ftp://127.0.0.1/", "", "token", "file:///etc/passwd",
                          "http://127.0.0.1@example.test/"}) {
    const auto token = request_token(request_to(url));
    ASSERT_FALSE(token) << url;
    EXPECT_EQ(token.error().fault, Fault::invalid) << url;
  }
}

TEST(OauthToken, SaysWhenNobodyListens) {
  std::string url;
  {
    asio::io_context io;
    asio::ip::tcp::acceptor closed(io, {asio::ip::address_v4::loopback(), 0});
    url = "http://127.0.0.1:" + std::to_string(closed.local_endpoint().port()) + "/";
  }
  const auto token = request_token(request_to(url));
  ASSERT_FALSE(token);
  EXPECT_EQ(token.error().fault, Fault::network);
  expect_no_secret(token.error());
}

}  // namespace
}  // namespace tradewind::mailsync::imap

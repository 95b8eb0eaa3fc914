// An OAuth2 server on loopback for tests: gives out access tokens (RFC 6749 §6) and tells a mail server which are good
// (RFC 7662), as its owner wishes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace tradewind::testing {

// Runs on a thread of its own; every call from any thread.
class TokenEndpoint {
 public:
  // Tokens are for the mailbox of `user`. The first refresh token it takes is "refresh-0", then always the last it
  // gave.
  explicit TokenEndpoint(std::string user);
  ~TokenEndpoint();
  TokenEndpoint(const TokenEndpoint&) = delete;
  TokenEndpoint& operator=(const TokenEndpoint&) = delete;

  [[nodiscard]] std::string token_url() const;
  // For Dovecot, which appends the token.
  [[nodiscard]] std::string introspection_url() const;
  // Access tokens given out so far: "access-1", "access-2" ...
  [[nodiscard]] int given() const;
  // From now on no token given so far is good.
  void revoke();
  // From now on only `refresh` is taken for a refresh token.
  void expect_refresh(std::string refresh);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tradewind::testing

// Login: how an account logs in, as far as it is not the connection's business: endpoint, secrets, OAuth2 tokens.
#pragma once

#include <chrono>
#include <stop_token>
#include <string>

#include "crm_core/settings/settings.hpp"
#include "mailsync/imap/types.hpp"

namespace tradewind::mailsync {

[[nodiscard]] imap::Endpoint endpoint_of(const AccountSettings& account);

// The credentials of one account. Secrets are read anew for each login and not kept; an access token is kept until
// shortly before it ends (RFC 6749 §1.5). One call at a time, from any thread.
class Login {
 public:
  explicit Login(AccountSettings account) : account_(std::move(account)) {}

  // Blocks until stop(): password commands run up to 30 s, a token endpoint is asked. Errors as read_secret() and
  // imap::request_token().
  [[nodiscard]] Result<imap::Credentials> credentials();
  // Cuts credentials() off, now and ever after. From any thread.
  void stop() { stop_.request_stop(); }
  // The server refused the last credentials: the next ones are asked for anew. True if that may help, because a kept
  // token was used.
  [[nodiscard]] bool forget_token();

 private:
  using Clock = std::chrono::steady_clock;
  Result<std::string> access_token();

  const AccountSettings account_;
  std::stop_source stop_;
  std::string token_;
  Clock::time_point token_ends_{};
  bool token_was_kept_ = false;  // the last credentials() used a token from before
};

}  // namespace tradewind::mailsync

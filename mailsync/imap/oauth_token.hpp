// OAuth2: a refresh token made into an access token (RFC 6749 §6), for Gmail, Microsoft 365 and others.
#pragma once

#include <chrono>
#include <filesystem>
#include <stop_token>
#include <string>

#include "crm_core/base/result.hpp"

namespace tradewind::mailsync::imap {

struct TokenRequest {
  std::string endpoint;  // https://..., or http:// to a loopback address
  std::string client_id;
  std::string client_secret;  // empty for public clients
  std::string refresh_token;
  std::string scope;              // empty: as granted
  std::filesystem::path ca_file;  // empty: the system's
  std::string proxy;
  std::chrono::milliseconds timeout{30'000};
  std::stop_token stop{};  // ends the wait within about a second
};

struct AccessToken {
  std::string access_token;
  std::chrono::seconds expires_in{3600};  // as the server says; an hour if it does not
  std::string new_refresh_token;          // not empty: it replaces the old one, which may be void now
};

// Blocks: call it on a worker thread. Fault::invalid: the endpoint is no https URL. Fault::refused: the server said no,
// or its answer is no token answer (invalid_grant: the refresh token is void, log in again). Fault::network: no answer,
// or a 5xx. No error holds a secret.
[[nodiscard]] Result<AccessToken> request_token(const TokenRequest& request);

}  // namespace tradewind::mailsync::imap

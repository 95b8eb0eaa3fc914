#include "mailsync/daemon/login.hpp"

#include "crm_core/base/log.hpp"
#include "mailsync/imap/oauth_token.hpp"

namespace tradewind::mailsync {

namespace {

constexpr std::chrono::seconds token_margin{120};  // a token that ends while we log in is of no use

imap::Security to_imap(AccountSecurity security) {
  switch (security) {
    case AccountSecurity::starttls:
      return imap::Security::starttls;
    case AccountSecurity::plain:
      return imap::Security::plain;
    case AccountSecurity::tls:
      break;
  }
  return imap::Security::tls;
}

}  // namespace

imap::Endpoint endpoint_of(const AccountSettings& account) {
  imap::Endpoint endpoint;
  endpoint.host = account.host;
  endpoint.port = account.port;
  endpoint.security = to_imap(account.security);
  endpoint.ca_file = account.ca_file;
  endpoint.allow_plaintext = account.allow_plaintext;
  return endpoint;
}

Result<imap::Credentials> Login::credentials() {
  imap::Credentials credentials;
  const bool acts_for_another = !account_.master_user.empty();
  credentials.user = acts_for_another ? account_.master_user : account_.user;
  if (acts_for_another) credentials.authzid = account_.user;
  if (account_.oauth2) {
    auto token = access_token();
    if (!token) return pass_on(token);
    credentials.bearer_token = std::move(*token);
    return credentials;
  }
  auto password = read_secret(*account_.password, stop_.get_token());
  if (!password) return pass_on(password);
  credentials.password = std::move(*password);
  return credentials;
}

Result<std::string> Login::access_token() {
  token_was_kept_ = !token_.empty() && Clock::now() < token_ends_;
  if (token_was_kept_) return token_;
  const auto& oauth2 = *account_.oauth2;
  imap::TokenRequest request;
  request.endpoint = oauth2.token_endpoint;
  request.client_id = oauth2.client_id;
  request.scope = oauth2.scope;
  request.ca_file = account_.ca_file;
  if (oauth2.client_secret) {
    auto secret = read_secret(*oauth2.client_secret, stop_.get_token());
    if (!secret) return pass_on(secret);
    request.client_secret = std::move(*secret);
  }
  auto refresh = read_private_file(oauth2.refresh_token_file);
  if (!refresh) return pass_on(refresh);
  request.refresh_token = std::move(*refresh);
  request.stop = stop_.get_token();
  auto answer = imap::request_token(request);
  if (!answer) return pass_on(answer);
  token_ = std::move(answer->access_token);
  token_ends_ = Clock::now() + answer->expires_in - token_margin;
  if (!answer->new_refresh_token.empty())
    if (const auto written = write_private_file(oauth2.refresh_token_file, answer->new_refresh_token); !written)
      log::error("{}: the new refresh token could not be kept, the next login may fail: {}", account_.name,
                 written.error().message);
  return token_;
}

bool Login::forget_token() {
  token_.clear();
  return std::exchange(token_was_kept_, false);
}

}  // namespace tradewind::mailsync

#include "mailsync/imap/curl_handle.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "mailsync/imap/connection.hpp"
#include "mailsync/imap/login_answer.hpp"
#include "mailsync/imap/response.hpp"

namespace tradewind::mailsync::imap {

namespace {

struct EasyCleanup {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};

// Every option is one this libcurl knows and every value well-formed, so a refusal is memory or a bug.
template <class Value>
void set(CURL* easy, CURLoption option, Value value) {
  if (curl_easy_setopt(easy, option, value) != CURLE_OK) throw std::runtime_error("libcurl refused an option");
}

int stop_if_abandoned(void* abandoned, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::atomic<bool>*>(abandoned)->load() ? 1 : 0;
}

// libcurl hands over each line of the server here as "header" while it logs in.
std::size_t hear_server(char* line, std::size_t, std::size_t size, void* answer) {
  static_cast<LoginAnswer*>(answer)->hear({line, size});
  return size;
}

bool good_host(std::string_view host) {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' ||
           c == '_' || c == ':' || static_cast<unsigned char>(c) >= 0x80;
  });
}

std::string url_of(const Endpoint& endpoint) {
  const bool is_ipv6 = endpoint.host.find(':') != std::string::npos;
  return std::string(endpoint.security == Security::tls ? "imaps://" : "imap://") + (is_ipv6 ? "[" : "") +
         endpoint.host + (is_ipv6 ? "]" : "") + ":" + std::to_string(endpoint.port);
}

Result<void> check(const Endpoint& endpoint, const Credentials& credentials) {
  if (!good_host(endpoint.host)) return fail(Fault::invalid, "\"" + printable(endpoint.host) + "\" is no host name");
  if (endpoint.port == 0) return fail(Fault::invalid, "port 0 is no port");
  const auto has_nul = [](const std::string& text) { return text.find('\0') != std::string::npos; };
  if (has_nul(credentials.user) || has_nul(credentials.password) || has_nul(credentials.bearer_token) ||
      has_nul(credentials.authzid))
    return fail(Fault::invalid, "a user name or password holds a NUL character");
  if (endpoint.security == Security::plain && !endpoint.allow_plaintext && !is_loopback_host(endpoint.host))
    return fail(Fault::forbidden, "a login without TLS to " + endpoint.host + " is not allowed",
                "use TLS or STARTTLS, or allow plaintext for this account in the configuration");
  return {};
}

void set_connection(CURL* easy, const Endpoint& endpoint) {
  set(easy, CURLOPT_URL, url_of(endpoint).c_str());
  set(easy, CURLOPT_CONNECT_ONLY, 1L);
  set(easy, CURLOPT_NOSIGNAL, 1L);
  set(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(endpoint.connect_timeout.count()));
  set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(endpoint.connect_timeout.count()));
  set(easy, CURLOPT_USE_SSL,
      static_cast<long>(endpoint.security == Security::starttls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
  set(easy, CURLOPT_SSL_VERIFYPEER, endpoint.verify ? 1L : 0L);
  set(easy, CURLOPT_SSL_VERIFYHOST, endpoint.verify ? 2L : 0L);
  if (!endpoint.ca_file.empty()) set(easy, CURLOPT_CAINFO, endpoint.ca_file.c_str());
  // The empty string also stops curl from taking a proxy from the environment.
  set(easy, CURLOPT_PROXY, endpoint.proxy.c_str());
  set(easy, CURLOPT_HTTPPROXYTUNNEL, endpoint.proxy.empty() ? 0L : 1L);
}

// Which SASL mechanisms curl may use. Left alone it prefers GSSAPI wherever a server offers it and the user has an '@',
// which fails without a ticket (Exchange). `any_way` is for servers that offer neither PLAIN nor LOGIN: other
// mechanisms, else the LOGIN command.
void set_credentials(CURL* easy, const Credentials& credentials, bool any_way) {
  set(easy, CURLOPT_USERNAME, credentials.user.c_str());
  if (!credentials.authzid.empty()) set(easy, CURLOPT_SASL_AUTHZID, credentials.authzid.c_str());
  if (!credentials.bearer_token.empty()) {
    set(easy, CURLOPT_XOAUTH2_BEARER, credentials.bearer_token.c_str());
    set(easy, CURLOPT_LOGIN_OPTIONS, "AUTH=OAUTHBEARER;AUTH=XOAUTH2");
    return;
  }
  set(easy, CURLOPT_PASSWORD, credentials.password.c_str());
  const bool master = !credentials.authzid.empty();  // only PLAIN carries an authorization identity
  set(easy, CURLOPT_LOGIN_OPTIONS, any_way ? "AUTH=*" : master ? "AUTH=PLAIN" : "AUTH=PLAIN;AUTH=LOGIN");
}

tl::unexpected<Error> connect_error(CURLcode code, const Endpoint& endpoint, const Credentials& credentials,
                                    const LoginAnswer& answer, const char* details) {
  const std::string server = endpoint.host + ":" + std::to_string(endpoint.port);
  const std::string detail = *details == '\0' ? curl_easy_strerror(code) : printable(details);
  switch (code) {
    case CURLE_LOGIN_DENIED:
    case CURLE_AUTH_ERROR:
      if (answer.says_later()) return fail(Fault::busy, server + " takes no login now" + answer.reason());
      return fail(
          Fault::refused, "login of " + printable(credentials.user) + " at " + server + " refused" + answer.reason(),
          "check user name and password or token; many providers want an application password, or IMAP switched on");
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
      return fail(
          Fault::refused, "the TLS certificate of " + server + " is not trusted: " + detail,
          endpoint.ca_file.empty()
              ? "check that the host name is the one in the certificate; for a private authority set ca_file"
              : "check that " + endpoint.ca_file.string() + " holds the authority that signed it, and the host name");
    case CURLE_SSL_CACERT_BADFILE:
      return fail(Fault::refused, "cannot read the certificate authorities in " + endpoint.ca_file.string(),
                  "ca_file must name a PEM file");
    case CURLE_USE_SSL_FAILED:
      return fail(Fault::refused, server + " offers no STARTTLS", "use TLS on port 993, if it has that");
    case CURLE_ABORTED_BY_CALLBACK:
      return fail(Fault::network, "cancelled");
    case CURLE_OPERATION_TIMEDOUT:
      return fail(Fault::network,
                  "no connection to " + server + " within " + std::to_string(endpoint.connect_timeout.count()) + " ms");
    default:
      return fail(answer.says_later() ? Fault::busy : Fault::network,
                  "no connection to " + server + ": " + detail + answer.reason());
  }
}

}  // namespace

struct CurlHandle::Parts {
  std::unique_ptr<CURL, EasyCleanup> easy;
};

void start_curl() {
  static const bool started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  if (!started) throw std::runtime_error("libcurl does not start");
}

CurlHandle::CurlHandle(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
CurlHandle::~CurlHandle() = default;

Result<std::unique_ptr<CurlHandle>> CurlHandle::connect(const Endpoint& endpoint, const Credentials& credentials,
                                                        const std::atomic<bool>& abandoned) {
  if (auto checked = check(endpoint, credentials); !checked) return pass_on(checked);
  start_curl();
  for (const bool any_way : {false, true}) {
    auto parts = std::make_unique<Parts>();
    parts->easy.reset(curl_easy_init());
    CURL* const easy = parts->easy.get();
    if (easy == nullptr) throw std::bad_alloc();
    LoginAnswer answer(credentials);
    std::array<char, CURL_ERROR_SIZE> details{};
    set_connection(easy, endpoint);
    set_credentials(easy, credentials, any_way);
    set(easy, CURLOPT_ERRORBUFFER, details.data());
    set(easy, CURLOPT_HEADERFUNCTION, hear_server);
    set(easy, CURLOPT_HEADERDATA, static_cast<void*>(&answer));
    set(easy, CURLOPT_NOPROGRESS, 0L);
    set(easy, CURLOPT_XFERINFOFUNCTION, stop_if_abandoned);
    set(easy, CURLOPT_XFERINFODATA, const_cast<void*>(static_cast<const void*>(&abandoned)));
    const CURLcode code = curl_easy_perform(easy);
    set(easy, CURLOPT_ERRORBUFFER, static_cast<char*>(nullptr));
    set(easy, CURLOPT_HEADERFUNCTION, static_cast<curl_write_callback>(nullptr));
    set(easy, CURLOPT_NOPROGRESS, 1L);
    if (code == CURLE_OK) return std::unique_ptr<CurlHandle>(new CurlHandle(std::move(parts)));
    // Denied without a word of the server: curl found no mechanism that both sides know, and sent no secret.
    const bool no_common_mechanism = code == CURLE_LOGIN_DENIED && !answer.refused();
    if (no_common_mechanism && !any_way && credentials.bearer_token.empty() && credentials.authzid.empty()) continue;
    return connect_error(code, endpoint, credentials, answer, details.data());
  }
  return fail(Fault::refused, endpoint.host + " offers no way to log in");
}

int CurlHandle::socket() const {
  curl_socket_t socket = CURL_SOCKET_BAD;
  curl_easy_getinfo(parts_->easy.get(), CURLINFO_ACTIVESOCKET, &socket);
  return socket;
}

Result<std::optional<std::size_t>> CurlHandle::receive(std::span<char> buffer) {
  std::size_t received = 0;
  const CURLcode code = curl_easy_recv(parts_->easy.get(), buffer.data(), buffer.size(), &received);
  if (code == CURLE_AGAIN) return std::nullopt;
  if (code != CURLE_OK) return fail(Fault::network, std::string("the connection broke: ") + curl_easy_strerror(code));
  if (received == 0) return fail(Fault::network, "the server closed the connection");
  return received;
}

Result<std::optional<std::size_t>> CurlHandle::send(std::string_view bytes) {
  std::size_t sent = 0;
  const CURLcode code = curl_easy_send(parts_->easy.get(), bytes.data(), bytes.size(), &sent);
  if (code == CURLE_AGAIN) return std::nullopt;
  if (code != CURLE_OK) return fail(Fault::network, std::string("the connection broke: ") + curl_easy_strerror(code));
  return sent;
}

}  // namespace tradewind::mailsync::imap

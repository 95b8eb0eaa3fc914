#include "cli/full/smtp_client.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

namespace tradewind::cli {

namespace {

constexpr long connect_timeout_seconds = 20;
constexpr long whole_timeout_seconds = 60;

struct Unread {
  std::string_view bytes;
};

std::size_t give_bytes(char* target, std::size_t size, std::size_t count, void* user) {
  auto& unread = *static_cast<Unread*>(user);
  const std::size_t given = std::min(size * count, unread.bytes.size());
  std::memcpy(target, unread.bytes.data(), given);
  unread.bytes.remove_prefix(given);
  return given;
}

bool is_this_machine(std::string_view url) {
  const std::size_t scheme = url.find("://");
  const std::string_view host = scheme == std::string_view::npos ? url : url.substr(scheme + 3);
  for (const std::string_view local : {"127.0.0.1", "localhost", "[::1]"}) {
    if (host.starts_with(local) &&
        (host.size() == local.size() || host[local.size()] == ':' || host[local.size()] == '/'))
      return true;
  }
  return false;
}

Error error_of(CURLcode code, const char* detail, const std::string& url) {
  const std::string text =
      fmt::format("cannot send mail by {}: {}", url, *detail != '\0' ? detail : curl_easy_strerror(code));
  switch (code) {
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return {Fault::invalid, text, "nightly.smtp_url is smtp://HOST:PORT or smtps://HOST:PORT"};
    case CURLE_LOGIN_DENIED:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_USE_SSL_FAILED:
    case CURLE_PEER_FAILED_VERIFICATION:
      return {Fault::refused, text, {}};
    default:
      return {Fault::network, text, {}};
  }
}

}  // namespace

Result<void> send_mail(const SmtpServer& server, const std::string& from, const std::vector<std::string>& to,
                       std::string_view message) {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), curl_easy_cleanup);
  if (started != CURLE_OK || !curl) return fail(Fault::unsupported, "libcurl cannot start");
  curl_slist* list = nullptr;
  for (const std::string& address : to) list = curl_slist_append(list, fmt::format("<{}>", address).c_str());
  const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> recipients(list, curl_slist_free_all);
  const std::string sender = fmt::format("<{}>", from);
  std::array<char, CURL_ERROR_SIZE> detail{};
  Unread unread{message};
  const long tls = !server.user.empty() && !is_this_machine(server.url) ? CURLUSESSL_ALL : CURLUSESSL_TRY;

  CURL* handle = curl.get();
  curl_easy_setopt(handle, CURLOPT_URL, server.url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(handle, CURLOPT_USE_SSL, tls);
  if (!server.user.empty()) {
    curl_easy_setopt(handle, CURLOPT_USERNAME, server.user.c_str());
    curl_easy_setopt(handle, CURLOPT_PASSWORD, server.password.c_str());
  }
  curl_easy_setopt(handle, CURLOPT_MAIL_FROM, sender.c_str());
  curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(handle, CURLOPT_READFUNCTION, give_bytes);
  curl_easy_setopt(handle, CURLOPT_READDATA, &unread);
  curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, connect_timeout_seconds);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT, whole_timeout_seconds);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, detail.data());
  const CURLcode code = curl_easy_perform(handle);
  if (code != CURLE_OK) return tl::unexpected<Error>(error_of(code, detail.data(), server.url));
  return {};
}

}  // namespace tradewind::cli

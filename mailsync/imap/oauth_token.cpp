#include "mailsync/imap/oauth_token.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <memory>
#include <new>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "mailsync/imap/ascii.hpp"
#include "mailsync/imap/connection.hpp"
#include "mailsync/imap/curl_handle.hpp"
#include "mailsync/imap/response.hpp"

namespace tradewind::mailsync::imap {

namespace {

constexpr std::size_t longest_answer = std::size_t{64} << 10;
constexpr std::int64_t longest_life = 30 * 24 * 3'600;  // seconds; no provider gives more

struct EasyCleanup {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
using Easy = std::unique_ptr<CURL, EasyCleanup>;

template <class Value>
void set(const Easy& easy, CURLoption option, Value value) {
  if (curl_easy_setopt(easy.get(), option, value) != CURLE_OK) throw std::runtime_error("libcurl refused an option");
}

std::size_t keep(char* bytes, std::size_t, std::size_t size, void* into) {
  auto& answer = *static_cast<std::string*>(into);
  if (answer.size() + size > longest_answer) return 0;  // ends the transfer with CURLE_WRITE_ERROR
  answer.append(bytes, size);
  return size;
}

int end_if_stopped(void* stop, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::stop_token*>(stop)->stop_requested() ? 1 : 0;
}

// The host of a URL without user information, "" if it cannot be read.
std::string host_of(const std::string& url) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parts(curl_url(), curl_url_cleanup);
  char* host = nullptr;
  if (!parts || curl_url_set(parts.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK ||
      curl_url_get(parts.get(), CURLUPART_HOST, &host, 0) != CURLUE_OK)
    return {};
  std::string text(host);
  curl_free(host);
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  return text;
}

Result<std::string> checked_host(const TokenRequest& request) {
  const std::string& url = request.endpoint;
  const std::string host = host_of(url);
  const bool https = equal_ignoring_case(url.substr(0, 8), "https://");
  const bool local = equal_ignoring_case(url.substr(0, 7), "http://") && is_loopback_host(host);
  if (host.empty() || (!https && !local))
    return fail(Fault::invalid, "the token endpoint must be an https:// address",
                "see the provider's OAuth2 documentation");
  return host;
}

// application/x-www-form-urlencoded (RFC 6749 §6).
std::string form_of(const Easy& easy, const TokenRequest& request) {
  std::string form;
  const auto add = [&](std::string_view name, const std::string& value) {
    if (value.empty()) return;
    const std::unique_ptr<char, decltype(&curl_free)> escaped(
        curl_easy_escape(easy.get(), value.data(), static_cast<int>(value.size())), curl_free);
    if (!escaped) throw std::bad_alloc();
    if (!form.empty()) form += '&';
    form.append(name).append("=").append(escaped.get());
  };
  add("grant_type", "refresh_token");
  add("client_id", request.client_id);
  add("client_secret", request.client_secret);
  add("refresh_token", request.refresh_token);
  add("scope", request.scope);
  return form;
}

struct Answer {
  long status = 0;
  std::string body;
};

Result<Answer> post(const TokenRequest& request, const std::string& host) {
  start_curl();
  const Easy easy(curl_easy_init());
  if (!easy) throw std::bad_alloc();
  Answer answer;
  std::array<char, CURL_ERROR_SIZE> details{};
  const std::string form = form_of(easy, request);
  set(easy, CURLOPT_URL, request.endpoint.c_str());
  set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(form.size()));
  set(easy, CURLOPT_POSTFIELDS, form.c_str());
  set(easy, CURLOPT_FOLLOWLOCATION, 0L);  // the secrets are for this address only
  set(easy, CURLOPT_NOSIGNAL, 1L);
  set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
  set(easy, CURLOPT_PROXY, request.proxy.c_str());
  if (!request.ca_file.empty()) set(easy, CURLOPT_CAINFO, request.ca_file.c_str());
  set(easy, CURLOPT_ERRORBUFFER, details.data());
  set(easy, CURLOPT_WRITEFUNCTION, keep);
  set(easy, CURLOPT_WRITEDATA, static_cast<void*>(&answer.body));
  set(easy, CURLOPT_NOPROGRESS, 0L);
  set(easy, CURLOPT_XFERINFOFUNCTION, end_if_stopped);
  set(easy, CURLOPT_XFERINFODATA, const_cast<void*>(static_cast<const void*>(&request.stop)));
  const CURLcode code = curl_easy_perform(easy.get());
  if (code == CURLE_PEER_FAILED_VERIFICATION)
    return fail(Fault::refused, "the TLS certificate of " + host + " is not trusted",
                "for a private authority set ca_file");
  if (code == CURLE_WRITE_ERROR) return fail(Fault::refused, "the token endpoint " + host + " sends far too much");
  if (code != CURLE_OK)
    return fail(Fault::network, "no answer from the token endpoint " + host + ": " +
                                    (details[0] == '\0' ? curl_easy_strerror(code) : printable(details.data())));
  curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &answer.status);
  return answer;
}

std::string text_at(const nlohmann::json& object, const char* name) {
  const auto at = object.find(name);
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

// Some providers send the number as a string.
std::chrono::seconds life_of(const nlohmann::json& object) {
  const auto at = object.find("expires_in");
  std::int64_t seconds = 3'600;
  if (at != object.end() && at->is_number()) {
    const double value = at->get<double>();
    seconds = static_cast<std::int64_t>(std::clamp(value, 0.0, static_cast<double>(longest_life)));
  } else if (at != object.end() && at->is_string()) {
    const auto& digits = at->get_ref<const std::string&>();
    const bool good = !digits.empty() && digits.size() < 10 && std::all_of(digits.begin(), digits.end(), is_digit);
    if (good) seconds = std::min<std::int64_t>(std::stol(digits), longest_life);
  }
  return std::chrono::seconds(seconds);
}

}  // namespace

Result<AccessToken> request_token(const TokenRequest& request) {
  const auto host = checked_host(request);
  if (!host) return pass_on(host);
  const auto answer = post(request, *host);
  if (!answer) return pass_on(answer);
  const std::string from = "the token endpoint " + *host;
  if (answer->status >= 500 || answer->status == 429)
    return fail(Fault::network, from + " answered " + std::to_string(answer->status), "it may do later");
  const auto json = nlohmann::json::parse(answer->body, nullptr, false);
  if (!json.is_object())
    return fail(Fault::refused, from + " answered " + std::to_string(answer->status) + " and no JSON object");
  if (answer->status != 200) {
    // Only the error code of RFC 6749 §5.2 is repeated: descriptions quote tokens now and then.
    const std::string code = text_at(json, "error");
    const bool known =
        !code.empty() && code.size() < 64 && code.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string::npos;
    return fail(Fault::refused, from + " refused: " + (known ? code : "status " + std::to_string(answer->status)),
                code == "invalid_grant" ? "the refresh token is void: authorise the account again"
                                        : "check client id, secret and scope");
  }
  AccessToken token;
  token.access_token = text_at(json, "access_token");
  token.expires_in = life_of(json);
  token.new_refresh_token = text_at(json, "refresh_token");
  if (token.access_token.empty()) return fail(Fault::refused, from + " sent no access token");
  return token;
}

}  // namespace tradewind::mailsync::imap

#include "mailsync/imap/login_answer.hpp"

#include <array>
#include <cstdint>
#include <utility>
#include <variant>

#include "mailsync/imap/ascii.hpp"
#include "mailsync/imap/response_parser.hpp"

namespace tradewind::mailsync::imap {

namespace {

std::string base64(std::string_view bytes) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : bytes) {
    bits = (bits << 8) | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6) text += alphabet[(bits >> (count - 6)) & 0x3F];
  }
  return text;  // the last bits are left out: enough to recognise it
}

}  // namespace

bool means_later(const StatusResponse& status) {
  // RFC 5530. OVERQUOTA to a client that only reads is Gmail's bandwidth limit.
  constexpr std::array<std::string_view, 5> codes{"UNAVAILABLE", "INUSE", "LIMIT", "THROTTLED", "OVERQUOTA"};
  for (const std::string_view each : codes)
    if (status.code && status.code->name == each) return true;
  // What servers without the codes write (Exchange, Tencent, NetEase, Zoho).
  constexpr std::array<std::string_view, 11> phrases{
      "THROTTL",           "TRY AGAIN",        "TRY LATER",        "TEMPORAR",       "SYSTEM BUSY",    "SERVER BUSY",
      "TOO MANY SIMULTAN", "TOO MANY CONNECT", "TOO MANY REQUEST", "TOO MANY LOGIN", "BANDWIDTH LIMIT"};
  const std::string text = upper_case(status.text);
  for (const std::string_view each : phrases)
    if (text.find(each) != std::string::npos) return true;
  return false;
}

LoginAnswer::LoginAnswer(const Credentials& credentials) {
  for (const std::string& secret : {credentials.password, credentials.bearer_token}) {
    if (secret.empty()) continue;
    secrets_.push_back(secret);
    // PLAIN sends authzid, user and password with NULs between (RFC 4616): the secret stands at any of three
    // alignments.
    for (std::size_t skip = 0; skip < 3 && secret.size() > skip + 2; ++skip)
      secrets_.push_back(base64(secret.substr(skip)));
  }
}

void LoginAnswer::hear(std::string_view line) {
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  auto response = parse_response(Frame{line, {}});
  if (!response) return;
  auto* const status = std::get_if<StatusResponse>(&*response);
  if (status == nullptr || (status->tag.empty() && status->condition != Condition::bye)) return;
  later_ = status->condition != Condition::ok && means_later(*status);
  refused_ = refused_ || status->condition != Condition::ok;
  text_ = status->condition == Condition::ok ? std::string() : std::move(status->text);
}

std::string LoginAnswer::reason() const {
  if (text_.empty()) return {};
  for (const std::string& secret : secrets_)
    if (text_.find(secret) != std::string::npos) return {};
  return " (the server says: " + printable(text_) + ")";
}

}  // namespace tradewind::mailsync::imap

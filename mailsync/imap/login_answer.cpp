#include "mailsync/imap/login_answer.hpp"

#include <array>
#include <cstdint>
#include <utility>
#include <variant>

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

bool means_later(std::string_view code) {
  constexpr std::array<std::string_view, 4> codes{"UNAVAILABLE", "INUSE", "LIMIT", "THROTTLED"};
  for (const std::string_view each : codes)
    if (code == each) return true;
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
  later_ = status->code && means_later(status->code->name);
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

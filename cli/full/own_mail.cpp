#include "cli/full/own_mail.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <ctime>

#include "cli/full/smtp_client.hpp"
#include "cli/output/sanitise.hpp"
#include "crm_core/base/sha256.hpp"

namespace tradewind::cli {

namespace {

constexpr std::size_t bytes_a_line = 57;  // 76 characters of base64 (RFC 2045 §6.8)

std::string base64(std::string_view bytes) {
  static constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string encoded;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i)
      group = group << 8 | (i < count ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    for (std::size_t i = 0; i < 4; ++i) encoded.push_back(i <= count ? alphabet[group >> (18 - 6 * i) & 63U] : '=');
  }
  return encoded;
}

std::string base64_lines(std::string_view bytes) {
  std::string lines;
  for (std::size_t at = 0; at < bytes.size(); at += bytes_a_line)
    lines += base64(bytes.substr(at, bytes_a_line)) + "\r\n";
  return lines;
}

// RFC 2047 words of at most 75 characters, never cut inside a UTF-8 character.
std::string header_text(std::string_view text) {
  constexpr std::size_t bytes_a_word = 45;
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
  if (plain) return std::string(text);
  std::string words;
  while (!text.empty()) {
    std::size_t cut = std::min(bytes_a_word, text.size());
    while (cut < text.size() && cut > 1 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
    if (!words.empty()) words += "\r\n ";
    words += fmt::format("=?UTF-8?B?{}?=", base64(text.substr(0, cut)));
    text.remove_prefix(cut);
  }
  return words;
}

}  // namespace

std::string own_mail(const OwnMail& mail) {
  const std::string body = sanitise(mail.text, Lines::many);
  const std::size_t at = mail.from.rfind('@');
  const std::string domain = at == std::string::npos ? "localhost" : mail.from.substr(at + 1);
  std::string written = fmt::format("From: Tradewind <{}>\r\nTo: {}\r\n", mail.from, fmt::join(mail.to, ",\r\n "));
  written += fmt::format("Subject: {}\r\n", header_text(sanitise(mail.subject)));
  written += fmt::format("Date: {:%a, %d %b %Y %H:%M:%S} +0000\r\n", fmt::gmtime(static_cast<std::time_t>(mail.at)));
  written +=
      fmt::format("Message-ID: <{}-{}-{}@{}>\r\n", mail.kind, mail.at, to_hex(sha256(body)).substr(0, 12), domain);
  written += "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n";
  return written + "Content-Transfer-Encoding: base64\r\n\r\n" + base64_lines(body);
}

Result<void> send_own_mail(const NightlySettings& settings, const OwnMail& mail) {
  SmtpServer server{settings.smtp_url, settings.smtp_user, {}};
  if (settings.smtp_password) {
    auto password = read_secret(*settings.smtp_password);
    if (!password) return pass_on(password);
    server.password = std::move(*password);
  }
  return send_mail(server, mail.from, mail.to, own_mail(mail));
}

}  // namespace tradewind::cli

#include "cli/full/nightly_mail.hpp"

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

std::string subject_of(const crm::NightlyReport& report, std::string_view firm) {
  const auto done =
      std::count_if(report.acts.begin(), report.acts.end(), [](const crm::NightlyAct& act) { return act.done; });
  const auto left = static_cast<std::ptrdiff_t>(report.acts.size()) - done;
  const std::string who = firm.empty() ? "" : fmt::format(" of {}", sanitise(firm));
  return fmt::format("Tradewind{}: {} done{}", who, done, left == 0 ? "" : fmt::format(", {} need a look", left));
}

std::string line_of(const crm::NightlyAct& act) {
  return fmt::format("  {:<10} {}: {}{}\n", act.step, act.record, act.what,
                     act.why.empty() ? "" : fmt::format(" ({})", act.why));
}

}  // namespace

std::string report_text(const crm::NightlyReport& report) {
  std::string text = fmt::format("Nightly job of {}{}{}\n", to_local_text(report.started_at),
                                 report.dry_run ? ", dry run: nothing was changed" : "",
                                 report.resumed ? ", taken up where an earlier run stopped" : "");
  std::string done, left;
  for (const crm::NightlyAct& act : report.acts) (act.done ? done : left) += line_of(act);
  if (done.empty() && left.empty()) return text + "Nothing to do.\n";
  if (!done.empty()) text += (report.dry_run ? "\nWould be done:\n" : "\nDone:\n") + done;
  if (!left.empty()) text += "\nNeeds a look:\n" + left;
  return text;
}

std::string report_mail(const crm::NightlyReport& report, const NightlySettings& settings, std::string_view firm) {
  const std::string body = sanitise(report_text(report), Lines::many);
  const std::string from = settings.report_from;
  const std::size_t at = from.rfind('@');
  const std::string domain = at == std::string::npos ? "localhost" : from.substr(at + 1);
  std::string mail = fmt::format("From: Tradewind <{}>\r\nTo: {}\r\n", from, fmt::join(settings.report_to, ",\r\n "));
  mail += fmt::format("Subject: {}\r\n", header_text(subject_of(report, firm)));
  mail += fmt::format("Date: {:%a, %d %b %Y %H:%M:%S} +0000\r\n",
                      fmt::gmtime(static_cast<std::time_t>(report.finished_at)));
  mail +=
      fmt::format("Message-ID: <nightly-{}-{}@{}>\r\n", report.started_at, to_hex(sha256(body)).substr(0, 12), domain);
  mail += "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n";
  return mail + "Content-Transfer-Encoding: base64\r\n\r\n" + base64_lines(body);
}

Result<void> mail_report(const crm::NightlyReport& report, const Settings& settings) {
  const NightlySettings& nightly = settings.nightly;
  if (nightly.report_to.empty()) return {};
  if (nightly.smtp_url.empty() || nightly.report_from.empty()) {
    return fail(Fault::invalid, "nightly.report_to is set, but nightly.smtp_url or nightly.report_from is not");
  }
  SmtpServer server{nightly.smtp_url, nightly.smtp_user, {}};
  if (nightly.smtp_password) {
    auto password = read_secret(*nightly.smtp_password);
    if (!password) return pass_on(password);
    server.password = std::move(*password);
  }
  return send_mail(server, nightly.report_from, nightly.report_to, report_mail(report, nightly, settings.firm.name));
}

}  // namespace tradewind::cli

// Sending one mail by SMTP, through libcurl. Besides mailsync/imap the only place that includes curl.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crm_core/base/result.hpp"

namespace tradewind::cli {

struct SmtpServer {
  std::string url;   // smtp://host:port or smtps://host:port
  std::string user;  // "": no login
  std::string password;
};

// `message` is a whole mail with CRLF line ends. TLS: always with smtps://; with smtp:// STARTTLS is required for a
// login to another machine, and used otherwise where the server offers it; certificates are verified. Blocks for at
// most a minute. Fault::network, Fault::refused (login, sender or recipient), Fault::invalid (the URL). Errors never
// hold the password.
[[nodiscard]] Result<void> send_mail(const SmtpServer& server, const std::string& from,
                                     const std::vector<std::string>& to, std::string_view message);

}  // namespace tradewind::cli

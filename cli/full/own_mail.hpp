// Mail that the program writes itself: the nightly report, and what each of our people has to do.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/base/time.hpp"
#include "crm_core/settings/settings.hpp"

namespace tradewind::cli {

struct OwnMail {
  std::string from;
  std::vector<std::string> to;
  std::string subject, text;  // sanitised when they are written
  std::string_view kind;      // the beginning of the Message-ID: "nightly"
  EpochSeconds at = 0;
};

// A whole mail (RFC 5322, CRLF, UTF-8 as base64), marked as written by a machine (RFC 3834).
[[nodiscard]] std::string own_mail(const OwnMail& mail);

// By the server that the configuration names. The faults of send_mail(), and those of reading the password.
[[nodiscard]] Result<void> send_own_mail(const NightlySettings& settings, const OwnMail& mail);

}  // namespace tradewind::cli

#include "archiver/classify/automatic.hpp"

#include <algorithm>

#include "archiver/classify/lexicon.hpp"
#include "archiver/folded_text.hpp"
#include "archiver/link/domains.hpp"

namespace tradewind::archiver {
namespace {

std::string header_text(const ParsedMessage& message, std::string_view name) {
  const std::string* const value = message.header(name);
  return value == nullptr ? "" : fold(trim_wide(*value));
}

bool is_address_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
         c == '-' || c == '+' || c == '=';
}

// Addresses in a text, lower case, each once.
std::vector<std::string> addresses_in(std::string_view text, std::size_t most) {
  std::vector<std::string> found;
  for (std::size_t at = text.find('@'); at != std::string_view::npos && found.size() < most;
       at = text.find('@', at + 1)) {
    std::size_t begin = at, end = at + 1;
    while (begin > 0 && is_address_byte(text[begin - 1]) && at - begin < 64) --begin;
    while (end < text.size() && is_address_byte(text[end]) && end - at < 254) ++end;
    while (end > at && (text[end - 1] == '.' || text[end - 1] == '-')) --end;
    if (begin == at || text.substr(at, end - at).find('.') == std::string_view::npos) continue;
    std::string address = fold(text.substr(begin, end - begin));
    if (std::find(found.begin(), found.end(), address) == found.end()) found.push_back(std::move(address));
  }
  return found;
}

bool is_daemon(const ParsedMessage& message) {
  if (message.from.empty()) return false;
  const std::string local = fold(message.from.front().address.substr(0, message.from.front().address.find('@')));
  return local == "mailer-daemon" || local == "postmaster" || local == "mail-daemon" || local == "mailerdaemon" ||
         local.starts_with("microsoftexchange");
}

// Old mailers report in plain text only (qmail, Exim, Chinese providers).
bool reads_as_bounce(const ParsedMessage& message) {
  const Lexicon& lexicon = Lexicon::shared();
  static const std::size_t bounce = lexicon.concept_index("bounce");
  const auto subject = lexicon.find(fold(message.subject));
  const auto text = lexicon.find(fold(std::string_view(message.body.whole).substr(0, 2000)));
  return subject[bounce].count + text[bounce].count >= 2;
}

Automatic bounce(const ParsedMessage& message, std::string rule, std::string evidence) {
  Automatic made{Automatic::Sort::bounce, std::move(rule), std::move(evidence), {}};
  for (const HeaderField& field : message.delivery_status) {
    if (field.name != "final-recipient" && field.name != "original-recipient") continue;
    for (std::string& address : addresses_in(field.value, 1)) made.failed_recipients.push_back(std::move(address));
  }
  if (const std::string* const failed = message.header("X-Failed-Recipients")) {
    for (std::string& address : addresses_in(*failed, 20)) made.failed_recipients.push_back(std::move(address));
  }
  if (made.failed_recipients.empty()) {
    // Without a machine part the report itself names the address; the copied message below it names others too.
    std::string_view report = std::string_view(message.body.whole).substr(0, 4000);
    if (const std::size_t copy = report.find("--- "); copy != std::string_view::npos) report = report.substr(0, copy);
    made.failed_recipients = addresses_in(report, 5);
  }
  return made;
}

}  // namespace

Automatic find_automatic(const ParsedMessage& message) {
  if (!message.delivery_status.empty()) {
    const bool delivered =
        std::any_of(message.delivery_status.begin(), message.delivery_status.end(), [](const HeaderField& field) {
          return field.name == "action" &&
                 (fold(field.value).starts_with("delivered") || fold(field.value).starts_with("relayed"));
        });
    if (delivered) return {Automatic::Sort::machine, "delivery-receipt", "message/delivery-status: delivered", {}};
    return bounce(message, "delivery-status", "a message/delivery-status part (RFC 3464)");
  }
  if (is_daemon(message) && (reads_as_bounce(message) || header_text(message, "Return-Path") == "<>"))
    return bounce(message, "mail-system", "From " + message.from.front().address);
  const std::string submitted = header_text(message, "Auto-Submitted");
  const std::string precedence = header_text(message, "Precedence");
  if (submitted.starts_with("auto-replied"))
    return {Automatic::Sort::auto_reply, "auto-submitted", "Auto-Submitted: auto-replied (RFC 3834)", {}};
  if (precedence == "auto_reply" || message.header("X-Autoreply") != nullptr ||
      message.header("X-Autorespond") != nullptr || message.header("X-Auto-Reply") != nullptr) {
    return {Automatic::Sort::auto_reply, "auto-reply-header", "a header of automatic replies", {}};
  }
  if (header_text(message, "Return-Path") == "<>" && reads_as_bounce(message))
    return bounce(message, "null-sender", "Return-Path: <> and the words of a delivery failure");
  const bool list = message.header("List-Id") != nullptr || message.header("List-Unsubscribe") != nullptr ||
                    message.header("Feedback-ID") != nullptr;
  if (list || precedence == "bulk" || precedence == "list" || precedence == "junk") {
    return {Automatic::Sort::bulk,
            list ? "list-header" : "precedence",
            list ? "List-Id or List-Unsubscribe (RFC 2369)" : "Precedence: " + precedence,
            {}};
  }
  if (!submitted.empty() && submitted != "no")
    return {Automatic::Sort::machine, "auto-submitted", "Auto-Submitted: " + submitted.substr(0, 40), {}};
  return {};
}

}  // namespace tradewind::archiver

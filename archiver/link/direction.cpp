#include "archiver/link/direction.hpp"

#include <algorithm>

#include "archiver/folded_text.hpp"

namespace tradewind::archiver {
namespace {

constexpr EpochSeconds day = 86'400;
constexpr EpochSeconds first_mail = 631'152'000;  // 1990-01-01: an earlier date is a broken clock

// Our own server said that mail in our name came from elsewhere (RFC 8601).
bool is_forged(const ParsedMessage& message) {
  const std::string* const results = message.header("Authentication-Results");
  if (results == nullptr) return false;
  const std::string folded = fold(*results);
  return folded.find("dmarc=fail") != std::string::npos ||
         (folded.find("spf=fail") != std::string::npos && folded.find("dkim=pass") == std::string::npos);
}

}  // namespace

DirectionFound find_direction(const ParsedMessage& message, const Author& author, crm::Knowledge& knowledge,
                              const DeliveryContext& context) {
  if (author.rule == "notice") return {crm::Direction::inbound, "notice", "a buyer's words, relayed by a machine"};
  if (!author.from_ours) {
    if (context.folder == crm::FolderRole::sent)
      return {crm::Direction::outbound, "sent-folder", "lies in the Sent folder"};
    return {crm::Direction::inbound, "from-outside",
            "From " + (message.from.empty() ? std::string("nobody") : message.from.front().address)};
  }
  if (context.folder != crm::FolderRole::sent && is_forged(message))
    return {crm::Direction::inbound, "forged-sender", "From is ours, but Authentication-Results says it is not"};
  if (author.forwarded) return {crm::Direction::internal, "forwarded-by-ours", author.evidence};
  bool outside = false, inside = false;
  for (const auto* const list : {&message.to, &message.cc, &message.bcc}) {
    for (const MailAddress& address : *list) {
      if (address.address.empty()) continue;
      (is_own_address(knowledge, address.address) ? inside : outside) = true;
    }
  }
  if (outside) return {crm::Direction::outbound, "own-sender", "From is ours, a recipient is not"};
  if (inside) return {crm::Direction::internal, "own-people-only", "From and all recipients are ours"};
  return {context.folder == crm::FolderRole::sent ? crm::Direction::outbound : crm::Direction::internal, "own-sender",
          "From is ours, no recipient is shown"};
}

EpochSeconds find_arrival(const ParsedMessage& message, crm::Direction direction, EpochSeconds internal_date,
                          EpochSeconds now) {
  const EpochSeconds latest = (internal_date > 0 ? internal_date : now) + day;
  const auto sane = [&](const std::optional<EpochSeconds>& time) {
    return time && *time >= first_mail && *time <= latest;
  };
  if (direction == crm::Direction::outbound && sane(message.date)) return *message.date;
  if (sane(message.received)) return *message.received;
  if (internal_date > 0) return internal_date;
  if (sane(message.date)) return *message.date;
  return now;
}

}  // namespace tradewind::archiver

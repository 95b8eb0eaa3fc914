// The right author: not always the one in From.
#pragma once

#include <optional>
#include <string>

#include "archiver/extract/notice.hpp"
#include "archiver/mime/parsed_message.hpp"
#include "crm_core/store/knowledge.hpp"

namespace tradewind::archiver {

struct Author {
  crm::MailAddress address;  // of the buyer of a notice it may have no address, only a name
  std::string rule;          // "from", "forwarded", "notice", "reply-to", "attached-message"
  std::string evidence;
  bool from_ours = false;  // From is one of our own people or domains
  bool forwarded = false;  // one of ours passed on an outsider's mail
  // The author's own words, and his signature where it was told apart.
  std::string text;
  std::string signature;
  std::string subject;  // of what he wrote
};

// One of ours: an own domain, or an address of a user of ours (also a private one).
[[nodiscard]] bool is_own_address(crm::Knowledge& knowledge, std::string_view address);

[[nodiscard]] NoticeSender notice_sender(const ParsedMessage& message, crm::Knowledge& knowledge);

[[nodiscard]] Author find_author(const ParsedMessage& message, const std::optional<Notice>& notice,
                                 crm::Knowledge& knowledge);

}  // namespace tradewind::archiver

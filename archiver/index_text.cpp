#include "archiver/index_text.hpp"

#include <algorithm>
#include <string_view>

namespace tradewind::archiver {

namespace {

void add_addresses(std::string& text, const std::vector<MailAddress>& addresses) {
  for (const MailAddress& address : addresses) {
    if (!address.name.empty() && address.name != address.address) {
      text += address.name;
      text += ' ';
    }
    text += address.address;
    text += '\n';
  }
}

// "pdf" of "application/pdf"; "" for long and speaking ones such as
// "vnd.openxmlformats-officedocument.wordprocessingml.document".
std::string_view short_type(std::string_view media_type) {
  const auto slash = media_type.find('/');
  if (slash == std::string_view::npos) return {};
  const std::string_view subtype = media_type.substr(slash + 1);
  constexpr std::size_t longest = 8;
  const bool plain = std::all_of(subtype.begin(), subtype.end(),
                                 [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
  return plain && subtype.size() <= longest ? subtype : std::string_view{};
}

// Depth is bounded by the parser (limits::nesting).
void add_embedded(crm::IndexText& text, const ParsedMessage& message) {
  for (const AttachmentPart& part : message.attachments) {
    text.attachment_names += part.file_name;
    text.attachment_names += ' ';
    text.attachment_names += short_type(part.media_type);
    text.attachment_names += '\n';
  }
  for (const ParsedMessage& inner : message.embedded) {
    text.attachment_names += inner.subject;
    text.attachment_names += '\n';
    add_addresses(text.attachment_text, inner.from);
    text.attachment_text += inner.body.whole;
    text.attachment_text += '\n';
    add_embedded(text, inner);
  }
}

}  // namespace

crm::IndexText index_text(const ParsedMessage& message) {
  crm::IndexText text;
  text.subject = message.subject;
  add_addresses(text.from, message.from);
  if (message.sender && std::find(message.from.begin(), message.from.end(), *message.sender) == message.from.end())
    add_addresses(text.from, {*message.sender});
  if (message.reply_to != message.from) add_addresses(text.from, message.reply_to);
  add_addresses(text.to, message.to);
  add_addresses(text.cc, message.cc);
  add_addresses(text.cc, message.bcc);
  text.body = message.body.whole;
  add_embedded(text, message);
  return text;
}

}  // namespace tradewind::archiver

#include "archiver/link/author.hpp"

#include "archiver/folded_text.hpp"
#include "archiver/link/subject.hpp"
#include "crm_core/model/name_key.hpp"

namespace tradewind::archiver {
namespace {

void take_notice(const Notice& notice, const ParsedMessage& message, Author& author) {
  author.rule = "notice";
  author.evidence = "buyer's fields in a notice of " + notice.platform;
  author.address = crm::MailAddress{std::string(notice.field("name")), std::string(notice.field("email"))};
  author.text = notice.message;
  author.signature = notice.card;
  author.subject = message.subject;
  // Half of the platforms put the buyer into Reply-To.
  if (author.address.address.empty() && !message.reply_to.empty() && author.address.name.empty())
    author.address.name = message.reply_to.front().name;
}

// The first outsider's mail inside what one of ours passed on.
bool take_forwarded(const ParsedMessage& message, const SubjectParts& subject, crm::Knowledge& knowledge,
                    Author& author) {
  for (const QuotedBlock& block : message.blocks) {
    if (!block.from || block.from->address.empty() || is_own_address(knowledge, block.from->address)) continue;
    if (block.kind != QuotedBlock::Kind::forward && !(subject.forward && !subject.reply)) continue;
    author.rule = "forwarded";
    author.evidence = "From in the forwarded block: " + block.from->address;
    author.address = *block.from;
    author.text = block.text;
    author.subject = block.subject;
    return true;
  }
  for (const ParsedMessage& embedded : message.embedded) {
    if (embedded.from.empty() || embedded.from.front().address.empty() ||
        is_own_address(knowledge, embedded.from.front().address))
      continue;
    author.rule = "attached-message";
    author.evidence = "From of the attached message: " + embedded.from.front().address;
    author.address = embedded.from.front();
    author.text = embedded.body.written;
    author.signature = embedded.body.signature;
    author.subject = embedded.subject;
    return true;
  }
  return false;
}

// An outsider who sends his own mail on to us says again what stands in it.
void add_own_forward(const ParsedMessage& message, const SubjectParts& subject, Author& author) {
  if (!subject.forward || message.blocks.empty()) return;
  const QuotedBlock& block = message.blocks.front();
  if (!block.from || block.from->address.empty() ||
      crm::address_key(block.from->address) != crm::address_key(author.address.address))
    return;
  author.text += (author.text.empty() ? "" : "\n\n") + block.text;
  author.evidence += ", who sends his own mail on";
}

}  // namespace

bool is_own_address(crm::Knowledge& knowledge, std::string_view address) {
  const std::size_t at = address.rfind('@');
  if (at == std::string_view::npos) return false;
  return knowledge.is_own_domain(address.substr(at + 1)) || knowledge.user_by_address(address) != nullptr;
}

NoticeSender notice_sender(const ParsedMessage& message, crm::Knowledge& knowledge) {
  if (message.from.empty() || !is_own_address(knowledge, message.from.front().address)) return {};
  const bool somebodys = knowledge.user_by_address(message.from.front().address) != nullptr;
  const bool outside = !message.reply_to.empty() && !message.reply_to.front().address.empty() &&
                       !is_own_address(knowledge, message.reply_to.front().address);
  return {true, outside && !somebodys};
}

Author find_author(const ParsedMessage& message, const std::optional<Notice>& notice, crm::Knowledge& knowledge) {
  Author author;
  if (!message.from.empty())
    author.address = message.from.front();
  else if (message.sender)
    author.address = *message.sender;
  author.from_ours = is_own_address(knowledge, author.address.address);
  if (notice && notice->inquiry) {
    take_notice(*notice, message, author);
    return author;
  }
  const SubjectParts subject = split_subject(message.subject);
  if (author.from_ours && take_forwarded(message, subject, knowledge, author)) {
    author.forwarded = true;
    return author;
  }
  author.rule = "from";
  author.evidence = "From: " + author.address.address;
  author.text = message.body.written;
  author.signature = message.body.signature;
  author.subject = message.subject;
  if (!author.from_ours) add_own_forward(message, subject, author);
  return author;
}

}  // namespace tradewind::archiver

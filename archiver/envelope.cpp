#include "archiver/envelope.hpp"

#include "archiver/folded_text.hpp"
#include "archiver/index_text.hpp"
#include "archiver/link/subject.hpp"
#include "crm_core/base/time.hpp"

namespace tradewind::archiver {
namespace {

constexpr std::size_t preview_bytes = 300;

std::string preview_of(std::string_view text) {
  std::string preview;
  for (std::size_t at = 0; at < text.size() && preview.size() < preview_bytes;) {
    const std::size_t start = at;
    const char32_t c = next_character(text, at);
    if (c <= ' ' || c == 0xA0 || c == 0x3000) {
      if (!preview.empty() && preview.back() != ' ') preview.push_back(' ');
    } else {
      preview.append(text.substr(start, at - start));
    }
  }
  while (!preview.empty() && preview.back() == ' ') preview.pop_back();
  return preview;
}

std::string_view encoding_name(TransferEncoding encoding) {
  switch (encoding) {
    case TransferEncoding::base64:
      return "base64";
    case TransferEncoding::quoted_printable:
      return "quoted-printable";
    case TransferEncoding::uuencode:
      return "uuencode";
    case TransferEncoding::identity:
      break;
  }
  return "";
}

}  // namespace

crm::Filing make_envelope(const ParsedMessage& message) {
  crm::Filing filing;
  filing.message_id = message.message_id;
  filing.subject = message.subject;
  filing.from = message.from;
  filing.reply_to = message.reply_to;
  filing.to = message.to;
  filing.cc = message.cc;
  filing.bcc = message.bcc;
  filing.sent_at = message.date;
  filing.preview = preview_of(message.body.written.empty() ? message.body.whole : message.body.written);
  for (const AttachmentPart& part : message.attachments) {
    filing.attachments.push_back(crm::AttachmentRecord{
        part.file_name, part.media_type, part.part_path, static_cast<std::int64_t>(part.encoded.size),
        static_cast<std::int64_t>(part.encoded.offset), std::string(encoding_name(part.encoding)), part.inline_image});
  }
  filing.text =
      index_text(message);  // text of attachments is added by the index follower, which reads them from the vault
  return filing;
}

crm::Filing make_quarantined(const ParsedMessage& message, EpochSeconds internal_date, std::string reason) {
  crm::Filing filing;
  filing.message_id = message.message_id;
  filing.subject = message.subject;
  filing.from = message.from;
  filing.to = message.to;
  filing.sent_at = message.date;
  if (!message.from.empty()) filing.author = message.from.front();
  filing.arrived_at = internal_date > 0 ? internal_date : now();
  filing.subject_key = split_subject(message.subject).key;
  if (!message.message_id.empty()) filing.references.push_back(message.message_id);
  filing.quarantined = true;
  filing.quarantine_reason = std::move(reason);
  filing.text.subject = message.subject;
  return filing;
}

}  // namespace tradewind::archiver

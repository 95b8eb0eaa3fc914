// Any bytes through the whole of parsing: parse, identity, chunks, quotes, HTML. What must hold of the result is
// checked too.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "archiver/mime/identity.hpp"
#include "archiver/mime/parse.hpp"
#include "archiver/text/html_text.hpp"
#include "archiver/text/quotes.hpp"
#include "archiver/text/utf8.hpp"

namespace {
using namespace tradewind::archiver;

void require(bool condition) {
  if (!condition) std::abort();
}

void check_message(const ParsedMessage& message) {
  for (const HeaderField& field : message.headers) require(is_valid_utf8(field.name) && is_valid_utf8(field.value));
  for (const std::string* text : {&message.subject, &message.message_id, &message.body.whole, &message.body.written,
                                  &message.body.signature, &message.body.quoted, &message.html}) {
    require(is_valid_utf8(*text));
  }
  for (const auto* list : {&message.from, &message.to, &message.cc, &message.reply_to}) {
    for (const MailAddress& mailbox : *list) require(is_valid_utf8(mailbox.name) && is_valid_utf8(mailbox.address));
  }
  for (const QuotedBlock& block : message.blocks)
    require(is_valid_utf8(block.text) && is_valid_utf8(block.subject) && is_valid_utf8(block.date_text));
  for (const AttachmentPart& part : message.attachments)
    require(is_valid_utf8(part.file_name) && is_valid_utf8(part.media_type));
  for (const auto& [label, value] : message.html_fields) require(is_valid_utf8(label) && is_valid_utf8(value));
  for (const std::string& link : message.links) require(is_valid_utf8(link));
  for (const std::string& defect : message.defects) require(is_valid_utf8(defect));
  for (const ParsedMessage& inner : message.embedded) check_message(inner);
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view raw(reinterpret_cast<const char*>(data), size);
  const ParsedMessage message = parse_message(raw);
  check_message(message);
  static_cast<void>(message_identity(raw, message));
  std::size_t at = 0;
  for (const ByteSpan& chunk : vault_chunks(raw, message)) {
    require(chunk.offset == at && chunk.size > 0);
    at += chunk.size;
  }
  require(at == raw.size());
  const std::string text = enforce_utf8(std::string(raw));
  static_cast<void>(split_quotes(text, {"Fwd: x", 0, size / 2}));
  require(is_valid_utf8(html_to_text(text).text));
  return 0;
}

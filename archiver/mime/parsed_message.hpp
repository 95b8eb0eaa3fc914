// ParsedMessage: one mail, parsed and decoded to UTF-8. Everything the decisions (classify, link, extract) read. A
// plain value: no pointer into the raw bytes except the part spans, which are offsets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crm_core/base/time.hpp"
#include "crm_core/model/mail.hpp"

namespace tradewind::archiver {

using crm::MailAddress;

struct HeaderField {
  std::string name;   // as written
  std::string value;  // unfolded, RFC 2047 words decoded, UTF-8, no control characters
};

// Where in the raw bytes something stands: [offset, offset + size).
struct ByteSpan {
  std::size_t offset = 0;
  std::size_t size = 0;
};

enum class TransferEncoding { identity, base64, quoted_printable, uuencode };

// A leaf that is kept as an attachment: everything with a file name, or that is neither readable text nor a container.
struct AttachmentPart {
  std::string file_name;      // decoded (RFC 2231, RFC 2047), path parts and control characters removed; may be empty
  std::string media_type;     // lower case "application/pdf"
  std::string content_id;     // without <>, empty if none
  bool inline_image = false;  // shown inside the HTML body (Content-ID referenced, or disposition inline and an image)
  TransferEncoding encoding = TransferEncoding::identity;
  ByteSpan encoded;  // the still encoded body in the raw message (of an embedded message: in its own decoded bytes)
  std::string part_path;          // "2.1" as IMAP numbers it (RFC 9051 §6.4.5.1)
  bool embedded_message = false;  // message/rfc822: also parsed into ParsedMessage::embedded
};

// The body as a person reads it, split into what the writer wrote now and what he carried along.
struct BodyText {
  std::string written;     // new text of this mail: no quoted reply, no signature, no disclaimer
  std::string signature;   // the signature block, "" if none was recognised
  std::string quoted;      // the quoted reply or history below (or between), quote marks removed one level
  std::string whole;       // all of it as shown, in order
  bool from_html = false;  // the text was made from the HTML part
};

// A forwarded or quoted message recognised inside the text: the header block a mail client writes above it, in any
// language.
struct QuotedBlock {
  enum class Kind { reply, forward } kind = Kind::reply;
  std::optional<MailAddress> from;
  std::vector<MailAddress> to;
  std::string subject;
  std::string date_text;             // as written
  std::optional<EpochSeconds> date;  // if it could be read
  std::string text;                  // the body that follows, quote marks removed, up to the next block
};

struct ParsedMessage {
  std::vector<HeaderField> headers;  // top level, in order, at most limits::header_fields

  // The first of each, decoded; empty or nothing when absent or unreadable.
  std::string message_id;                // without <>, as written otherwise; "" if missing
  std::vector<std::string> in_reply_to;  // without <>
  std::vector<std::string> references;   // without <>, oldest first, at most 200
  std::string subject;
  std::optional<EpochSeconds> date;        // Date header; nothing if missing or impossible
  std::optional<int> date_offset_minutes;  // its zone
  std::vector<MailAddress> from;
  std::optional<MailAddress> sender;
  std::vector<MailAddress> reply_to, to, cc, bcc;
  std::vector<MailAddress> delivered_to;  // Delivered-To, X-Original-To, Envelope-To
  std::optional<EpochSeconds> received;   // date of the topmost Received header

  BodyText body;
  std::string html;  // the HTML body decoded to UTF-8 ("" if none), at most limits::html_bytes
  std::vector<std::pair<std::string, std::string>>
      html_fields;                  // label/value pairs of two-cell table rows ("Company" -> "Acme"), in order
  std::vector<std::string> links;   // href targets of the HTML and URLs of the text, at most 200
  std::vector<QuotedBlock> blocks;  // in order of appearance, at most 50
  std::vector<AttachmentPart> attachments;
  std::vector<ParsedMessage> embedded;  // message/rfc822 parts, depth-bounded

  // Machine parts of a report (RFC 3464, RFC 8098): lower-cased field names of message/delivery-status.
  std::vector<HeaderField> delivery_status;
  bool has_calendar = false;  // text/calendar part
  bool has_tnef = false;      // winmail.dat
  bool encrypted = false;     // S/MIME enveloped or PGP encrypted
  std::string language_hint;  // Content-Language, "" if none

  // Where things stand in the raw bytes: for the vault and for the message's identity.
  ByteSpan header_block;         // behind an mbox line, with the blank line at its end
  std::vector<ByteSpan> leaves;  // still encoded bodies of all leaves, in order, never overlapping

  // What was wrong with it but could be read over: "no end boundary", "gb2312 was gbk", "nested too deep" ... for `crm
  // mail why`.
  std::vector<std::string> defects;

  // First header of that name (case-insensitive), or nullptr.
  [[nodiscard]] const std::string* header(std::string_view name) const;
};

}  // namespace tradewind::archiver

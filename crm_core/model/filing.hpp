// Filing: everything that was decided about one message, each decision with its rule, evidence and confidence. The
// archiver makes it (a pure function of the message and of what the store knows), the store makes it durable.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "crm_core/model/mail.hpp"

namespace tradewind::crm {

using RecordId = std::int64_t;

enum class RecordType { customer, contact, supplier, quotation, order, service_case, opportunity, lead };

[[nodiscard]] std::string_view to_text(RecordType type);
[[nodiscard]] std::optional<RecordType> record_type_from_text(std::string_view text);

// One automatic (or a person's) decision, as `crm mail why` shows it.
struct Decision {
  std::string what;       // "direction", "author", "thread", "kind", "customer", "quotation", "lead", "duplicate", ...
  std::string value;      // what was decided, for people: "inquiry", "Nordhaus GmbH (customer 12)"
  std::string rule;       // short stable name of the rule: "contact-address", "document-number", "kind-model"
  double confidence = 1;  // 0..1
  std::string evidence;   // what it rests on: the header, the words, the number found, and where
  std::vector<std::string> alternatives;  // what else was considered and why it lost, one line each
};

struct RecordLink {
  RecordType type = RecordType::customer;
  RecordId id = 0;
  std::string rule;
  double confidence = 1;
  std::string evidence;
};

struct LeadItem {
  std::string product;   // words as the buyer wrote them
  std::string sku;       // ours, "" if none matched
  std::string quantity;  // decimal text "2500", "" if none
  std::string unit;      // as the buyer wrote it, "" if none
};

// What an inquiry says, as far as it says it. Empty string: not said.
struct LeadDraft {
  std::string company, contact_name, email, phone;
  std::string country;   // ISO 3166-1 alpha-2
  std::string platform;  // "alibaba", "website", ...
  std::vector<LeadItem> items;
  std::string incoterm;      // Incoterms 2020 code
  std::string port;          // named place or destination port, as the buyer wrote it
  std::string target_price;  // decimal text
  std::string currency;      // ISO 4217
  std::string language;      // ISO 639-1
  // Where each field came from: field name and the span of text (or header) it was read from.
  std::vector<std::pair<std::string, std::string>> sources;
  double score = 0;  // 0..100
  std::vector<std::string> score_reasons;
};

struct AttachmentRecord {
  std::string file_name;
  std::string media_type;
  std::string part_path;
  std::int64_t encoded_bytes = 0;
  std::int64_t offset = 0;  // of the encoded body in the raw message
  std::string encoding;     // "base64", "quoted-printable", "uuencode", "" for identity
  bool inline_image = false;
};

// The text that goes into the full-text index, one field a column. UTF-8.
struct IndexText {
  std::string subject, from, to, cc, body, attachment_names, attachment_text;
};

struct Filing {
  // Identity and envelope
  std::string identity;    // 32 bytes: SHA-256 of the content (archiver/mime/identity.hpp)
  std::string message_id;  // without <>, "" if none
  std::string subject;
  MailAddress author;  // the real author: buyer of a platform notice, writer of a forwarded mail, else From
  std::vector<MailAddress> from, reply_to, to, cc, bcc;
  std::optional<EpochSeconds> sent_at;  // Date header
  EpochSeconds arrived_at = 0;          // fixed once stored; the index sorts by it
  std::string preview;                  // first ~200 characters of the written text
  std::string language;                 // ISO 639-1 of the written text, "" if unknown
  std::vector<AttachmentRecord> attachments;

  // Decisions
  Direction direction = Direction::inbound;
  MessageKind kind = MessageKind::unknown;
  double kind_confidence = 0;
  bool automatic = false;          // written by a machine (auto-reply, notification, bulk): never counts as an answer
  std::optional<RecordId> thread;  // an existing thread; nothing: a new one
  std::vector<RecordId> merged_threads;  // further threads that this message shows to be the same
  std::vector<std::string> references;   // message ids this message names, and its own: all point to its thread
  std::string subject_key;               // subject without reply marks, folded: for joining without References
  std::vector<RecordLink> links;
  std::optional<LeadDraft> lead;       // a new lead is to be made
  std::optional<RecordId> joins_lead;  // belongs to (or repeats) this lead
  bool duplicate_inquiry = false;      // with joins_lead: the same inquiry again
  std::optional<RecordId> duplicate_of_message;
  std::optional<RecordId> handled_by;  // our user whose mail it is (recipient or sender)
  std::vector<std::string> warnings;   // fraud guard and the like
  std::vector<Decision> decisions;
  bool quarantined = false;  // could not be parsed or decided: stored raw, shown, retried
  std::string quarantine_reason;

  IndexText text;
};

}  // namespace tradewind::crm

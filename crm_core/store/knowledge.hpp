// Knowledge: what the archiver's decisions read of the store. All reads go over the given connection: on the writer's
// own they see the batch in progress. Small, slowly changing tables are kept in memory until the records version
// changes; the rest are point reads by index (a few microseconds each). Nothing here writes.
//
// Addresses and domains may be given in any case. Threads: those of the connection.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/kind_lesson.hpp"
#include "crm_core/model/lead.hpp"
#include "crm_core/model/mailbox.hpp"
#include "crm_core/model/records.hpp"

namespace tradewind::crm {

struct CustomerFacts {
  Customer customer;
  std::vector<Contact> contacts;
};

struct SupplierContactMatch {
  RecordId supplier_id = 0;
  std::optional<RecordId> supplier_contact_id;
};

// A quotation, order or case as far as filing needs it.
struct DocumentFacts {
  RecordType type = RecordType::quotation;
  RecordId id = 0;
  std::string number;
  std::optional<RecordId> customer_id, contact_id;
  std::string customer_po;  // of an order
  std::string subject;      // of a case
  std::string status;
  std::optional<RecordId> quotation_id;  // of an order
};

struct ThreadMessage {
  RecordId id = 0;
  std::string message_id;
  Direction direction = Direction::inbound;
  MessageKind kind = MessageKind::unknown;
  bool automatic = false;
  MailAddress author;
  std::string subject;
  EpochSeconds arrived_at = 0;
};

struct ThreadFacts {
  RecordId id = 0;
  std::string subject_key;
  EpochSeconds first_at = 0, last_at = 0;
  std::int64_t message_count = 0;
  std::vector<ThreadMessage> latest;  // newest first
};

struct AuthoredMessage {
  RecordId id = 0;
  MessageKind kind = MessageKind::unknown;
  EpochSeconds arrived_at = 0;
};

// A lead as the duplicate check sees it; items_of_lead() has what it asks for.
struct LeadFacts {
  RecordId id = 0;
  LeadStatus status = LeadStatus::fresh;
  std::string company, contact_name, email, phone, country, platform;
  std::string author_address;    // of its inquiry
  std::string subject, preview;  // of its inquiry
  std::string port, target_price;
  std::optional<RecordId> message_id, thread_id;  // its inquiry and the thread of that
  EpochSeconds arrived_at = 0;
  std::optional<RecordId> owner_id, customer_id;
};

// What of a lead tells whether it has to be looked at: when it came, and whether it has changed since.
struct LeadMark {
  RecordId id = 0;
  std::int64_t version = 0;
  EpochSeconds arrived_at = 0;
  std::optional<RecordId> message_id;  // its inquiry
};

class Knowledge {
 public:
  explicit Knowledge(database::Database& database);

  // Reads the kept tables again if a record was changed since (by anybody). Call at the start of each batch; costs one
  // point read when nothing changed.
  void refresh();
  // Counts up when the kept tables were read again: for whoever builds a matcher over products() or the like.
  [[nodiscard]] std::int64_t records_version() const { return version_; }

  // Kept in memory
  // ------------------------------------------------------------------------------------------------------
  [[nodiscard]] const Firm& firm() const { return firm_; }
  [[nodiscard]] bool is_own_domain(std::string_view domain) const;  // itself or below one of firm().own_domains
  [[nodiscard]] const std::vector<User>& users() const { return users_; }
  // nullptr if none; inactive ones too.
  [[nodiscard]] const User* user_by_address(std::string_view address) const;
  [[nodiscard]] const std::vector<Product>& products() const { return products_; }
  [[nodiscard]] const std::vector<NumberPattern>& number_patterns() const { return patterns_; }
  // What people said that mails are: see KindLessonRepository::newest().
  [[nodiscard]] const std::vector<KindLesson>& kind_lessons() const { return lessons_; }
  // With which our own Message-IDs are signed (model/signed_id.hpp); "" before the first was made.
  [[nodiscard]] const std::string& signing_key() const { return signing_key_; }
  // Customers (suppliers) with this very domain.
  [[nodiscard]] std::vector<RecordId> customers_by_domain(std::string_view domain) const;
  [[nodiscard]] std::vector<RecordId> suppliers_by_domain(std::string_view domain) const;
  // With this domain or one below it: call with a registrable domain ("acme.co.uk"), never with a public suffix. At
  // most 50, each once.
  [[nodiscard]] std::vector<RecordId> customers_under_domain(std::string_view registrable) const;
  [[nodiscard]] std::vector<RecordId> suppliers_under_domain(std::string_view registrable) const;
  // All domains of customers and suppliers, for the lookalike check: (domain, record type, id).
  struct PartnerDomain {
    std::string domain;
    RecordType type = RecordType::customer;
    RecordId id = 0;
  };
  [[nodiscard]] const std::vector<PartnerDomain>& partner_domains() const { return partner_domains_; }

  // Records, by index
  // ----------------------------------------------------------------------------------------------------- nullptr if
  // there is none. Valid until the next refresh().
  [[nodiscard]] const CustomerFacts* customer(RecordId id);
  [[nodiscard]] std::optional<Supplier> supplier(RecordId id);
  [[nodiscard]] std::vector<Contact> contacts_by_address(std::string_view address);
  // By its name or an alias; `key` as name_key() makes it.
  [[nodiscard]] std::vector<RecordId> customers_by_name_key(std::string_view key);
  [[nodiscard]] std::vector<SupplierContactMatch> suppliers_by_address(std::string_view address);
  // False when no quotation, order or case has this number, nor a customer's order: most words with digits in them are
  // of no document, and need not be looked up. Upper case.
  [[nodiscard]] bool may_be_document(std::string_view number);
  // Case-insensitive (ASCII).
  [[nodiscard]] std::optional<DocumentFacts> quotation_by_number(std::string_view number);
  [[nodiscard]] std::optional<DocumentFacts> order_by_number(std::string_view number);
  [[nodiscard]] std::optional<DocumentFacts> case_by_number(std::string_view number);
  // A quotation, order or case by its id; of other records nothing.
  [[nodiscard]] std::optional<DocumentFacts> document(RecordType type, RecordId id);
  [[nodiscard]] std::vector<DocumentFacts> orders_by_customer_po(std::string_view customer_po);
  // The customer's own order numbers that are open to be found in a text: (customer_po, order), newest 1,000 of this
  // customer.
  [[nodiscard]] std::vector<DocumentFacts> orders_of_customer(RecordId customer);

  // Quotations, orders and cases, the newest 200 of each.
  [[nodiscard]] std::vector<DocumentFacts> documents_of_customer(RecordId customer);
  // Newest first, at most 50.
  [[nodiscard]] std::vector<DocumentFacts> open_cases_of_customer(RecordId customer);

  // Mail
  // --------------------------------------------------------------------------------------------------------------------
  // Threads that these message ids lead to (merged ones resolved), each once, in the order of the references. At most
  // the last 200 references are looked at.
  [[nodiscard]] std::vector<RecordId> threads_by_references(std::span<const std::string> message_ids);
  [[nodiscard]] std::optional<ThreadFacts> thread(RecordId id, int latest = 20);
  // Newest first, at most 20; not merged ones. An empty key finds nothing.
  [[nodiscard]] std::vector<ThreadFacts> threads_by_subject_key(std::string_view key, EpochSeconds since,
                                                                int latest = 5);
  // Addresses of the thread's latest 20 messages (all roles), lower case, each once.
  [[nodiscard]] std::vector<std::string> thread_participants(RecordId thread);
  // What the thread's latest 50 messages are filed to, each record once with its highest confidence; removed links not.
  [[nodiscard]] std::vector<RecordLink> links_of_thread(RecordId thread);
  // Newest first.
  [[nodiscard]] std::vector<AuthoredMessage> messages_by_author(std::string_view address, EpochSeconds since,
                                                                int limit);
  // Latest arrival of our mail to this address; nothing if we never wrote to it.
  [[nodiscard]] std::optional<EpochSeconds> has_outbound_to(std::string_view address);

  // Leads (merged ones never; newest first; at most 20 unless said otherwise)
  // ---------------------------------------------
  // Arrived from `since` to `until`, both included.
  [[nodiscard]] std::vector<LeadMark> recent_leads(EpochSeconds since, EpochSeconds until, int limit);
  // With this e-mail address, this author of the inquiry or this telephone number (by phone_key()); what is empty finds
  // nothing. At most 20 of each.
  [[nodiscard]] std::vector<LeadMark> leads_of_buyer(std::string_view email, std::string_view author,
                                                     std::string_view phone);
  [[nodiscard]] std::optional<LeadFacts> lead(RecordId id);
  [[nodiscard]] std::optional<LeadFacts> lead_of_thread(RecordId thread);  // the newest
  // Apart, as of hundreds of leads that are compared few agree in the buyer.
  [[nodiscard]] std::vector<LeadItem> items_of_lead(RecordId lead);

 private:
  using Domains = std::vector<std::pair<std::string, RecordId>>;  // labels reversed ("com.acme"), sorted

  void read_domains();
  void read_document_keys();
  [[nodiscard]] static std::vector<DocumentFacts> read_orders(database::Statement& rows);
  [[nodiscard]] ThreadFacts read_thread(const database::Statement& row, int latest);

  database::Database& database_;
  std::int64_t version_ = -1;
  Firm firm_;
  std::vector<User> users_;
  std::unordered_map<std::string, std::size_t> user_of_address_;
  std::vector<Product> products_;
  std::vector<NumberPattern> patterns_;
  std::vector<KindLesson> lessons_;
  std::string signing_key_;
  Domains customer_domains_, supplier_domains_;
  std::vector<PartnerDomain> partner_domains_;
  // Hashes of all document numbers, sorted. None kept when there are too many: then every number may be one.
  std::optional<std::vector<std::size_t>> document_keys_;
  std::int64_t document_keys_version_ = -1;
  std::unordered_map<RecordId, CustomerFacts>
      customers_;  // read so far; emptied by refresh() and when it grows over 10,000
};

}  // namespace tradewind::crm

// Messages: their addresses, attachments, deliveries, threads, decisions and links. See store.hpp for how repositories
// are used. Intake (service/intake.hpp) writes them, MailCorrection corrects them; everybody else reads.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/mailbox.hpp"

namespace tradewind::crm {

// Columns of StoredMessage in the order that read_message() expects; `m` is the alias of message. For a caller's own
// SELECT (search).
extern const std::string_view message_columns;
[[nodiscard]] StoredMessage read_message(const database::Statement& row, int first_column = 0);

class MessageRepository {
 public:
  explicit MessageRepository(database::Database& database) : database_(database) {}

  // Reading
  // ---------------------------------------------------------------------------------------------------------------
  [[nodiscard]] std::optional<StoredMessage> find(RecordId id);
  [[nodiscard]] std::optional<StoredMessage> find_by_identity(std::string_view identity);
  [[nodiscard]] std::vector<MessageAddress> addresses_of(RecordId message);  // by role and position
  [[nodiscard]] std::vector<AttachmentRecord> attachments_of(RecordId message);
  [[nodiscard]] std::vector<Delivery> deliveries_of(RecordId message);
  // What stands for this UID: the message, or (skipped) none; nothing if it is not accounted for.
  struct Delivered {
    std::optional<RecordId> message_id;
  };
  [[nodiscard]] std::optional<Delivered> delivered(RecordId folder, std::uint32_t uid_validity, std::uint32_t uid);
  [[nodiscard]] std::vector<FiledLink> links_of(RecordId message);  // removed ones too
  [[nodiscard]] std::vector<Decision> decisions_of(RecordId message);
  [[nodiscard]] std::vector<std::string> warnings_of(RecordId message);
  [[nodiscard]] std::vector<StoredMessage> of_thread(RecordId thread, int limit);  // oldest first
  [[nodiscard]] std::vector<StoredMessage> of_record(RecordType type, RecordId id, int limit,
                                                     int offset);                                    // newest first
  [[nodiscard]] std::vector<StoredMessage> in_state(MessageState state, RecordId after, int limit);  // by id
  // Those whose kind was decided with little confidence (below 0.6) and that nobody looked at; newest first. `seen`: a condition on
  // `m` (store/visibility.hpp).
  [[nodiscard]] std::vector<StoredMessage> uncertain(int limit, int offset, const std::string& seen = "1");
  // Messages with an id above `after`, ascending: for whoever follows the store (the index).
  [[nodiscard]] std::vector<StoredMessage> after(RecordId after, int limit);
  [[nodiscard]] std::int64_t count();
  [[nodiscard]] RecordId last_id();  // 0 for none
  // The thread it was merged into in the end, itself if it was not.
  [[nodiscard]] RecordId thread_root(RecordId thread);

  // Writing
  // ---------------------------------------------------------------------------------------------------------------
  RecordId insert(const StoredMessage& message, EpochSeconds at);
  void update(const StoredMessage& message);  // everything but identity, bytes and arrival
  void set_kind(RecordId message, MessageKind kind, double confidence, bool pinned);
  void replace_addresses(RecordId message, const Filing& filing, EpochSeconds arrived_at);
  void replace_attachments(RecordId message, std::span<const AttachmentRecord> attachments);
  void write_decisions(RecordId message, std::span<const Decision> decisions, std::span<const std::string> warnings);
  void insert_addresses(RecordId message, const Filing& filing, bool outbound, EpochSeconds arrived_at);
  void insert_attachments(RecordId message, std::span<const AttachmentRecord> attachments);
  // Automatic links: an existing one is replaced unless pinned.
  void write_link(RecordId message, const RecordLink& link, std::string_view filed_by, EpochSeconds at);
  void remove_automatic_links(RecordId message);
  void remove_link(RecordId message, RecordType type, RecordId record, std::string_view rule);  // not a pinned one
  // A person's decision.
  void pin_link(RecordId message, const RecordLink& link, bool removed, std::string_view filed_by, EpochSeconds at);

  // False if (folder, uid_validity, uid) is accounted for already.
  bool insert_delivery(const Delivery& delivery);
  [[nodiscard]] bool is_accounted(RecordId folder, std::uint32_t uid_validity, std::uint32_t uid);
  void set_disposition(RecordId message, std::string_view disposition,
                       std::string_view reason);  // of all its deliveries
  void set_flags(RecordId folder, std::uint32_t uid_validity, std::uint32_t uid, unsigned flags);
  // Returns how many were not gone before.
  std::int64_t mark_gone(RecordId folder, std::uint32_t uid_validity, std::uint32_t first, std::uint32_t last,
                         EpochSeconds at);
  // The rows keep their mail and are gone, but no longer stand for these UIDs: each gets a UIDVALIDITY of its own (its
  // negative id), which no server has.
  void set_aside(RecordId folder, std::uint32_t uid_validity, std::uint32_t first, std::uint32_t last, EpochSeconds at);
  // Skipped UIDs taken down before then are not accounted for any more.
  void forget_skipped(RecordId folder, EpochSeconds before);
  void mark_older_gone(RecordId folder, std::uint32_t uid_validity, EpochSeconds at);  // all under another UIDVALIDITY
  [[nodiscard]] std::uint32_t highest_uid(RecordId folder, std::uint32_t uid_validity);

  // Threads
  // -----------------------------------------------------------------------------------------------------------------
  RecordId insert_thread(std::string_view subject_key, EpochSeconds at);
  void grow_thread(RecordId thread, EpochSeconds at);
  void merge_threads(RecordId from, RecordId into);
  void recount_thread(RecordId thread);
  // References not known yet lead to this thread from now on.
  void add_references(RecordId thread, std::span<const std::string> references);
  [[nodiscard]] std::optional<RecordId> thread_by_reference(std::string_view reference);

  // Response clock
  // ---------------------------------------------------------------------------------------------------------- Our
  // first human answer at or after `from`.
  [[nodiscard]] std::optional<EpochSeconds> next_answer(RecordId thread, EpochSeconds from);
  [[nodiscard]] std::optional<EpochSeconds> previous_answer(RecordId thread, EpochSeconds before);
  // Threads in which we wrote to this address (lower case) by hand at or after `from`; at most 20.
  [[nodiscard]] std::vector<RecordId> threads_written_to(std::string_view address, EpochSeconds from);
  // The first inbound mail after `after` that a partner in trade wrote: no machine's, no advertisement.
  [[nodiscard]] std::optional<RecordId> next_inbound(RecordId thread, EpochSeconds after);
  // Inbound mail that arrived in [from, at] and is unanswered, or answered later, was answered at `at`.
  void answer_between(RecordId thread, EpochSeconds from, EpochSeconds at);
  void recompute_answers(RecordId thread);  // of the whole thread

 private:
  [[nodiscard]] RecordId address_id(const MailAddress& address, std::optional<EpochSeconds> written_to_at);
  database::Database& database_;
};

}  // namespace tradewind::crm

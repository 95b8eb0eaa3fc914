// Leads, their items, threads and history. See store.hpp for how repositories are used.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/lead.hpp"
#include "crm_core/store/custom_selection.hpp"

namespace tradewind::crm {

struct LeadFilter {
  std::optional<LeadStatus> status;
  std::optional<RecordId> owner_id;
  bool unowned = false;
  bool only_open = false;  // new, assigned, contacted, qualified
  std::string seen = "1";  // a condition on `l`: store/visibility.hpp
  CustomSelection custom = {};
};

class LeadRepository {
 public:
  explicit LeadRepository(database::Database& database) : database_(database) {}

  [[nodiscard]] std::optional<Lead> find(RecordId id);  // items too
  // Newest first, items too.
  [[nodiscard]] std::vector<Lead> list(const LeadFilter& filter, int limit, int offset);
  // By id from `after`, in this status: for jobs that go through all of them in slices.
  [[nodiscard]] std::vector<Lead> in_status(LeadStatus status, RecordId after, int limit);
  // New or assigned ones without our answer that arrived since `from`, longest waiting first; `seen`: a condition on
  // `l`.
  [[nodiscard]] std::vector<Lead> unanswered(const std::string& seen, EpochSeconds from, int limit, int offset);
  [[nodiscard]] std::vector<RecordId> by_thread(RecordId thread);      // not merged ones; newest first
  [[nodiscard]] std::optional<RecordId> of_message(RecordId message);  // made from this message
  [[nodiscard]] std::vector<RecordId> threads_of(RecordId lead);
  [[nodiscard]] std::vector<LeadEvent> history(RecordId lead);  // oldest first
  // Not merged, converted or disqualified ones with the same address (lower case) or phone key, oldest first.
  [[nodiscard]] std::vector<RecordId> open_by_email(std::string_view address);
  [[nodiscard]] std::vector<RecordId> open_by_phone(std::string_view key);
  // Whatever became of them, deleted and merged ones aside, the latest first: by the address (lower case), without one
  // by the phone key.
  [[nodiscard]] std::vector<RecordId> of_address_or_phone(std::string_view address, std::string_view phone_key);
  [[nodiscard]] std::int64_t open_count(RecordId user);  // new, assigned or contacted leads of this user
  [[nodiscard]] std::int64_t open_count();               // all that are neither converted, disqualified nor merged
  // A document of that type (quotation, order) is filed in one of its threads since `from`.
  [[nodiscard]] bool has_document(RecordId lead, RecordType type, EpochSeconds from);

  // Our people who wrote by hand in its threads since `from`, and those into whose mailboxes its inquiry came; each
  // once.
  [[nodiscard]] std::vector<RecordId> writers(RecordId lead, EpochSeconds from);
  [[nodiscard]] std::vector<RecordId> receivers(RecordId lead);

  RecordId insert(const Lead& lead);  // items too
  void update(const Lead& lead);      // without items; version counts up
  void add_event(const LeadEvent& event);
  void add_thread(RecordId lead, RecordId thread);
  void remove_thread(RecordId lead, RecordId thread);
  void move_threads(RecordId from_lead, RecordId to_lead);

 private:
  void read_items(std::vector<Lead>& leads);
  database::Database& database_;
};

}  // namespace tradewind::crm

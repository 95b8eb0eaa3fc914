// What one of our people has, all of it. See store.hpp for how repositories are used.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/handover.hpp"

namespace tradewind::crm {

// A record of somebody's, and the customer it belongs to.
struct OwnedRecord {
  RecordId id = 0;
  std::optional<RecordId> customer;
};

struct HandoverEntry {
  RecordId id = 0;
  EpochSeconds at = 0;
  std::string actor;
  RecordId from = 0;
  bool deactivated = false;
  std::optional<EpochSeconds> undone_at = {};
};

struct HandoverRow {
  std::string what;
  RecordId record = 0, to = 0;
};

class HandoverRepository {
 public:
  explicit HandoverRepository(database::Database& database) : database_(database) {}

  // By id. Deleted ones too: they may be restored. Of leads all but merged ones, of deals and tasks the open ones.
  [[nodiscard]] std::vector<OwnedRecord> customers_of(RecordId user);
  [[nodiscard]] std::vector<OwnedRecord> leads_of(RecordId user);
  [[nodiscard]] std::vector<OwnedRecord> opportunities_of(RecordId user);
  [[nodiscard]] std::vector<OwnedRecord> tasks_of(RecordId user);
  [[nodiscard]] std::vector<OwnedRecord> accounts_of(RecordId user);
  // What is shared with the user, as "share of customer" and the number.
  [[nodiscard]] std::vector<std::pair<std::string, RecordId>> shares_of(RecordId user);
  // Shared with the other instead of the one; false when it was not shared with the one. Whoever owns the record, or
  // had a share before, has no second one.
  bool move_share(std::string_view what, RecordId record, RecordId from, RecordId to);

  RecordId insert(const HandoverEntry& handover);
  void set_deactivated(RecordId handover);
  void set_undone(RecordId handover, EpochSeconds at);
  [[nodiscard]] std::optional<HandoverEntry> find(RecordId handover);
  void add_row(RecordId handover, std::string_view what, RecordId record, RecordId to);
  [[nodiscard]] std::vector<HandoverRow> rows(RecordId handover);

  // Oldest first, at most 1,000. Inquiries that no lead stands for, of the last 90 days.
  [[nodiscard]] std::vector<OpenMatter> unanswered_mail(RecordId user, EpochSeconds from);
  [[nodiscard]] std::vector<OpenMatter> open_quotations(RecordId user);

 private:
  [[nodiscard]] std::vector<OwnedRecord> read(std::string_view sql, RecordId user);
  database::Database& database_;
};

}  // namespace tradewind::crm

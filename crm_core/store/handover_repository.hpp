// What one of our people has, all of it. See store.hpp for how repositories are used.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/handover.hpp"

namespace tradewind::crm {

// A record of somebody's, and the customer it belongs to.
struct OwnedRecord {
  RecordId id = 0;
  std::optional<RecordId> customer;
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
  // Records shared with the one are shared with the other; how many.
  std::int64_t move_shares(RecordId from, RecordId to);

  // Oldest first, at most 1,000. Inquiries that no lead stands for, of the last 90 days.
  [[nodiscard]] std::vector<OpenMatter> unanswered_mail(RecordId user, EpochSeconds from);
  [[nodiscard]] std::vector<OpenMatter> open_quotations(RecordId user);

 private:
  [[nodiscard]] std::vector<OwnedRecord> read(std::string_view sql, RecordId user);
  database::Database& database_;
};

}  // namespace tradewind::crm

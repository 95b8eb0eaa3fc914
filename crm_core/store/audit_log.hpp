// The audit log: who changed what, when, before and after. Each row carries a hash over itself and the row before, so
// that a row that was altered or removed shows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/notice.hpp"

namespace tradewind::crm {

class AuditLog {
 public:
  explicit AuditLog(database::Database& database) : database_(database) {}

  // In the transaction of the change itself. before, after: JSON, "" for nothing.
  void write(const Actor& actor, std::string_view record_type, RecordId record, std::string_view action,
             std::string_view before, std::string_view after);
  [[nodiscard]] std::vector<AuditEntry> of_record(std::string_view record_type, RecordId record);  // oldest first
  [[nodiscard]] std::vector<AuditEntry> after(RecordId after, int limit);  // by id
  [[nodiscard]] RecordId last_id();                                        // 0 for none
  [[nodiscard]] RecordId first_since(EpochSeconds from);                   // of the first row then; 0 for none
  struct Check {
    std::int64_t rows = 0;
    std::optional<RecordId> first_break;  // the first row whose hash is not what it should be
    std::int64_t missing = 0;             // rows written and no longer there
  };
  // Reads all of it.
  [[nodiscard]] Check check();

 private:
  database::Database& database_;
};

}  // namespace tradewind::crm

// The audit log: who changed what, when, before and after. Each row carries a hash over itself and the row before, so
// that a row that was altered or removed shows.
#pragma once

#include <functional>
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
  // The id of the first row whose hash is not what it should be, or after which rows are missing; nothing if the chain
  // is whole.
  [[nodiscard]] std::optional<RecordId> first_break();

 private:
  database::Database& database_;
};

}  // namespace tradewind::crm

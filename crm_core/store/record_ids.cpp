#include "crm_core/store/record_ids.hpp"

namespace tradewind::crm {

namespace {

std::string_view query_of(RecordType type) {
  switch (type) {
    case RecordType::customer:
      return "SELECT id FROM customer WHERE removed_at IS NULL AND id > ? ORDER BY id LIMIT ?";
    case RecordType::contact:
      return "SELECT id FROM contact WHERE removed_at IS NULL AND id > ? ORDER BY id LIMIT ?";
    case RecordType::lead:
      return "SELECT id FROM lead WHERE removed_at IS NULL AND id > ? ORDER BY id LIMIT ?";
    case RecordType::opportunity:
      return "SELECT id FROM opportunity WHERE removed_at IS NULL AND id > ? ORDER BY id LIMIT ?";
    case RecordType::supplier:
      return "SELECT id FROM supplier WHERE removed_at IS NULL AND id > ? ORDER BY id LIMIT ?";
    case RecordType::quotation:
      return "SELECT id FROM quotation WHERE id > ? ORDER BY id LIMIT ?";
    case RecordType::order:
      return "SELECT id FROM sales_order WHERE id > ? ORDER BY id LIMIT ?";
    case RecordType::service_case:
      break;
  }
  return "SELECT id FROM service_case WHERE id > ? ORDER BY id LIMIT ?";
}

}  // namespace

std::vector<RecordId> record_ids(database::Database& database, RecordType type, RecordId after, int limit) {
  std::vector<RecordId> ids;
  auto rows = database.query(query_of(type), after, limit);
  while (rows->step()) ids.push_back(rows->int64(0));
  return ids;
}

}  // namespace tradewind::crm

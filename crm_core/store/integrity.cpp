#include "crm_core/store/integrity.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tradewind::crm {

namespace {

constexpr int most_lines = 1'000;

// Each query gives the ids of rows that should not be; {} is the id.
struct Rule {
  const char* sql;
  const char* text;
};

constexpr Rule rules[] = {
    {"SELECT m.id FROM message m WHERE NOT EXISTS (SELECT 1 FROM delivery d WHERE d.message_id = m.id)",
     "message {} has no delivery"},
    {"SELECT m.id FROM message m WHERE m.thread_id IS NULL", "message {} has no thread"},
    {"SELECT m.id FROM message m JOIN thread t ON t.id = m.thread_id WHERE t.merged_into IS NOT NULL",
     "message {} is in a thread that was merged into another"},
    {"SELECT t.id FROM thread t WHERE t.merged_into IS NULL AND t.message_count <>"
     " (SELECT count(*) FROM message m WHERE m.thread_id = t.id)",
     "thread {} counts other messages than it has"},
    {"SELECT d.id FROM delivery d WHERE d.message_id IS NOT NULL AND d.vault_object IS NULL",
     "delivery {} has no bytes"},
    {"SELECT m.id FROM message m LEFT JOIN message_decision d ON d.message_id = m.id WHERE d.message_id IS NULL",
     "message {} has no decisions"},
    {"SELECT f.message_id FROM filing f WHERE f.record_type = 'customer' AND f.removed = 0 AND NOT EXISTS (SELECT 1 "
     "FROM customer r WHERE r.id = f.record_id)",
     "message {} is filed to a customer that does not exist"},
    {"SELECT f.message_id FROM filing f WHERE f.record_type = 'contact' AND f.removed = 0 AND NOT EXISTS (SELECT 1 "
     "FROM contact r WHERE r.id = f.record_id)",
     "message {} is filed to a contact that does not exist"},
    {"SELECT f.message_id FROM filing f WHERE f.record_type = 'supplier' AND f.removed = 0 AND NOT EXISTS (SELECT 1 "
     "FROM supplier r WHERE r.id = f.record_id)",
     "message {} is filed to a supplier that does not exist"},
    {"SELECT f.message_id FROM filing f WHERE f.record_type = 'quotation' AND f.removed = 0 AND NOT EXISTS (SELECT 1 "
     "FROM quotation r WHERE r.id = f.record_id)",
     "message {} is filed to a quotation that does not exist"},
    {"SELECT f.message_id FROM filing f WHERE f.record_type = 'order' AND f.removed = 0 AND NOT EXISTS (SELECT 1 FROM "
     "sales_order r WHERE r.id = f.record_id)",
     "message {} is filed to an order that does not exist"},
    {"SELECT f.message_id FROM filing f WHERE f.record_type = 'case' AND f.removed = 0 AND NOT EXISTS (SELECT 1 FROM "
     "service_case r WHERE r.id = f.record_id)",
     "message {} is filed to a case that does not exist"},
    {"SELECT f.message_id FROM filing f WHERE f.record_type = 'opportunity' AND f.removed = 0 AND NOT EXISTS (SELECT 1 "
     "FROM opportunity r WHERE r.id = f.record_id)",
     "message {} is filed to an opportunity that does not exist"},
    {"SELECT f.message_id FROM filing f WHERE f.record_type = 'lead' AND f.removed = 0 AND NOT EXISTS (SELECT 1 FROM "
     "lead r WHERE r.id = f.record_id)",
     "message {} is filed to a lead that does not exist"},
    {"SELECT l.id FROM lead l WHERE (l.status = 'converted') <> (l.opportunity_id IS NOT NULL)",
     "lead {} is converted without an opportunity, or has one without being"},
    {"SELECT l.id FROM lead l WHERE (l.status = 'merged') <> (l.merged_into IS NOT NULL)",
     "lead {} is merged into none, or into one without being"},
    {"SELECT v.record_id FROM custom_value v WHERE v.record_type = 'customer' AND v.place = 0 AND NOT EXISTS (SELECT 1 "
     "FROM "
     "customer r WHERE r.id = v.record_id)",
     "customer {} does not exist and has a custom field"},
    {"SELECT v.record_id FROM custom_value v WHERE v.record_type = 'contact' AND v.place = 0 AND NOT EXISTS (SELECT 1 "
     "FROM "
     "contact r WHERE r.id = v.record_id)",
     "contact {} does not exist and has a custom field"},
    {"SELECT v.record_id FROM custom_value v WHERE v.record_type = 'lead' AND v.place = 0 AND NOT EXISTS (SELECT 1 "
     "FROM "
     "lead r WHERE r.id = v.record_id)",
     "lead {} does not exist and has a custom field"},
    {"SELECT v.record_id FROM custom_value v WHERE v.record_type = 'opportunity' AND v.place = 0 AND NOT EXISTS "
     "(SELECT 1 FROM "
     "opportunity r WHERE r.id = v.record_id)",
     "opportunity {} does not exist and has a custom field"},
    {"SELECT v.record_id FROM custom_value v WHERE v.record_type = 'supplier' AND v.place = 0 AND NOT EXISTS (SELECT 1 "
     "FROM "
     "supplier r WHERE r.id = v.record_id)",
     "supplier {} does not exist and has a custom field"},
};

}  // namespace

std::vector<std::string> check_file(database::Database& database) {
  std::vector<std::string> lines;
  auto rows = database.query("PRAGMA integrity_check(100)");
  while (rows->step())
    if (rows->view(0) != "ok") lines.push_back(rows->text(0));
  return lines;
}

std::vector<std::string> check_references(database::Database& database) {
  std::vector<std::string> lines;
  {
    auto rows = database.query("PRAGMA foreign_key_check");
    while (rows->step() && lines.size() < most_lines)
      lines.push_back(
          fmt::format("{} {} refers to a row of {} that does not exist", rows->view(0), rows->int64(1), rows->view(2)));
  }
  for (const Rule& rule : rules) {
    auto rows = database.query(rule.sql);
    while (rows->step() && lines.size() < most_lines)
      lines.push_back(fmt::format(fmt::runtime(rule.text), rows->int64(0)));
  }
  return lines;
}

std::vector<Digest> referenced_objects(database::Database& database) {
  std::vector<Digest> objects;
  auto rows = database.query(
      "SELECT vault_object FROM delivery WHERE vault_object IS NOT NULL UNION ALL SELECT vault_object FROM message");
  while (rows->step())
    if (rows->blob(0).size() == Digest{}.size()) objects.push_back(digest_from_bytes(rows->blob(0)));
  std::sort(objects.begin(), objects.end());
  objects.erase(std::unique(objects.begin(), objects.end()), objects.end());
  return objects;
}

StoreCounts counts(database::Database& database) {
  const auto count = [&](std::string_view sql) {
    auto rows = database.query(sql);
    rows->step();
    return rows->int64(0);
  };
  return {count("SELECT count(*) FROM message"), count("SELECT count(*) FROM delivery"),
          count("SELECT count(*) FROM message WHERE state <> 'filed' AND state = 'quarantined'")};
}

}  // namespace tradewind::crm

#include "crm_core/store/customer_marks.hpp"

namespace tradewind::crm {

namespace {

// What a customer that is put away was found by is put away too (RemovalRepository::park_keys), its website is not.
std::string_view query_of(CustomerMark mark) {
  switch (mark) {
    case CustomerMark::name:
      return "SELECT name_key, id FROM customer WHERE name_key <> '' UNION"
             " SELECT name_key, customer_id FROM customer_alias WHERE name_key <> '' ORDER BY 1, 2";
    case CustomerMark::domain:
      return "SELECT domain, customer_id FROM customer_domain ORDER BY domain, customer_id";
    case CustomerMark::address:
      return "SELECT a.address, c.customer_id FROM contact_address a JOIN contact c ON c.id = a.contact_id"
             " ORDER BY a.address, a.contact_id";
    case CustomerMark::phone:
      return "SELECT phone_key, customer_id FROM contact WHERE phone_key <> '' AND removed_at IS NULL"
             " ORDER BY phone_key";
    case CustomerMark::website:
      break;
  }
  return "SELECT website, id FROM customer WHERE website IS NOT NULL AND removed_at IS NULL ORDER BY website";
}

}  // namespace

void for_each_customer_mark(database::Database& database, CustomerMark mark,
                            const std::function<void(std::string_view value, RecordId customer)>& visit) {
  auto rows = database.query(query_of(mark));
  while (rows->step()) visit(rows->view(0), rows->int64(1));
}

}  // namespace tradewind::crm

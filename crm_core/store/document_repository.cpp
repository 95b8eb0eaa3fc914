#include "crm_core/store/document_repository.hpp"

#include "crm_core/store/or_null.hpp"

namespace tradewind::crm {

namespace {

std::optional<Order> read_order(database::Statement& rows) {
  if (!rows.step()) return {};
  return Order{rows.int64(0), rows.text(1), rows.text(2), rows.optional_int64(3), rows.optional_int64(4), rows.text(5)};
}

std::optional<ServiceCase> read_case(database::Statement& rows) {
  if (!rows.step()) return {};
  return ServiceCase{rows.int64(0), rows.text(1), rows.optional_int64(2), rows.text(3), rows.text(4)};
}

template <class Record, class Read>
std::vector<Record> read_all(database::Statement& rows, Read&& read) {
  std::vector<Record> records;
  while (auto record = read(rows)) records.push_back(*std::move(record));
  return records;
}

#define TRADEWIND_QUOTATION_COLUMNS "id, number, customer_id, contact_id, issued_on, status"
#define TRADEWIND_ORDER_COLUMNS "id, number, coalesce(customer_po, ''), customer_id, quotation_id, status"
#define TRADEWIND_CASE_COLUMNS "id, number, customer_id, subject, status"

}  // namespace

// Quotations
// --------------------------------------------------------------------------------------------------------------

std::optional<Quotation> DocumentRepository::read_quotation(database::Statement& rows) {
  if (!rows.step()) return {};
  Quotation quotation{rows.int64(0),
                      rows.text(1),
                      rows.optional_int64(2),
                      rows.optional_int64(3),
                      rows.optional_int64(4),
                      rows.text(5),
                      {}};
  auto lines = database_.query(
      "SELECT sku, quantity, coalesce(unit, ''), coalesce(price, ''), coalesce(currency, '') FROM quotation_line"
      " WHERE quotation_id = ? ORDER BY position",
      quotation.id);
  while (lines->step())
    quotation.lines.push_back({lines->text(0), lines->text(1), lines->text(2), lines->text(3), lines->text(4)});
  return quotation;
}

std::optional<Quotation> DocumentRepository::find_quotation(RecordId id) {
  auto rows = database_.query("SELECT " TRADEWIND_QUOTATION_COLUMNS " FROM quotation WHERE id = ?", id);
  return read_quotation(*rows);
}

std::optional<Quotation> DocumentRepository::find_quotation_by_number(std::string_view number) {
  auto rows = database_.query("SELECT " TRADEWIND_QUOTATION_COLUMNS " FROM quotation WHERE number = ?", number);
  return read_quotation(*rows);
}

std::vector<Quotation> DocumentRepository::list_quotations(int limit, int offset) {
  auto rows = database_.query("SELECT " TRADEWIND_QUOTATION_COLUMNS " FROM quotation ORDER BY id DESC LIMIT ? OFFSET ?",
                              limit, offset);
  return read_all<Quotation>(*rows, [&](database::Statement& row) { return read_quotation(row); });
}

RecordId DocumentRepository::insert_quotation(const Quotation& quotation) {
  database_.run(
      "INSERT INTO quotation (number, customer_id, contact_id, issued_on, status, created_at) VALUES (?, ?, ?, ?, ?, "
      "?)",
      quotation.number, quotation.customer_id, quotation.contact_id, quotation.issued_on, quotation.status, now());
  Quotation stored = quotation;
  stored.id = database_.last_insert_id();
  write_lines(stored);
  return stored.id;
}

void DocumentRepository::update_quotation(const Quotation& quotation) {
  database_.run("UPDATE quotation SET customer_id = ?, contact_id = ?, issued_on = ?, status = ? WHERE id = ?",
                quotation.customer_id, quotation.contact_id, quotation.issued_on, quotation.status, quotation.id);
  database_.run("DELETE FROM quotation_line WHERE quotation_id = ?", quotation.id);
  write_lines(quotation);
}

void DocumentRepository::write_lines(const Quotation& quotation) {
  int position = 0;
  for (const auto& line : quotation.lines)
    database_.run(
        "INSERT INTO quotation_line (quotation_id, position, sku, quantity, unit, price, currency) VALUES (?, ?, ?, ?, "
        "?, ?, ?)",
        quotation.id, position++, line.sku, line.quantity, or_null(line.unit), or_null(line.price),
        or_null(line.currency));
}

// Orders
// ------------------------------------------------------------------------------------------------------------------

std::optional<Order> DocumentRepository::find_order(RecordId id) {
  auto rows = database_.query("SELECT " TRADEWIND_ORDER_COLUMNS " FROM sales_order WHERE id = ?", id);
  return read_order(*rows);
}

std::optional<Order> DocumentRepository::find_order_by_number(std::string_view number) {
  auto rows = database_.query("SELECT " TRADEWIND_ORDER_COLUMNS " FROM sales_order WHERE number = ?", number);
  return read_order(*rows);
}

std::vector<Order> DocumentRepository::list_orders(int limit, int offset) {
  auto rows = database_.query("SELECT " TRADEWIND_ORDER_COLUMNS " FROM sales_order ORDER BY id DESC LIMIT ? OFFSET ?",
                              limit, offset);
  return read_all<Order>(*rows, read_order);
}

RecordId DocumentRepository::insert_order(const Order& order) {
  database_.run(
      "INSERT INTO sales_order (number, customer_po, customer_id, quotation_id, status, created_at) VALUES (?, ?, ?, "
      "?, ?, ?)",
      order.number, or_null(order.customer_po), order.customer_id, order.quotation_id, order.status, now());
  return database_.last_insert_id();
}

void DocumentRepository::update_order(const Order& order) {
  database_.run("UPDATE sales_order SET customer_po = ?, customer_id = ?, quotation_id = ?, status = ? WHERE id = ?",
                or_null(order.customer_po), order.customer_id, order.quotation_id, order.status, order.id);
}

// Cases
// -------------------------------------------------------------------------------------------------------------------

std::optional<ServiceCase> DocumentRepository::find_case(RecordId id) {
  auto rows = database_.query("SELECT " TRADEWIND_CASE_COLUMNS " FROM service_case WHERE id = ?", id);
  return read_case(*rows);
}

std::optional<ServiceCase> DocumentRepository::find_case_by_number(std::string_view number) {
  auto rows = database_.query("SELECT " TRADEWIND_CASE_COLUMNS " FROM service_case WHERE number = ?", number);
  return read_case(*rows);
}

std::vector<ServiceCase> DocumentRepository::list_cases(int limit, int offset) {
  auto rows = database_.query("SELECT " TRADEWIND_CASE_COLUMNS " FROM service_case ORDER BY id DESC LIMIT ? OFFSET ?",
                              limit, offset);
  return read_all<ServiceCase>(*rows, read_case);
}

RecordId DocumentRepository::insert_case(const ServiceCase& service_case) {
  database_.run("INSERT INTO service_case (number, customer_id, subject, status, created_at) VALUES (?, ?, ?, ?, ?)",
                service_case.number, service_case.customer_id, service_case.subject, service_case.status, now());
  return database_.last_insert_id();
}

void DocumentRepository::update_case(const ServiceCase& service_case) {
  database_.run("UPDATE service_case SET customer_id = ?, subject = ?, status = ? WHERE id = ?",
                service_case.customer_id, service_case.subject, service_case.status, service_case.id);
}

// Numbers and names
// -------------------------------------------------------------------------------------------------------

std::vector<NumberPattern> DocumentRepository::number_patterns() {
  std::vector<NumberPattern> patterns;
  auto rows = database_.query("SELECT record_type, pattern FROM number_pattern ORDER BY record_type, pattern");
  while (rows->step())
    if (const auto type = record_type_from_text(rows->view(0))) patterns.push_back({*type, rows->text(1)});
  return patterns;
}

void DocumentRepository::add_number_pattern(const NumberPattern& pattern) {
  database_.run(
      "INSERT INTO number_pattern (record_type, pattern) VALUES (?, ?) ON CONFLICT (record_type, pattern) DO NOTHING",
      to_text(pattern.type), pattern.pattern);
}

std::optional<std::string> DocumentRepository::name_of(RecordType type, RecordId id) {
  const auto text = [&](std::string_view sql) -> std::optional<std::string> {
    auto rows = database_.query(sql, id);
    return rows->step() ? rows->optional_text(0) : std::nullopt;
  };
  switch (type) {
    case RecordType::customer:
      return text("SELECT name FROM customer WHERE id = ?");
    case RecordType::contact:
      return text("SELECT name FROM contact WHERE id = ?");
    case RecordType::supplier:
      return text("SELECT name FROM supplier WHERE id = ?");
    case RecordType::quotation:
      return text("SELECT number FROM quotation WHERE id = ?");
    case RecordType::order:
      return text("SELECT number FROM sales_order WHERE id = ?");
    case RecordType::service_case:
      return text("SELECT number FROM service_case WHERE id = ?");
    case RecordType::opportunity:
      return text("SELECT name FROM opportunity WHERE id = ?");
    case RecordType::lead:
      return text("SELECT coalesce(company, contact_name, email, '') FROM lead WHERE id = ?");
  }
  return {};
}

}  // namespace tradewind::crm

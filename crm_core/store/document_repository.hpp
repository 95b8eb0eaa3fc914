// The documents of a sale: quotations, orders, service cases, and the patterns of their numbers. See store.hpp.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/records.hpp"

namespace tradewind::crm {

class DocumentRepository {
 public:
  explicit DocumentRepository(database::Database& database) : database_(database) {}

  [[nodiscard]] std::optional<Quotation> find_quotation(RecordId id);
  [[nodiscard]] std::optional<Quotation> find_quotation_by_number(std::string_view number);
  [[nodiscard]] std::vector<Quotation> list_quotations(int limit, int offset);  // newest first
  RecordId insert_quotation(const Quotation& quotation);                        // lines too
  void update_quotation(const Quotation& quotation);                            // lines are replaced

  [[nodiscard]] std::optional<Order> find_order(RecordId id);
  [[nodiscard]] std::optional<Order> find_order_by_number(std::string_view number);
  [[nodiscard]] std::vector<Order> list_orders(int limit, int offset);
  RecordId insert_order(const Order& order);
  void update_order(const Order& order);

  [[nodiscard]] std::optional<ServiceCase> find_case(RecordId id);
  [[nodiscard]] std::optional<ServiceCase> find_case_by_number(std::string_view number);
  [[nodiscard]] std::vector<ServiceCase> list_cases(int limit, int offset);
  RecordId insert_case(const ServiceCase& service_case);
  void update_case(const ServiceCase& service_case);

  [[nodiscard]] std::vector<NumberPattern> number_patterns();
  void add_number_pattern(const NumberPattern& pattern);  // known ones are left alone

  // Whether the record exists, and a name for people: "SFQ26-0311", "Nordhaus GmbH", ... for any type.
  [[nodiscard]] std::optional<std::string> name_of(RecordType type, RecordId id);

 private:
  [[nodiscard]] std::optional<Quotation> read_quotation(database::Statement& rows);
  void write_lines(const Quotation& quotation);
  database::Database& database_;
};

}  // namespace tradewind::crm

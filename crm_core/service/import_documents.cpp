#include <fmt/format.h>

#include <array>

#include "crm_core/service/field_check.hpp"
#include "crm_core/service/record_change.hpp"
#include "crm_core/service/record_importer.hpp"
#include "crm_core/store/document_repository.hpp"

namespace tradewind::crm {

namespace {

// What the document says of it, else what it was.
template <std::size_t N>
void take_status(const Fields& fields, const std::array<std::string_view, N>& words, std::string& status) {
  if (fields.find("status") == nullptr) return;
  status = fields.text("status");
  must(one_of(status, words, fields.path("status")));
}

}  // namespace

void RecordImporter::read_quotation(const Fields& fields) {
  DocumentRepository documents(database_);
  const std::string number = fields.needed("number");
  const auto before = documents.find_quotation_by_number(number);
  Quotation quotation = before.value_or(Quotation{});
  quotation.number = number;
  quotation.customer_id = customer_keyed(fields.text("customer"), fields.path("customer"));
  if (const std::string key = fields.text("contact"); !key.empty())
    quotation.contact_id = contact_keyed(key, fields.path("contact"));
  if (const std::string date = fields.text("date"); !date.empty()) {
    const auto day = parse_iso_date(date);
    if (!day) refuse(fields.path("date"), fmt::format("'{}' is not a date such as 2026-08-01", date.substr(0, 40)));
    quotation.issued_on = days_from_civil(*day) * 86'400;
  }
  take_status(fields, quotation_statuses, quotation.status);
  quotation.lines.clear();
  for (const auto& [value, path] : fields.list("lines")) {
    const Fields line(*value, path);
    quotation.lines.push_back(
        {line.needed("sku"), line.decimal("qty"), line.text("unit"), line.decimal("price"), line.text("currency")});
  }
  keep(
      "quotation", before, quotation, counts_.quotations,
      [&](const Quotation& it) { return documents.insert_quotation(it); },
      [&](const Quotation& it) { documents.update_quotation(it); });
}

void RecordImporter::read_order(const Fields& fields) {
  DocumentRepository documents(database_);
  const std::string number = fields.needed("number");
  const auto before = documents.find_order_by_number(number);
  Order order = before.value_or(Order{});
  order.number = number;
  order.customer_po = fields.text("customer_po");
  order.customer_id = customer_keyed(fields.text("customer"), fields.path("customer"));
  if (const std::string quote = fields.text("quote"); !quote.empty()) {
    const auto found = documents.find_quotation_by_number(quote);
    if (!found) refuse(fields.path("quote"), fmt::format("no quotation {}", quote));
    order.quotation_id = found->id;
  }
  take_status(fields, order_statuses, order.status);
  keep(
      "order", before, order, counts_.orders, [&](const Order& it) { return documents.insert_order(it); },
      [&](const Order& it) { documents.update_order(it); });
}

void RecordImporter::read_case(const Fields& fields) {
  DocumentRepository documents(database_);
  const std::string number = fields.needed("number");
  const auto before = documents.find_case_by_number(number);
  ServiceCase service_case = before.value_or(ServiceCase{});
  service_case.number = number;
  service_case.customer_id = customer_keyed(fields.text("customer"), fields.path("customer"));
  service_case.subject = fields.text("subject");
  take_status(fields, case_statuses, service_case.status);
  keep(
      "case", before, service_case, counts_.cases, [&](const ServiceCase& it) { return documents.insert_case(it); },
      [&](const ServiceCase& it) { documents.update_case(it); });
}

}  // namespace tradewind::crm

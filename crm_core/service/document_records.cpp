// Quotations, orders, cases, and the patterns of their numbers.
#include <fmt/format.h>

#include "crm_core/service/field_check.hpp"
#include "crm_core/service/permission.hpp"
#include "crm_core/service/record_change.hpp"
#include "crm_core/service/record_json.hpp"
#include "crm_core/service/records.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/document_repository.hpp"

namespace tradewind::crm {

namespace {

Result<void> check_quotation(database::Database& database, Quotation& quotation) {
  CustomerRepository customers(database);
  if (auto fine = check_given(quotation.number, "number"); !fine) return fine;
  if (auto fine = one_of(quotation.status, quotation_statuses, "status"); !fine) return fine;
  if (quotation.customer_id && !customers.find(*quotation.customer_id))
    return tl::unexpected(missing("customer", *quotation.customer_id));
  if (quotation.contact_id && !customers.find_contact(*quotation.contact_id))
    return tl::unexpected(missing("contact", *quotation.contact_id));
  for (std::size_t i = 0; i < quotation.lines.size(); ++i) {
    const auto& line = quotation.lines[i];
    if (auto fine = check_given(line.sku, fmt::format("lines[{}].sku", i)); !fine) return fine;
    if (auto fine = check_given(line.quantity, fmt::format("lines[{}].quantity", i)); !fine) return fine;
    if (auto fine = check_decimal(line.quantity, fmt::format("lines[{}].quantity", i)); !fine) return fine;
    if (auto fine = check_decimal(line.price, fmt::format("lines[{}].price", i)); !fine) return fine;
  }
  return {};
}

Result<void> check_order(database::Database& database, const Order& order) {
  if (auto fine = check_given(order.number, "number"); !fine) return fine;
  if (auto fine = one_of(order.status, order_statuses, "status"); !fine) return fine;
  if (order.customer_id && !CustomerRepository(database).find(*order.customer_id))
    return tl::unexpected(missing("customer", *order.customer_id));
  if (order.quotation_id && !DocumentRepository(database).find_quotation(*order.quotation_id))
    return tl::unexpected(missing("quotation", *order.quotation_id));
  return {};
}

Result<void> check_case(database::Database& database, const ServiceCase& service_case) {
  if (auto fine = check_given(service_case.number, "number"); !fine) return fine;
  if (auto fine = one_of(service_case.status, case_statuses, "status"); !fine) return fine;
  if (service_case.customer_id && !CustomerRepository(database).find(*service_case.customer_id))
    return tl::unexpected(missing("customer", *service_case.customer_id));
  return {};
}

tl::unexpected<Error> number_taken(std::string_view what, std::string_view number) {
  return fail(Fault::conflict, fmt::format("there is a {} {} already", what, number));
}

}  // namespace

Result<RecordId> Records::add_quotation(const Actor& actor, Quotation quotation) {
  if (auto allowed = require(actor, Act::edit_records); !allowed) return pass_on(allowed);
  Change change(store_, actor);
  DocumentRepository documents(change.database());
  if (auto fine = check_quotation(change.database(), quotation); !fine) return pass_on(fine);
  if (documents.find_quotation_by_number(quotation.number)) return number_taken("quotation", quotation.number);
  return change.created("quotation", documents.insert_quotation(quotation), to_json(quotation));
}

Result<void> Records::change_quotation(const Actor& actor, Quotation quotation) {
  if (auto allowed = require(actor, Act::edit_records); !allowed) return allowed;
  Change change(store_, actor);
  DocumentRepository documents(change.database());
  const auto before = documents.find_quotation(quotation.id);
  if (!before) return tl::unexpected(missing("quotation", quotation.id));
  quotation.number = before->number;
  if (auto fine = check_quotation(change.database(), quotation); !fine) return fine;
  documents.update_quotation(quotation);
  change.changed("quotation", quotation.id, to_json(*before), to_json(quotation));
  return {};
}

Result<RecordId> Records::add_order(const Actor& actor, Order order) {
  if (auto allowed = require(actor, Act::edit_records); !allowed) return pass_on(allowed);
  Change change(store_, actor);
  DocumentRepository documents(change.database());
  if (auto fine = check_order(change.database(), order); !fine) return pass_on(fine);
  if (documents.find_order_by_number(order.number)) return number_taken("order", order.number);
  return change.created("order", documents.insert_order(order), to_json(order));
}

Result<void> Records::change_order(const Actor& actor, Order order) {
  if (auto allowed = require(actor, Act::edit_records); !allowed) return allowed;
  Change change(store_, actor);
  DocumentRepository documents(change.database());
  const auto before = documents.find_order(order.id);
  if (!before) return tl::unexpected(missing("order", order.id));
  order.number = before->number;
  if (auto fine = check_order(change.database(), order); !fine) return fine;
  documents.update_order(order);
  change.changed("order", order.id, to_json(*before), to_json(order));
  return {};
}

Result<RecordId> Records::add_case(const Actor& actor, ServiceCase service_case) {
  if (auto allowed = require(actor, Act::edit_records); !allowed) return pass_on(allowed);
  Change change(store_, actor);
  DocumentRepository documents(change.database());
  if (auto fine = check_case(change.database(), service_case); !fine) return pass_on(fine);
  if (documents.find_case_by_number(service_case.number)) return number_taken("case", service_case.number);
  return change.created("case", documents.insert_case(service_case), to_json(service_case));
}

Result<void> Records::change_case(const Actor& actor, ServiceCase service_case) {
  if (auto allowed = require(actor, Act::edit_records); !allowed) return allowed;
  Change change(store_, actor);
  DocumentRepository documents(change.database());
  const auto before = documents.find_case(service_case.id);
  if (!before) return tl::unexpected(missing("case", service_case.id));
  service_case.number = before->number;
  if (auto fine = check_case(change.database(), service_case); !fine) return fine;
  documents.update_case(service_case);
  change.changed("case", service_case.id, to_json(*before), to_json(service_case));
  return {};
}

Result<void> Records::add_number_pattern(const Actor& actor, const NumberPattern& pattern) {
  if (auto allowed = require(actor, Act::manage_users); !allowed) return allowed;
  if (pattern.type != RecordType::quotation && pattern.type != RecordType::order &&
      pattern.type != RecordType::service_case)
    return fail(Fault::invalid, "pattern: only quotations, orders and cases have numbers");
  if (pattern.pattern.find('#') == std::string::npos || pattern.pattern.size() > 100)
    return fail(Fault::invalid, fmt::format("pattern '{}': needs a # for each digit", pattern.pattern.substr(0, 100)));
  Change change(store_, actor);
  DocumentRepository(change.database()).add_number_pattern(pattern);
  change.changed("number pattern", 0, "", fmt::format("\"{} {}\"", to_text(pattern.type), pattern.pattern));
  return {};
}

}  // namespace tradewind::crm

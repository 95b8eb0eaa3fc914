// Records as JSON objects, as the audit log keeps them before and after a change.
#pragma once

#include <string>

#include "crm_core/model/lead.hpp"
#include "crm_core/model/records.hpp"

namespace tradewind::crm {

[[nodiscard]] std::string to_json(const User& user);
[[nodiscard]] std::string to_json(const Firm& firm);
[[nodiscard]] std::string to_json(const Customer& customer);
[[nodiscard]] std::string to_json(const Contact& contact);
[[nodiscard]] std::string to_json(const Supplier& supplier);
[[nodiscard]] std::string to_json(const Product& product);
[[nodiscard]] std::string to_json(const Quotation& quotation);
[[nodiscard]] std::string to_json(const Order& order);
[[nodiscard]] std::string to_json(const ServiceCase& service_case);
[[nodiscard]] std::string to_json(const Opportunity& opportunity);
// What a service changes of a lead: status, owner, what it became.
[[nodiscard]] std::string to_json(const Lead& lead);

}  // namespace tradewind::crm

// Records as JSON objects, as the audit log keeps them before and after a change.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

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
[[nodiscard]] std::string tags_json(const std::vector<std::string>& tags);
// {"name":"text"}
[[nodiscard]] std::string json_text(std::string_view name, std::string_view text);
// The fields that to_json() writes; id, version and what else is not in it stay as in a new value.
[[nodiscard]] Customer customer_from_json(const nlohmann::json& json);
[[nodiscard]] Contact contact_from_json(const nlohmann::json& json);
[[nodiscard]] Supplier supplier_from_json(const nlohmann::json& json);  // its contacts without their numbers
[[nodiscard]] Opportunity opportunity_from_json(const nlohmann::json& json);
// What a service changes of a lead: status, owner, what it became.
[[nodiscard]] std::string to_json(const Lead& lead);

}  // namespace tradewind::crm

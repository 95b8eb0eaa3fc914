#include "crm_core/service/record_json.hpp"

#include <nlohmann/json.hpp>

namespace tradewind::crm {

namespace {

using Json = nlohmann::ordered_json;

Json id_or_null(const std::optional<RecordId>& id) { return id ? Json(*id) : Json(nullptr); }

// Texts may hold anything that came by mail.
std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

std::string to_json(const User& user) {
  return dump({{"login", user.login},
               {"name", user.name},
               {"role", to_text(user.role)},
               {"active", user.active},
               {"capacity", user.capacity},
               {"addresses", user.addresses},
               {"team", id_or_null(user.team_id)}});
}

std::string to_json(const Firm& firm) {
  return dump({{"name", firm.name}, {"own_domains", firm.own_domains}, {"home_country", firm.home_country}});
}

std::string to_json(const Customer& customer) {
  return dump({{"name", customer.name},
               {"country", customer.country},
               {"website", customer.website},
               {"level", customer.level},
               {"status", customer.status},
               {"owner", id_or_null(customer.owner_id)},
               {"parent", id_or_null(customer.parent_id)},
               {"aliases", customer.aliases},
               {"domains", customer.domains}});
}

std::string to_json(const Contact& contact) {
  return dump({{"customer", contact.customer_id},
               {"name", contact.name},
               {"title", contact.title},
               {"phone", contact.phone},
               {"language", contact.language},
               {"addresses", contact.addresses}});
}

std::string to_json(const Supplier& supplier) {
  Json contacts = Json::array();
  for (const auto& contact : supplier.contacts)
    contacts.push_back({{"name", contact.name}, {"addresses", contact.addresses}});
  return dump({{"name", supplier.name}, {"domains", supplier.domains}, {"contacts", contacts}});
}

std::string to_json(const Product& product) {
  return dump(
      {{"sku", product.sku}, {"name", product.name}, {"category", product.category}, {"aliases", product.aliases}});
}

std::string to_json(const Quotation& quotation) {
  Json lines = Json::array();
  for (const auto& line : quotation.lines)
    lines.push_back({{"sku", line.sku},
                     {"quantity", line.quantity},
                     {"unit", line.unit},
                     {"price", line.price},
                     {"currency", line.currency}});
  return dump({{"number", quotation.number},
               {"customer", id_or_null(quotation.customer_id)},
               {"contact", id_or_null(quotation.contact_id)},
               {"issued_on", id_or_null(quotation.issued_on)},
               {"status", quotation.status},
               {"lines", lines}});
}

std::string to_json(const Order& order) {
  return dump({{"number", order.number},
               {"customer_po", order.customer_po},
               {"customer", id_or_null(order.customer_id)},
               {"quotation", id_or_null(order.quotation_id)},
               {"status", order.status}});
}

std::string to_json(const ServiceCase& service_case) {
  return dump({{"number", service_case.number},
               {"customer", id_or_null(service_case.customer_id)},
               {"subject", service_case.subject},
               {"status", service_case.status}});
}

std::string to_json(const Opportunity& opportunity) {
  return dump({{"name", opportunity.name},
               {"customer", opportunity.customer_id},
               {"contact", id_or_null(opportunity.contact_id)},
               {"owner", id_or_null(opportunity.owner_id)},
               {"stage", opportunity.stage},
               {"amount", opportunity.amount},
               {"currency", opportunity.currency},
               {"expected_close", id_or_null(opportunity.expected_close)},
               {"lost_reason", opportunity.lost_reason}});
}

std::string to_json(const Lead& lead) {
  return dump({{"status", to_text(lead.status)},
               {"owner", id_or_null(lead.owner_id)},
               {"merged_into", id_or_null(lead.merged_into)},
               {"customer", id_or_null(lead.customer_id)},
               {"contact", id_or_null(lead.contact_id)},
               {"opportunity", id_or_null(lead.opportunity_id)},
               {"qualified_why", lead.qualified_why},
               {"disqualified_why", lead.disqualified_why}});
}

std::string tags_json(const std::vector<std::string>& tags) { return dump({{"tags", tags}}); }

std::string json_text(std::string_view name, std::string_view text) {
  Json json;
  json[std::string(name)] = text;
  return dump(json);
}

namespace {

std::optional<RecordId> id_from(const nlohmann::json& json, const char* name) {
  const auto found = json.find(name);
  return found == json.end() || found->is_null() ? std::nullopt : std::optional(found->get<RecordId>());
}

}  // namespace

Customer customer_from_json(const nlohmann::json& json) {
  Customer customer;
  customer.name = json.at("name");
  customer.country = json.at("country");
  customer.website = json.at("website");
  customer.level = json.at("level");
  customer.status = json.at("status");
  customer.owner_id = id_from(json, "owner");
  customer.parent_id = id_from(json, "parent");
  customer.aliases = json.at("aliases");
  customer.domains = json.at("domains");
  return customer;
}

Contact contact_from_json(const nlohmann::json& json) {
  Contact contact;
  contact.customer_id = json.at("customer");
  contact.name = json.at("name");
  contact.title = json.at("title");
  contact.phone = json.at("phone");
  contact.language = json.at("language");
  contact.addresses = json.at("addresses");
  return contact;
}

Supplier supplier_from_json(const nlohmann::json& json) {
  Supplier supplier;
  supplier.name = json.at("name");
  supplier.domains = json.at("domains");
  for (const auto& contact : json.at("contacts"))
    supplier.contacts.push_back({0, contact.at("name"), contact.at("addresses")});
  return supplier;
}

Opportunity opportunity_from_json(const nlohmann::json& json) {
  Opportunity opportunity;
  opportunity.name = json.at("name");
  opportunity.customer_id = json.at("customer");
  opportunity.contact_id = id_from(json, "contact");
  opportunity.owner_id = id_from(json, "owner");
  opportunity.stage = json.at("stage");
  opportunity.amount = json.at("amount");
  opportunity.currency = json.at("currency");
  opportunity.expected_close = id_from(json, "expected_close");
  opportunity.lost_reason = json.at("lost_reason");
  return opportunity;
}

}  // namespace tradewind::crm

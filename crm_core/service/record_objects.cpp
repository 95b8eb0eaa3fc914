#include "crm_core/service/record_objects.hpp"

#include <fmt/format.h>

#include "crm_core/store/custom_field_repository.hpp"
#include "crm_core/store/custom_value_repository.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/document_repository.hpp"
#include "crm_core/store/lead_repository.hpp"
#include "crm_core/store/opportunity_repository.hpp"
#include "crm_core/store/product_repository.hpp"
#include "crm_core/store/relation_repository.hpp"
#include "crm_core/store/setting.hpp"
#include "crm_core/store/supplier_repository.hpp"
#include "crm_core/store/task_repository.hpp"
#include "crm_core/store/user_repository.hpp"

namespace tradewind::crm {

namespace {

using Json = RecordObjects::Json;

Json known(std::string_view text) { return text.empty() ? Json(nullptr) : Json(text); }
Json day(std::optional<EpochSeconds> at) { return at ? Json(to_rfc3339(*at).substr(0, 10)) : Json(nullptr); }
Json time(std::optional<EpochSeconds> at) { return at ? Json(to_rfc3339(*at)) : Json(nullptr); }

// Records made by hand have no key; one is made for them that is the same each time.
std::string key_or_made(std::string_view key, RecordType type, RecordId id) {
  return key.empty() ? fmt::format("{}-{}", to_text(type), id) : std::string(key);
}

}  // namespace

RecordObjects::RecordObjects(database::Database& database) : database_(database) {
  for (auto& field : CustomFieldRepository(database_).all())
    if (!field.retired_at) fields_[field.of].push_back(std::move(field));
}

std::vector<Json> RecordObjects::custom_fields() const {
  std::vector<Json> objects;
  for (const auto& [type, fields] : fields_)
    for (const auto& field : fields) {
      Json choices = Json::array(), hidden = Json::array();
      for (const auto& choice : field.choices)
        choices.push_back({{"name", choice.name}, {"label", choice.label}, {"retired", choice.retired}});
      for (const Role role : field.hidden_from) hidden.push_back(to_text(role));
      objects.push_back({{"of", to_text(type)},
                         {"name", field.name},
                         {"label", field.label},
                         {"type", to_text(field.type)},
                         {"to", field.link_to ? Json(to_text(*field.link_to)) : Json(nullptr)},
                         {"choices", choices},
                         {"required", field.required},
                         {"default", known(field.preset)},
                         {"hint", known(field.help)},
                         {"position", field.position},
                         {"hidden_from", hidden}});
    }
  return objects;
}

std::vector<std::string> RecordObjects::custom_names(RecordType type) const {
  std::vector<std::string> names;
  if (const auto found = fields_.find(type); found != fields_.end())
    for (const auto& field : found->second) names.push_back(field.name);
  return names;
}

// Nothing at all where the kind has no custom fields.
void RecordObjects::add_custom(Json& object, RecordType type, RecordId id) const {
  const auto found = fields_.find(type);
  if (found == fields_.end()) return;
  const CustomValues values = CustomValueRepository(database_).of_record(type, id, found->second);
  Json custom = Json::object();
  for (const auto& field : found->second) {
    const auto value = values.find(field.id);
    Json& said = custom[field.name];
    if (value == values.end()) continue;
    if (field.type == FieldType::money) {
      const auto [amount, currency] = sum_in(value->second);
      said = {{"amount", amount}, {"currency", currency}};
    } else if (field.type == FieldType::multi_choice) {
      said = choices_in(value->second);
    } else if (field.type == FieldType::link) {
      said = key_of(field.link_to.value_or(RecordType::customer), record_in(value->second));
    } else {
      said = value->second;
    }
  }
  object["custom"] = std::move(custom);
}

Json RecordObjects::firm() const {
  const Firm firm = crm::firm(database_);
  return {{"name", firm.name}, {"own_domains", firm.own_domains}, {"home_country", known(firm.home_country)}};
}

Json RecordObjects::number_patterns() const {
  Json patterns = Json::object();
  for (const auto& pattern : DocumentRepository(database_).number_patterns())
    patterns[pattern.type == RecordType::quotation ? "quote" : std::string(to_text(pattern.type))].push_back(
        pattern.pattern);
  return patterns;
}

std::vector<Json> RecordObjects::users() const {
  UserRepository users(database_);
  std::vector<Json> objects;
  const auto teams = users.teams();
  for (const auto& user : users.list()) {
    Json team = nullptr;
    for (const auto& each : teams)
      if (each.id == user.team_id) team = each.name;
    objects.push_back({{"login", user.login},
                       {"name", user.name},
                       {"emails", user.addresses},
                       {"role", to_text(user.role)},
                       {"active", user.active},
                       {"capacity", user.capacity},
                       {"team", team}});
  }
  return objects;
}

std::vector<Json> RecordObjects::products() const {
  std::vector<Json> objects;
  for (const auto& product : ProductRepository(database_).list())
    objects.push_back({{"sku", product.sku},
                       {"name", product.name},
                       {"aliases", product.aliases},
                       {"category", known(product.category)}});
  return objects;
}

std::vector<Json> RecordObjects::tasks() const {
  constexpr int all = 10'000'000;
  std::vector<Json> objects;
  for (const bool done : {false, true}) {
    TaskFilter filter;
    filter.done = done;
    for (const auto& task : TaskRepository(database_).list(filter, all, 0))
      objects.push_back({{"title", task.title},
                         {"kind", task.kind},
                         {"priority", task.priority},
                         {"owner", login_of(task.owner_id)},
                         {"about_type", task.about_type ? Json(to_text(*task.about_type)) : Json(nullptr)},
                         {"about", task.about_type ? key_of(*task.about_type, task.about_id) : Json(nullptr)},
                         {"due_at", time(task.due_at)},
                         {"all_day", task.all_day},
                         {"repeats", known(task.repeats)},
                         {"note", known(task.note)},
                         {"done_at", time(task.done_at)}});
  }
  return objects;
}

Json RecordObjects::record(RecordType type, RecordId id) const {
  switch (type) {
    case RecordType::customer:
      return customer(id);
    case RecordType::contact: {
      const auto found = CustomerRepository(database_).find_contact(id);
      if (!found) return nullptr;
      Json object = contact(*found);
      object["customer"] = key_of(RecordType::customer, found->customer_id);
      object["customer_name"] =
          known(DocumentRepository(database_).name_of(RecordType::customer, found->customer_id).value_or(""));
      return object;
    }
    case RecordType::supplier:
      return supplier(id);
    case RecordType::quotation:
      return quotation(id);
    case RecordType::order:
      return order(id);
    case RecordType::service_case:
      return service_case(id);
    case RecordType::opportunity:
      return opportunity(id);
    case RecordType::lead:
      return lead(id);
  }
  return nullptr;
}

Json RecordObjects::customer(RecordId id) const {
  CustomerRepository customers(database_);
  const auto found = customers.find(id);
  if (!found) return nullptr;
  Json contacts = Json::array();
  for (const auto& person : customers.contacts_of(id)) contacts.push_back(contact(person));
  Json object = {{"key", key_or_made(found->external_key, RecordType::customer, id)},
                 {"name", found->name},
                 {"aliases", found->aliases},
                 {"country", known(found->country)},
                 {"domains", found->domains},
                 {"website", known(found->website)},
                 {"level", known(found->level)},
                 {"status", found->status},
                 {"owner", login_of(found->owner_id)},
                 {"parent", key_of(RecordType::customer, found->parent_id)},
                 {"tags", tags_of(RecordType::customer, id)},
                 {"contacts", contacts}};
  add_custom(object, RecordType::customer, id);
  return object;
}

Json RecordObjects::contact(const Contact& contact) const {
  Json object = {{"key", key_or_made(contact.external_key, RecordType::contact, contact.id)},
                 {"name", contact.name},
                 {"emails", contact.addresses},
                 {"phone", known(contact.phone)},
                 {"title", known(contact.title)},
                 {"language", known(contact.language)},
                 {"tags", tags_of(RecordType::contact, contact.id)}};
  add_custom(object, RecordType::contact, contact.id);
  return object;
}

Json RecordObjects::supplier(RecordId id) const {
  const auto found = SupplierRepository(database_).find(id);
  if (!found) return nullptr;
  Json contacts = Json::array();
  for (const auto& person : found->contacts) contacts.push_back({{"name", person.name}, {"emails", person.addresses}});
  Json object = {{"key", key_or_made(found->external_key, RecordType::supplier, id)},
                 {"name", found->name},
                 {"domains", found->domains},
                 {"contacts", contacts},
                 {"tags", tags_of(RecordType::supplier, id)}};
  add_custom(object, RecordType::supplier, id);
  return object;
}

Json RecordObjects::quotation(RecordId id) const {
  const auto found = DocumentRepository(database_).find_quotation(id);
  if (!found) return nullptr;
  Json lines = Json::array();
  for (const auto& line : found->lines)
    lines.push_back({{"sku", line.sku},
                     {"qty", known(line.quantity)},
                     {"unit", known(line.unit)},
                     {"price", known(line.price)},
                     {"currency", known(line.currency)}});
  return {{"number", found->number},
          {"customer", key_of(RecordType::customer, found->customer_id)},
          {"contact", key_of(RecordType::contact, found->contact_id)},
          {"date", day(found->issued_on)},
          {"status", found->status},
          {"lines", lines}};
}

Json RecordObjects::order(RecordId id) const {
  const auto found = DocumentRepository(database_).find_order(id);
  if (!found) return nullptr;
  return {{"number", found->number},
          {"customer_po", known(found->customer_po)},
          {"customer", key_of(RecordType::customer, found->customer_id)},
          {"quote", key_of(RecordType::quotation, found->quotation_id)},
          {"status", found->status}};
}

Json RecordObjects::service_case(RecordId id) const {
  const auto found = DocumentRepository(database_).find_case(id);
  if (!found) return nullptr;
  return {{"number", found->number},
          {"customer", key_of(RecordType::customer, found->customer_id)},
          {"subject", known(found->subject)},
          {"status", found->status}};
}

Json RecordObjects::lead(RecordId id) const {
  const auto found = LeadRepository(database_).find(id);
  if (!found) return nullptr;
  const auto& draft = found->draft;
  std::vector<std::string> items;
  for (const auto& item : draft.items)
    items.push_back(fmt::format("{}{}{} {}", item.quantity, item.unit.empty() ? "" : " ", item.unit, item.product));
  Json object = {{"arrived_at", time(found->arrived_at)},
                 {"status", to_text(found->status)},
                 {"company", known(draft.company)},
                 {"contact_name", known(draft.contact_name)},
                 {"email", known(draft.email)},
                 {"phone", known(draft.phone)},
                 {"country", known(draft.country)},
                 {"language", known(draft.language)},
                 {"platform", known(draft.platform)},
                 {"items", items},
                 {"incoterm", known(draft.incoterm)},
                 {"port", known(draft.port)},
                 {"target_price", known(draft.target_price)},
                 {"currency", known(draft.currency)},
                 {"score", draft.score},
                 {"owner", login_of(found->owner_id)},
                 {"answered_at", time(found->answered_at)},
                 {"customer", key_of(RecordType::customer, found->customer_id)},
                 {"qualified_why", known(found->qualified_why)},
                 {"disqualified_why", known(found->disqualified_why)},
                 {"tags", tags_of(RecordType::lead, id)}};
  add_custom(object, RecordType::lead, id);
  return object;
}

Json RecordObjects::opportunity(RecordId id) const {
  const auto found = OpportunityRepository(database_).find(id);
  if (!found) return nullptr;
  Json object = {{"name", found->name},
                 {"customer", key_of(RecordType::customer, found->customer_id)},
                 {"contact", key_of(RecordType::contact, found->contact_id)},
                 {"owner", login_of(found->owner_id)},
                 {"stage", found->stage},
                 {"amount", known(found->amount)},
                 {"currency", known(found->currency)},
                 {"expected_close", day(found->expected_close)},
                 {"lost_reason", known(found->lost_reason)},
                 {"created_at", time(found->created_at)},
                 {"tags", tags_of(RecordType::opportunity, id)}};
  add_custom(object, RecordType::opportunity, id);
  return object;
}

Json RecordObjects::key_of(RecordType type, std::optional<RecordId> id) const {
  if (!id) return nullptr;
  CustomerRepository customers(database_);
  if (type == RecordType::customer)
    if (const auto found = customers.find(*id)) return key_or_made(found->external_key, type, *id);
  if (type == RecordType::contact)
    if (const auto found = customers.find_contact(*id)) return key_or_made(found->external_key, type, *id);
  if (type == RecordType::supplier)
    if (const auto found = SupplierRepository(database_).find(*id)) return key_or_made(found->external_key, type, *id);
  return known(DocumentRepository(database_).name_of(type, *id).value_or(""));
}

Json RecordObjects::login_of(std::optional<RecordId> user) const {
  const auto found = user ? UserRepository(database_).find(*user) : std::nullopt;
  return found ? Json(found->login) : Json(nullptr);
}

Json RecordObjects::tags_of(RecordType type, RecordId id) const {
  return RelationRepository(database_).tags_of(type, id);
}

}  // namespace tradewind::crm

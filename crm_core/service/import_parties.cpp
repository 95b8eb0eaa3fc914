#include <fmt/format.h>

#include "crm_core/model/name_key.hpp"
#include "crm_core/service/field_check.hpp"
#include "crm_core/service/record_change.hpp"
#include "crm_core/service/record_importer.hpp"
#include "crm_core/service/records.hpp"
#include "crm_core/store/product_repository.hpp"
#include "crm_core/store/supplier_repository.hpp"

namespace tradewind::crm {

namespace {

// Known by its key, else by its name among those that have no key yet: the one made by hand that an export gave a key.
std::optional<Customer> known_customer(CustomerRepository& customers, const std::string& key, const std::string& name) {
  if (auto found = customers.find_by_external_key(key)) return found;
  const auto ids = customers.find_by_name_key(name_key(name));
  if (ids.size() != 1) return {};
  auto found = customers.find(ids.front());
  return found && found->external_key.empty() && !found->removed_at ? found : std::nullopt;
}

// The same for a person: by name at this customer.
std::optional<Contact> known_contact(CustomerRepository& customers, const std::string& key, RecordId customer,
                                     const std::string& name) {
  if (auto found = customers.find_contact_by_external_key(key)) return found;
  for (auto& contact : customers.contacts_of(customer))
    if (contact.external_key.empty() && contact.name == name) return std::move(contact);
  return {};
}

std::optional<Supplier> known_supplier(SupplierRepository& suppliers, const std::string& key, const std::string& name) {
  if (auto found = suppliers.find_by_external_key(key)) return found;
  auto found = suppliers.find_by_name_key(name_key(name));
  return found && found->external_key.empty() ? found : std::nullopt;
}

}  // namespace

void RecordImporter::read_customer(const Fields& fields) {
  CustomerRepository customers(database_);
  const std::string key = fields.needed("key");
  const auto before = known_customer(customers, key, fields.needed("name"));
  Customer customer = before.value_or(Customer{});
  customer.external_key = key;
  customer.name = fields.needed("name");
  customer.country = fields.text("country");
  must(tidy_country(customer.country, fields.path("country")));
  customer.level = fields.text("level");
  customer.aliases = fields.texts("aliases");
  tidy_names(customer.aliases);
  customer.domains = fields.texts("domains");
  must(tidy_domains(customer.domains, fields.path("domains")));
  if (const std::string owner = fields.text("owner"); !owner.empty())
    customer.owner_id = user_named(owner, fields.path("owner"));
  if (fields.says("website")) customer.website = fields.text("website");
  if (fields.find("status") != nullptr) {
    customer.status = fields.text("status");
    must(one_of(customer.status, customer_statuses, fields.path("status")));
  }
  const RecordId id = keep(
      "customer", before, customer, counts_.customers, [&](const Customer& it) { return customers.insert(it); },
      [&](const Customer& it) { customers.update(it); });
  customers_[key] = id;
  read_tags(RecordType::customer, id, fields);
  for (const auto& [value, path] : fields.list("contacts")) read_contact(customers, id, Fields(*value, path));
}

void RecordImporter::read_parent(const Fields& fields) {
  if (!fields.says("parent")) return;
  CustomerRepository customers(database_);
  const auto before = customers.find(customers_.at(fields.needed("key")));
  Customer customer = *before;
  customer.parent_id = customer_keyed(fields.text("parent"), fields.path("parent"));
  if (customer.parent_id == before->parent_id) return;
  if (auto fine = check_parents(database_, customer); !fine)
    refuse(fields.path("parent"), "the customer would be above and below itself");
  customers.update(customer);
  AuditLog(database_).write(actor_, "customer", customer.id, "changed", to_json(*before), to_json(customer));
}

void RecordImporter::read_contact(CustomerRepository& customers, RecordId customer, const Fields& fields) {
  const std::string key = fields.needed("key");
  const auto before = known_contact(customers, key, customer, fields.needed("name"));
  Contact contact = before.value_or(Contact{});
  contact.external_key = key;
  contact.customer_id = customer;
  contact.name = fields.needed("name");
  contact.phone = fields.text("phone");
  contact.title = fields.text("title");
  if (fields.says("language")) contact.language = fields.text("language");
  contact.addresses = fields.texts("emails");
  must(tidy_addresses(contact.addresses, fields.path("emails")));
  contacts_[key] = keep(
      "contact", before, contact, counts_.contacts, [&](const Contact& it) { return customers.insert_contact(it); },
      [&](const Contact& it) { customers.update_contact(it); });
  read_tags(RecordType::contact, contacts_[key], fields);
}

void RecordImporter::read_supplier(const Fields& fields) {
  SupplierRepository suppliers(database_);
  const std::string key = fields.needed("key");
  const auto before = known_supplier(suppliers, key, fields.needed("name"));
  if (before && before->removed_at) return;  // who was put away stays away
  Supplier supplier = before.value_or(Supplier{});
  supplier.contacts.clear();
  supplier.external_key = key;
  supplier.name = fields.needed("name");
  supplier.domains = fields.texts("domains");
  must(tidy_domains(supplier.domains, fields.path("domains")));
  for (const auto& [value, path] : fields.list("contacts")) {
    const Fields person(*value, path);
    SupplierContact contact{0, person.needed("name"), person.texts("emails")};
    must(tidy_addresses(contact.addresses, person.path("emails")));
    // A contact that is known keeps its id, so that an unchanged supplier compares equal.
    if (before)
      for (const auto& known : before->contacts)
        if (known.name == contact.name) contact.id = known.id;
    supplier.contacts.push_back(std::move(contact));
  }
  const RecordId id = keep(
      "supplier", before, supplier, counts_.suppliers, [&](const Supplier& it) { return suppliers.insert(it); },
      [&](const Supplier& it) { suppliers.update(it); });
  read_tags(RecordType::supplier, id, fields);
}

void RecordImporter::read_product(const Fields& fields) {
  ProductRepository products(database_);
  const std::string sku = fields.needed("sku");
  const auto before = products.find_by_sku(sku);
  Product product{before ? before->id : 0, sku, fields.needed("name"), fields.text("category"),
                  fields.texts("aliases")};
  tidy_names(product.aliases);
  keep(
      "product", before, product, counts_.products, [&](const Product& it) { return products.insert(it); },
      [&](const Product& it) { products.update(it); });
}

std::optional<RecordId> RecordImporter::customer_keyed(const std::string& key, const std::string& path) {
  if (key.empty()) return {};
  if (const auto found = customers_.find(key); found != customers_.end()) return found->second;
  const auto customer = CustomerRepository(database_).find_by_external_key(key);
  if (!customer) refuse(path, fmt::format("no customer with the key {}", key));
  return customer->id;
}

std::optional<RecordId> RecordImporter::contact_keyed(const std::string& key, const std::string& path) {
  if (key.empty()) return {};
  if (const auto found = contacts_.find(key); found != contacts_.end()) return found->second;
  const auto contact = CustomerRepository(database_).find_contact_by_external_key(key);
  if (!contact) refuse(path, fmt::format("no contact with the key {}", key));
  return contact->id;
}

}  // namespace tradewind::crm

// Customers, contacts, suppliers, products.
#include "crm_core/service/records.hpp"

#include <fmt/format.h>

#include "crm_core/model/name_key.hpp"
#include "crm_core/service/custom_edit.hpp"
#include "crm_core/service/duplicates.hpp"
#include "crm_core/service/field_check.hpp"
#include "crm_core/service/permission.hpp"
#include "crm_core/service/record_change.hpp"
#include "crm_core/service/record_json.hpp"
#include "crm_core/service/removals.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/product_repository.hpp"
#include "crm_core/store/supplier_repository.hpp"
#include "crm_core/store/user_repository.hpp"

namespace tradewind::crm {

namespace {

// An owner's name is not written by hand by whoever may not assign: the pool has its quotas and its records.
Result<void> require_assigning(const Actor& actor, RecordId customer) {
  if (may(actor.role, Act::assign_leads)) return {};
  return fail(Fault::forbidden, fmt::format("owner: {} ({}) may not assign", actor.name, to_text(actor.role)),
              fmt::format("crm pool take customer:{0}, or: crm pool release customer:{0}", customer));
}

Result<void> check_customer(database::Database& database, Customer& customer) {
  if (auto fine = check_given(customer.name, "name"); !fine) return fine;
  if (auto fine = tidy_country(customer.country); !fine) return fine;
  if (auto fine = tidy_domains(customer.domains); !fine) return fine;
  if (auto fine = one_of(customer.status, customer_statuses, "status"); !fine) return fine;
  tidy_names(customer.aliases);
  if (customer.owner_id && !UserRepository(database).find(*customer.owner_id))
    return tl::unexpected(missing("user", *customer.owner_id));
  return check_parents(database, customer);
}

// The duplicate check at entry. Of another rep's customer no more is told than that it is taken.
Result<void> check_duplicates(Store& store, const Actor& actor, const Customer& customer) {
  const auto found = find_duplicates(store, actor,
                                     {{customer.name},
                                      customer.domains,
                                      {},
                                      {},
                                      customer.website,
                                      customer.id == 0 ? std::nullopt : std::optional(customer.id)});
  if (!found) return pass_on(found);
  if (found->empty() || found->front().score < same_firm) return {};
  const Duplicate& same = found->front();
  const auto& mark = same.marks.front();
  if (!same.taken.empty())
    return fail(Fault::conflict, fmt::format("the {} {}: {}", mark.what, mark.value, same.taken));
  return fail(Fault::conflict,
              fmt::format("the {} {} is that of customer {} ({})", mark.what, mark.value, same.customer, same.name),
              "change that customer, or give this one a name of its own");
}

Result<void> check_contact(database::Database& database, const Actor& actor, Contact& contact) {
  CustomerRepository customers(database);
  if (contact.name.empty() && !contact.addresses.empty()) contact.name = contact.addresses.front();
  if (auto fine = check_given(contact.name, "name"); !fine) return fine;
  if (auto fine = tidy_addresses(contact.addresses); !fine) return fine;
  if (auto present = check_present(database, actor, RecordType::customer, contact.customer_id); !present)
    return present;
  for (const auto& address : contact.addresses)
    for (const auto& other : customers.contacts_by_address(address))
      if (other.id != contact.id)
        return fail(Fault::conflict,
                    fmt::format("the address {} is that of contact {} ({})", address, other.id, other.name));
  return {};
}

Result<void> check_supplier(Supplier& supplier) {
  if (auto fine = check_given(supplier.name, "name"); !fine) return fine;
  if (auto fine = tidy_domains(supplier.domains); !fine) return fine;
  for (auto& contact : supplier.contacts)
    if (auto fine = tidy_addresses(contact.addresses); !fine) return fine;
  return {};
}

Result<void> check_supplier_name(SupplierRepository& suppliers, const Supplier& supplier) {
  const auto other = suppliers.find_by_name_key(name_key(supplier.name));
  if (!other || other->id == supplier.id) return {};
  return fail(Fault::conflict,
              fmt::format("the name {} is that of supplier {} ({})", supplier.name, other->id, other->name),
              fmt::format("change that supplier, or: crm supplier merge ID {}", other->id));
}

}  // namespace

// A group is a tree: whoever is above must not be below.
Result<void> check_parents(database::Database& database, const Customer& customer) {
  CustomerRepository customers(database);
  auto above = customer.parent_id;
  for (int level = 0; above; ++level) {
    if (*above == customer.id || level == 64)
      return fail(Fault::invalid, fmt::format("parent: customer {} would be above and below itself", customer.id));
    const auto parent = customers.find(*above);
    if (!parent) return tl::unexpected(missing("customer", *above));
    above = parent->parent_id;
  }
  return {};
}

Result<RecordId> Records::add_customer(const Actor& actor, Customer customer,
                                       const std::optional<CustomTexts>& custom) {
  if (auto allowed = require(actor, Act::edit_records); !allowed) return pass_on(allowed);
  Change change(store_, actor, in_import_);
  CustomerRepository customers(change.database());
  customer.id = 0;
  if (auto fine = check_customer(change.database(), customer); !fine) return pass_on(fine);
  if (!in_import_)
    if (auto fine = check_duplicates(store_, actor, customer); !fine) return pass_on(fine);
  const auto fields = CustomEdit::of_new(change.database(), actor, RecordType::customer, custom);
  if (!fields) return pass_on(fields);
  const RecordId id = customers.insert(customer);
  fields->write(change.database(), id);
  return change.created("customer", id, fields->after(to_json(customer)));
}

Result<void> Records::change_customer(const Actor& actor, Customer customer, const std::optional<CustomTexts>& custom) {
  if (auto allowed = require(actor, Act::edit_records); !allowed) return allowed;
  Change change(store_, actor);
  CustomerRepository customers(change.database());
  const auto before = customers.find(customer.id);
  if (!before) return tl::unexpected(missing("customer", customer.id));
  if (auto present = check_present(change.database(), actor, RecordType::customer, before->id); !present)
    return present;
  if (auto fine = check_version("customer", before->id, before->version, customer.version); !fine) return fine;
  if (auto fine = check_customer(change.database(), customer); !fine) return fine;
  if (customer.name != before->name || customer.domains != before->domains || customer.website != before->website)
    if (auto fine = check_duplicates(store_, actor, customer); !fine) return fine;
  if (customer.owner_id != before->owner_id)
    if (auto allowed = require_assigning(actor, customer.id); !allowed) return allowed;
  const auto fields = CustomEdit::of_stored(change.database(), actor, RecordType::customer, customer.id, custom);
  if (!fields) return pass_on(fields);
  customers.update(customer);
  fields->write(change.database(), customer.id);
  change.changed("customer", customer.id, fields->before(to_json(*before)), fields->after(to_json(customer)));
  return {};
}

Result<RecordId> Records::add_contact(const Actor& actor, Contact contact, const std::optional<CustomTexts>& custom) {
  if (auto allowed = require(actor, Act::edit_records); !allowed) return pass_on(allowed);
  Change change(store_, actor, in_import_);
  CustomerRepository customers(change.database());
  contact.id = 0;
  if (auto fine = check_contact(change.database(), actor, contact); !fine) return pass_on(fine);
  const auto fields = CustomEdit::of_new(change.database(), actor, RecordType::contact, custom);
  if (!fields) return pass_on(fields);
  const RecordId id = customers.insert_contact(contact);
  fields->write(change.database(), id);
  return change.created("contact", id, fields->after(to_json(contact)));
}

Result<void> Records::change_contact(const Actor& actor, Contact contact, const std::optional<CustomTexts>& custom) {
  if (auto allowed = require(actor, Act::edit_records); !allowed) return allowed;
  Change change(store_, actor);
  CustomerRepository customers(change.database());
  const auto before = customers.find_contact(contact.id);
  if (!before) return tl::unexpected(missing("contact", contact.id));
  if (auto present = check_present(change.database(), actor, RecordType::contact, before->id); !present) return present;
  if (auto fine = check_version("contact", before->id, before->version, contact.version); !fine) return fine;
  if (auto fine = check_contact(change.database(), actor, contact); !fine) return fine;
  const auto fields = CustomEdit::of_stored(change.database(), actor, RecordType::contact, contact.id, custom);
  if (!fields) return pass_on(fields);
  customers.update_contact(contact);
  fields->write(change.database(), contact.id);
  change.changed("contact", contact.id, fields->before(to_json(*before)), fields->after(to_json(contact)));
  return {};
}

Result<RecordId> Records::add_supplier(const Actor& actor, Supplier supplier,
                                       const std::optional<CustomTexts>& custom) {
  if (auto allowed = require(actor, Act::edit_records); !allowed) return pass_on(allowed);
  Change change(store_, actor);
  SupplierRepository suppliers(change.database());
  supplier.id = 0;
  if (auto fine = check_supplier(supplier); !fine) return pass_on(fine);
  if (auto fine = check_supplier_name(suppliers, supplier); !fine) return pass_on(fine);
  const auto fields = CustomEdit::of_new(change.database(), actor, RecordType::supplier, custom);
  if (!fields) return pass_on(fields);
  const RecordId id = suppliers.insert(supplier);
  fields->write(change.database(), id);
  return change.created("supplier", id, fields->after(to_json(supplier)));
}

Result<void> Records::change_supplier(const Actor& actor, Supplier supplier, const std::optional<CustomTexts>& custom) {
  if (auto allowed = require(actor, Act::edit_records); !allowed) return allowed;
  Change change(store_, actor);
  SupplierRepository suppliers(change.database());
  const auto before = suppliers.find(supplier.id);
  if (!before) return tl::unexpected(missing("supplier", supplier.id));
  if (auto present = check_present(change.database(), actor, RecordType::supplier, before->id); !present)
    return present;
  if (auto fine = check_version("supplier", before->id, before->version, supplier.version); !fine) return fine;
  if (auto fine = check_supplier(supplier); !fine) return fine;
  if (auto fine = check_supplier_name(suppliers, supplier); !fine) return fine;
  const auto fields = CustomEdit::of_stored(change.database(), actor, RecordType::supplier, supplier.id, custom);
  if (!fields) return pass_on(fields);
  suppliers.update(supplier);
  fields->write(change.database(), supplier.id);
  change.changed("supplier", supplier.id, fields->before(to_json(*before)), fields->after(to_json(supplier)));
  return {};
}

Result<RecordId> Records::add_product(const Actor& actor, Product product) {
  if (auto allowed = require(actor, Act::edit_records); !allowed) return pass_on(allowed);
  Change change(store_, actor);
  ProductRepository products(change.database());
  if (auto fine = check_given(product.sku, "sku"); !fine) return pass_on(fine);
  if (auto fine = check_given(product.name, "name"); !fine) return pass_on(fine);
  if (products.find_by_sku(product.sku))
    return fail(Fault::conflict, fmt::format("there is a product {} already", product.sku));
  tidy_names(product.aliases);
  return change.created("product", products.insert(product), to_json(product));
}

Result<void> Records::change_product(const Actor& actor, Product product) {
  if (auto allowed = require(actor, Act::edit_records); !allowed) return allowed;
  Change change(store_, actor);
  ProductRepository products(change.database());
  const auto before = products.find_by_sku(product.sku);
  if (!before) return fail(Fault::not_found, fmt::format("no product {}", product.sku));
  if (auto fine = check_given(product.name, "name"); !fine) return fine;
  product.id = before->id;
  tidy_names(product.aliases);
  products.update(product);
  change.changed("product", product.id, to_json(*before), to_json(product));
  return {};
}

}  // namespace tradewind::crm

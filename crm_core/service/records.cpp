#include "crm_core/service/records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "crm_core/model/name_key.hpp"
#include "crm_core/service/field_check.hpp"
#include "crm_core/service/permission.hpp"
#include "crm_core/service/record_json.hpp"
#include "crm_core/service/removals.hpp"
#include "crm_core/store/audit_log.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/document_repository.hpp"
#include "crm_core/store/product_repository.hpp"
#include "crm_core/store/setting.hpp"
#include "crm_core/store/supplier_repository.hpp"
#include "crm_core/store/user_repository.hpp"

namespace tradewind::crm {

namespace {

template <std::size_t N>
Result<void> one_of(std::string_view text, const std::array<std::string_view, N>& words, std::string_view field) {
  if (std::find(words.begin(), words.end(), text) != words.end()) return {};
  return fail(Fault::invalid,
              fmt::format("{}: '{}' is none of {}", field, text.substr(0, 100), fmt::join(words, ", ")));
}

Error missing(std::string_view what, RecordId id) { return {Fault::not_found, fmt::format("no {} {}", what, id), {}}; }

// One change: permission, transaction, audit, and the version by which Knowledge sees it.
class Change {
 public:
  Change(Store& store, const Actor& actor)
      : database_(store.database()), actor_(actor), transaction_(store.database()) {}
  [[nodiscard]] database::Database& database() const { return database_; }
  RecordId created(std::string_view type, RecordId id, const std::string& after) {
    return finish(type, id, "created", "", after);
  }
  void changed(std::string_view type, RecordId id, const std::string& before, const std::string& after) {
    if (before != after) finish(type, id, "changed", before, after);
  }

 private:
  RecordId finish(std::string_view type, RecordId id, std::string_view action, const std::string& before,
                  const std::string& after) {
    AuditLog(database_).write(actor_, type, id, action, before, after);
    bump_records_version(database_);
    transaction_.commit();
    return id;
  }
  database::Database& database_;
  const Actor& actor_;
  database::Transaction transaction_;
};

// An owner's name is not written by hand by whoever may not assign: the pool has its quotas and its records.
Result<void> require_assigning(const Actor& actor, RecordId customer) {
  if (may(actor.role, Act::assign_leads)) return {};
  return fail(Fault::forbidden, fmt::format("owner: {} ({}) may not assign", actor.name, to_text(actor.role)),
              fmt::format("crm pool take customer:{0}, or: crm pool release customer:{0}", customer));
}

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

Result<void> check_customer(database::Database& database, Customer& customer) {
  static constexpr auto statuses =
      std::to_array<std::string_view>({"prospect", "active", "dormant", "lost", "blacklisted"});
  if (auto fine = check_given(customer.name, "name"); !fine) return fine;
  if (auto fine = tidy_country(customer.country); !fine) return fine;
  if (auto fine = tidy_domains(customer.domains); !fine) return fine;
  if (auto fine = one_of(customer.status, statuses, "status"); !fine) return fine;
  tidy_names(customer.aliases);
  if (customer.owner_id && !UserRepository(database).find(*customer.owner_id))
    return tl::unexpected(missing("user", *customer.owner_id));
  return check_parents(database, customer);
}

// The duplicate check at entry: same name key, or same domain.
Result<void> check_duplicates(CustomerRepository& customers, const Customer& customer) {
  const auto taken = [&](RecordId other, std::string_view what) {
    const auto found = customers.find(other);
    return fail(Fault::conflict, fmt::format("{} is that of customer {} ({})", what, other, found ? found->name : ""),
                "change that customer, or give this one a name of its own");
  };
  for (const RecordId other : customers.find_by_name_key(name_key(customer.name)))
    if (other != customer.id) return taken(other, fmt::format("the name {}", customer.name));
  for (const auto& domain : customer.domains)
    for (const RecordId other : customers.find_by_domain(domain))
      if (other != customer.id) return taken(other, fmt::format("the domain {}", domain));
  return {};
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

Result<void> check_quotation(database::Database& database, Quotation& quotation) {
  static constexpr auto statuses =
      std::to_array<std::string_view>({"draft", "in_approval", "approved", "sent", "accepted", "lost", "expired"});
  CustomerRepository customers(database);
  if (auto fine = check_given(quotation.number, "number"); !fine) return fine;
  if (auto fine = one_of(quotation.status, statuses, "status"); !fine) return fine;
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
  static constexpr auto statuses = std::to_array<std::string_view>({"open", "done", "cancelled"});
  if (auto fine = check_given(order.number, "number"); !fine) return fine;
  if (auto fine = one_of(order.status, statuses, "status"); !fine) return fine;
  if (order.customer_id && !CustomerRepository(database).find(*order.customer_id))
    return tl::unexpected(missing("customer", *order.customer_id));
  if (order.quotation_id && !DocumentRepository(database).find_quotation(*order.quotation_id))
    return tl::unexpected(missing("quotation", *order.quotation_id));
  return {};
}

Result<void> check_case(database::Database& database, const ServiceCase& service_case) {
  static constexpr auto statuses = std::to_array<std::string_view>({"open", "solved", "closed"});
  if (auto fine = check_given(service_case.number, "number"); !fine) return fine;
  if (auto fine = one_of(service_case.status, statuses, "status"); !fine) return fine;
  if (service_case.customer_id && !CustomerRepository(database).find(*service_case.customer_id))
    return tl::unexpected(missing("customer", *service_case.customer_id));
  return {};
}

tl::unexpected<Error> number_taken(std::string_view what, std::string_view number) {
  return fail(Fault::conflict, fmt::format("there is a {} {} already", what, number));
}

}  // namespace

Result<RecordId> Records::add_customer(const Actor& actor, Customer customer) {
  if (auto allowed = require(actor, Act::edit_records); !allowed) return pass_on(allowed);
  Change change(store_, actor);
  CustomerRepository customers(change.database());
  customer.id = 0;
  if (auto fine = check_customer(change.database(), customer); !fine) return pass_on(fine);
  if (auto fine = check_duplicates(customers, customer); !fine) return pass_on(fine);
  return change.created("customer", customers.insert(customer), to_json(customer));
}

Result<void> Records::change_customer(const Actor& actor, Customer customer) {
  if (auto allowed = require(actor, Act::edit_records); !allowed) return allowed;
  Change change(store_, actor);
  CustomerRepository customers(change.database());
  const auto before = customers.find(customer.id);
  if (!before) return tl::unexpected(missing("customer", customer.id));
  if (auto present = check_present(change.database(), actor, RecordType::customer, before->id); !present)
    return present;
  if (auto fine = check_version("customer", before->id, before->version, customer.version); !fine) return fine;
  if (auto fine = check_customer(change.database(), customer); !fine) return fine;
  if (customer.name != before->name || customer.domains != before->domains)
    if (auto fine = check_duplicates(customers, customer); !fine) return fine;
  if (customer.owner_id != before->owner_id)
    if (auto allowed = require_assigning(actor, customer.id); !allowed) return allowed;
  customers.update(customer);
  change.changed("customer", customer.id, to_json(*before), to_json(customer));
  return {};
}

Result<RecordId> Records::add_contact(const Actor& actor, Contact contact) {
  if (auto allowed = require(actor, Act::edit_records); !allowed) return pass_on(allowed);
  Change change(store_, actor);
  CustomerRepository customers(change.database());
  contact.id = 0;
  if (auto fine = check_contact(change.database(), actor, contact); !fine) return pass_on(fine);
  return change.created("contact", customers.insert_contact(contact), to_json(contact));
}

Result<void> Records::change_contact(const Actor& actor, Contact contact) {
  if (auto allowed = require(actor, Act::edit_records); !allowed) return allowed;
  Change change(store_, actor);
  CustomerRepository customers(change.database());
  const auto before = customers.find_contact(contact.id);
  if (!before) return tl::unexpected(missing("contact", contact.id));
  if (auto present = check_present(change.database(), actor, RecordType::contact, before->id); !present) return present;
  if (auto fine = check_version("contact", before->id, before->version, contact.version); !fine) return fine;
  if (auto fine = check_contact(change.database(), actor, contact); !fine) return fine;
  customers.update_contact(contact);
  change.changed("contact", contact.id, to_json(*before), to_json(contact));
  return {};
}

Result<RecordId> Records::add_supplier(const Actor& actor, Supplier supplier) {
  if (auto allowed = require(actor, Act::edit_records); !allowed) return pass_on(allowed);
  Change change(store_, actor);
  SupplierRepository suppliers(change.database());
  supplier.id = 0;
  if (auto fine = check_supplier(supplier); !fine) return pass_on(fine);
  if (const auto other = suppliers.find_by_name_key(name_key(supplier.name)))
    return fail(Fault::conflict,
                fmt::format("the name {} is that of supplier {} ({})", supplier.name, other->id, other->name));
  return change.created("supplier", suppliers.insert(supplier), to_json(supplier));
}

Result<void> Records::change_supplier(const Actor& actor, Supplier supplier) {
  if (auto allowed = require(actor, Act::edit_records); !allowed) return allowed;
  Change change(store_, actor);
  SupplierRepository suppliers(change.database());
  const auto before = suppliers.find(supplier.id);
  if (!before) return tl::unexpected(missing("supplier", supplier.id));
  if (auto fine = check_supplier(supplier); !fine) return fine;
  suppliers.update(supplier);
  change.changed("supplier", supplier.id, to_json(*before), to_json(supplier));
  return {};
}

Result<RecordId> Records::add_product(const Actor& actor, Product product) {
  if (auto allowed = require(actor, Act::edit_records); !allowed) return pass_on(allowed);
  Change change(store_, actor);
  ProductRepository products(change.database());
  if (auto fine = check_given(product.sku, "sku"); !fine) return pass_on(fine);
  if (auto fine = check_given(product.name, "name"); !fine) return pass_on(fine);
  if (products.find_by_sku(product.sku)) return number_taken("product", product.sku);
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

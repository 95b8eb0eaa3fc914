#include "crm_core/service/record_import.hpp"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "crm_core/model/records.hpp"
#include "crm_core/service/field_check.hpp"
#include "crm_core/service/permission.hpp"
#include "crm_core/service/record_json.hpp"
#include "crm_core/store/audit_log.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/document_repository.hpp"
#include "crm_core/store/product_repository.hpp"
#include "crm_core/store/setting.hpp"
#include "crm_core/store/supplier_repository.hpp"
#include "crm_core/store/user_repository.hpp"

namespace tradewind::crm {

namespace {

using Json = nlohmann::json;

// Carries the error of a field out of the nested reading below; caught at the end of import_records().
struct FieldError {
  Error error;
};

[[noreturn]] void refuse(const std::string& path, std::string_view what) {
  throw FieldError{{Fault::invalid, fmt::format("{}: {}", path, what), "see docs/record-import.md for the format"}};
}

// One object of the document and where it stands.
class Fields {
 public:
  Fields(const Json& object, std::string path) : object_(object), path_(std::move(path)) {
    if (!object_.is_object()) refuse(path_.empty() ? "document" : path_, "not an object");
  }
  [[nodiscard]] std::string path(std::string_view name) const {
    return path_.empty() ? std::string(name) : fmt::format("{}.{}", path_, name);
  }

  // "" when it is missing or null.
  [[nodiscard]] std::string text(const char* name) const {
    const Json* value = find(name);
    if (value == nullptr) return {};
    if (!value->is_string()) refuse(path(name), "not a text");
    return value->get<std::string>();
  }
  [[nodiscard]] std::string needed(const char* name) const {
    std::string value = text(name);
    if (value.empty()) refuse(path(name), "missing or empty");
    return value;
  }
  // A number, or a text that is one, as decimal text.
  [[nodiscard]] std::string decimal(const char* name) const {
    const Json* value = find(name);
    if (value == nullptr) return {};
    if (!value->is_number() && !value->is_string()) refuse(path(name), "not a number");
    std::string digits = value->is_number() ? value->dump() : value->get<std::string>();
    if (auto fine = check_decimal(digits, path(name)); !fine) throw FieldError{fine.error()};
    return digits;
  }
  [[nodiscard]] std::vector<std::string> texts(const char* name) const {
    std::vector<std::string> values;
    for (const auto& [value, where] : list(name)) {
      if (!value->is_string()) refuse(where, "not a text");
      values.push_back(value->get<std::string>());
    }
    return values;
  }
  [[nodiscard]] std::vector<std::pair<const Json*, std::string>> list(const char* name) const {
    std::vector<std::pair<const Json*, std::string>> values;
    const Json* array = find(name);
    if (array == nullptr) return values;
    if (!array->is_array()) refuse(path(name), "not a list");
    for (std::size_t i = 0; i < array->size(); ++i)
      values.emplace_back(&(*array)[i], fmt::format("{}[{}]", path(name), i));
    return values;
  }
  [[nodiscard]] const Json* find(const char* name) const {
    const auto found = object_.find(name);
    return found == object_.end() || found->is_null() ? nullptr : &*found;
  }

 private:
  const Json& object_;
  std::string path_;
};

void must(const Result<void>& checked) {
  if (!checked) throw FieldError{checked.error()};
}

class Importer {
 public:
  Importer(database::Database& database, const Actor& actor) : database_(database), actor_(actor) {}

  ImportCounts run(const Json& document) {
    const Fields world(document, "");
    if (const Json* firm = world.find("firm")) read_firm(Fields(*firm, "firm"));
    if (const Json* patterns = world.find("number_patterns")) read_patterns(Fields(*patterns, "number_patterns"));
    for (const auto& [value, path] : world.list("users")) read_user(Fields(*value, path));
    for (const auto& [value, path] : world.list("customers")) read_customer(Fields(*value, path));
    for (const auto& [value, path] : world.list("suppliers")) read_supplier(Fields(*value, path));
    for (const auto& [value, path] : world.list("products")) read_product(Fields(*value, path));
    for (const auto& [value, path] : world.list("quotes")) read_quotation(Fields(*value, path));
    for (const auto& [value, path] : world.list("orders")) read_order(Fields(*value, path));
    for (const auto& [value, path] : world.list("cases")) read_case(Fields(*value, path));
    return counts_;
  }

 private:
  // Stores the record and counts it; `before` is what is stored under the same key.
  template <class Record, class Insert, class Update>
  RecordId keep(std::string_view type, const std::optional<Record>& before, const Record& record, int& count,
                Insert&& insert, Update&& update) {
    ++count;
    if (!before) {
      ++counts_.created;
      const RecordId id = insert(record);
      AuditLog(database_).write(actor_, type, id, "created", "", to_json(record));
      return id;
    }
    if (*before == record) return ++counts_.unchanged, before->id;
    ++counts_.changed;
    update(record);
    AuditLog(database_).write(actor_, type, before->id, "changed", to_json(*before), to_json(record));
    return before->id;
  }

  void read_firm(const Fields& fields) {
    const Firm before = firm(database_);
    Firm changed = before;
    changed.name = fields.needed("name");
    changed.own_domains = fields.texts("own_domains");
    must(tidy_domains(changed.own_domains, fields.path("own_domains")));
    changed.home_country = fields.text("home_country");
    must(tidy_country(changed.home_country, fields.path("home_country")));
    if (changed == before) return;
    set_firm(database_, changed);
    AuditLog(database_).write(actor_, "firm", 0, "changed", to_json(before), to_json(changed));
  }

  void read_patterns(const Fields& fields) {
    DocumentRepository documents(database_);
    for (const auto& [name, type] : {std::pair{"quote", RecordType::quotation},
                                     {"order", RecordType::order},
                                     {"case", RecordType::service_case}}) {
      const std::string pattern = fields.text(name);
      if (!pattern.empty()) documents.add_number_pattern({type, pattern});
    }
  }

  void read_user(const Fields& fields) {
    UserRepository users(database_);
    const std::string login = fields.needed("login");
    const auto before = users.find_by_login(login);
    User user = before.value_or(User{});
    user.login = login;
    user.name = fields.needed("name");
    const std::string role = fields.text("role");
    const auto known = role_from_text(role == "admin" ? "administrator" : role.empty() ? "rep" : role);
    if (!known || *known == Role::system) refuse(fields.path("role"), fmt::format("'{}' is no role", role));
    user.role = *known;
    user.addresses = fields.texts("emails");
    must(tidy_addresses(user.addresses, fields.path("emails")));
    for (const auto& address : user.addresses)
      if (const auto other = users.find_by_address(address); other && other->login != login)
        refuse(fields.path("emails"), fmt::format("{} belongs to user {}", address, other->login));
    users_[login] = keep(
        "user", before, user, counts_.users, [&](const User& it) { return users.insert(it); },
        [&](const User& it) { users.update(it); });
  }

  void read_customer(const Fields& fields) {
    CustomerRepository customers(database_);
    const std::string key = fields.needed("key");
    const auto before = customers.find_by_external_key(key);
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
    const RecordId id = keep(
        "customer", before, customer, counts_.customers, [&](const Customer& it) { return customers.insert(it); },
        [&](const Customer& it) { customers.update(it); });
    customers_[key] = id;
    for (const auto& [value, path] : fields.list("contacts")) read_contact(customers, id, Fields(*value, path));
  }

  void read_contact(CustomerRepository& customers, RecordId customer, const Fields& fields) {
    const std::string key = fields.needed("key");
    const auto before = customers.find_contact_by_external_key(key);
    Contact contact = before.value_or(Contact{});
    contact.external_key = key;
    contact.customer_id = customer;
    contact.name = fields.needed("name");
    contact.phone = fields.text("phone");
    contact.title = fields.text("title");
    contact.addresses = fields.texts("emails");
    must(tidy_addresses(contact.addresses, fields.path("emails")));
    contacts_[key] = keep(
        "contact", before, contact, counts_.contacts, [&](const Contact& it) { return customers.insert_contact(it); },
        [&](const Contact& it) { customers.update_contact(it); });
  }

  void read_supplier(const Fields& fields) {
    SupplierRepository suppliers(database_);
    const std::string key = fields.needed("key");
    const auto before = suppliers.find_by_external_key(key);
    Supplier supplier;
    supplier.id = before ? before->id : 0;
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
    keep(
        "supplier", before, supplier, counts_.suppliers, [&](const Supplier& it) { return suppliers.insert(it); },
        [&](const Supplier& it) { suppliers.update(it); });
  }

  void read_product(const Fields& fields) {
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

  void read_quotation(const Fields& fields) {
    DocumentRepository documents(database_);
    const std::string number = fields.needed("number");
    const auto before = documents.find_quotation_by_number(number);
    Quotation quotation = before.value_or(Quotation{});
    quotation.number = number;
    quotation.customer_id = customer_keyed(fields.text("customer"), fields.path("customer"));
    if (const std::string key = fields.text("contact"); !key.empty()) {
      const auto found = contacts_.find(key);
      if (found == contacts_.end()) refuse(fields.path("contact"), fmt::format("no contact with the key {}", key));
      quotation.contact_id = found->second;
    }
    if (const std::string date = fields.text("date"); !date.empty()) {
      const auto day = parse_iso_date(date);
      if (!day) refuse(fields.path("date"), fmt::format("'{}' is not a date such as 2026-08-01", date.substr(0, 40)));
      quotation.issued_on = days_from_civil(*day) * 86'400;
    }
    if (const std::string status = fields.text("status"); !status.empty())
      quotation.status = quotation_status(status, fields.path("status"));
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

  void read_order(const Fields& fields) {
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
    keep(
        "order", before, order, counts_.orders, [&](const Order& it) { return documents.insert_order(it); },
        [&](const Order& it) { documents.update_order(it); });
  }

  void read_case(const Fields& fields) {
    DocumentRepository documents(database_);
    const std::string number = fields.needed("number");
    const auto before = documents.find_case_by_number(number);
    ServiceCase service_case = before.value_or(ServiceCase{});
    service_case.number = number;
    service_case.customer_id = customer_keyed(fields.text("customer"), fields.path("customer"));
    service_case.subject = fields.text("subject");
    keep(
        "case", before, service_case, counts_.cases, [&](const ServiceCase& it) { return documents.insert_case(it); },
        [&](const ServiceCase& it) { documents.update_case(it); });
  }

  RecordId user_named(const std::string& login, const std::string& path) {
    if (const auto found = users_.find(login); found != users_.end()) return found->second;
    const auto user = UserRepository(database_).find_by_login(login);
    if (!user) refuse(path, fmt::format("no user {}", login));
    return user->id;
  }

  std::optional<RecordId> customer_keyed(const std::string& key, const std::string& path) {
    if (key.empty()) return {};
    if (const auto found = customers_.find(key); found != customers_.end()) return found->second;
    const auto customer = CustomerRepository(database_).find_by_external_key(key);
    if (!customer) refuse(path, fmt::format("no customer with the key {}", key));
    return customer->id;
  }

  static std::string quotation_status(const std::string& status, const std::string& path) {
    for (const char* known : {"draft", "in_approval", "approved", "sent", "accepted", "lost", "expired"})
      if (status == known) return status;
    refuse(path, fmt::format("'{}' is no status of a quotation", status.substr(0, 40)));
  }

  database::Database& database_;
  const Actor& actor_;
  ImportCounts counts_;
  std::map<std::string, RecordId> users_, customers_, contacts_;
};

}  // namespace

Result<ImportCounts> import_records(Store& store, const Actor& actor, std::string_view text) {
  if (auto allowed = require(actor, Act::import_records); !allowed) return pass_on(allowed);
  try {
    const Json document = Json::parse(text);
    database::Transaction transaction(store.database());
    const ImportCounts counts = Importer(store.database(), actor).run(document);
    bump_records_version(store.database());
    transaction.commit();
    return counts;
  } catch (const Json::parse_error& error) {
    return fail(Fault::invalid, fmt::format("not JSON: {}", error.what()));
  } catch (const FieldError& field) {
    return tl::unexpected(field.error);
  }
}

}  // namespace tradewind::crm

// The kept tables and the records by index; knowledge_mail.cpp has mail and leads.
#include "crm_core/store/knowledge.hpp"

#include <algorithm>

#include "crm_core/model/name_key.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/document_repository.hpp"
#include "crm_core/store/kind_lesson_repository.hpp"
#include "crm_core/store/product_repository.hpp"
#include "crm_core/store/setting.hpp"
#include "crm_core/store/supplier_repository.hpp"
#include "crm_core/store/user_repository.hpp"

namespace tradewind::crm {

namespace {

constexpr std::size_t most_kept_customers = 10'000;
constexpr std::size_t most_under_domain = 50;
constexpr std::size_t most_document_keys = 200'000;  // 1.6 MB

// "mail.acme.com" -> "com.acme.mail": what lies below a domain stands together when sorted.
std::string reversed_labels(std::string_view domain) {
  std::string reversed;
  reversed.reserve(domain.size());
  while (!domain.empty()) {
    const auto dot = domain.rfind('.');
    const auto label = dot == std::string_view::npos ? domain : domain.substr(dot + 1);
    if (!reversed.empty()) reversed += '.';
    reversed += label;
    domain = dot == std::string_view::npos ? std::string_view{} : domain.substr(0, dot);
  }
  return reversed;
}

using Domains = std::vector<std::pair<std::string, RecordId>>;

void add_once(std::vector<RecordId>& ids, RecordId id) {
  if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
}

std::vector<RecordId> with_domain(const Domains& domains, std::string_view domain) {
  std::vector<RecordId> ids;
  const std::string key = reversed_labels(address_key(domain));
  for (auto at = std::lower_bound(domains.begin(), domains.end(), std::pair(key, RecordId{0}));
       at != domains.end() && at->first == key; ++at)
    ids.push_back(at->second);
  return ids;
}

std::vector<RecordId> under_domain(const Domains& domains, std::string_view domain) {
  std::vector<RecordId> ids = with_domain(domains, domain);
  const std::string below = reversed_labels(address_key(domain)) + '.';
  for (auto at = std::lower_bound(domains.begin(), domains.end(), std::pair(below, RecordId{0}));
       at != domains.end() && at->first.starts_with(below) && ids.size() < most_under_domain; ++at)
    add_once(ids, at->second);
  return ids;
}

}  // namespace

Knowledge::Knowledge(database::Database& database) : database_(database) { refresh(); }

void Knowledge::refresh() {
  const std::int64_t version = crm::records_version(database_);
  if (version == version_) return;
  firm_ = crm::firm(database_);
  users_ = UserRepository(database_).list();
  user_of_address_.clear();
  for (std::size_t i = 0; i < users_.size(); ++i)
    for (const auto& address : users_[i].addresses) user_of_address_.emplace(address, i);
  products_ = ProductRepository(database_).list();
  patterns_ = DocumentRepository(database_).number_patterns();
  lessons_ = KindLessonRepository(database_).newest();
  signing_key_ = setting(database_, signing_key_setting).value_or("");
  read_domains();
  customers_.clear();
  version_ = version;
}

void Knowledge::read_domains() {
  partner_domains_.clear();
  const auto read = [&](std::string_view sql, RecordType type, Domains& domains) {
    domains.clear();
    auto rows = database_.query(sql);
    while (rows->step()) {
      domains.emplace_back(reversed_labels(rows->view(0)), rows->int64(1));
      partner_domains_.push_back({rows->text(0), type, rows->int64(1)});
    }
    std::sort(domains.begin(), domains.end());
  };
  read("SELECT domain, customer_id FROM customer_domain", RecordType::customer, customer_domains_);
  read("SELECT domain, supplier_id FROM supplier_domain", RecordType::supplier, supplier_domains_);
}

bool Knowledge::is_own_domain(std::string_view domain) const {
  const std::string key = address_key(domain);
  return std::any_of(firm_.own_domains.begin(), firm_.own_domains.end(), [&](const std::string& own) {
    return !own.empty() && key.ends_with(own) && (key.size() == own.size() || key[key.size() - own.size() - 1] == '.');
  });
}

const User* Knowledge::user_by_address(std::string_view address) const {
  const auto found = user_of_address_.find(address_key(address));
  return found == user_of_address_.end() ? nullptr : &users_[found->second];
}

std::vector<RecordId> Knowledge::customers_by_domain(std::string_view domain) const {
  return with_domain(customer_domains_, domain);
}
std::vector<RecordId> Knowledge::suppliers_by_domain(std::string_view domain) const {
  return with_domain(supplier_domains_, domain);
}
std::vector<RecordId> Knowledge::customers_under_domain(std::string_view domain) const {
  return under_domain(customer_domains_, domain);
}
std::vector<RecordId> Knowledge::suppliers_under_domain(std::string_view domain) const {
  return under_domain(supplier_domains_, domain);
}

const CustomerFacts* Knowledge::customer(RecordId id) {
  if (const auto kept = customers_.find(id); kept != customers_.end()) return &kept->second;
  CustomerRepository customers(database_);
  auto customer = customers.find(id);
  if (!customer) return nullptr;
  if (customers_.size() >= most_kept_customers) customers_.clear();
  return &customers_.emplace(id, CustomerFacts{*std::move(customer), customers.contacts_of(id)}).first->second;
}

std::optional<Supplier> Knowledge::supplier(RecordId id) { return SupplierRepository(database_).find(id); }

std::vector<Contact> Knowledge::contacts_by_address(std::string_view address) {
  return CustomerRepository(database_).contacts_by_address(address);
}

std::vector<RecordId> Knowledge::customers_by_name_key(std::string_view key) {
  return CustomerRepository(database_).find_by_name_key(key);
}

std::vector<SupplierContactMatch> Knowledge::suppliers_by_address(std::string_view address) {
  const std::string key = address_key(address);
  std::vector<SupplierContactMatch> found;
  auto rows = database_.query(
      "SELECT supplier_id, supplier_contact_id FROM supplier_address WHERE address = ? ORDER BY supplier_id LIMIT 50",
      key);
  while (rows->step()) found.push_back({rows->int64(0), rows->optional_int64(1)});
  return found;
}

void Knowledge::read_document_keys() {
  document_keys_version_ = version_;
  document_keys_.emplace();
  auto rows = database_.query(
      "SELECT upper(number) FROM quotation UNION ALL SELECT upper(number) FROM sales_order UNION ALL"
      " SELECT upper(customer_po) FROM sales_order WHERE customer_po IS NOT NULL UNION ALL"
      " SELECT upper(number) FROM service_case");
  while (rows->step()) {
    if (document_keys_->size() == most_document_keys) {
      document_keys_.reset();
      return;
    }
    document_keys_->push_back(std::hash<std::string_view>{}(rows->view(0)));
  }
  std::sort(document_keys_->begin(), document_keys_->end());
}

bool Knowledge::may_be_document(std::string_view number) {
  if (document_keys_version_ != version_) read_document_keys();
  return !document_keys_ ||
         std::binary_search(document_keys_->begin(), document_keys_->end(), std::hash<std::string_view>{}(number));
}

std::optional<DocumentFacts> Knowledge::quotation_by_number(std::string_view number) {
  auto rows = database_.query(
      "SELECT id, number, customer_id, contact_id, status FROM quotation WHERE upper(number) = upper(?) LIMIT 1",
      number);
  if (!rows->step()) return {};
  DocumentFacts found;
  found.type = RecordType::quotation;
  found.id = rows->int64(0);
  found.number = rows->text(1);
  found.customer_id = rows->optional_int64(2);
  found.contact_id = rows->optional_int64(3);
  found.status = rows->text(4);
  return found;
}

std::optional<DocumentFacts> Knowledge::document(RecordType type, RecordId id) {
  const auto number = DocumentRepository(database_).name_of(type, id);
  if (!number) return {};
  switch (type) {
    case RecordType::quotation:
      return quotation_by_number(*number);
    case RecordType::order:
      return order_by_number(*number);
    case RecordType::service_case:
      return case_by_number(*number);
    default:
      return {};
  }
}

std::vector<DocumentFacts> Knowledge::read_orders(database::Statement& rows) {
  std::vector<DocumentFacts> orders;
  while (rows.step()) {
    DocumentFacts found;
    found.type = RecordType::order;
    found.id = rows.int64(0);
    found.number = rows.text(1);
    found.customer_po = rows.text(2);
    found.customer_id = rows.optional_int64(3);
    found.quotation_id = rows.optional_int64(4);
    found.status = rows.text(5);
    orders.push_back(std::move(found));
  }
  return orders;
}

std::optional<DocumentFacts> Knowledge::order_by_number(std::string_view number) {
  auto rows = database_.query(
      "SELECT id, number, coalesce(customer_po, ''), customer_id, quotation_id, status FROM sales_order"
      " WHERE upper(number) = upper(?) LIMIT 1",
      number);
  auto found = read_orders(*rows);
  if (found.empty()) return {};
  return std::move(found.front());
}

std::vector<DocumentFacts> Knowledge::orders_by_customer_po(std::string_view customer_po) {
  if (customer_po.empty()) return {};
  auto rows = database_.query(
      "SELECT id, number, coalesce(customer_po, ''), customer_id, quotation_id, status FROM sales_order"
      " WHERE upper(customer_po) = upper(?) ORDER BY id DESC LIMIT 50",
      customer_po);
  return read_orders(*rows);
}

std::vector<DocumentFacts> Knowledge::orders_of_customer(RecordId customer) {
  auto rows = database_.query(
      "SELECT id, number, coalesce(customer_po, ''), customer_id, quotation_id, status FROM sales_order"
      " WHERE customer_id = ? ORDER BY id DESC LIMIT 1000",
      customer);
  return read_orders(*rows);
}

std::vector<DocumentFacts> Knowledge::documents_of_customer(RecordId customer) {
  std::vector<DocumentFacts> documents;
  const auto add = [&](RecordType type, std::string_view sql) {
    auto rows = database_.query(sql, customer);
    while (rows->step()) {
      DocumentFacts found;
      found.type = type;
      found.id = rows->int64(0);
      found.number = rows->text(1);
      found.customer_po = rows->text(2);
      found.status = rows->text(3);
      found.customer_id = customer;
      documents.push_back(std::move(found));
    }
  };
  add(RecordType::quotation,
      "SELECT id, number, '', status FROM quotation WHERE customer_id = ? ORDER BY id DESC LIMIT 200");
  add(RecordType::order,
      "SELECT id, number, coalesce(customer_po, ''), status FROM sales_order WHERE customer_id = ?"
      " ORDER BY id DESC LIMIT 200");
  add(RecordType::service_case,
      "SELECT id, number, '', status FROM service_case WHERE customer_id = ? ORDER BY id DESC LIMIT 200");
  return documents;
}

std::optional<DocumentFacts> Knowledge::case_by_number(std::string_view number) {
  auto rows = database_.query(
      "SELECT id, number, customer_id, subject, status FROM service_case WHERE upper(number) = upper(?) LIMIT 1",
      number);
  if (!rows->step()) return {};
  DocumentFacts found;
  found.type = RecordType::service_case;
  found.id = rows->int64(0);
  found.number = rows->text(1);
  found.customer_id = rows->optional_int64(2);
  found.subject = rows->text(3);
  found.status = rows->text(4);
  return found;
}

std::vector<DocumentFacts> Knowledge::open_cases_of_customer(RecordId customer) {
  std::vector<DocumentFacts> cases;
  auto rows = database_.query(
      "SELECT id, number, subject FROM service_case WHERE customer_id = ? AND status = 'open' ORDER BY id DESC LIMIT "
      "50",
      customer);
  while (rows->step()) {
    DocumentFacts found;
    found.type = RecordType::service_case;
    found.id = rows->int64(0);
    found.number = rows->text(1);
    found.subject = rows->text(2);
    found.customer_id = customer;
    found.status = "open";
    cases.push_back(std::move(found));
  }
  return cases;
}

}  // namespace tradewind::crm

#include "crm_core/store/customer_repository.hpp"

#include <array>

#include "crm_core/model/name_key.hpp"
#include "crm_core/store/name_parts.hpp"
#include "crm_core/store/or_null.hpp"
#include "crm_core/store/ownership_time.hpp"
#include "crm_core/store/where.hpp"

namespace tradewind::crm {

namespace {

#define TRADEWIND_CUSTOMER_COLUMNS                                                                                \
  "c.id, c.name, coalesce(c.country, ''), coalesce(c.website, ''), coalesce(c.level, ''), c.status, c.owner_id, " \
  "c.parent_id,"                                                                                                  \
  " coalesce(c.external_key, ''), c.created_at, c.version, c.removed_at"

std::vector<RecordId> read_ids(database::Statement& rows) {
  std::vector<RecordId> ids;
  while (rows.step()) ids.push_back(rows.int64(0));
  return ids;
}

}  // namespace

std::optional<Customer> CustomerRepository::read(database::Statement& rows) {
  if (!rows.step()) return {};
  Customer customer;
  customer.id = rows.int64(0);
  customer.name = rows.text(1);
  customer.country = rows.text(2);
  customer.website = rows.text(3);
  customer.level = rows.text(4);
  customer.status = rows.text(5);
  customer.owner_id = rows.optional_int64(6);
  customer.parent_id = rows.optional_int64(7);
  customer.external_key = rows.text(8);
  customer.created_at = rows.int64(9);
  customer.version = rows.int64(10);
  customer.removed_at = rows.optional_int64(11);
  auto aliases = database_.query("SELECT name FROM customer_alias WHERE customer_id = ? ORDER BY name", customer.id);
  while (aliases->step()) customer.aliases.push_back(aliases->text(0));
  auto domains =
      database_.query("SELECT domain FROM customer_domain WHERE customer_id = ? ORDER BY domain", customer.id);
  while (domains->step()) customer.domains.push_back(domains->text(0));
  return customer;
}

std::optional<Customer> CustomerRepository::find(RecordId id) {
  auto rows = database_.query("SELECT " TRADEWIND_CUSTOMER_COLUMNS " FROM customer c WHERE c.id = ?", id);
  return read(*rows);
}

std::optional<Customer> CustomerRepository::find_by_external_key(std::string_view key) {
  auto rows = database_.query("SELECT " TRADEWIND_CUSTOMER_COLUMNS " FROM customer c WHERE c.external_key = ?", key);
  return read(*rows);
}

std::vector<Customer> CustomerRepository::list(const CustomerFilter& filter, int limit, int offset) {
  Where where(filter.seen);
  where.add("c.removed_at IS NULL");
  where.equals("c.owner_id", filter.owner_id);
  if (filter.unowned) where.add("c.owner_id IS NULL");
  where.equals("c.country", filter.country);
  where.equals("c.level", filter.level);
  where.equals("c.status", filter.status);
  if (!filter.tag.empty())
    where.add("c.id IN (SELECT t.record_id FROM record_tag t WHERE t.record_type = 'customer' AND t.tag = ?)",
              filter.tag);
  if (const auto key = name_key(filter.match); !key.empty()) {
    where.add("c.name_key LIKE ? ESCAPE '!'", containing(key));
    add_parts(database_, where, "customer", "c.id", std::array{key});
  }
  filter.custom.add_to(database_, where, "c.id");
  std::vector<Customer> customers;
  CustomPaging(database_, filter.custom, "customer c", "c.id", " ORDER BY c.name, c.id")
      .page(where, limit, offset, [&](const PagePart& part) {
        const auto before = customers.size();
        auto rows = part.where.select(database_, "SELECT " TRADEWIND_CUSTOMER_COLUMNS " FROM " + part.from + " WHERE ",
                                      part.order, part.limit, part.offset);
        while (auto customer = read(*rows)) customers.push_back(*std::move(customer));
        return static_cast<int>(customers.size() - before);
      });
  return customers;
}

std::vector<RecordId> CustomerRepository::find_by_name(std::string_view name) {
  const std::string key = name_key(name);
  {
    auto rows =
        database_.query("SELECT id FROM customer WHERE name_key = ? AND lower(name) = lower(?) ORDER BY id", key, name);
    if (auto ids = read_ids(*rows); !ids.empty()) return ids;
  }
  return find_by_name_key(key);
}

std::vector<RecordId> CustomerRepository::find_by_name_key(std::string_view key) {
  if (key.empty()) return {};
  auto rows = database_.query(
      "SELECT id FROM customer WHERE name_key = ?1 UNION SELECT customer_id FROM customer_alias WHERE name_key = ?1 "
      "ORDER BY 1 LIMIT 50",
      key);
  return read_ids(*rows);
}

std::vector<RecordId> CustomerRepository::find_by_domain(std::string_view domain) {
  const std::string key = address_key(domain);
  auto rows =
      database_.query("SELECT customer_id FROM customer_domain WHERE domain = ? ORDER BY customer_id LIMIT 50", key);
  return read_ids(*rows);
}

std::vector<RecordId> CustomerRepository::find_by_website(std::string_view website) {
  auto rows =
      database_.query("SELECT id FROM customer WHERE website = ? AND removed_at IS NULL ORDER BY id LIMIT 50", website);
  return read_ids(*rows);
}

std::vector<RecordId> CustomerRepository::customers_by_phone_key(std::string_view key) {
  if (key.empty()) return {};
  // The second condition is that of the partial index.
  auto rows = database_.query(
      "SELECT DISTINCT customer_id FROM contact WHERE phone_key = ? AND phone_key <> '' AND removed_at IS NULL"
      " ORDER BY customer_id LIMIT 50",
      key);
  return read_ids(*rows);
}

std::vector<std::pair<RecordId, std::string>> CustomerRepository::neighbours_by_name_key(std::string_view key) {
  std::vector<std::pair<RecordId, std::string>> found;
  for (const std::string_view sql :
       {"SELECT id, name_key FROM customer WHERE name_key > ? ORDER BY name_key LIMIT 15",
        "SELECT id, name_key FROM customer WHERE name_key < ? ORDER BY name_key DESC LIMIT 15",
        "SELECT customer_id, name_key FROM customer_alias WHERE name_key > ? ORDER BY name_key LIMIT 15",
        "SELECT customer_id, name_key FROM customer_alias WHERE name_key < ? ORDER BY name_key DESC LIMIT 15"}) {
    auto rows = database_.query(sql, key);
    while (rows->step()) found.emplace_back(rows->int64(0), rows->text(1));
  }
  return found;
}

RecordId CustomerRepository::insert(const Customer& customer) {
  const EpochSeconds at = now();
  database_.run(
      "INSERT INTO customer (name, name_key, country, website, level, status, owner_id, parent_id, external_key, "
      "created_at,"
      " updated_at, owned_since) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      customer.name, name_key(customer.name), or_null(customer.country), or_null(customer.website),
      or_null(customer.level), customer.status, customer.owner_id, customer.parent_id, or_null(customer.external_key),
      at, at, customer.owner_id ? std::optional(at) : std::nullopt);
  Customer stored = customer;
  stored.id = database_.last_insert_id();
  write_names(stored);
  return stored.id;
}

void CustomerRepository::update(const Customer& customer) {
  set_ownership_time(database_, "customer", customer.id, customer.owner_id);
  database_.run(
      "UPDATE customer SET name = ?, name_key = ?, country = ?, website = ?, level = ?, status = ?, owner_id = ?, "
      "parent_id = ?,"
      " external_key = coalesce(?, external_key), updated_at = ?, version = version + 1 WHERE id = ?",
      customer.name, name_key(customer.name), or_null(customer.country), or_null(customer.website),
      or_null(customer.level), customer.status, customer.owner_id, customer.parent_id, or_null(customer.external_key),
      now(), customer.id);
  database_.run("DELETE FROM customer_alias WHERE customer_id = ?", customer.id);
  database_.run("DELETE FROM customer_domain WHERE customer_id = ?", customer.id);
  write_names(customer);
}

void CustomerRepository::write_names(const Customer& customer) {
  for (const auto& alias : customer.aliases)
    database_.run(
        "INSERT INTO customer_alias (customer_id, name, name_key) VALUES (?, ?, ?) ON CONFLICT (customer_id, name) DO "
        "NOTHING",
        customer.id, alias, name_key(alias));
  for (const auto& domain : customer.domains)
    database_.run(
        "INSERT INTO customer_domain (domain, customer_id) VALUES (?, ?) ON CONFLICT (domain, customer_id) DO NOTHING",
        address_key(domain), customer.id);
}

void CustomerRepository::remove(RecordId id) {
  database_.run("DELETE FROM customer_alias WHERE customer_id = ?", id);
  database_.run("DELETE FROM customer_domain WHERE customer_id = ?", id);
  database_.run("DELETE FROM customer WHERE id = ?", id);
}

bool CustomerRepository::is_referred_to(RecordId id) {
  auto rows = database_.query(
      "SELECT EXISTS (SELECT 1 FROM contact WHERE customer_id = ?1) OR EXISTS (SELECT 1 FROM quotation WHERE "
      "customer_id = ?1)"
      " OR EXISTS (SELECT 1 FROM sales_order WHERE customer_id = ?1) OR EXISTS (SELECT 1 FROM service_case WHERE "
      "customer_id = ?1)"
      " OR EXISTS (SELECT 1 FROM opportunity WHERE customer_id = ?1) OR EXISTS (SELECT 1 FROM lead WHERE customer_id = "
      "?1)"
      " OR EXISTS (SELECT 1 FROM customer WHERE parent_id = ?1)"
      " OR EXISTS (SELECT 1 FROM filing WHERE record_type = 'customer' AND record_id = ?1 AND removed = 0)",
      id);
  rows->step();
  return rows->boolean(0);
}

}  // namespace tradewind::crm

#include "crm_core/store/supplier_repository.hpp"

#include "crm_core/model/name_key.hpp"
#include "crm_core/store/or_null.hpp"

namespace tradewind::crm {

std::optional<Supplier> SupplierRepository::read(database::Statement& rows) {
  if (!rows.step()) return {};
  Supplier supplier;
  supplier.id = rows.int64(0);
  supplier.name = rows.text(1);
  supplier.external_key = rows.text(2);
  auto domains =
      database_.query("SELECT domain FROM supplier_domain WHERE supplier_id = ? ORDER BY domain", supplier.id);
  while (domains->step()) supplier.domains.push_back(domains->text(0));
  auto contacts =
      database_.query("SELECT id, name FROM supplier_contact WHERE supplier_id = ? ORDER BY id", supplier.id);
  while (contacts->step()) supplier.contacts.push_back({contacts->int64(0), contacts->text(1), {}});
  auto addresses = database_.query(
      "SELECT address, supplier_contact_id FROM supplier_address WHERE supplier_id = ? AND supplier_contact_id IS NOT "
      "NULL"
      " ORDER BY address",
      supplier.id);
  while (addresses->step())
    for (auto& contact : supplier.contacts)
      if (contact.id == addresses->int64(1)) contact.addresses.push_back(addresses->text(0));
  return supplier;
}

std::optional<Supplier> SupplierRepository::find(RecordId id) {
  auto rows = database_.query("SELECT id, name, coalesce(external_key, '') FROM supplier WHERE id = ?", id);
  return read(*rows);
}

std::optional<Supplier> SupplierRepository::find_by_external_key(std::string_view key) {
  auto rows = database_.query("SELECT id, name, coalesce(external_key, '') FROM supplier WHERE external_key = ?", key);
  return read(*rows);
}

std::optional<Supplier> SupplierRepository::find_by_name_key(std::string_view key) {
  auto rows = database_.query(
      "SELECT id, name, coalesce(external_key, '') FROM supplier WHERE name_key = ? ORDER BY id LIMIT 1", key);
  return read(*rows);
}

std::vector<Supplier> SupplierRepository::list(int limit, int offset) {
  std::vector<Supplier> suppliers;
  auto rows = database_.query(
      "SELECT id, name, coalesce(external_key, '') FROM supplier ORDER BY name, id LIMIT ? OFFSET ?", limit, offset);
  while (auto supplier = read(*rows)) suppliers.push_back(*std::move(supplier));
  return suppliers;
}

RecordId SupplierRepository::insert(const Supplier& supplier) {
  database_.run("INSERT INTO supplier (name, name_key, external_key, created_at) VALUES (?, ?, ?, ?)", supplier.name,
                name_key(supplier.name), or_null(supplier.external_key), now());
  Supplier stored = supplier;
  stored.id = database_.last_insert_id();
  write_parts(stored);
  return stored.id;
}

void SupplierRepository::update(const Supplier& supplier) {
  database_.run("UPDATE supplier SET name = ?, name_key = ?, external_key = coalesce(?, external_key) WHERE id = ?",
                supplier.name, name_key(supplier.name), or_null(supplier.external_key), supplier.id);
  database_.run("DELETE FROM supplier_domain WHERE supplier_id = ?", supplier.id);
  database_.run("DELETE FROM supplier_address WHERE supplier_id = ?", supplier.id);
  database_.run("DELETE FROM supplier_contact WHERE supplier_id = ?", supplier.id);
  write_parts(supplier);
}

void SupplierRepository::write_parts(const Supplier& supplier) {
  for (const auto& domain : supplier.domains)
    database_.run(
        "INSERT INTO supplier_domain (domain, supplier_id) VALUES (?, ?) ON CONFLICT (domain, supplier_id) DO NOTHING",
        address_key(domain), supplier.id);
  for (const auto& contact : supplier.contacts) {
    database_.run("INSERT INTO supplier_contact (supplier_id, name) VALUES (?, ?)", supplier.id, contact.name);
    const RecordId id = database_.last_insert_id();
    for (const auto& address : contact.addresses)
      database_.run(
          "INSERT INTO supplier_address (address, supplier_id, supplier_contact_id) VALUES (?, ?, ?)"
          " ON CONFLICT (address, supplier_id) DO NOTHING",
          address_key(address), supplier.id, id);
  }
}

}  // namespace tradewind::crm

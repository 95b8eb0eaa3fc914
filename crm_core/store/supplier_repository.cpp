#include "crm_core/store/supplier_repository.hpp"

#include "crm_core/model/name_key.hpp"
#include "crm_core/store/or_null.hpp"
#include "crm_core/store/where.hpp"

namespace tradewind::crm {

#define TRADEWIND_SUPPLIER_COLUMNS "s.id, s.name, coalesce(s.external_key, ''), s.version, s.removed_at"

std::optional<Supplier> SupplierRepository::read(database::Statement& rows) {
  if (!rows.step()) return {};
  Supplier supplier;
  supplier.id = rows.int64(0);
  supplier.name = rows.text(1);
  supplier.external_key = rows.text(2);
  supplier.version = rows.int64(3);
  supplier.removed_at = rows.optional_int64(4);
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
  auto rows = database_.query("SELECT " TRADEWIND_SUPPLIER_COLUMNS " FROM supplier s WHERE s.id = ?", id);
  return read(*rows);
}

std::optional<Supplier> SupplierRepository::find_by_external_key(std::string_view key) {
  auto rows = database_.query("SELECT " TRADEWIND_SUPPLIER_COLUMNS " FROM supplier s WHERE s.external_key = ?", key);
  return read(*rows);
}

std::optional<Supplier> SupplierRepository::find_by_name_key(std::string_view key) {
  auto rows = database_.query(
      "SELECT " TRADEWIND_SUPPLIER_COLUMNS " FROM supplier s WHERE s.name_key = ? ORDER BY id LIMIT 1", key);
  return read(*rows);
}

std::vector<Supplier> SupplierRepository::list(const SupplierFilter& filter, int limit, int offset) {
  Where where("s.removed_at IS NULL");
  if (!filter.tag.empty())
    where.add("s.id IN (SELECT t.record_id FROM record_tag t WHERE t.record_type = 'supplier' AND t.tag = ?)",
              filter.tag);
  if (const auto key = name_key(filter.match); !key.empty()) where.add("s.name_key LIKE ? ESCAPE '!'", containing(key));
  filter.custom.add_to(database_, where, "s.id");
  std::vector<Supplier> suppliers;
  CustomPaging(database_, filter.custom, "supplier s", "s.id", " ORDER BY s.name, s.id")
      .page(where, limit, offset, [&](const PagePart& part) {
        const auto before = suppliers.size();
        auto rows = part.where.select(database_, "SELECT " TRADEWIND_SUPPLIER_COLUMNS " FROM " + part.from + " WHERE ",
                                      part.order, part.limit, part.offset);
        while (auto supplier = read(*rows)) suppliers.push_back(*std::move(supplier));
        return static_cast<int>(suppliers.size() - before);
      });
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
  database_.run(
      "UPDATE supplier SET name = ?, name_key = ?, external_key = coalesce(?, external_key), version = version + 1"
      " WHERE id = ?",
      supplier.name, name_key(supplier.name), or_null(supplier.external_key), supplier.id);
  database_.run("DELETE FROM supplier_domain WHERE supplier_id = ?", supplier.id);
  database_.run("DELETE FROM supplier_address WHERE supplier_id = ?", supplier.id);
  std::vector<RecordId> gone;
  {
    auto rows = database_.query("SELECT id FROM supplier_contact WHERE supplier_id = ?", supplier.id);
    while (rows->step()) gone.push_back(rows->int64(0));
  }
  for (const auto& contact : supplier.contacts) std::erase(gone, contact.id);
  for (const RecordId id : gone) database_.run("DELETE FROM supplier_contact WHERE id = ?", id);
  write_parts(supplier);
}

void SupplierRepository::write_parts(const Supplier& supplier) {
  for (const auto& domain : supplier.domains)
    database_.run(
        "INSERT INTO supplier_domain (domain, supplier_id) VALUES (?, ?) ON CONFLICT (domain, supplier_id) DO NOTHING",
        address_key(domain), supplier.id);
  for (const auto& contact : supplier.contacts) {
    RecordId id = contact.id;
    if (id == 0) {
      database_.run("INSERT INTO supplier_contact (supplier_id, name) VALUES (?, ?)", supplier.id, contact.name);
      id = database_.last_insert_id();
    } else {
      database_.run("UPDATE supplier_contact SET name = ?, supplier_id = ? WHERE id = ?", contact.name, supplier.id,
                    id);
    }
    for (const auto& address : contact.addresses)
      database_.run(
          "INSERT INTO supplier_address (address, supplier_id, supplier_contact_id) VALUES (?, ?, ?)"
          " ON CONFLICT (address, supplier_id) DO NOTHING",
          address_key(address), supplier.id, id);
  }
}

}  // namespace tradewind::crm

// The contacts of CustomerRepository.
#include <fmt/format.h>

#include <tuple>

#include "crm_core/model/name_key.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/name_parts.hpp"
#include "crm_core/store/or_null.hpp"
#include "crm_core/store/where.hpp"

namespace tradewind::crm {

#define TRADEWIND_CONTACT_COLUMNS                                                                        \
  "c.id, c.customer_id, c.name, coalesce(c.title, ''), coalesce(c.phone, ''), coalesce(c.language, '')," \
  " coalesce(c.external_key, ''), c.version, c.removed_at"

namespace {

// The folded text in names, the text as it is in addresses; without letters it is found in addresses only.
void add_match(database::Database& database, Where& where, std::string_view text) {
  const std::string key = name_key(text), address = address_key(text);
  std::vector<std::string> parts{address};
  if (!key.empty() && key != address) parts.push_back(key);
  // Of those that come into question the addresses are looked up, else all are read at once.
  const std::string_view in_address =
      add_parts(database, where, "contact", "c.id", parts)
          ? "EXISTS (SELECT 1 FROM contact_address a WHERE a.contact_id = c.id AND a.address LIKE ? ESCAPE '!')"
          : "c.id IN (SELECT a.contact_id FROM contact_address a WHERE a.address LIKE ? ESCAPE '!')";
  if (key.empty()) return where.add(in_address, containing(address));
  where.add(fmt::format("(c.name_key LIKE ? ESCAPE '!' OR {})", in_address), containing(key));
  where.value(containing(address));
}

}  // namespace

std::optional<Contact> CustomerRepository::read_contact(database::Statement& rows) {
  if (!rows.step()) return {};
  Contact contact;
  contact.id = rows.int64(0);
  contact.customer_id = rows.int64(1);
  contact.name = rows.text(2);
  contact.title = rows.text(3);
  contact.phone = rows.text(4);
  contact.language = rows.text(5);
  contact.external_key = rows.text(6);
  contact.version = rows.int64(7);
  contact.removed_at = rows.optional_int64(8);
  auto addresses =
      database_.query("SELECT address FROM contact_address WHERE contact_id = ? ORDER BY address", contact.id);
  while (addresses->step()) contact.addresses.push_back(addresses->text(0));
  return contact;
}

std::optional<Contact> CustomerRepository::find_contact(RecordId id) {
  auto rows = database_.query("SELECT " TRADEWIND_CONTACT_COLUMNS " FROM contact c WHERE c.id = ?", id);
  return read_contact(*rows);
}

std::optional<Contact> CustomerRepository::find_contact_by_external_key(std::string_view key) {
  auto rows = database_.query("SELECT " TRADEWIND_CONTACT_COLUMNS " FROM contact c WHERE c.external_key = ?", key);
  return read_contact(*rows);
}

std::vector<Contact> CustomerRepository::list_contacts(const ContactFilter& filter, int limit, int offset) {
  Where where(filter.seen);
  where.add("c.removed_at IS NULL");
  where.equals("c.customer_id", filter.customer_id);
  if (!filter.match.empty()) add_match(database_, where, filter.match);
  filter.custom.add_to(database_, where, "c.id");
  std::vector<Contact> contacts;
  CustomPaging(database_, filter.custom, "contact c", "c.id", " ORDER BY c.name, c.id")
      .page(where, limit, offset, [&](const PagePart& part) {
        const auto before = contacts.size();
        auto rows = part.where.select(database_, "SELECT " TRADEWIND_CONTACT_COLUMNS " FROM " + part.from + " WHERE ",
                                      part.order, part.limit, part.offset);
        while (auto contact = read_contact(*rows)) contacts.push_back(*std::move(contact));
        return static_cast<int>(contacts.size() - before);
      });
  return contacts;
}

std::vector<Contact> CustomerRepository::contacts_of(RecordId customer) {
  std::vector<Contact> contacts;
  auto rows = database_.query("SELECT " TRADEWIND_CONTACT_COLUMNS
                              " FROM contact c WHERE c.customer_id = ? AND c.removed_at IS NULL ORDER BY c.name, c.id",
                              customer);
  while (auto contact = read_contact(*rows)) contacts.push_back(*std::move(contact));
  return contacts;
}

std::vector<Contact> CustomerRepository::contacts_by_address(std::string_view address) {
  const std::string key = address_key(address);
  std::vector<Contact> contacts;
  auto rows = database_.query("SELECT " TRADEWIND_CONTACT_COLUMNS
                              " FROM contact_address a JOIN contact c ON c.id = a.contact_id WHERE a.address = ?"
                              " ORDER BY c.id LIMIT 50",
                              key);
  while (auto contact = read_contact(*rows)) contacts.push_back(*std::move(contact));
  return contacts;
}

RecordId CustomerRepository::insert_contact(const Contact& contact) {
  const EpochSeconds at = now();
  database_.run(
      "INSERT INTO contact (customer_id, name, name_key, phone_key, title, phone, language, external_key, created_at,"
      " updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      contact.customer_id, contact.name, name_key(contact.name), phone_key(contact.phone), or_null(contact.title),
      or_null(contact.phone), or_null(contact.language), or_null(contact.external_key), at, at);
  Contact stored = contact;
  stored.id = database_.last_insert_id();
  write_addresses(stored);
  return stored.id;
}

void CustomerRepository::update_contact(const Contact& contact) {
  database_.run(
      "UPDATE contact SET customer_id = ?, name = ?, name_key = ?, phone_key = ?, title = ?, phone = ?, language = ?,"
      " external_key = coalesce(?, external_key), updated_at = ?, version = version + 1 WHERE id = ?",
      contact.customer_id, contact.name, name_key(contact.name), phone_key(contact.phone), or_null(contact.title),
      or_null(contact.phone), or_null(contact.language), or_null(contact.external_key), now(), contact.id);
  database_.run("DELETE FROM contact_address WHERE contact_id = ?", contact.id);
  write_addresses(contact);
}

void CustomerRepository::fill_contact_keys() {
  constexpr int slice = 5'000;
  for (;;) {
    std::vector<std::tuple<RecordId, std::string, std::string>> rows_without;
    {
      auto rows = database_.query(
          "SELECT id, name, coalesce(phone, '') FROM contact WHERE name_key IS NULL ORDER BY id LIMIT ?", slice);
      while (rows->step()) rows_without.emplace_back(rows->int64(0), rows->text(1), rows->text(2));
    }
    if (rows_without.empty()) return;
    database::Transaction transaction(database_);
    for (const auto& [id, name, phone] : rows_without)
      database_.run("UPDATE contact SET name_key = ?, phone_key = ? WHERE id = ?", name_key(name), phone_key(phone),
                    id);
    transaction.commit();
  }
}

void CustomerRepository::write_addresses(const Contact& contact) {
  for (const auto& address : contact.addresses)
    database_.run(
        "INSERT INTO contact_address (address, contact_id) VALUES (?, ?) ON CONFLICT (address, contact_id) DO NOTHING",
        address_key(address), contact.id);
}

void CustomerRepository::remove_contact(RecordId id) {
  database_.run("DELETE FROM contact_address WHERE contact_id = ?", id);
  database_.run("DELETE FROM contact WHERE id = ?", id);
}

bool CustomerRepository::is_contact_referred_to(RecordId id) {
  auto rows = database_.query(
      "SELECT EXISTS (SELECT 1 FROM quotation WHERE contact_id = ?1) OR EXISTS (SELECT 1 FROM opportunity WHERE "
      "contact_id = ?1)"
      " OR EXISTS (SELECT 1 FROM lead WHERE contact_id = ?1)"
      " OR EXISTS (SELECT 1 FROM filing WHERE record_type = 'contact' AND record_id = ?1 AND removed = 0)",
      id);
  rows->step();
  return rows->boolean(0);
}

}  // namespace tradewind::crm

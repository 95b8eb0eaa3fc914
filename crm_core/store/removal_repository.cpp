#include "crm_core/store/removal_repository.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <span>

#include "crm_core/model/name_key.hpp"
#include "crm_core/store/message_repository.hpp"

namespace tradewind::crm {

namespace {

using Json = nlohmann::json;

// A column that refers to the record by its number; `key` is the table's own.
struct Child {
  std::string_view what, table, column;
};

std::span<const Child> children_of(RecordType type) {
  static constexpr Child of_customer[] = {
      {"contact", "contact", "customer_id"},         {"quotation", "quotation", "customer_id"},
      {"order", "sales_order", "customer_id"},       {"case", "service_case", "customer_id"},
      {"opportunity", "opportunity", "customer_id"}, {"lead", "lead", "customer_id"},
      {"subsidiary", "customer", "parent_id"}};
  static constexpr Child of_contact[] = {{"quotation", "quotation", "contact_id"},
                                         {"opportunity", "opportunity", "contact_id"},
                                         {"lead", "lead", "contact_id"}};
  static constexpr Child of_opportunity[] = {{"lead", "lead", "opportunity_id"}};
  static constexpr Child of_supplier[] = {{"supplier contact", "supplier_contact", "supplier_id"}};
  switch (type) {
    case RecordType::customer:
      return of_customer;
    case RecordType::contact:
      return of_contact;
    case RecordType::opportunity:
      return of_opportunity;
    case RecordType::supplier:
      return of_supplier;
    default:
      return {};
  }
}

// What a record is found by, in a table of its own.
struct Key {
  std::string_view what, table, owner, column;
};

std::span<const Key> keys_of(RecordType type) {
  static constexpr Key of_customer[] = {{"alias", "customer_alias", "customer_id", "name"},
                                        {"domain", "customer_domain", "customer_id", "domain"}};
  static constexpr Key of_contact[] = {{"address", "contact_address", "contact_id", "address"}};
  static constexpr Key of_supplier[] = {{"domain", "supplier_domain", "supplier_id", "domain"},
                                        {"address", "supplier_address", "supplier_id", "address"}};
  static constexpr Key of_lead[] = {{"thread", "lead_thread", "lead_id", "thread_id"}};
  switch (type) {
    case RecordType::customer:
      return of_customer;
    case RecordType::contact:
      return of_contact;
    case RecordType::lead:
      return of_lead;
    case RecordType::supplier:
      return of_supplier;
    default:
      return {};
  }
}

std::string_view table_of(RecordType type) { return to_text(type); }  // all five are named like their types

}  // namespace

RecordId RemovalRepository::insert(const Removal& removal) {
  database_.run(
      "INSERT INTO removal (record_type, record_id, into_id, at, actor, why, before) VALUES (?, ?, ?, ?, ?, ?, ?)",
      to_text(removal.type), removal.record, removal.into, removal.at, removal.actor, removal.why, removal.before);
  return database_.last_insert_id();
}

void RemovalRepository::set_before(RecordId removal, std::string_view json) {
  database_.run("UPDATE removal SET before = ? WHERE id = ?", json, removal);
}

std::optional<Removal> RemovalRepository::of_record(RecordType type, RecordId record) {
  auto rows = database_.query(
      "SELECT id, into_id, at, actor, why, before FROM removal WHERE record_type = ? AND record_id = ?"
      " AND undone_at IS NULL ORDER BY id DESC LIMIT 1",
      to_text(type), record);
  if (!rows->step()) return {};
  return Removal{rows->int64(0), type,          record,        rows->optional_int64(1),
                 rows->int64(2), rows->text(3), rows->text(4), rows->text(5)};
}

void RemovalRepository::set_undone(RecordId removal, EpochSeconds at) {
  database_.run("UPDATE removal SET undone_at = ? WHERE id = ?", at, removal);
}

void RemovalRepository::set_removed(RecordType type, RecordId record, std::optional<EpochSeconds> at) {
  database_.run(fmt::format("UPDATE {} SET removed_at = ?, version = version + 1 WHERE id = ?", table_of(type)), at,
                record);
}

bool RemovalRepository::is_removed(RecordType type, RecordId record) {
  auto rows =
      database_.query(fmt::format("SELECT 1 FROM {} WHERE id = ? AND removed_at IS NOT NULL", table_of(type)), record);
  return rows->step();
}

void RemovalRepository::add_row(RecordId removal, std::string_view what, std::string_view key) {
  database_.run(
      "INSERT INTO removal_row (removal_id, what, row_key) VALUES (?, ?, ?) ON CONFLICT (removal_id, what, row_key) DO "
      "NOTHING",
      removal, what, key);
}

std::vector<std::string> RemovalRepository::rows(RecordId removal, std::string_view what) {
  std::vector<std::string> keys;
  auto rows = database_.query("SELECT row_key FROM removal_row WHERE removal_id = ? AND what = ? ORDER BY row_key",
                              removal, what);
  while (rows->step()) keys.push_back(rows->text(0));
  return keys;
}

void RemovalRepository::move_children(RecordId removal, RecordType type, RecordId from, RecordId into) {
  for (const Child& child : children_of(type)) {
    database_.run(fmt::format("INSERT INTO removal_row (removal_id, what, row_key) SELECT ?, '{}', CAST(id AS TEXT)"
                              " FROM {} WHERE {} = ?",
                              child.what, child.table, child.column),
                  removal, from);
    database_.run(fmt::format("UPDATE {0} SET {1} = ? WHERE {1} = ?", child.table, child.column), into, from);
  }
  move_filings(removal, type, from, into);
  move_tags(removal, type, from, into);
  move_tasks(removal, type, from, into);
}

// A mail that is filed to both keeps the other's filing; this one's is noted whole.
void RemovalRepository::move_filings(RecordId removal, RecordType type, RecordId from, RecordId into) {
  {
    auto rows = database_.query(
        "SELECT f.message_id, f.rule, f.confidence, f.evidence, f.pinned, f.removed, f.filed_by, f.filed_at FROM "
        "filing f"
        " WHERE f.record_type = ?1 AND f.record_id = ?2 AND EXISTS (SELECT 1 FROM filing g WHERE"
        " g.message_id = f.message_id AND g.record_type = ?1 AND g.record_id = ?3)",
        to_text(type), from, into);
    while (rows->step())
      add_row(removal, "filing of both",
              Json{rows->int64(0), rows->text(1), rows->real(2), rows->text(3), rows->int64(4), rows->int64(5),
                   rows->text(6), rows->int64(7)}
                  .dump(-1, ' ', false, Json::error_handler_t::replace));
  }
  database_.run(
      "DELETE FROM filing WHERE record_type = ?1 AND record_id = ?2 AND message_id IN"
      " (SELECT message_id FROM filing WHERE record_type = ?1 AND record_id = ?3)",
      to_text(type), from, into);
  database_.run(
      "INSERT INTO removal_row (removal_id, what, row_key) SELECT ?, 'filing', CAST(message_id AS TEXT) FROM filing"
      " WHERE record_type = ? AND record_id = ?",
      removal, to_text(type), from);
  database_.run("UPDATE filing SET record_id = ? WHERE record_type = ? AND record_id = ?", into, to_text(type), from);
}

// What the other has already stays with this one, which is put away.
void RemovalRepository::move_tags(RecordId removal, RecordType type, RecordId from, RecordId into) {
  database_.run(
      "INSERT INTO removal_row (removal_id, what, row_key) SELECT ?1, 'tag', tag FROM record_tag WHERE record_type = ?2"
      " AND record_id = ?3 AND tag NOT IN (SELECT tag FROM record_tag WHERE record_type = ?2 AND record_id = ?4)",
      removal, to_text(type), from, into);
  database_.run(
      "UPDATE record_tag SET record_id = ?4 WHERE record_type = ?2 AND record_id = ?3 AND tag IN"
      " (SELECT row_key FROM removal_row WHERE removal_id = ?1 AND what = 'tag')",
      removal, to_text(type), from, into);
}

void RemovalRepository::move_tasks(RecordId removal, RecordType type, RecordId from, RecordId into) {
  database_.run(
      "INSERT INTO removal_row (removal_id, what, row_key) SELECT ?, 'task', CAST(id AS TEXT) FROM task WHERE"
      " record_type = ? AND record_id = ?",
      removal, to_text(type), from);
  database_.run("UPDATE task SET record_id = ? WHERE record_type = ? AND record_id = ?", into, to_text(type), from);
}

void RemovalRepository::move_children_back(RecordId removal, RecordType type, RecordId from, RecordId into) {
  for (const Child& child : children_of(type))
    database_.run(fmt::format("UPDATE {0} SET {1} = ?1 WHERE {1} = ?2 AND id IN (SELECT CAST(row_key AS INTEGER) FROM"
                              " removal_row WHERE removal_id = ?3 AND what = '{2}')",
                              child.table, child.column, child.what),
                  from, into, removal);
  database_.run(
      "UPDATE filing SET record_id = ?1 WHERE record_type = ?2 AND record_id = ?3 AND message_id IN"
      " (SELECT CAST(row_key AS INTEGER) FROM removal_row WHERE removal_id = ?4 AND what = 'filing')",
      from, to_text(type), into, removal);
  for (const auto& text : rows(removal, "filing of both")) {
    const Json row = Json::parse(text);
    database_.run(
        "INSERT INTO filing (message_id, record_type, record_id, rule, confidence, evidence, pinned, removed, filed_by,"
        " filed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (message_id, record_type, record_id) DO NOTHING",
        row[0].get<std::int64_t>(), to_text(type), from, row[1].get<std::string>(), row[2].get<double>(),
        row[3].get<std::string>(), row[4].get<std::int64_t>(), row[5].get<std::int64_t>(), row[6].get<std::string>(),
        row[7].get<std::int64_t>());
  }
  database_.run(
      "UPDATE record_tag SET record_id = ?1 WHERE record_type = ?2 AND record_id = ?3 AND tag IN"
      " (SELECT row_key FROM removal_row WHERE removal_id = ?4 AND what = 'tag')",
      from, to_text(type), into, removal);
  database_.run(
      "UPDATE task SET record_id = ?1 WHERE record_type = ?2 AND record_id = ?3 AND id IN"
      " (SELECT CAST(row_key AS INTEGER) FROM removal_row WHERE removal_id = ?4 AND what = 'task')",
      from, to_text(type), into, removal);
}

void RemovalRepository::park_keys(RecordId removal, RecordType type, RecordId record) {
  if (type == RecordType::supplier)  // an address is a contact's, whose number goes along
    database_.run(
        "INSERT INTO removal_row (removal_id, what, row_key) SELECT ?, 'address of contact',"
        " CAST(coalesce(supplier_contact_id, 0) AS TEXT) || ' ' || address FROM supplier_address WHERE supplier_id = ?",
        removal, record);
  for (const Key& key : keys_of(type)) {
    database_.run(fmt::format("INSERT INTO removal_row (removal_id, what, row_key) SELECT ?, '{}', CAST({} AS TEXT)"
                              " FROM {} WHERE {} = ?",
                              key.what, key.column, key.table, key.owner),
                  removal, record);
    database_.run(fmt::format("DELETE FROM {} WHERE {} = ?", key.table, key.owner), record);
  }
  if (type == RecordType::customer || type == RecordType::supplier)
    database_.run(fmt::format("UPDATE {} SET name_key = '' WHERE id = ?", table_of(type)), record);
  if (type != RecordType::lead) return;
  database_.run(
      "INSERT INTO removal_row (removal_id, what, row_key) SELECT ?, 'email', email FROM lead WHERE id = ? AND email IS"
      " NOT NULL",
      removal, record);
  database_.run("UPDATE lead SET email = NULL, phone_key = NULL WHERE id = ?", record);
}

void RemovalRepository::unpark_keys(RecordId removal, RecordType type, RecordId record) {
  if (type == RecordType::customer) {
    std::string name;
    {
      auto rows = database_.query("SELECT name FROM customer WHERE id = ?", record);
      if (rows->step()) name = rows->text(0);
    }
    database_.run("UPDATE customer SET name_key = ? WHERE id = ?", name_key(name), record);
    for (const auto& alias : rows(removal, "alias"))
      database_.run("INSERT INTO customer_alias (customer_id, name, name_key) VALUES (?, ?, ?)", record, alias,
                    name_key(alias));
    for (const auto& domain : rows(removal, "domain"))
      database_.run("INSERT INTO customer_domain (domain, customer_id) VALUES (?, ?)", domain, record);
  } else if (type == RecordType::contact) {
    for (const auto& address : rows(removal, "address"))
      database_.run("INSERT INTO contact_address (address, contact_id) VALUES (?, ?)", address, record);
  } else if (type == RecordType::supplier) {
    unpark_supplier(removal, record);
  } else if (type == RecordType::lead) {
    std::string phone;
    {
      auto rows = database_.query("SELECT coalesce(phone, '') FROM lead WHERE id = ?", record);
      if (rows->step()) phone = rows->text(0);
    }
    for (const auto& email : rows(removal, "email"))
      database_.run("UPDATE lead SET email = ? WHERE id = ?", email, record);
    if (!phone_key(phone).empty())
      database_.run("UPDATE lead SET phone_key = ? WHERE id = ?", phone_key(phone), record);
    // Threads may have become one meanwhile.
    for (const auto& thread : rows(removal, "thread"))
      database_.run(
          "INSERT INTO lead_thread (lead_id, thread_id) VALUES (?, ?) ON CONFLICT (lead_id, thread_id) DO NOTHING",
          record, MessageRepository(database_).thread_root(std::stoll(thread)));
  }
}

void RemovalRepository::unpark_supplier(RecordId removal, RecordId record) {
  std::string name;
  {
    auto rows = database_.query("SELECT name FROM supplier WHERE id = ?", record);
    if (rows->step()) name = rows->text(0);
  }
  database_.run("UPDATE supplier SET name_key = ? WHERE id = ?", name_key(name), record);
  for (const auto& domain : rows(removal, "domain"))
    database_.run("INSERT INTO supplier_domain (domain, supplier_id) VALUES (?, ?)", domain, record);
  for (const auto& row : rows(removal, "address of contact")) {
    const std::size_t blank = row.find(' ');
    const RecordId contact = std::stoll(row.substr(0, blank));
    // A contact that was merged along has it at the other supplier until now.
    database_.run("DELETE FROM supplier_address WHERE supplier_contact_id = ?1 AND address = ?2", contact,
                  row.substr(blank + 1));
    database_.run("INSERT INTO supplier_address (address, supplier_id, supplier_contact_id) VALUES (?, ?, ?)",
                  row.substr(blank + 1), record, contact == 0 ? std::nullopt : std::optional(contact));
  }
}

}  // namespace tradewind::crm

// Customers with their aliases and domains, and their contacts. See store.hpp for how repositories are used.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/model/records.hpp"
#include "crm_core/store/custom_selection.hpp"

namespace tradewind::crm {

struct CustomerFilter {
  std::optional<RecordId> owner_id;
  bool unowned = false;
  std::string country, level, status, tag;  // "": any
  std::string match;                        // in the name; case, accents and width of letters aside
  std::string seen = "1";                   // a condition on `c`: store/visibility.hpp
  CustomSelection custom = {};
};

struct ContactFilter {
  std::optional<RecordId> customer_id;
  std::string match;       // in the name (as above) or an address
  std::string seen = "1";  // a condition on `c`
  CustomSelection custom = {};
};

class CustomerRepository {
 public:
  explicit CustomerRepository(database::Database& database) : database_(database) {}

  [[nodiscard]] std::optional<Customer> find(RecordId id);
  [[nodiscard]] std::optional<Customer> find_by_external_key(std::string_view key);
  // By exact name (case-insensitive), else by name key; several when ambiguous.
  [[nodiscard]] std::vector<RecordId> find_by_name(std::string_view name);
  [[nodiscard]] std::vector<RecordId> find_by_name_key(std::string_view key);  // aliases too
  [[nodiscard]] std::vector<RecordId> find_by_domain(std::string_view domain);
  [[nodiscard]] std::vector<RecordId> find_by_website(std::string_view website);  // as it is spelt
  // Those with a contact whose telephone has this key; none for "".
  [[nodiscard]] std::vector<RecordId> customers_by_phone_key(std::string_view key);
  // Some whose name key stands next to this one in the order of the alphabet, with their keys.
  [[nodiscard]] std::vector<std::pair<RecordId, std::string>> neighbours_by_name_key(std::string_view key);
  [[nodiscard]] std::vector<Customer> list(const CustomerFilter& filter, int limit,
                                           int offset);  // by name, unless said otherwise
  RecordId insert(const Customer& customer);             // name key, aliases and domains too
  void update(const Customer& customer);  // aliases and domains are replaced, an external key stays, version counts up
  void remove(RecordId id);               // only one that nothing refers to (undo of a conversion)
  [[nodiscard]] bool is_referred_to(RecordId id);

  [[nodiscard]] std::optional<Contact> find_contact(RecordId id);
  [[nodiscard]] std::optional<Contact> find_contact_by_external_key(std::string_view key);
  [[nodiscard]] std::vector<Contact> list_contacts(const ContactFilter& filter, int limit, int offset);  // by name
  [[nodiscard]] std::vector<Contact> contacts_of(RecordId customer);
  [[nodiscard]] std::vector<Contact> contacts_by_address(std::string_view address);
  RecordId insert_contact(const Contact& contact);
  void update_contact(const Contact& contact);
  void remove_contact(RecordId id);
  void fill_contact_keys();  // of contacts that a migration left without
  [[nodiscard]] bool is_contact_referred_to(RecordId id);

 private:
  [[nodiscard]] std::optional<Customer> read(database::Statement& rows);
  [[nodiscard]] std::optional<Contact> read_contact(database::Statement& rows);
  void write_names(const Customer& customer);
  void write_addresses(const Contact& contact);
  database::Database& database_;
};

}  // namespace tradewind::crm

// The records of trade by hand: customers, contacts, suppliers, products, quotations, orders, cases. Each add checks
// for what is there already and each change is audited. Lists and look-ups are the repositories' (crm_core/store),
// after require(actor, Act::read_records).
#pragma once

#include <optional>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/custom_field.hpp"
#include "crm_core/model/records.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

// Adds give the id. Fault::invalid names the field; Fault::conflict names the record that is there already (same name
// key, domain, address, SKU or number). Changes: Fault::not_found; Fault::conflict when the value's version is not the
// stored one (somebody changed it meanwhile). Custom fields: service/custom_edit.hpp; nothing: the caller knows of
// none.
class Records {
 public:
  // An import asks the duplicate check itself, with all that a row tells, and takes a row back whole: neither is done a
  // second time for it.
  enum class For { anybody, import };
  explicit Records(Store& store, For whom = For::anybody) : store_(store), in_import_(whom == For::import) {}

  [[nodiscard]] Result<RecordId> add_customer(const Actor& actor, Customer customer,
                                              const std::optional<CustomTexts>& custom = {});
  [[nodiscard]] Result<void> change_customer(const Actor& actor, Customer customer,
                                             const std::optional<CustomTexts>& custom = {});
  [[nodiscard]] Result<RecordId> add_contact(const Actor& actor, Contact contact,
                                             const std::optional<CustomTexts>& custom = {});
  [[nodiscard]] Result<void> change_contact(const Actor& actor, Contact contact,
                                            const std::optional<CustomTexts>& custom = {});
  [[nodiscard]] Result<RecordId> add_supplier(const Actor& actor, Supplier supplier,
                                              const std::optional<CustomTexts>& custom = {});
  [[nodiscard]] Result<void> change_supplier(const Actor& actor, Supplier supplier,
                                             const std::optional<CustomTexts>& custom = {});
  [[nodiscard]] Result<RecordId> add_product(const Actor& actor, Product product);
  [[nodiscard]] Result<void> change_product(const Actor& actor, Product product);
  [[nodiscard]] Result<RecordId> add_quotation(const Actor& actor, Quotation quotation);
  [[nodiscard]] Result<void> change_quotation(const Actor& actor, Quotation quotation);
  [[nodiscard]] Result<RecordId> add_order(const Actor& actor, Order order);
  [[nodiscard]] Result<void> change_order(const Actor& actor, Order order);
  [[nodiscard]] Result<RecordId> add_case(const Actor& actor, ServiceCase service_case);
  [[nodiscard]] Result<void> change_case(const Actor& actor, ServiceCase service_case);
  [[nodiscard]] Result<void> add_number_pattern(const Actor& actor, const NumberPattern& pattern);

 private:
  Store& store_;
  bool in_import_;
};

// A group is a tree: whoever is above must not be below. Fault::invalid, Fault::not_found.
[[nodiscard]] Result<void> check_parents(database::Database& database, const Customer& customer);

}  // namespace tradewind::crm

// A whole data set at once: firm, users, customers, suppliers, products, quotations, orders and cases from one JSON
// document (docs/record-import.md).
#pragma once

#include <string_view>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

struct ImportCounts {
  int users = 0, customers = 0, contacts = 0, suppliers = 0, products = 0, quotations = 0, orders = 0, cases = 0;
  int created = 0, changed = 0, unchanged = 0;
};

// All of it or nothing, in one transaction. Records are known again by login, key, SKU or number and brought up to
// date, so that importing twice changes nothing the second time. Fault::invalid names the field:
// "customers[3].contacts[0].emails[1]: not a mail address".
[[nodiscard]] Result<ImportCounts> import_records(Store& store, const Actor& actor, std::string_view json);

}  // namespace tradewind::crm

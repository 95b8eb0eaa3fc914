// From the name or number that a person types to the records it means.
#pragma once

#include <cstdint>
#include <vector>

#include "crm_core/database/database.hpp"
#include "crm_core/search/query.hpp"

namespace tradewind::crm::search {

// A value that fits more records than this is no name. The rest is left out.
inline constexpr std::size_t most_named_records = 1000;

// Ids of the records that the term of a name field means (customer:, contact:, supplier:, quote:, order:, case:,
// account:, folder:); empty if there is none. `database` has the store attached as `crm`.
//
// Names fit when the value's words stand in them one after the other, case and accents aside (the last one in part,
// with a star): customers by name and alias, contacts by name and address, accounts by name, folders by name, last part
// of the name or role. Numbers of documents fit whatever their separators; orders by the customer's own number too.
// Customers, contacts and suppliers also by id.
[[nodiscard]] std::vector<std::int64_t> find_records(database::Database& database, const Term& term);

}  // namespace tradewind::crm::search

// What customers are known by, mark by mark: those that share one stand together.
#pragma once

#include <functional>
#include <string_view>

#include "crm_core/database/database.hpp"
#include "crm_core/model/filing.hpp"

namespace tradewind::crm {

enum class CustomerMark { name, domain, address, phone, website };

// Sorted by the mark, websites as they are spelt: name keys and those of aliases, domains, addresses and telephone keys
// of contacts. None of customers that are put away.
void for_each_customer_mark(database::Database& database, CustomerMark mark,
                            const std::function<void(std::string_view value, RecordId customer)>& visit);

}  // namespace tradewind::crm

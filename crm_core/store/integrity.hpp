// What the store can say about its own soundness. Findings are one line each, for people.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "crm_core/base/sha256.hpp"
#include "crm_core/database/database.hpp"

namespace tradewind::crm {

// Damaged pages and indexes (SQLite's own check), at most 100 lines.
[[nodiscard]] std::vector<std::string> check_file(database::Database& database);
// Foreign keys that lead nowhere, and references that foreign keys cannot express (filings, thread counts), at most
// 1,000 lines.
[[nodiscard]] std::vector<std::string> check_references(database::Database& database);
struct StoreCounts {
  std::int64_t messages = 0, deliveries = 0, quarantined = 0;
};
[[nodiscard]] StoreCounts counts(database::Database& database);

// Every object of the vault that a message or a delivery needs, sorted, each once.
[[nodiscard]] std::vector<Digest> referenced_objects(database::Database& database);

}  // namespace tradewind::crm

// Settings: named texts in the store, the firm's own facts among them, and the version of the records.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "crm_core/database/database.hpp"
#include "crm_core/model/qualification.hpp"
#include "crm_core/model/records.hpp"

namespace tradewind::crm {

[[nodiscard]] std::optional<std::string> setting(database::Database& database, std::string_view name);
void set_setting(database::Database& database, std::string_view name, std::string_view value);

// The key of our signed Message-IDs: 64 hexadecimal digits, made when it is first needed.
inline constexpr std::string_view signing_key_setting = "message_id_key";

[[nodiscard]] Firm firm(database::Database& database);
void set_firm(database::Database& database, const Firm& firm);

// All three until it was set.
[[nodiscard]] Qualification qualification(database::Database& database);
void set_qualification(database::Database& database, const Qualification& qualification);

// Counts up with every change of users, firm, customers, contacts, suppliers, products, documents or number patterns:
// Knowledge reads them again then.
[[nodiscard]] std::int64_t records_version(database::Database& database);
void bump_records_version(database::Database& database);

}  // namespace tradewind::crm

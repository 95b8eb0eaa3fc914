// Since when somebody owns a lead or customer: kept whenever the record is written with another owner.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string_view>

#include "crm_core/base/time.hpp"
#include "crm_core/database/database.hpp"
#include "crm_core/model/filing.hpp"

namespace tradewind::crm {

// Before the update that writes the owner. One who gets an owner leaves the pool.
inline void set_ownership_time(database::Database& database, std::string_view table, RecordId record,
                               std::optional<RecordId> owner) {
  const auto since = owner ? std::optional(now()) : std::nullopt;
  database.run(
      fmt::format("UPDATE {} SET owned_since = ?1, pooled_at = CASE WHEN ?2 IS NULL THEN pooled_at END WHERE id"
                  " = ?3 AND coalesce(owner_id, 0) <> coalesce(?2, 0)",
                  table),
      since, owner, record);
}

}  // namespace tradewind::crm

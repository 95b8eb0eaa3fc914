// Options by which records are added and edited: what is not given stays, an empty text clears.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cli/command.hpp"
#include "crm_core/base/result.hpp"
#include "crm_core/model/filing.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::cli {

void take_text(const Arguments& arguments, std::string_view option, std::string& field);
void take_texts(const Arguments& arguments, std::string_view option, std::vector<std::string>& field);
// The login of a user, or "none".
[[nodiscard]] Result<void> take_user(crm::Store& store, const Arguments& arguments, std::string_view option,
                                     std::optional<crm::RecordId>& field);
// The number of a record, or "none".
[[nodiscard]] Result<void> take_id(const Arguments& arguments, std::string_view option, std::string_view what,
                                   std::optional<crm::RecordId>& field);
// A day (2026-12-31) as midnight UTC, or "none".
[[nodiscard]] Result<void> take_day(const Arguments& arguments, std::string_view option,
                                    std::optional<EpochSeconds>& field);
// --if-version N: the version the caller has seen, in place of the stored one.
[[nodiscard]] Result<void> take_version(const Arguments& arguments, std::int64_t& version);
[[nodiscard]] Option version_option();

// "2026-12-31" of midnight UTC.
[[nodiscard]] std::string day_text(std::optional<EpochSeconds> midnight);

}  // namespace tradewind::cli

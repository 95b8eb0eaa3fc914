// What people and files say of a custom field, brought into its written form (model/custom_field.hpp).
#pragma once

#include <string>
#include <string_view>

#include "crm_core/base/result.hpp"
#include "crm_core/database/database.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/custom_field.hpp"

namespace tradewind::crm {

inline constexpr std::size_t longest_custom_text = 2'000;  // bytes

// "5000 EUR", "eur 5000"; "today"; a choice by its name or label, several with ',' or ';' between; a record by its
// number, "customer:12", the number of a document or the name of a customer. "" stays "". Fault::invalid names the
// field and the text; Fault::not_found, Fault::forbidden of a link to a record that is not there, or not seen.
[[nodiscard]] Result<std::string> written_from(database::Database& database, const Actor& actor,
                                               const CustomField& field, std::string_view typed);

}  // namespace tradewind::crm

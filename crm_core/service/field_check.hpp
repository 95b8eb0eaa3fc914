// Checks of fields that people or files give. Each brings its field into the form in which it is stored.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crm_core/base/result.hpp"

namespace tradewind::crm {

// Lower case, sorted, each once. Fault::invalid: "emails[1]: ..." names the place and the text.
[[nodiscard]] Result<void> tidy_addresses(std::vector<std::string>& addresses, std::string_view field = "addresses");
[[nodiscard]] Result<void> tidy_domains(std::vector<std::string>& domains, std::string_view field = "domains");
// ISO 3166-1 alpha-2 in capitals, or empty.
[[nodiscard]] Result<void> tidy_country(std::string& country, std::string_view field = "country");
// Decimal text "1234.50", or empty.
[[nodiscard]] Result<void> check_decimal(std::string_view text, std::string_view field);
// Sorted, each once, without empty ones.
void tidy_names(std::vector<std::string>& names);

[[nodiscard]] Result<void> check_given(std::string_view text, std::string_view field);  // not empty, not blank
// One line of at most 100 bytes without commas.
[[nodiscard]] Result<void> check_tag(std::string_view tag);
// Fault::conflict when somebody changed the record since it was read.
[[nodiscard]] Result<void> check_version(std::string_view what, std::int64_t id, std::int64_t stored,
                                         std::int64_t given);

}  // namespace tradewind::crm

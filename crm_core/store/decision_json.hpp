// Decisions and lists of texts as JSON columns.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/model/filing.hpp"

namespace tradewind::crm {

// Invalid UTF-8 is replaced on the way in. Reading gives what it can: an unreadable column gives an empty list.
[[nodiscard]] std::string to_json(std::span<const Decision> decisions);
[[nodiscard]] std::vector<Decision> decisions_from_json(std::string_view json);
[[nodiscard]] std::string to_json(std::span<const std::string> texts);
[[nodiscard]] std::vector<std::string> texts_from_json(std::string_view json);
// An object of field -> text.
[[nodiscard]] std::string to_json(std::span<const std::pair<std::string, std::string>> fields);
[[nodiscard]] std::vector<std::pair<std::string, std::string>> fields_from_json(std::string_view json);

}  // namespace tradewind::crm

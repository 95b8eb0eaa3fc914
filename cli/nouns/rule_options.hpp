// A rule as options write it down.
#pragma once

#include "cli/command.hpp"
#include "crm_core/base/result.hpp"
#include "crm_core/rules/rule.hpp"

namespace tradewind::cli {

// --name, --on, --if, --then, --position: what is not given stays.
[[nodiscard]] Result<void> take_rule_fields(const Arguments& arguments, crm::rules::Rule& rule);

}  // namespace tradewind::cli

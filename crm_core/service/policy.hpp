// The policy of the firm, setting by setting, as text: "crm policy". Changes are a manager's act and audited.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/policy.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

// As stored; what was never set, or cannot be read, is as Policy says.
[[nodiscard]] Policy policy(database::Database& database);

struct PolicySetting {
  std::string name, value, help;
  bool is_default = true;
};
[[nodiscard]] Result<std::vector<PolicySetting>> policy_settings(Store& store, const Actor& actor);
// Fault::invalid names the setting and says what it takes.
[[nodiscard]] Result<void> set_policy(Store& store, const Actor& actor, std::string_view name, std::string_view value);

}  // namespace tradewind::crm

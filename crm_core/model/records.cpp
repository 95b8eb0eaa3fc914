#include "crm_core/model/records.hpp"

#include <algorithm>
#include <array>

#include "crm_core/model/lead.hpp"
#include "crm_core/model/mailbox.hpp"

namespace tradewind::crm {

namespace {
constexpr std::array<std::string_view, 6> role_names{"rep",           "assistant", "manager",
                                                     "administrator", "auditor",   "system"};
constexpr std::array<std::string_view, 7> lead_status_names{"new",       "assigned",     "contacted", "qualified",
                                                            "converted", "disqualified", "merged"};
constexpr std::array<std::string_view, 3> message_state_names{"filed", "stub", "quarantined"};
}  // namespace

std::string_view to_text(Role role) { return role_names[static_cast<std::size_t>(role)]; }

std::optional<Role> role_from_text(std::string_view text) {
  const auto found = std::find(role_names.begin(), role_names.end(), text);
  if (found == role_names.end()) return {};
  return static_cast<Role>(found - role_names.begin());
}

std::string_view to_text(LeadStatus status) { return lead_status_names[static_cast<std::size_t>(status)]; }

std::optional<LeadStatus> lead_status_from_text(std::string_view text) {
  const auto found = std::find(lead_status_names.begin(), lead_status_names.end(), text);
  if (found == lead_status_names.end()) return {};
  return static_cast<LeadStatus>(found - lead_status_names.begin());
}

std::string_view to_text(MessageState state) { return message_state_names[static_cast<std::size_t>(state)]; }

}  // namespace tradewind::crm

#include "crm_core/service/permission.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "crm_core/model/records.hpp"

namespace tradewind::crm {

namespace {

constexpr unsigned bit(Act act) { return 1U << static_cast<unsigned>(act); }
template <class... Acts>
constexpr unsigned acts(Acts... list) {
  return (bit(list) | ...);
}

constexpr unsigned reading = acts(Act::read_records, Act::read_mail, Act::read_leads);
constexpr unsigned selling = reading | acts(Act::edit_records, Act::correct_mail, Act::edit_leads, Act::convert_leads, Act::take_from_pool);
constexpr unsigned everything = ~0U;

// In the order of Role.
constexpr std::array<unsigned, 6> allowed{
    selling,                                                                                // rep
    reading | acts(Act::edit_records, Act::correct_mail),                                   // assistant
    selling | acts(Act::assign_leads, Act::import_records, Act::run_nightly, Act::verify, Act::set_policy,
                   Act::hand_over),  // manager
    everything,                                                                             // administrator
    reading | acts(Act::verify),                                                            // auditor
    everything,                                                                             // system
};

constexpr std::array<std::string_view, 17> act_names{
    "read records",        "edit records",     "import records",    "manage users and accounts", "read mail",
    "correct mail",        "read leads",       "edit leads",        "assign leads to others",    "convert leads",
    "take from the pool", "set the policy", "hand records over", "manage custom fields",
    "run the nightly job", "verify the store", "maintain the store"};
static_assert(act_names.size() == static_cast<std::size_t>(Act::maintain) + 1);

}  // namespace

bool may(Role role, Act act) { return (allowed[static_cast<std::size_t>(role)] & bit(act)) != 0; }

Result<void> require(const Actor& actor, Act act) {
  if (may(actor.role, act)) return {};
  return fail(
      Fault::forbidden,
      fmt::format("{} ({}) may not {}", actor.name, to_text(actor.role), act_names[static_cast<std::size_t>(act)]),
      "ask a manager or the administrator");
}

}  // namespace tradewind::crm

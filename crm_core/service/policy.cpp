#include "crm_core/service/policy.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "crm_core/service/permission.hpp"
#include "crm_core/store/audit_log.hpp"
#include "crm_core/store/setting.hpp"

namespace tradewind::crm {

namespace {

constexpr std::string_view prefix = "policy_";
constexpr int most_days = 3'650;

bool take_number(std::string_view text, int most, int& number) {
  int value = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0 || value > most) return false;
  number = value;
  return true;
}

// "90", or "A=180 B=120 *=90".
bool take_level_days(std::string_view text, LevelDays& days) {
  LevelDays taken;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (word.empty()) continue;
    const std::size_t equals = word.find('=');
    const std::string_view level = equals == std::string_view::npos ? "*" : word.substr(0, equals);
    const std::string_view number = equals == std::string_view::npos ? word : word.substr(equals + 1);
    int value = 0;
    if (level.empty() || level.size() > 40 || taken.by_level.size() > 40 || !take_number(number, most_days, value))
      return false;
    if (level == "*")
      taken.other = value;
    else
      taken.by_level[std::string(level)] = value;
  }
  days = std::move(taken);
  return true;
}

std::string to_text(const LevelDays& days) {
  if (days.by_level.empty()) return std::to_string(days.other);
  std::string text;
  for (const auto& [level, value] : days.by_level) text += fmt::format("{}={} ", level, value);
  return text + fmt::format("*={}", days.other);
}

struct Setting {
  std::string_view name, takes, help;
  bool (*take)(std::string_view text, Policy& policy);
  std::string (*text)(const Policy& policy);
};

template <int Policy::*field, int most>
bool take_field(std::string_view text, Policy& policy) {
  return take_number(text, most, policy.*field);
}
template <int Policy::*field>
std::string field_text(const Policy& policy) {
  return std::to_string(policy.*field);
}
bool take_hours(std::string_view text, Policy& policy) {
  const auto hours = working_hours_from_text(text);
  if (hours) policy.working_hours = *hours;
  return hours.has_value();
}

constexpr std::string_view hours_number = "a number of hours from 0 to 8760",
                           days_number = "a number of days from 0 to 3650", count_number = "a number from 0 to 100000";
constexpr std::array<Setting, 10> settings{{
    {"answer_hours", hours_number, "an inquiry that waits longer for our answer is late",
     take_field<&Policy::answer_hours, 8'760>, field_text<&Policy::answer_hours>},
    {"escalate_hours", hours_number, "one that waits longer is told to a manager; 0: never",
     take_field<&Policy::escalate_hours, 8'760>, field_text<&Policy::escalate_hours>},
    {"working_hours", "\"always\" or \"Mon-Fri 09:00-18:00, Sat 09:00-12:30\"", "when the response clock runs",
     take_hours, [](const Policy& policy) { return crm::to_text(policy.working_hours); }},
    {"lead_drop_days", days_number, "a lead drops into the pool without mail in both directions for so long; 0: never",
     take_field<&Policy::lead_drop_days, most_days>, field_text<&Policy::lead_drop_days>},
    {"customer_drop_days", "days, or days by level: \"A=180 B=120 *=90\"", "the same for customers; 0: never",
     [](std::string_view text, Policy& policy) { return take_level_days(text, policy.customer_drop_days); },
     [](const Policy& policy) { return to_text(policy.customer_drop_days); }},
    {"warn_days", days_number, "so long before it drops, its owner is warned",
     take_field<&Policy::warn_days, most_days>, field_text<&Policy::warn_days>},
    {"takes_a_day", count_number, "what one person may take out of the pool in 24 hours; 0: no limit",
     take_field<&Policy::takes_a_day, 100'000>, field_text<&Policy::takes_a_day>},
    {"most_held", count_number, "open leads and customers with which one person may take no more; 0: no limit",
     take_field<&Policy::most_held, 100'000>, field_text<&Policy::most_held>},
    {"protection_days", days_number, "after taking, in which it does not drop",
     take_field<&Policy::protection_days, most_days>, field_text<&Policy::protection_days>},
    {"retake_days", days_number, "in which whoever lost it may not take it again",
     take_field<&Policy::retake_days, most_days>, field_text<&Policy::retake_days>},
}};

std::string stored_name(const Setting& setting) { return fmt::format("{}{}", prefix, setting.name); }

}  // namespace

Policy policy(database::Database& database) {
  Policy policy;
  for (const auto& each : settings)
    if (const auto stored = setting(database, stored_name(each))) (void)each.take(*stored, policy);
  return policy;
}

Result<std::vector<PolicySetting>> policy_settings(Store& store, const Actor& actor) {
  if (auto allowed = require(actor, Act::read_records); !allowed) return pass_on(allowed);
  const Policy now_valid = policy(store.database()), shipped;
  std::vector<PolicySetting> found;
  for (const auto& each : settings)
    found.push_back({std::string(each.name), each.text(now_valid), std::string(each.help),
                     each.text(now_valid) == each.text(shipped)});
  return found;
}

Result<void> set_policy(Store& store, const Actor& actor, std::string_view name, std::string_view value) {
  if (auto allowed = require(actor, Act::set_policy); !allowed) return allowed;
  auto& database = store.database();
  database::Transaction transaction(database);
  for (const auto& each : settings) {
    if (each.name != name) continue;
    Policy changed = policy(database);
    const std::string before = each.text(changed);
    if (!each.take(value, changed))
      return fail(Fault::invalid, fmt::format("{}: '{}' is not {}", name, value.substr(0, 100), each.takes));
    const std::string after = each.text(changed);
    if (before == after) return {};
    set_setting(database, stored_name(each), after);
    const auto json = [&](const std::string& text) { return nlohmann::json{{name, text}}.dump(); };
    AuditLog(database).write(actor, "policy", 0, "changed", json(before), json(after));
    transaction.commit();
    return {};
  }
  return fail(Fault::not_found, fmt::format("the policy has no setting \"{}\"", name.substr(0, 100)),
              "see: crm policy list");
}

}  // namespace tradewind::crm

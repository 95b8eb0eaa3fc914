#include "crm_core/service/rule_events.hpp"

#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "crm_core/store/user_repository.hpp"

namespace tradewind::crm {

namespace {

using Json = nlohmann::json;

constexpr std::string_view cause_prefix = "rule ";

std::string plain(const Json& value) {
  if (value.is_null()) return {};
  return value.is_string() ? value.get<std::string>() : value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// Owners are kept by number and known by login.
std::string said(database::Database& database, const std::string& field, const Json& value) {
  if (field == "owner" && value.is_number_integer())
    if (const auto user = UserRepository(database).find(value.get<RecordId>())) return user->login;
  return plain(value);
}

RuleSubject subject_of(const AuditEntry& entry) {
  RuleSubject subject;
  if (entry.record_type == "lead") subject.lead = entry.record_id;
  if (entry.record_type == "customer") subject.customer = entry.record_id;
  if (entry.record_type == "opportunity") subject.opportunity = entry.record_id;
  return subject;
}

}  // namespace

std::vector<RuleEvent> events_in(database::Database& database, const AuditEntry& entry) {
  const bool of_lead = entry.record_type == "lead", of_deal = entry.record_type == "opportunity";
  if (!of_lead && !of_deal && entry.record_type != "customer") return {};
  const auto chain = chain_of(entry);
  const RuleSubject subject = subject_of(entry);
  if (of_lead && entry.action == "created") return {{"lead-created", subject, entry.at, chain}};
  const Json before = Json::parse(entry.before, nullptr, false), after = Json::parse(entry.after, nullptr, false);
  if (!before.is_object() || !after.is_object()) return {};
  std::vector<RuleEvent> found;
  for (const auto& [field, value] : after.items()) {
    const Json was = before.contains(field) ? before.at(field) : Json();
    if (was == value || plain(was) == plain(value)) continue;
    RuleSubject changed = subject;
    changed.field = field;
    changed.before = said(database, field, was);
    changed.after = said(database, field, value);
    if (of_deal && field == "stage") found.push_back({"stage-changed", changed, entry.at, chain});
    found.push_back({of_lead   ? "lead-changed"
                     : of_deal ? "opportunity-changed"
                               : "customer-changed",
                     changed, entry.at, chain});
  }
  return found;
}

std::string chain_text(const std::vector<RecordId>& chain) { return fmt::format("{}", fmt::join(chain, ">")); }

std::vector<RecordId> chain_of(const AuditEntry& entry) {
  std::vector<RecordId> chain;
  std::string_view text = entry.cause;
  if (entry.actor != rules_actor || !text.starts_with(cause_prefix)) return chain;
  text.remove_prefix(cause_prefix.size());
  while (!text.empty()) {
    RecordId id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    if (error != std::errc()) break;
    chain.push_back(id);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (!text.empty()) text.remove_prefix(1);
  }
  return chain;
}

}  // namespace tradewind::crm

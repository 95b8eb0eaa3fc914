// A workflow rule: when an event comes, if the condition holds, then the actions are done.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/base/time.hpp"
#include "crm_core/model/filing.hpp"
#include "crm_core/rules/action.hpp"
#include "crm_core/rules/condition.hpp"

namespace tradewind::crm::rules {

struct Rule {
  RecordId id = 0;
  std::string name;
  std::string event;      // name of an EventInfo
  std::string condition;  // as written; "" always holds
  std::string actions;    // as written
  std::int64_t position = 100;
  std::optional<EpochSeconds> active_since;  // nothing: it is off
  std::optional<EpochSeconds> removed_at;
  EpochSeconds created_at = 0;
  std::int64_t version = 1;
};

struct EventInfo {
  std::string_view name;   // "mail-filed"
  std::string_view help;   // when it comes
  std::string_view nouns;  // whose fields there are, the record it is about first: "lead mail"
  std::string_view acts;   // names of the actions that make sense
  [[nodiscard]] std::string_view about() const { return nouns.substr(0, nouns.find(' ')); }
};

[[nodiscard]] std::span<const EventInfo> events();
[[nodiscard]] const EventInfo* find_event(std::string_view name);
// Every field there is, and those of one event. The spans stay valid for ever.
[[nodiscard]] std::span<const FieldInfo> all_fields();
[[nodiscard]] std::span<const FieldInfo> fields_of(const EventInfo& event);

// A field that the firm has added, beside those of all_fields(): "customer.custom.budget".
struct ExtraField {
  std::string name;
  Type type = Type::text;
  std::string help;
};
// Whether conditions of the event may name a field of this name.
[[nodiscard]] bool belongs_to(const EventInfo& event, std::string_view field);

// A rule made ready. Fault::invalid says which part is wrong, and where: "condition: at character 7: ...".
struct ReadyRule {
  Rule rule;
  const EventInfo* event = nullptr;
  Condition condition;
  std::vector<std::string> fields;  // names, by the numbers that the condition has for them
  std::vector<Action> actions;
};
[[nodiscard]] Result<ReadyRule> make_ready(Rule rule, std::span<const ExtraField> extra = {});

}  // namespace tradewind::crm::rules

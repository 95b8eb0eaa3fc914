#include "crm_core/rules/rule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace tradewind::crm::rules {

namespace {

constexpr std::string_view on_lead = "assign task notify tag set qualify disqualify release",
                           on_customer = "assign task notify tag set release",
                           on_opportunity = "assign task notify tag set stage";
constexpr auto all_events = std::to_array<EventInfo>({
    {"mail-filed", "a message was filed", "mail opportunity lead customer",
     "assign task notify tag set stage qualify disqualify"},
    {"lead-created", "an inquiry became a lead", "lead mail", on_lead},
    {"lead-unowned", "the nightly job looks for an owner; the first rule that holds says who", "lead mail", "assign"},
    {"lead-changed", "status, owner or what became of a lead changed", "lead mail change", on_lead},
    {"customer-changed", "a field of a customer changed", "customer change", on_customer},
    {"opportunity-changed", "a field of a deal changed", "opportunity customer change", on_opportunity},
    {"stage-changed", "a deal came into a stage", "opportunity customer change", on_opportunity},
    {"task-due", "a task is overdue (at night)", "task lead opportunity customer", "task notify"},
    {"lead-time", "every night, for open leads: fires when the condition begins to hold", "lead mail", on_lead},
    {"customer-time", "the same for customers", "customer", on_customer},
    {"opportunity-time", "the same for open deals", "opportunity customer", on_opportunity},
});

constexpr auto fields = std::to_array<FieldInfo>({
    {"mail.subject", Type::text, "subject"},
    {"mail.from", Type::text, "address of its author"},
    {"mail.domain", Type::text, "what follows the @ in it"},
    {"mail.kind", Type::text, "inquiry, negotiation, order, payment, shipping, service, ..."},
    {"mail.direction", Type::text, "inbound, outbound or internal"},
    {"mail.language", Type::text, "ISO 639-1"},
    {"mail.automatic", Type::boolean, "written by a machine"},
    {"mail.attachments", Type::number, "how many"},
    {"mail.quotation", Type::boolean, "filed to a quotation"},
    {"mail.order", Type::boolean, "filed to an order"},
    {"mail.case", Type::boolean, "filed to a service case"},
    {"lead.status", Type::text, "new, assigned, contacted, qualified, converted, disqualified"},
    {"lead.score", Type::number, "0 to 100"},
    {"lead.company", Type::text, "as the inquiry says it"},
    {"lead.email", Type::text, "address of the buyer"},
    {"lead.domain", Type::text, "what follows the @ in it"},
    {"lead.country", Type::text, "ISO 3166-1: DE"},
    {"lead.language", Type::text, "ISO 639-1: de"},
    {"lead.source", Type::text, "the platform, or website"},
    {"lead.products", Type::list, "our SKUs, and the products as the buyer wrote them"},
    {"lead.wants", Type::text, "the same as one text"},
    {"lead.owner", Type::text, "login"},
    {"lead.answered", Type::boolean, "one of us answered"},
    {"lead.waited_hours", Type::number, "of work, without our answer"},
    {"lead.age_days", Type::number, "since the inquiry arrived"},
    {"lead.silent_days", Type::number, "since the buyer's last mail"},
    {"lead.unanswered_days", Type::number, "since our last mail, when the buyer did not answer it"},
    {"lead.tags", Type::list, "tags"},
    {"customer.name", Type::text, "name"},
    {"customer.country", Type::text, "ISO 3166-1: DE"},
    {"customer.level", Type::text, "A, B, C ..."},
    {"customer.status", Type::text, "prospect, active, dormant, lost, blacklisted"},
    {"customer.owner", Type::text, "login"},
    {"customer.silent_days", Type::number, "since their last mail"},
    {"customer.unanswered_days", Type::number, "since our last mail, when they did not answer it"},
    {"customer.tags", Type::list, "tags"},
    {"opportunity.name", Type::text, "name"},
    {"opportunity.stage", Type::text, "one of ours: crm stage list"},
    {"opportunity.amount", Type::number, "amount"},
    {"opportunity.currency", Type::text, "ISO 4217"},
    {"opportunity.owner", Type::text, "login"},
    {"opportunity.days_in_stage", Type::number, "since it came into its stage"},
    {"opportunity.close_in_days", Type::number, "until it is expected to close; below 0: overdue"},
    {"opportunity.silent_days", Type::number, "since the last mail of its customer"},
    {"opportunity.unanswered_days", Type::number, "since our last mail, when the customer did not answer it"},
    {"opportunity.tags", Type::list, "tags"},
    {"task.title", Type::text, "what is to be done"},
    {"task.kind", Type::text, "task, call, meeting, follow_up"},
    {"task.priority", Type::text, "low, normal, high"},
    {"task.owner", Type::text, "login"},
    {"task.overdue_days", Type::number, "since it was due"},
    {"change.field", Type::text, "which one: status, owner, level ..."},
    {"change.before", Type::text, "what it was"},
    {"change.after", Type::text, "what it is"},
});

bool has_word(std::string_view words, std::string_view word) {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    if (words.substr(0, end) == word) return true;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return false;
}

tl::unexpected<Error> in_part(std::string_view part, const Error& error) {
  return fail(error.fault, fmt::format("{}: {}", part, error.message), error.hint);
}

}  // namespace

std::span<const EventInfo> events() { return all_events; }

const EventInfo* find_event(std::string_view name) {
  const auto found =
      std::find_if(all_events.begin(), all_events.end(), [&](const EventInfo& each) { return each.name == name; });
  return found == all_events.end() ? nullptr : &*found;
}

std::span<const FieldInfo> all_fields() { return fields; }

std::span<const FieldInfo> fields_of(const EventInfo& event) {
  static const auto by_event = [] {
    std::map<std::string_view, std::vector<FieldInfo>> made;
    for (const auto& each : all_events)
      for (const auto& field : fields)
        if (belongs_to(each, field.name)) made[each.name].push_back(field);
    return made;
  }();
  return by_event.at(event.name);
}

bool belongs_to(const EventInfo& event, std::string_view field) {
  return has_word(event.nouns, field.substr(0, field.find('.')));
}

Result<ReadyRule> make_ready(Rule rule, std::span<const ExtraField> extra) {
  ReadyRule ready;
  ready.event = find_event(rule.event);
  if (rule.event.empty()) return fail(Fault::invalid, "event: is missing", "when it looks: crm rules events");
  if (ready.event == nullptr)
    return fail(Fault::invalid, fmt::format("event: there is no \"{}\"", rule.event.substr(0, 100)),
                "see: crm rules events");
  const auto built_in = fields_of(*ready.event);
  std::vector<FieldInfo> known(built_in.begin(), built_in.end());
  for (const auto& field : extra)
    if (belongs_to(*ready.event, field.name)) known.push_back({field.name, field.type, field.help});
  auto condition = Condition::parse(rule.condition, known);
  if (!condition) return in_part("condition", condition.error());
  auto actions = parse_actions(rule.actions);
  if (!actions) return in_part("actions", actions.error());
  for (const auto& action : *actions) {
    if (!has_word(ready.event->acts, action.verb))
      return fail(Fault::invalid, fmt::format("actions: {} cannot {}", rule.event, action.verb),
                  fmt::format("it can: {}", ready.event->acts));
    if (!action.field.empty() && action.verb == "set" &&
        !has_word(ready.event->nouns, std::string_view(action.field).substr(0, action.field.find('.'))))
      return fail(Fault::invalid, fmt::format("actions: {} has no {}", rule.event, action.field));
  }
  ready.condition = *std::move(condition);
  for (const auto& field : known) ready.fields.emplace_back(field.name);
  ready.actions = *std::move(actions);
  ready.rule = std::move(rule);
  return ready;
}

}  // namespace tradewind::crm::rules

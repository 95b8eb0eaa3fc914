// rules list, show, add, edit, on, off, delete, restore, events, fields. Others: rule_trials.cpp, notification.cpp.
#include "crm_core/service/rules.hpp"

#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "cli/nouns/edit_options.hpp"
#include "cli/nouns/record_reference.hpp"
#include "cli/nouns/rule_options.hpp"
#include "crm_core/service/rule_fields.hpp"

namespace tradewind::cli {

namespace {

using crm::rules::Rule;

Record to_record(const Session& session, const Rule& rule) {
  const auto ready = crm::rules::make_ready(rule, crm::rule_fields(session.store.database()));
  return Record()
      .add("id", rule.id)
      .add("name", rule.name)
      .add("event", rule.event)
      .add_known("condition", rule.condition)
      .add("actions", rule.actions)
      .add("position", rule.position)
      .add("state", rule.removed_at     ? "deleted"
                    : !ready            ? "broken"
                    : rule.active_since ? "on"
                                        : "off")
      .add_known("error", ready ? std::string() : ready.error().message)
      .add_time("active_since", rule.active_since)
      .add("version", rule.version);
}

Result<int> answer(Context& context, const Session& session, crm::RecordId id, std::string_view done) {
  if (context.out().for_people()) {
    context.out().message(fmt::format("rule {} {}", id, done));
    return exit_ok;
  }
  const auto shown = crm::Rules(session.store).show(session.actor, id);
  if (!shown) return pass_on(shown);
  context.out().records({to_record(session, *shown)});
  return exit_ok;
}

struct Named {
  Session session;
  crm::RecordId id;
};
Result<Named> named(Context& context, const Arguments& arguments) {
  auto session = context.session();
  if (!session) return pass_on(session);
  const auto id = parse_id(arguments.positionals[0], "rule");
  if (!id) return pass_on(id);
  return Named{std::move(*session), *id};
}

// The stored rule, or the one that the options write down.
}  // namespace

Result<void> take_rule_fields(const Arguments& arguments, Rule& rule) {
  take_text(arguments, "name", rule.name);
  take_text(arguments, "on", rule.event);
  take_text(arguments, "if", rule.condition);
  if (const auto given = arguments.options.find("then"); given != arguments.options.end())
    rule.actions = fmt::format("{}", fmt::join(given->second, "; "));
  const auto position = arguments.number("position", rule.position, 0, 1'000'000);
  if (!position) return pass_on(position);
  rule.position = *position;
  return {};
}

// The number of the first positional, and who asks.

Result<int> run_rules_list(Context& context, const Arguments&) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto rules = crm::Rules(session->store).list(session->actor);
  if (!rules) return pass_on(rules);
  Listing listing;
  listing.columns = {{"id", "ID", Column::Align::right},
                     {"state", "STATE"},
                     {"event", "WHEN"},
                     {"name", "NAME", Column::Align::left, 20},
                     {"actions", "THEN", Column::Align::left, 20}};
  listing.none = "no rules";
  for (const auto& rule : *rules) listing.records.push_back(to_record(*session, rule));
  context.out().list(listing);
  return exit_ok;
}

Result<int> run_rules_show(Context& context, const Arguments& arguments) {
  const auto rule = named(context, arguments);
  if (!rule) return pass_on(rule);
  const auto shown = crm::Rules(rule->session.store).show(rule->session.actor, rule->id);
  if (!shown) return pass_on(shown);
  const Record record = to_record(rule->session, *shown);
  Output& out = context.out();
  if (!out.for_people()) {
    out.records({record});
    return exit_ok;
  }
  out.field("Rule", std::to_string(shown->id));
  out.field("Name", shown->name, Style::bold);
  out.field("State", people_text(*record.find("state")));
  out.field("Error", people_text(*record.find("error")), Style::warn);
  out.field("When", shown->event);
  out.field("If", shown->condition);
  out.field("Then", shown->actions);
  out.field("Position", std::to_string(shown->position));
  out.field("Version", std::to_string(shown->version));
  return exit_ok;
}

Result<int> run_rules_add(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  Rule rule;
  rule.name = arguments.positionals[0];
  if (auto taken = take_rule_fields(arguments, rule); !taken) return pass_on(taken);
  if (!arguments.has("off")) rule.active_since = now();
  const auto id = crm::Rules(session->store).add(session->actor, rule);
  if (!id) return pass_on(id);
  return answer(context, *session, *id, arguments.has("off") ? "is added, and off" : "is added, and on");
}

Result<int> run_rules_edit(Context& context, const Arguments& arguments) {
  const auto rule = named(context, arguments);
  if (!rule) return pass_on(rule);
  crm::Rules rules(rule->session.store);
  auto changed = rules.show(rule->session.actor, rule->id);
  if (!changed) return pass_on(changed);
  if (auto taken = take_rule_fields(arguments, *changed); !taken) return pass_on(taken);
  if (auto taken = take_version(arguments, changed->version); !taken) return pass_on(taken);
  if (auto done = rules.change(rule->session.actor, *changed); !done) return pass_on(done);
  return answer(context, rule->session, rule->id, "is changed");
}

Result<int> run_rules_act(Context& context, const Arguments& arguments) {
  const auto rule = named(context, arguments);
  if (!rule) return pass_on(rule);
  const std::string_view verb = context.command().verb;
  crm::Rules rules(rule->session.store);
  const crm::Actor& actor = rule->session.actor;
  const auto done = verb == "delete" || verb == "restore" ? rules.remove(actor, rule->id, verb == "delete")
                                                          : rules.switch_on(actor, rule->id, verb == "on");
  if (!done) return pass_on(done);
  return answer(context, rule->session, rule->id,
                verb == "delete"    ? "is deleted"
                : verb == "restore" ? "is restored, and off"
                                    : fmt::format("is {}", verb));
}

Result<int> run_rules_events(Context& context, const Arguments&) {
  Listing listing{{{"name", "EVENT"},
                   {"help", "WHEN IT COMES", Column::Align::left, 20},
                   {"fields", "FIELDS OF"},
                   {"actions", "ACTIONS", Column::Align::left, 20}},
                  {},
                  "none"};
  for (const auto& event : crm::rules::events())
    listing.records.push_back(
        Record().add("name", event.name).add("help", event.help).add("fields", event.nouns).add("actions", event.acts));
  context.out().list(listing);
  return exit_ok;
}

Result<int> run_rules_fields(Context& context, const Arguments& arguments) {
  auto fields = crm::rules::all_fields();
  const crm::rules::EventInfo* event = nullptr;
  if (!arguments.positionals.empty()) {
    event = crm::rules::find_event(arguments.positionals[0]);
    if (event == nullptr)
      return fail(Fault::not_found, fmt::format("there is no event \"{}\"", arguments.positionals[0]),
                  "see: crm rules events");
    fields = crm::rules::fields_of(*event);
  }
  Listing listing{{{"name", "FIELD"}, {"type", "TYPE"}, {"help", "WHAT IT IS", Column::Align::left, 20}}, {}, "none"};
  for (const auto& field : fields)
    listing.records.push_back(
        Record().add("name", field.name).add("type", crm::rules::to_text(field.type)).add("help", field.help));
  // Without a store there are only those that are built in.
  if (const auto session = context.session())
    for (const auto& field : crm::rule_fields(session->store.database(), session->actor))
      if (event == nullptr || crm::rules::belongs_to(*event, field.name))
        listing.records.push_back(
            Record().add("name", field.name).add("type", crm::rules::to_text(field.type)).add("help", field.help));
  context.out().list(listing);
  return exit_ok;
}

}  // namespace tradewind::cli

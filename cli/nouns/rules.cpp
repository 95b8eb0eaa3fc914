// rules list, show, add, edit, on, off, delete, restore, test, log, run, events, fields; notification list, seen.
#include "crm_core/service/rules.hpp"

#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "cli/nouns/edit_options.hpp"
#include "cli/nouns/paging.hpp"
#include "cli/nouns/record_reference.hpp"
#include "crm_core/service/rule_run.hpp"

namespace tradewind::cli {

namespace {

using crm::rules::Rule;

Record to_record(const Rule& rule) {
  const auto ready = crm::rules::make_ready(rule);
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

Record to_record(const crm::RuleFiring& firing) {
  return Record()
      .add("id", firing.id)
      .add_time("at", firing.at)
      .add("rule", firing.rule)
      .add("type", firing.record_type)
      .add("record", firing.record)
      .add("about", fmt::format("{} {}", firing.record_type, firing.record))
      .add("chain", firing.chain)
      .add("outcome", firing.outcome)
      .add("what", firing.what);
}

std::vector<Column> firing_columns() {
  return {{"at", "WHEN"},
          {"chain", "RULE"},
          {"about", "ABOUT"},
          {"outcome", "OUTCOME"},
          {"what", "WHAT", Column::Align::left, 20}};
}

Result<int> answer(Context& context, const Session& session, crm::RecordId id, std::string_view done) {
  if (context.out().for_people()) {
    context.out().message(fmt::format("rule {} {}", id, done));
    return exit_ok;
  }
  const auto shown = crm::Rules(session.store).show(session.actor, id);
  if (!shown) return pass_on(shown);
  context.out().records({to_record(*shown)});
  return exit_ok;
}

Result<void> take_fields(const Arguments& arguments, Rule& rule) {
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
Result<Rule> tested_rule(const Session& session, const Arguments& arguments) {
  Rule rule;
  if (const std::string number = arguments.value("rule"); !number.empty()) {
    const auto id = parse_id(number, "rule");
    if (!id) return pass_on(id);
    auto stored = crm::Rules(session.store).show(session.actor, *id);
    if (!stored) return pass_on(stored);
    rule = *std::move(stored);
  } else {
    rule.actions = "tag tried";
    const std::string named = arguments.positionals.empty() ? std::string() : arguments.positionals[0];
    const bool number_alone = !named.empty() && named.find_first_not_of("0123456789") == std::string::npos;
    if (!arguments.has("on"))
      return fail(Fault::invalid, "which rule?",
                  fmt::format("--rule {}, or --on EVENT --if CONDITION", number_alone ? named : "N"));
  }
  if (auto taken = take_fields(arguments, rule); !taken) return pass_on(taken);
  // Of a condition alone the actions do not matter, but every event must know one.
  if (!arguments.has("then") && !arguments.has("rule")) {
    const auto* event = crm::rules::find_event(rule.event);
    if (event != nullptr && event->acts.find("tag") == std::string_view::npos)
      rule.actions = rule.event == "task-due" ? "task \"tried\"" : "assign tried";
  }
  return rule;
}

Result<int> try_on(Context& context, const Session& session, const Rule& rule, const std::string& reference) {
  const std::size_t colon = reference.find(':');
  std::string type = reference.substr(0, colon);
  crm::RecordId id = 0;
  if (type == "message" || type == "task") {
    const auto number = parse_id(colon == std::string::npos ? "" : reference.substr(colon + 1), type);
    if (!number) return pass_on(number);
    id = *number;
  } else {
    const auto record = parse_record(session.store, reference);
    if (!record) return pass_on(record);
    type = to_text(record->type);
    id = record->id;
  }
  const auto trial = crm::Rules(session.store).try_on(session.actor, rule, type, id);
  if (!trial) return pass_on(trial);
  Listing listing;
  listing.columns = {{"comparison", "COMPARISON", Column::Align::left, 20},
                     {"value", "VALUE", Column::Align::left, 12},
                     {"holds", "HOLDS"}};
  listing.none = "nothing to compare";
  for (const auto& finding : trial->findings)
    listing.records.push_back(Record()
                                  .add("comparison", finding.comparison)
                                  .add("value", finding.value)
                                  .add("holds", finding.holds)
                                  .add("rule_holds", trial->holds));
  context.out().list(listing);
  context.out().message(trial->holds ? "the condition holds" : "the condition does not hold");
  return trial->holds ? exit_ok : exit_negative;
}

}  // namespace

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
  for (const auto& rule : *rules) listing.records.push_back(to_record(rule));
  context.out().list(listing);
  return exit_ok;
}

Result<int> run_rules_show(Context& context, const Arguments& arguments) {
  const auto rule = named(context, arguments);
  if (!rule) return pass_on(rule);
  const auto shown = crm::Rules(rule->session.store).show(rule->session.actor, rule->id);
  if (!shown) return pass_on(shown);
  const Record record = to_record(*shown);
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
  if (auto taken = take_fields(arguments, rule); !taken) return pass_on(taken);
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
  if (auto taken = take_fields(arguments, *changed); !taken) return pass_on(taken);
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

Result<int> run_rules_test(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto rule = tested_rule(*session, arguments);
  if (!rule) return pass_on(rule);
  if (!arguments.positionals.empty()) return try_on(context, *session, *rule, arguments.positionals[0]);
  crm::RuleHistory history;
  const auto limit = arguments.number("limit", 50, 1, 100'000);
  if (!limit) return pass_on(limit);
  history.limit = static_cast<int>(*limit);
  constexpr EpochSeconds shown_days = 90 * 86'400;
  history.since = now() - shown_days;
  if (arguments.has("since")) {
    const auto date = parse_iso_date(arguments.value("since"));
    if (!date)
      return fail(Fault::invalid, fmt::format("--since: \"{}\" is no date", arguments.value("since")), "2026-01-31");
    history.since = local_midnight(*date);
  }
  const auto matches = crm::Rules(session->store).test(session->actor, *rule, history);
  if (!matches) return pass_on(matches);
  Listing listing;
  listing.columns = {{"at", "WHEN"},
                     {"about", "ABOUT"},
                     {"name", "NAME", Column::Align::left, 16},
                     {"would", "WOULD", Column::Align::left, 20}};
  listing.none = "it would not have fired";
  const bool shows_actions = arguments.has("then") || arguments.has("rule");
  for (const auto& match : *matches) {
    const auto type = crm::record_type_from_text(match.record_type);
    listing.records.push_back(
        Record()
            .add_time("at", match.at)
            .add("type", match.record_type)
            .add("record", match.record)
            .add("about", fmt::format("{} {}", match.record_type, match.record))
            .add_known("name", type ? name_of(session->store, *type, match.record) : std::string())
            .add_known("would", shows_actions ? match.what : std::string()));
  }
  context.out().list(listing);
  return exit_ok;
}

Result<int> run_rules_log(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto page = page_of(arguments);
  if (!page) return pass_on(page);
  crm::RecordId rule = 0;
  if (arguments.has("rule")) {
    const auto id = parse_id(arguments.value("rule"), "rule");
    if (!id) return pass_on(id);
    rule = *id;
  }
  const auto firings = crm::Rules(session->store).log(session->actor, rule, page->limit);
  if (!firings) return pass_on(firings);
  Listing listing{firing_columns(), {}, "no rule has fired"};
  for (const auto& firing : *firings) listing.records.push_back(to_record(firing));
  context.out().list(listing);
  return exit_ok;
}

Result<int> run_rules_run(Context& context, const Arguments&) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto run = crm::run_rules(session->store, session->actor, false);
  if (!run) return pass_on(run);
  Listing listing{firing_columns(), {}, "nothing to do"};
  for (const auto& firing : run->firings) listing.records.push_back(to_record(firing));
  context.out().list(listing);
  return exit_ok;
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
  if (!arguments.positionals.empty()) {
    const auto* event = crm::rules::find_event(arguments.positionals[0]);
    if (event == nullptr)
      return fail(Fault::not_found, fmt::format("there is no event \"{}\"", arguments.positionals[0]),
                  "see: crm rules events");
    fields = crm::rules::fields_of(*event);
  }
  Listing listing{{{"name", "FIELD"}, {"type", "TYPE"}, {"help", "WHAT IT IS", Column::Align::left, 20}}, {}, "none"};
  for (const auto& field : fields)
    listing.records.push_back(
        Record().add("name", field.name).add("type", crm::rules::to_text(field.type)).add("help", field.help));
  context.out().list(listing);
  return exit_ok;
}

Result<int> run_notification_list(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const auto page = page_of(arguments);
  if (!page) return pass_on(page);
  const auto found = crm::Rules(session->store).notifications(session->actor, page->limit);
  if (!found) return pass_on(found);
  Listing listing{{{"id", "ID", Column::Align::right},
                   {"at", "WHEN"},
                   {"text", "WHAT", Column::Align::left, 20},
                   {"about", "ABOUT", Column::Align::left, 16}},
                  {},
                  "nothing new"};
  for (const auto& each : *found)
    listing.records.push_back(
        Record()
            .add("id", each.id)
            .add_time("at", each.at)
            .add("text", each.text)
            .add_known("about", each.about_type ? fmt::format("{} {}", to_text(*each.about_type), *each.about_id)
                                                : std::string())
            .add("origin", each.origin));
  context.out().list(listing);
  return exit_ok;
}

Result<int> run_notification_seen(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  std::optional<crm::RecordId> one;
  if (!arguments.positionals.empty()) {
    const auto id = parse_id(arguments.positionals[0], "notification");
    if (!id) return pass_on(id);
    one = *id;
  }
  const auto count = crm::Rules(session->store).see_notifications(session->actor, one);
  if (!count) return pass_on(count);
  context.out().message(fmt::format("{} seen", *count));
  return exit_ok;
}

}  // namespace tradewind::cli

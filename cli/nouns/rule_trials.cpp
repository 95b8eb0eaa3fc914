// rules test, log, run: what rules would do, and did.
#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "cli/nouns/paging.hpp"
#include "cli/nouns/record_reference.hpp"
#include "cli/nouns/rule_options.hpp"
#include "crm_core/service/rule_run.hpp"
#include "crm_core/service/rules.hpp"

namespace tradewind::cli {

namespace {

using crm::rules::Rule;

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
  if (auto taken = take_rule_fields(arguments, rule); !taken) return pass_on(taken);
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

}  // namespace tradewind::cli

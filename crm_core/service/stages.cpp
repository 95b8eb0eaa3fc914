#include "crm_core/service/stages.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "crm_core/rules/action.hpp"
#include "crm_core/service/permission.hpp"
#include "crm_core/service/record_change.hpp"
#include "crm_core/service/record_json.hpp"
#include "crm_core/store/opportunity_repository.hpp"
#include "crm_core/store/rule_repository.hpp"

namespace tradewind::crm {

namespace {

using StageList = std::vector<OpportunityStage>;

constexpr std::size_t longest_name = 60, most_stages = 50;

std::string to_json(const StageList& stages) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& stage : stages)
    list.push_back({{"name", stage.name}, {"probability", stage.probability}, {"outcome", stage.outcome}});
  return nlohmann::ordered_json{{"stages", list}}.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

StageList::iterator find(StageList& stages, std::string_view name) {
  return std::find_if(stages.begin(), stages.end(), [&](const OpportunityStage& stage) { return stage.name == name; });
}

std::string names_of(const StageList& stages) {
  std::vector<std::string_view> names;
  for (const auto& stage : stages) names.push_back(stage.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

tl::unexpected<Error> no_stage(const StageList& stages, std::string_view name, std::string_view field) {
  return fail(Fault::invalid, fmt::format("{}: '{}' is none of {}", field, name.substr(0, 100), names_of(stages)));
}

Result<void> check_name(const std::string& name) {
  const bool fine = !name.empty() && name.size() <= longest_name && name.front() != ' ' && name.back() != ' ' &&
                    std::none_of(name.begin(), name.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == ',' || c == '"'; });
  if (fine) return {};
  return fail(Fault::invalid, fmt::format("name: '{}' is no name of a stage", name.substr(0, 100)),
              "one line of at most 60 bytes without commas and quotation marks");
}

// The list as a whole, and each of it.
Result<void> check(StageList& stages) {
  if (stages.size() > most_stages) return fail(Fault::invalid, fmt::format("there are {} stages already", most_stages));
  std::set<std::string_view> names;
  for (auto& stage : stages) {
    if (auto fine = check_name(stage.name); !fine) return fine;
    if (!names.insert(stage.name).second)
      return fail(Fault::conflict, fmt::format("name: there is a stage {} already", stage.name));
    if (auto fine = one_of(stage.outcome, stage_outcomes, "outcome"); !fine) return fine;
    if (stage.outcome != "open") stage.probability = stage.outcome == "won" ? 100 : 0;
    if (stage.probability < 0 || stage.probability > 100)
      return fail(Fault::invalid, "probability: must be 0 to 100 per cent");
  }
  for (const auto outcome : stage_outcomes)
    if (std::none_of(stages.begin(), stages.end(), [&](const auto& stage) { return stage.outcome == outcome; }))
      return fail(Fault::invalid, fmt::format("outcome: no stage would be {}", outcome),
                  "there is always one that is open, one that is won and one that is lost");
  return {};
}

Result<void> move_in_front(StageList& stages, std::string_view name, std::string_view before) {
  if (before == name) return {};
  if (!before.empty() && find(stages, before) == stages.end()) return no_stage(stages, before, "before");
  const OpportunityStage moved = *find(stages, name);
  stages.erase(find(stages, name));
  stages.insert(before.empty() ? stages.end() : find(stages, before), moved);
  return {};
}

// A rule that is on and names the stage would never do again what it was written for.
Result<void> check_rules(database::Database& database, const std::string& name) {
  for (const auto& rule : RuleRepository(database).list()) {
    if (!rule.active_since) continue;
    const bool of_stages =
        rule.event == "stage-changed" || rule.condition.find("opportunity.stage") != std::string::npos;
    bool names_it = of_stages && rule.condition.find('"' + name + '"') != std::string::npos;
    if (const auto actions = rules::parse_actions(rule.actions))
      for (const auto& action : *actions) names_it = names_it || (action.verb == "stage" && action.field == name);
    if (names_it)
      return fail(Fault::conflict, fmt::format("rule {} ({}) names the stage {}", rule.id, rule.name, name),
                  fmt::format("change it first: crm rules edit {0}, or: crm rules off {0}", rule.id));
  }
  return {};
}

// One change of the list, under the write lock.
class ListChange {
 public:
  ListChange(Store& store, const Actor& actor)
      : database_(store.database()),
        actor_(actor),
        transaction_(database_),
        deals_(database_),
        stages(deals_.stages()) {
    before_ = to_json(stages);
  }
  Result<void> finish(std::string_view action) {
    if (auto fine = check(stages); !fine) return fine;
    if (to_json(stages) == before_) return {};
    deals_.set_stages(stages);
    AuditLog(database_).write(actor_, "opportunity stage", 0, action, before_, to_json(stages));
    bump_records_version(database_);
    transaction_.commit();
    return {};
  }
  [[nodiscard]] database::Database& database() { return database_; }
  [[nodiscard]] OpportunityRepository& deals() { return deals_; }

 private:
  database::Database& database_;
  const Actor& actor_;
  database::Transaction transaction_;
  OpportunityRepository deals_;
  std::string before_;

 public:
  StageList stages;
};

}  // namespace

Result<OpportunityStage> known_stage(database::Database& database, std::string_view name) {
  auto stages = OpportunityRepository(database).stages();
  if (const auto found = find(stages, name); found != stages.end()) return *found;
  return no_stage(stages, name, "stage");
}

Result<std::vector<OpportunityStage>> Stages::list(const Actor& actor) {
  if (auto allowed = require(actor, Act::read_records); !allowed) return pass_on(allowed);
  return OpportunityRepository(store_.database()).stages();
}

Result<void> Stages::add(const Actor& actor, const OpportunityStage& stage, std::string_view before) {
  if (auto allowed = require(actor, Act::manage_users); !allowed) return allowed;
  ListChange change(store_, actor);
  if (!before.empty() && find(change.stages, before) == change.stages.end())
    return no_stage(change.stages, before, "before");
  change.stages.insert(before.empty() ? change.stages.end() : find(change.stages, before), stage);
  return change.finish("created");
}

Result<void> Stages::change(const Actor& actor, std::string_view name, const StageChange& wanted) {
  if (auto allowed = require(actor, Act::manage_users); !allowed) return allowed;
  ListChange change(store_, actor);
  const auto stage = find(change.stages, name);
  if (stage == change.stages.end()) return no_stage(change.stages, name, "stage");
  if (wanted.probability) stage->probability = *wanted.probability;
  if (wanted.outcome) stage->outcome = *wanted.outcome;
  if (wanted.before)
    if (auto moved = move_in_front(change.stages, name, *wanted.before); !moved) return moved;
  if (wanted.name && *wanted.name != name) {
    if (auto free = check_rules(change.database(), std::string(name)); !free) return free;
    find(change.stages, name)->name = *wanted.name;
    if (auto fine = check(change.stages); !fine) return fine;
    change.deals().rename_stage(name, *wanted.name);
  }
  return change.finish("changed");
}

Result<void> Stages::remove(const Actor& actor, std::string_view name, std::string_view into) {
  if (auto allowed = require(actor, Act::manage_users); !allowed) return allowed;
  ListChange change(store_, actor);
  const auto stage = find(change.stages, name);
  if (stage == change.stages.end()) return no_stage(change.stages, name, "stage");
  if (auto free = check_rules(change.database(), std::string(name)); !free) return free;
  change.stages.erase(stage);
  const auto target = find(change.stages, into);
  if (!into.empty() && (target == change.stages.end() || target->outcome != "open"))
    return fail(Fault::invalid, fmt::format("into: '{}' is no other stage that is open", into.substr(0, 100)));
  const auto deals = change.deals().in_stage(name);
  if (!deals.empty() && into.empty())
    return fail(Fault::conflict,
                fmt::format("{} {} in stage {}", deals.size(), deals.size() == 1 ? "deal is" : "deals are", name),
                "--into STAGE moves them; deleted ones count too");
  for (const RecordId id : deals) {
    auto deal = change.deals().find(id).value();
    const std::string before = crm::to_json(deal);
    deal.stage = into;
    change.deals().update(deal);
    change.deals().add_step({id, now(), actor.name, deal.stage, fmt::format("stage {} is no more", name)});
    AuditLog(change.database()).write(actor, "opportunity", id, "stage changed", before, crm::to_json(deal));
  }
  return change.finish("deleted");
}

}  // namespace tradewind::crm

// stage list, add, edit, delete; opportunity probability.
#include <fmt/format.h>

#include <charconv>

#include "cli/context.hpp"
#include "cli/handlers.hpp"
#include "crm_core/service/stages.hpp"

namespace tradewind::cli {

namespace {

Result<int> percent_of(const std::string& text) {
  int percent = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), percent);
  if (error == std::errc() && end == text.data() + text.size()) return percent;
  return fail(Fault::invalid, fmt::format("\"{}\" is no percentage", text), "a whole number from 0 to 100");
}

Result<int> list(Context& context, const Session& session) {
  const auto stages = crm::Stages(session.store).list(session.actor);
  if (!stages) return pass_on(stages);
  Listing listing;
  listing.columns = {{"position", "NO", Column::Align::right},
                     {"name", "STAGE", Column::Align::left, 10},
                     {"probability", "%", Column::Align::right},
                     {"outcome", "OUTCOME"}};
  std::int64_t position = 0;
  for (const auto& stage : *stages)
    listing.records.push_back(Record()
                                  .add("position", ++position)
                                  .add("name", stage.name)
                                  .add("probability", stage.probability)
                                  .add("outcome", stage.outcome));
  context.out().list(listing);
  return exit_ok;
}

// People are told what was done, programs get the stages as they are now.
Result<int> answer(Context& context, const Session& session, const Result<void>& done, const std::string& text) {
  if (!done) return pass_on(done);
  if (!context.out().for_people()) return list(context, session);
  context.out().message(text);
  return exit_ok;
}

}  // namespace

Result<int> run_stage_list(Context& context, const Arguments&) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  return list(context, *session);
}

Result<int> run_stage_add(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  crm::OpportunityStage stage;
  stage.name = arguments.positionals[0];
  stage.outcome = arguments.value("outcome", stage.outcome);
  if (arguments.has("probability")) {
    const auto percent = percent_of(arguments.value("probability"));
    if (!percent) return pass_on(percent);
    stage.probability = *percent;
  }
  const auto added = crm::Stages(session->store).add(session->actor, stage, arguments.value("before"));
  return answer(context, *session, added, fmt::format("added stage {}", stage.name));
}

Result<int> run_stage_edit(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const std::string& name = arguments.positionals[0];
  crm::StageChange change;
  if (arguments.has("name")) change.name = arguments.value("name");
  if (arguments.has("outcome")) change.outcome = arguments.value("outcome");
  if (arguments.has("before")) change.before = arguments.value("before");
  if (arguments.has("probability")) {
    const auto percent = percent_of(arguments.value("probability"));
    if (!percent) return pass_on(percent);
    change.probability = *percent;
  }
  const auto changed = crm::Stages(session->store).change(session->actor, name, change);
  return answer(context, *session, changed, fmt::format("stage {} is changed", name));
}

Result<int> run_stage_delete(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const std::string& name = arguments.positionals[0];
  const auto removed = crm::Stages(session->store).remove(session->actor, name, arguments.value("into"));
  return answer(context, *session, removed, fmt::format("there is no stage {} any more", name));
}

Result<int> run_opportunity_probability(Context& context, const Arguments& arguments) {
  const auto session = context.session();
  if (!session) return pass_on(session);
  const std::string& name = arguments.positionals[0];
  const auto percent = percent_of(arguments.positionals[1]);
  if (!percent) return pass_on(percent);
  crm::StageChange change;
  change.probability = *percent;
  const auto set = crm::Stages(session->store).change(session->actor, name, change);
  return answer(context, *session, set, fmt::format("a deal in stage {} counts {} %", name, *percent));
}

}  // namespace tradewind::cli

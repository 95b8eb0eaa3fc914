#include "crm_core/service/nightly.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "crm_core/service/leads.hpp"
#include "crm_core/service/nightly_steps.hpp"
#include "crm_core/service/permission.hpp"
#include "crm_core/store/notice_repository.hpp"

namespace tradewind::crm {

namespace {

using Json = nlohmann::ordered_json;

// A run that was cut off longer ago than this has nothing to say about today: a new one starts.
constexpr EpochSeconds resumable_for = 12 * 3600;

Json json_of(const NightlyAct& act) {
  return {{"step", act.step}, {"record", act.record}, {"what", act.what}, {"why", act.why}, {"done", act.done}};
}

std::vector<NightlyAct> acts_from(const std::string& report) {
  std::vector<NightlyAct> acts;
  const auto json = nlohmann::json::parse(report, nullptr, false);
  if (!json.is_object() || !json.contains("acts") || !json["acts"].is_array()) return acts;
  for (const auto& item : json["acts"])
    if (item.is_object())
      acts.push_back({item.value("step", ""), item.value("record", ""), item.value("what", ""), item.value("why", ""),
                      item.value("done", true)});
  return acts;
}

// One run: its steps in order, each recorded when it is done, so that a run that was cut off goes on after its last
// whole step. The steps themselves are idempotent, so the one that was cut off may be repeated.
class Run {
 public:
  Run(Store& store, const Actor& actor, const NightlyOptions& options)
      : store_(store), options_(options), steps_{store, actor, options, report_.acts} {}

  NightlyReport go() {
    report_.dry_run = options_.dry_run;
    report_.started_at = now();
    if (!options_.dry_run) begin();
    const auto from =
        std::find_if(order.begin(), order.end(), [&](const Step& step) { return step.name == run_.step; });
    for (auto step = from == order.end() ? order.begin() : from; step != order.end(); ++step) {
      run_.step = step->name;
      record();
      (steps_.*step->act)();
    }
    report_.finished_at = run_.finished_at.emplace(now());
    record();
    return std::move(report_);
  }

 private:
  struct Step {
    std::string_view name;
    void (NightlySteps::*act)();
  };
  static constexpr auto order = std::to_array<Step>({{"reconcile", &NightlySteps::reconcile},
                                                     {"retry", &NightlySteps::retry},
                                                     {"merge", &NightlySteps::merge},
                                                     {"assign", &NightlySteps::assign},
                                                     {"qualify", &NightlySteps::qualify},
                                                     {"convert", &NightlySteps::convert},
                                                     {"clock", &NightlySteps::clock},
                                                     {"pool", &NightlySteps::pool},
                                                     {"rules", &NightlySteps::rules}});

  void begin() {
    database::Transaction transaction(store_.database());
    NoticeRepository runs(store_.database());
    if (const auto last = runs.last_run();
        last && !last->finished_at && report_.started_at - last->started_at < resumable_for) {
      run_ = *last;
      report_.resumed = true;
      report_.started_at = run_.started_at;
      report_.acts = acts_from(run_.report);
      return;
    }
    run_.id = runs.insert_run(report_.started_at);
    run_.started_at = report_.started_at;
    transaction.commit();
  }

  void record() {
    if (options_.dry_run) return;
    run_.report = to_json(report_);
    database::Transaction transaction(store_.database());
    NoticeRepository(store_.database()).update_run(run_);
    transaction.commit();
  }

  Store& store_;
  const NightlyOptions& options_;
  NightlyReport report_;
  NightlyRun run_;
  NightlySteps steps_;
};

}  // namespace

bool NightlyReport::failed() const {
  return std::any_of(acts.begin(), acts.end(), [](const NightlyAct& act) { return !act.done; });
}

Result<NightlyReport> run_nightly(const DataDirectory& data, Store& store, const Actor& actor,
                                  const NightlyOptions& options) {
  if (auto allowed = require(actor, Act::run_nightly); !allowed) return pass_on(allowed);
  auto lock = data.lock_nightly();
  if (!lock) return pass_on(lock);
  // In a dry run everything is done as it would be, and then undone: the report cannot differ from a real run's.
  std::optional<database::Transaction> rolled_back;
  if (options.dry_run) rolled_back.emplace(store.database());
  if (options.qualified)
    if (auto set = Leads(store).set_qualification(actor, *options.qualified); !set) return pass_on(set);
  return Run(store, actor, options).go();
}

std::string to_json(const NightlyReport& report) {
  Json acts = Json::array();
  for (const auto& act : report.acts) acts.push_back(json_of(act));
  const Json json{{"schema", 1},
                  {"started_at", to_rfc3339(report.started_at)},
                  {"finished_at", report.finished_at == 0 ? Json(nullptr) : Json(to_rfc3339(report.finished_at))},
                  {"dry_run", report.dry_run},
                  {"resumed", report.resumed},
                  {"acts", acts}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace tradewind::crm

// The nightly job: reconcile, retry, merge, assign, qualify, convert, watch, report. Resumable (a run that was cut off goes on
// where it was) and idempotent (a second run finds nothing to do).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/filing.hpp"
#include "crm_core/model/qualification.hpp"
#include "crm_core/store/data_directory.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

// One thing that was done (or, in a dry run, would be), or was left with a reason.
struct NightlyAct {
  std::string step;    // "reconcile", "retry", "merge", "assign", "qualify", "convert", "clock", "pool", "rules"
  std::string record;  // "lead 12", "message 7", "folder INBOX of anna"
  std::string what;    // "assigned to amy", "merged into lead 3"
  std::string why;
  bool done = true;  // false: it could not be done; why says so
};

struct NightlyReport {
  EpochSeconds started_at = 0, finished_at = 0;
  bool dry_run = false;
  bool resumed = false;
  std::vector<NightlyAct> acts;
  [[nodiscard]] bool failed() const;  // an act that could not be done
};

struct NightlyOptions {
  bool dry_run = false;
  // Decides a quarantined message again; the caller (who knows the archiver) refiles it. Empty: quarantine is only
  // counted. Not called in a dry run.
  std::function<Result<void>(RecordId message)> retry;
  std::optional<Qualification> qualified = {};  // what qualifies a lead from now on; nothing: as before
};

// Fault::busy while another one runs.
[[nodiscard]] Result<NightlyReport> run_nightly(const DataDirectory& data, Store& store, const Actor& actor,
                                                const NightlyOptions& options);

[[nodiscard]] std::string to_json(const NightlyReport& report);

}  // namespace tradewind::crm

// Verification: is everything that was ever accepted still there, and is everything on the servers accounted for?
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/store/store.hpp"
#include "crm_core/vault/vault.hpp"

namespace tradewind::crm {

struct Finding {
  enum class Severity { note, error } severity = Severity::error;
  std::string area;  // "vault", "references", "accounting", "audit", "index"
  std::string text;
};

struct VerifyReport {
  std::vector<Finding> findings;  // at most 1,000
  std::int64_t messages = 0, deliveries = 0, chunks = 0, audit_rows = 0, unreferenced_objects = 0;
  [[nodiscard]] bool clean() const;  // no errors; notes (unreferenced objects after a crash) are no errors
};

struct VerifyHooks {
  std::function<void(const std::string& step, std::int64_t done, std::int64_t all)> progress;  // may be empty
  // Checks of others, for example of the index; their findings are added.
  std::vector<std::function<std::vector<Finding>()>> checks;
};

// Reads every chunk; nothing is changed. Runs beside a writing daemon.
[[nodiscard]] Result<VerifyReport> verify(Store& store, const Vault& vault, const Actor& actor,
                                          const VerifyHooks& hooks = {});

// Folders whose count on the server is not what has been accounted for: (line for people) one each. A folder that was
// never seen complete is not counted as a gap until it is backfilled.
[[nodiscard]] std::vector<Finding> accounting_gaps(Store& store);

// Removes vault objects that nothing refers to (left by crashes). Returns how many. Needs a vault opened for writing.
[[nodiscard]] Result<std::int64_t> remove_unreferenced(Store& store, Vault& vault, const Actor& actor);

}  // namespace tradewind::crm

#include "crm_core/service/verify.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "crm_core/service/permission.hpp"
#include "crm_core/store/account_repository.hpp"
#include "crm_core/store/audit_log.hpp"
#include "crm_core/store/integrity.hpp"

namespace tradewind::crm {

namespace {

constexpr std::size_t most_findings = 1'000;

class Verifier {
 public:
  Verifier(Store& store, const Vault& vault, const VerifyHooks& hooks) : store_(store), vault_(vault), hooks_(hooks) {}

  VerifyReport run() {
    step("records");
    const auto counted = counts(store_.database());
    report_.messages = counted.messages;
    report_.deliveries = counted.deliveries;
    for (auto& line : check_file(store_.database())) error("file", std::move(line));
    for (auto& line : check_references(store_.database())) error("references", std::move(line));
    check_objects();
    check_vault();
    step("accounting");
    for (auto& gap : accounting_gaps(store_)) add(std::move(gap));
    check_audit();
    for (const auto& check : hooks_.checks)
      for (auto& finding : check()) add(std::move(finding));
    return std::move(report_);
  }

 private:
  void step(const std::string& name, std::int64_t done = 0, std::int64_t all = 0) const {
    if (hooks_.progress) hooks_.progress(name, done, all);
  }
  void add(Finding finding) {
    if (report_.findings.size() < most_findings) report_.findings.push_back(std::move(finding));
  }
  void error(std::string area, std::string text) { add({Finding::Severity::error, std::move(area), std::move(text)}); }

  void check_objects() {
    step("objects");
    // The vault's list first: what a daemon writes meanwhile is then referred to and not yet listed, which is no fault.
    std::vector<Digest> listed;
    vault_.for_each_object([&](const Digest& object) { listed.push_back(object); });
    const auto referenced = referenced_objects(store_.database());
    for (const auto& object : referenced)
      if (!vault_.contains(object)) error("vault", fmt::format("object {} is missing from the vault", to_hex(object)));
    for (const auto& object : listed)
      if (!std::binary_search(referenced.begin(), referenced.end(), object)) ++report_.unreferenced_objects;
    if (report_.unreferenced_objects > 0)
      add({Finding::Severity::note, "vault",
           fmt::format("{} objects belong to no message (left by an interruption; harmless)",
                       report_.unreferenced_objects)});
  }

  void check_vault() {
    vault_.verify([&](const std::string& line) { error("vault", line); },
                  [&](std::int64_t done, std::int64_t all) {
                    report_.chunks = done;
                    step("bytes", done, all);
                  });
  }

  void check_audit() {
    step("audit");
    const auto check = AuditLog(store_.database()).check();
    report_.audit_rows = check.rows;
    if (check.first_break)
      error("audit",
            fmt::format("audit row {} is not as it was written, or a row before it is gone", *check.first_break));
    if (check.missing > 0) error("audit", fmt::format("{} audit rows are gone", check.missing));
  }

  Store& store_;
  const Vault& vault_;
  const VerifyHooks& hooks_;
  VerifyReport report_;
};

}  // namespace

bool VerifyReport::clean() const {
  return std::none_of(findings.begin(), findings.end(),
                      [](const Finding& finding) { return finding.severity == Finding::Severity::error; });
}

Result<VerifyReport> verify(Store& store, const Vault& vault, const Actor& actor, const VerifyHooks& hooks) {
  if (auto allowed = require(actor, Act::verify); !allowed) return pass_on(allowed);
  return Verifier(store, vault, hooks).run();
}

std::vector<Finding> accounting_gaps(Store& store) {
  std::vector<Finding> gaps;
  AccountRepository accounts(store.database());
  for (const auto& account : accounts.list()) {
    if (account.state == "local" || account.state == "disabled") continue;
    for (const auto& folder : accounts.folders_of(account.id)) {
      if (folder.gone_at || !folder.backfilled) continue;
      const auto accounting = accounts.accounting(folder);
      const std::int64_t missing = folder.server_count - accounting.present();
      if (missing > 0)
        gaps.push_back({Finding::Severity::error, "accounting",
                        fmt::format("folder {} of {}: {} messages on the server, {} accounted for, {} missing",
                                    folder.name, account.name, folder.server_count, accounting.present(), missing)});
    }
  }
  return gaps;
}

Result<std::int64_t> remove_unreferenced(Store& store, Vault& vault, const Actor& actor) {
  if (auto allowed = require(actor, Act::maintain); !allowed) return pass_on(allowed);
  // With the store's write lock no message is between the vault's commit and the store's.
  database::Transaction transaction(store.database());
  const auto referenced = referenced_objects(store.database());
  const std::int64_t removed = vault.remove_unreferenced(
      [&](const Digest& object) { return std::binary_search(referenced.begin(), referenced.end(), object); });
  if (removed > 0)
    AuditLog(store.database()).write(actor, "vault", 0, "cleared", "", fmt::format("{{\"objects\":{}}}", removed));
  transaction.commit();
  return removed;
}

}  // namespace tradewind::crm

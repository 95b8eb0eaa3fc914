#include "crm_core/service/status.hpp"

#include <fmt/format.h>

#include "crm_core/service/permission.hpp"
#include "crm_core/store/account_repository.hpp"
#include "crm_core/store/integrity.hpp"
#include "crm_core/store/lead_repository.hpp"
#include "crm_core/store/notice_repository.hpp"

namespace tradewind::crm {

namespace {

std::string span_text(EpochSeconds seconds) {
  if (seconds < 120) return fmt::format("{} s", seconds);
  if (seconds < 2 * 3600) return fmt::format("{} min", seconds / 60);
  if (seconds < 48 * 3600) return fmt::format("{} h", seconds / 3600);
  return fmt::format("{} days", seconds / 86'400);
}

void judge(AccountStatus& status, const StatusLimits& limits, EpochSeconds at) {
  const auto& account = status.account;
  const auto not_ok = [&](std::string reason) {
    if (status.ok) status.reason = std::move(reason);
    status.ok = false;
  };
  if (account.state == "disabled" || account.state == "local") return;
  if (account.state == "failing")
    not_ok(fmt::format("fails since {}: {}", to_local_text(account.failing_since.value_or(at)), account.error));
  for (const auto& folder : status.folders)
    if (folder.missing > 0 && folder.folder.backfilled)
      not_ok(fmt::format("{} of {} messages missing in {}", folder.missing, folder.folder.server_count,
                         folder.folder.name));
  if (!account.last_ok_at)
    not_ok(account.state == "syncing" ? "first sync is not finished" : "was never synced");
  else if (at - *account.last_ok_at > limits.lag)
    not_ok(fmt::format("not seen complete for {}", span_text(at - *account.last_ok_at)));
}

AccountStatus status_of(AccountRepository& accounts, const Account& account) {
  AccountStatus status;
  status.account = account;
  for (auto& folder : accounts.folders_of(account.id)) {
    if (folder.gone_at) continue;
    FolderStatus found;
    found.accounting = accounts.accounting(folder);
    if (account.state != "local")
      found.missing = std::max<std::int64_t>(0, folder.server_count - found.accounting.present());
    found.folder = std::move(folder);
    status.folders.push_back(std::move(found));
  }
  return status;
}

}  // namespace

Result<Status> status(const DataDirectory& directory, Store& store, const Actor& actor, const StatusLimits& limits) {
  if (auto allowed = require(actor, Act::read_records); !allowed) return pass_on(allowed);
  auto& database = store.database();
  AccountRepository accounts(database);
  Status found;
  const auto not_ok = [&](std::string reason) {
    if (found.ok) found.reason = std::move(reason);
    found.ok = false;
  };
  found.trouble = directory.told_by_daemon();
  if (!found.trouble.empty()) not_ok(found.trouble);
  for (const auto& account : accounts.list()) {
    auto& one = found.accounts.emplace_back(status_of(accounts, account));
    judge(one, limits, now());
    if (!one.ok) not_ok(fmt::format("account {}: {}", account.name, one.reason));
  }
  const auto counted = counts(database);
  found.messages = counted.messages;
  found.quarantined = counted.quarantined;
  found.open_leads = LeadRepository(database).open_count();
  found.notices = NoticeRepository(database).standing(100);
  for (const auto& notice : found.notices)
    if (notice.severity == "error") not_ok(notice.text);
  return found;
}

}  // namespace tradewind::crm

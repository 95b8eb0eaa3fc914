// How things stand: every account and folder, what is missing, what waits, and whether all is well.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/model/actor.hpp"
#include "crm_core/model/mailbox.hpp"
#include "crm_core/model/notice.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::crm {

struct FolderStatus {
  Folder folder;
  FolderAccounting accounting;
  std::int64_t missing = 0;  // on the server and not accounted for, as of the last look
};

struct AccountStatus {
  Account account;
  std::vector<FolderStatus> folders;  // without those gone from the server
  bool ok = true;
  std::string reason;  // why it is not: fails since ..., lags by ..., gaps in ...
};

struct Status {
  std::vector<AccountStatus> accounts;
  std::int64_t messages = 0, quarantined = 0, open_leads = 0;
  std::vector<Notice> notices;  // standing ones, at most 100
  bool ok = true;
  std::string reason;   // the daemon's trouble, else the first account's, else the first error notice's
  std::string trouble;  // what keeps the daemon from storing anything (disk full), which it cannot tell in the store
};

struct StatusLimits {
  EpochSeconds lag = 3600;  // an account not seen complete for longer than this lags
};

[[nodiscard]] Result<Status> status(const DataDirectory& directory, Store& store, const Actor& actor,
                                    const StatusLimits& limits = {});

}  // namespace tradewind::crm

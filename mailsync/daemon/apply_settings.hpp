// What the configuration says about the firm and about whose mailbox is whose, taken over into the store, where the
// archiver reads it.
#pragma once

#include "crm_core/settings/settings.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::mailsync {

enum class AccountList { all, some };

// Accounts that are new are listed. Firm facts that the configuration leaves out stay as they are in the store. An
// owner that no user has is warned of. If the settings hold all accounts, those that only the store knows become
// disabled: nobody syncs them, so they cannot lag.
[[nodiscard]] Result<void> apply_settings(crm::Store& store, const Settings& settings, AccountList accounts);

}  // namespace tradewind::mailsync

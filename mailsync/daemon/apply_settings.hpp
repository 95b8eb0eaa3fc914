// What the configuration says about the firm and about whose mailbox is whose, taken over into the store, where the
// archiver reads it.
#pragma once

#include "crm_core/settings/settings.hpp"
#include "crm_core/store/store.hpp"

namespace tradewind::mailsync {

// Firm facts that the configuration leaves out stay as they are in the store. An owner that no user has is warned of.
// Accounts of the store that the configuration does not have (any more) become disabled: nobody syncs them, so they
// cannot lag.
[[nodiscard]] Result<void> apply_settings(crm::Store& store, const Settings& settings);

}  // namespace tradewind::mailsync

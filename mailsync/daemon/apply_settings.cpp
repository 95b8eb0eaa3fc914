#include "mailsync/daemon/apply_settings.hpp"

#include <algorithm>

#include "crm_core/base/log.hpp"
#include "crm_core/base/time.hpp"
#include "crm_core/service/leads.hpp"
#include "crm_core/service/users.hpp"
#include "crm_core/store/account_repository.hpp"

namespace tradewind::mailsync {

namespace {

// From the first moment on `crm status` names what is to be synced and was not yet.
void list_accounts(crm::Store& store, const std::vector<AccountSettings>& configured, AccountList list) {
  database::Transaction transaction(store.database());
  crm::AccountRepository accounts(store.database());
  for (const auto& account : configured)
    if (!accounts.find_by_name(account.name)) accounts.insert(account.name, {});
  for (const auto& account : accounts.list()) {
    const bool wanted =
        std::any_of(configured.begin(), configured.end(), [&](const auto& each) { return each.name == account.name; });
    const bool unsynced = account.state == "disabled" || account.state == "local";
    if (!wanted && list == AccountList::some) continue;
    if (wanted == unsynced) accounts.set_state(account.id, wanted ? "new" : "disabled", "", now());
  }
  transaction.commit();
}

}  // namespace

Result<void> apply_settings(crm::Store& store, const Settings& settings, AccountList accounts) {
  const auto actor = crm::Actor::system("mailsync", "configuration read");
  crm::Users users(store);
  auto firm = users.firm(actor);
  if (!firm) return pass_on(firm);
  crm::Firm wanted = *firm;
  if (!settings.firm.name.empty()) wanted.name = settings.firm.name;
  if (!settings.firm.own_domains.empty()) wanted.own_domains = settings.firm.own_domains;
  if (!settings.firm.home_country.empty()) wanted.home_country = settings.firm.home_country;
  const bool same =
      wanted.name == firm->name && wanted.own_domains == firm->own_domains && wanted.home_country == firm->home_country;
  if (!same)
    if (auto set = users.set_firm(actor, wanted); !set) return set;
  for (const auto& account : settings.accounts) {
    if (account.owner.empty()) continue;
    if (const auto set = users.set_account_user(actor, account.name, account.owner); !set)
      log::warning("account {}: owner {}: {}", account.name, account.owner, set.error().message);
  }
  if (settings.nightly.qualified)
    if (auto set = crm::Leads(store).set_qualification(actor, *settings.nightly.qualified); !set) return set;
  list_accounts(store, settings.accounts, accounts);
  return {};
}

}  // namespace tradewind::mailsync

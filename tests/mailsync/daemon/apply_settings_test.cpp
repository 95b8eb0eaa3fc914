#include "mailsync/daemon/apply_settings.hpp"

#include <gtest/gtest.h>

#include "crm_core/store/account_repository.hpp"
#include "crm_core/store/data_directory.hpp"
#include "tests/support/temporary_directory.hpp"

namespace tradewind::mailsync {
namespace {

class ApplySettings : public ::testing::Test {
 protected:
  testing::TemporaryDirectory parent_;
  crm::Store store_ =
      crm::Store::open(crm::DataDirectory::create(parent_ / "data").value(), crm::Access::write).value();

  static Settings with(const std::vector<std::string>& names) {
    Settings settings;
    for (const auto& name : names) settings.accounts.emplace_back().name = name;
    return settings;
  }
  std::string state_of(const std::string& name) {
    const auto account = crm::AccountRepository(store_.database()).find_by_name(name);
    return account ? account->state : "not listed";
  }
};

TEST_F(ApplySettings, a_configured_account_is_listed_before_its_first_sync) {
  ASSERT_TRUE(apply_settings(store_, with({"sales", "info"}), AccountList::all));
  EXPECT_EQ(state_of("sales"), "new");
  EXPECT_EQ(state_of("info"), "new");
}

TEST_F(ApplySettings, an_account_taken_out_is_disabled_and_comes_back_when_it_is_put_in_again) {
  ASSERT_TRUE(apply_settings(store_, with({"sales", "info"}), AccountList::all));
  ASSERT_TRUE(apply_settings(store_, with({"sales"}), AccountList::all));
  EXPECT_EQ(state_of("info"), "disabled");
  ASSERT_TRUE(apply_settings(store_, with({"sales", "info"}), AccountList::all));
  EXPECT_EQ(state_of("info"), "new");
}

TEST_F(ApplySettings, a_look_at_some_accounts_disables_no_other) {
  ASSERT_TRUE(apply_settings(store_, with({"sales", "info"}), AccountList::all));
  ASSERT_TRUE(apply_settings(store_, with({"sales"}), AccountList::some));
  EXPECT_EQ(state_of("info"), "new");
}

}  // namespace
}  // namespace tradewind::mailsync

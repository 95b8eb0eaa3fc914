#include "crm_core/service/handover.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "crm_core/service/leads.hpp"
#include "crm_core/service/opportunities.hpp"
#include "crm_core/service/records.hpp"
#include "crm_core/service/relations.hpp"
#include "crm_core/service/sight.hpp"
#include "crm_core/service/tasks.hpp"
#include "crm_core/service/verify.hpp"
#include "crm_core/store/account_repository.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "tests/crm_core/archive.hpp"

namespace tradewind::crm {
namespace {

using testing::administrator;
using testing::mail;

class HandoverTest : public ::testing::Test {
 protected:
  HandoverTest() {
    amy_ = archive_.user("amy");
    bo_ = archive_.user("bo");
    chen_ = archive_.user("chen", Role::rep, 2);
    boss_ = archive_.user("boss", Role::manager);
    AccountRepository accounts(archive_.database());
    accounts.set_user(accounts.find_by_name("anna")->id, amy_);
    for (int i = 0; i < 6; ++i) add_customer("Firm " + std::string(1, static_cast<char>('A' + i)));
  }
  void add_customer(const std::string& name) {
    Customer customer;
    customer.name = name;
    customer.owner_id = amy_;
    const RecordId id = Records(archive_.store).add_customer(administrator(), customer).value();
    customers_.push_back(id);
    Opportunity deal;
    deal.name = "deal of " + name;
    deal.customer_id = id;
    deal.owner_id = amy_;
    deals_.push_back(Opportunities(archive_.store).add(administrator(), deal, "").value());
    Task task;
    task.title = "call " + name;
    task.owner_id = amy_;
    task.about_type = RecordType::customer;
    task.about_id = id;
    task.due_at = now() + 3'600;
    tasks_.push_back(Tasks(archive_.store).add(administrator(), task).value());
    Quotation quotation;
    quotation.number = "Q-" + name;
    quotation.customer_id = id;
    quotation.status = "sent";
    EXPECT_TRUE(Records(archive_.store).add_quotation(administrator(), quotation));
  }
  RecordId lead(const std::string& key) {
    auto made = mail(key, now() - 7'200);
    made.filing.lead = LeadDraft{};
    made.filing.lead->company = "Firm " + key;
    const RecordId id = *archive_.file(made).lead;
    EXPECT_TRUE(Leads(archive_.store).assign(administrator(), id, amy_, ""));
    return id;
  }
  std::optional<RecordId> owner_of(RecordId customer) {
    return CustomerRepository(archive_.database()).find(customer)->owner_id;
  }
  static std::map<std::string, int> given(const Handover& made, std::string_view what) {
    std::map<std::string, int> counts;
    for (const auto& item : made.moved)
      if (item.what == what) ++counts[item.to];
    return counts;
  }

  testing::Archive archive_;
  RecordId amy_ = 0, bo_ = 0, chen_ = 0, boss_ = 0;
  std::vector<RecordId> customers_, deals_, tasks_;
};

TEST_F(HandoverTest, everything_goes_and_what_is_open_is_listed) {
  const RecordId inquiry = lead("x");
  ASSERT_TRUE(share_record(archive_.store, administrator(), RecordType::customer, customers_[0], amy_, true));
  const auto made =
      hand_over(archive_.store, {boss_, "boss", Role::manager, "test"}, {"amy", {"bo"}, {}, false, false});
  ASSERT_TRUE(made) << made.error().message;
  for (const RecordId id : customers_) EXPECT_EQ(owner_of(id), bo_);
  for (const RecordId id : deals_) EXPECT_EQ(Opportunities(archive_.store).show(administrator(), id)->owner_id, bo_);
  for (const RecordId id : tasks_) EXPECT_EQ(Tasks(archive_.store).show(administrator(), id)->owner_id, bo_);
  EXPECT_EQ(Leads(archive_.store).show(administrator(), inquiry)->owner_id, bo_);
  EXPECT_EQ(AccountRepository(archive_.database()).find_by_name("anna")->user_id, bo_);
  ASSERT_EQ(made->unanswered.size(), 1U);
  EXPECT_EQ(made->unanswered.front().id, inquiry);
  EXPECT_EQ(made->quotations.size(), 6U);
  EXPECT_EQ(made->quotations.front().to, "bo");
  EXPECT_EQ(made->tasks.size(), 6U);
  const Actor leaver{amy_, "amy", Role::rep, "test"};
  EXPECT_TRUE(Sight(archive_.store, leaver).customers({}, 100, 0)->empty()) << "the leaver sees none of it";
  EXPECT_EQ(Relations(archive_.store).history(administrator(), RecordType::customer, customers_[0])->back().action,
            "handed over");
  EXPECT_EQ(Leads(archive_.store).history(administrator(), inquiry)->back().detail, "from amy to bo");
  EXPECT_TRUE(verify(archive_.store, archive_.vault, administrator())->clean());
  EXPECT_TRUE(hand_over(archive_.store, administrator(), {"amy", {"bo"}, {}, false, false})->moved.empty());
}

TEST_F(HandoverTest, several_receive_in_turn_by_capacity_and_customers_stay_whole) {
  const auto made = hand_over(archive_.store, administrator(), {"amy", {"bo", "chen"}, {}, true, false}).value();
  EXPECT_EQ(given(made, "customer"), (std::map<std::string, int>{{"bo", 2}, {"chen", 4}}));
  for (std::size_t i = 0; i < customers_.size(); ++i) {
    EXPECT_EQ(Opportunities(archive_.store).show(administrator(), deals_[i])->owner_id, owner_of(customers_[i]));
    EXPECT_EQ(Tasks(archive_.store).show(administrator(), tasks_[i])->owner_id, owner_of(customers_[i]));
  }
  EXPECT_TRUE(made.deactivated);
  EXPECT_EQ(actor_by_login(archive_.store, "amy", "test").error().fault, Fault::forbidden);
}

TEST_F(HandoverTest, rules_say_who_gets_what_before_the_turn_does) {
  const RecordId inquiry = lead("x");
  const HandoverRequest request{"amy",
                                {"bo", "chen"},
                                {{"bo", "customer.name in (\"Firm A\", \"Firm B\", \"Firm C\", \"Firm D\")"},
                                 {"bo", "lead.company contains \"x\""}},
                                false,
                                false};
  const auto made = hand_over(archive_.store, administrator(), request).value();
  EXPECT_EQ(given(made, "customer"), (std::map<std::string, int>{{"bo", 4}, {"chen", 2}}));
  EXPECT_EQ(owner_of(customers_[0]), bo_);
  EXPECT_EQ(Opportunities(archive_.store).show(administrator(), deals_[0])->owner_id, bo_);
  EXPECT_EQ(Leads(archive_.store).show(administrator(), inquiry)->owner_id, bo_);
  const auto wrong = [&](HandoverRule rule) {
    return hand_over(archive_.store, administrator(), {"bo", {"chen"}, {std::move(rule)}, false, true}).error().message;
  };
  EXPECT_EQ(wrong({"amy", ""}), "rule: amy is none of those who receive");
  EXPECT_EQ(wrong({"chen", " mail.kind = \"order\""}),
            "rule of chen: at character 2: there is no field \"mail.kind\" here");
}

TEST_F(HandoverTest, a_dry_run_tells_the_same_and_changes_nothing) {
  lead("x");
  const auto dry = hand_over(archive_.store, administrator(), {"amy", {"bo", "chen"}, {}, true, true}).value();
  for (const RecordId id : customers_) EXPECT_EQ(owner_of(id), amy_);
  EXPECT_TRUE(actor_by_login(archive_.store, "amy", "test"));
  const auto real = hand_over(archive_.store, administrator(), {"amy", {"bo", "chen"}, {}, true, false}).value();
  ASSERT_EQ(dry.moved.size(), real.moved.size());
  for (std::size_t i = 0; i < dry.moved.size(); ++i) EXPECT_EQ(dry.moved[i].to, real.moved[i].to);
}

TEST_F(HandoverTest, is_taken_back_but_for_what_others_have_by_now) {
  const RecordId inquiry = lead("x");
  ASSERT_TRUE(share_record(archive_.store, administrator(), RecordType::lead, inquiry, amy_, true));
  const auto made = hand_over(archive_.store, administrator(), {"amy", {"bo", "chen"}, {}, true, false}).value();
  ASSERT_NE(made.id, 0);
  auto moved_on = CustomerRepository(archive_.database()).find(customers_[0]).value();
  moved_on.owner_id = boss_;
  ASSERT_TRUE(Records(archive_.store).change_customer(administrator(), moved_on));
  EXPECT_EQ(undo_handover(archive_.store, {bo_, "bo", Role::rep, "test"}, made.id).error().fault, Fault::forbidden);
  EXPECT_EQ(undo_handover(archive_.store, {boss_, "boss", Role::manager, "test"}, made.id).error().fault,
            Fault::forbidden)
      << "making active again is the administrator's";
  EXPECT_FALSE(actor_by_login(archive_.store, "amy", "test")) << "and nothing was changed";
  const auto undone = undo_handover(archive_.store, administrator(), made.id);
  ASSERT_TRUE(undone) << undone.error().message;
  EXPECT_TRUE(undone->activated);
  ASSERT_EQ(undone->kept.size(), 1U);
  EXPECT_EQ(undone->kept[0].id, customers_[0]);
  EXPECT_EQ(owner_of(customers_[0]), boss_);
  for (std::size_t i = 1; i < customers_.size(); ++i) EXPECT_EQ(owner_of(customers_[i]), amy_);
  for (const RecordId id : deals_) EXPECT_EQ(Opportunities(archive_.store).show(administrator(), id)->owner_id, amy_);
  EXPECT_EQ(Leads(archive_.store).show(administrator(), inquiry)->owner_id, amy_);
  EXPECT_TRUE(actor_by_login(archive_.store, "amy", "test"));
  auto shares = archive_.database().query("SELECT user_id FROM record_share");
  ASSERT_TRUE(shares->step());
  EXPECT_EQ(shares->int64(0), amy_);
  EXPECT_FALSE(shares->step());
  EXPECT_EQ(undo_handover(archive_.store, administrator(), made.id).error().fault, Fault::conflict);
  EXPECT_EQ(undo_handover(archive_.store, administrator(), 99).error().fault, Fault::not_found);
}

TEST_F(HandoverTest, is_refused_to_whoever_may_not_or_does_not_see_all) {
  const auto fault = [&](const Actor& actor, const HandoverRequest& request) {
    const auto made = hand_over(archive_.store, actor, request);
    return made ? std::optional<Fault>() : made.error().fault;
  };
  const Actor rep{bo_, "bo", Role::rep, "test"}, manager{boss_, "boss", Role::manager, "test"};
  EXPECT_EQ(fault(rep, {"amy", {"bo"}, {}, false, false}), Fault::forbidden);
  EXPECT_EQ(fault(manager, {"amy", {"bo"}, {}, true, true}), Fault::forbidden) << "deactivating is the administrator's";
  ASSERT_TRUE(set_scope(archive_.store, administrator(), Role::manager, SeenType::mail, Scope::team));
  EXPECT_EQ(fault(manager, {"amy", {"bo"}, {}, false, true}), Fault::forbidden);
  EXPECT_EQ(fault(administrator(), {"nobody", {"bo"}, {}, false, true}), Fault::not_found);
  EXPECT_EQ(fault(administrator(), {"amy", {"nobody"}, {}, false, true}), Fault::not_found);
  EXPECT_EQ(fault(administrator(), {"amy", {"amy"}, {}, false, true}), Fault::invalid);
  EXPECT_EQ(fault(administrator(), {"amy", {"bo", "bo"}, {}, false, true}), Fault::invalid);
  EXPECT_EQ(fault(administrator(), {"amy", {}, {}, false, true}), Fault::invalid);
  for (const RecordId id : customers_) EXPECT_EQ(owner_of(id), amy_);
}

}  // namespace
}  // namespace tradewind::crm

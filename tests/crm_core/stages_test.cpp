// The firm's own stages of deals: what may be changed, and what follows.
#include "crm_core/service/stages.hpp"

#include <gtest/gtest.h>

#include "crm_core/service/opportunities.hpp"
#include "crm_core/service/records.hpp"
#include "crm_core/service/removals.hpp"
#include "crm_core/service/rules.hpp"
#include "crm_core/store/audit_log.hpp"
#include "tests/crm_core/archive.hpp"

namespace tradewind::crm {
namespace {

using testing::administrator;

class StagesTest : public ::testing::Test {
 protected:
  StagesTest() {
    Customer customer;
    customer.name = "Berger Möbel GmbH";
    customer_ = Records(archive_.store).add_customer(administrator(), customer).value();
  }
  RecordId deal(const std::string& stage = "", const std::string& amount = "") {
    Opportunity made;
    made.name = "200 chairs";
    made.customer_id = customer_;
    made.stage = stage;
    made.amount = amount;
    made.currency = amount.empty() ? "" : "EUR";
    const auto id = deals_.add(administrator(), made, "");
    EXPECT_TRUE(id) << id.error().message;
    return id.value_or(0);
  }
  std::string names() {
    std::string text;
    const auto stages = stages_.list(administrator()).value();
    for (const auto& stage : stages) text += (text.empty() ? "" : " ") + stage.name;
    return text;
  }
  std::string refused(const Result<void>& done) { return done ? "done" : done.error().message; }
  static StageChange named(std::string name) { return {std::move(name), {}, {}, {}}; }
  static StageChange ended(std::string outcome) { return {{}, {}, std::move(outcome), {}}; }
  static StageChange placed(std::string before) { return {{}, {}, {}, std::move(before)}; }

  testing::Archive archive_;
  RecordId customer_ = 0;
  Stages stages_{archive_.store};
  Opportunities deals_{archive_.store};
};

TEST_F(StagesTest, a_stage_is_added_at_its_place_and_a_deal_goes_through_it) {
  EXPECT_EQ(names(), "inquiry sample quotation negotiation pi won lost");
  ASSERT_TRUE(stages_.add(administrator(), {"工厂审核", 50, "open"}, "negotiation"));
  ASSERT_TRUE(stages_.add(administrator(), {"cancelled by us", 30, "lost"}, ""));
  EXPECT_EQ(names(), "inquiry sample quotation 工厂审核 negotiation pi won lost cancelled by us");
  const RecordId id = deal("", "100");
  EXPECT_EQ(deals_.show(administrator(), id)->stage, "inquiry") << "the first";
  ASSERT_TRUE(deals_.move(administrator(), id, "工厂审核", ""));
  const auto rows = deals_.funnel(administrator(), {}).value();
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].weighted.to_text(), "50.00");
  EXPECT_FALSE(deals_.move(administrator(), id, "cancelled by us", "")) << "lost for a reason, whatever it is called";
  ASSERT_TRUE(deals_.move(administrator(), id, "cancelled by us", "no capacity"));
  EXPECT_EQ(deals_.show(administrator(), id)->lost_reason, "no capacity");
  OpportunityFilter open;
  open.only_open = true;
  EXPECT_TRUE(deals_.list(administrator(), open, 10, 0)->empty());
  EXPECT_EQ(stages_.list(administrator())->back().probability, 0) << "what is lost weighs nothing";
}

TEST_F(StagesTest, deals_follow_a_new_name_and_history_keeps_the_old_one) {
  const RecordId id = deal("sample");
  ASSERT_TRUE(stages_.change(administrator(), "sample", named("Muster")));
  EXPECT_EQ(deals_.show(administrator(), id)->stage, "Muster");
  EXPECT_EQ(deals_.stays(administrator(), id)->front().step.stage, "sample");
  ASSERT_TRUE(stages_.change(administrator(), "Muster", placed("inquiry")));
  EXPECT_EQ(names(), "Muster inquiry quotation negotiation pi won lost");
  EXPECT_EQ(deals_.show(administrator(), deal())->stage, "Muster");
  ASSERT_TRUE(stages_.change(administrator(), "Muster", placed("")));
  EXPECT_EQ(names(), "inquiry quotation negotiation pi won lost Muster");
  EXPECT_EQ(AuditLog(archive_.database()).of_record("opportunity stage", 0).size(), 3U);
}

TEST_F(StagesTest, a_stage_with_deals_goes_only_when_they_go_somewhere) {
  const RecordId id = deal("sample"), gone = deal("sample");
  ASSERT_TRUE(remove_record(archive_.store, administrator(), RecordType::opportunity, gone, ""));
  EXPECT_EQ(refused(stages_.remove(administrator(), "sample", "")), "2 deals are in stage sample");
  EXPECT_EQ(refused(stages_.remove(administrator(), "sample", "won")), "into: 'won' is no other stage that is open");
  EXPECT_EQ(refused(stages_.remove(administrator(), "sample", "sample")),
            "into: 'sample' is no other stage that is open");
  ASSERT_TRUE(stages_.remove(administrator(), "sample", "quotation"));
  EXPECT_EQ(names(), "inquiry quotation negotiation pi won lost");
  EXPECT_EQ(deals_.show(administrator(), id)->stage, "quotation");
  EXPECT_EQ(deals_.stays(administrator(), id)->back().step.why, "stage sample is no more");
  ASSERT_TRUE(restore_record(archive_.store, administrator(), RecordType::opportunity, gone));
  EXPECT_EQ(deals_.show(administrator(), gone)->stage, "quotation");
}

TEST_F(StagesTest, there_is_always_one_that_is_open_won_and_lost) {
  EXPECT_EQ(refused(stages_.remove(administrator(), "won", "")), "outcome: no stage would be won");
  EXPECT_EQ(refused(stages_.change(administrator(), "lost", ended("open"))), "outcome: no stage would be lost");
  EXPECT_EQ(refused(stages_.change(administrator(), "lost", ended("gone"))),
            "outcome: 'gone' is none of open, won, lost");
  EXPECT_EQ(refused(stages_.add(administrator(), {"sample", 10, "open"}, "")), "name: there is a stage sample already");
  EXPECT_EQ(refused(stages_.add(administrator(), {"a\"b", 10, "open"}, "")), "name: 'a\"b' is no name of a stage");
  EXPECT_EQ(refused(stages_.add(administrator(), {"x", 101, "open"}, "")), "probability: must be 0 to 100 per cent");
  EXPECT_EQ(refused(stages_.add(administrator(), {"x", 10, "open"}, "nowhere")).find("before: 'nowhere' is none of"),
            0U);
  EXPECT_EQ(stages_.add({1, "boss", Role::manager, ""}, {"x", 10, "open"}, "").error().fault, Fault::forbidden);
  EXPECT_EQ(names(), "inquiry sample quotation negotiation pi won lost");
}

TEST_F(StagesTest, a_stage_that_a_rule_names_keeps_its_name_while_the_rule_is_on) {
  Rules rules(archive_.store);
  rules::Rule rule;
  rule.name = "sent";
  rule.event = "opportunity-time";
  rule.condition = "opportunity.stage = \"sample\" and opportunity.silent_days > 3";
  rule.actions = "stage quotation";
  rule.active_since = 1;
  const RecordId id = rules.add(administrator(), rule).value();
  for (const char* stage : {"sample", "quotation"}) {
    EXPECT_NE(refused(stages_.change(administrator(), stage, named("other"))).find("(sent) names the stage"),
              std::string::npos);
    EXPECT_FALSE(stages_.remove(administrator(), stage, "inquiry"));
  }
  rule.event = "stage-changed";
  rule.condition = "change.after = \"pi\"";
  rule.actions = "task \"Check\"";
  const RecordId watching = rules.add(administrator(), rule).value();
  EXPECT_FALSE(stages_.change(administrator(), "pi", named("other")));
  ASSERT_TRUE(rules.switch_on(administrator(), watching, false));
  ASSERT_TRUE(rules.switch_on(administrator(), id, false));
  EXPECT_TRUE(stages_.change(administrator(), "quotation", named("Angebot")));
  EXPECT_FALSE(rules.switch_on(administrator(), id, true)) << "its stage is no more";
}

}  // namespace
}  // namespace tradewind::crm

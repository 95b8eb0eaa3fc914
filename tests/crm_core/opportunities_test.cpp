#include "crm_core/service/opportunities.hpp"

#include <gtest/gtest.h>

#include "crm_core/service/records.hpp"
#include "crm_core/service/stages.hpp"
#include "crm_core/store/audit_log.hpp"
#include "tests/crm_core/archive.hpp"

namespace tradewind::crm {
namespace {

using testing::administrator;

class OpportunitiesTest : public ::testing::Test {
 protected:
  OpportunitiesTest() {
    Customer customer;
    customer.name = "Berger Möbel GmbH";
    customer_ = Records(archive_.store).add_customer(administrator(), customer).value();
  }
  Opportunity deal(const std::string& amount = "", const std::string& currency = "") const {
    Opportunity made;
    made.name = "200 chairs";
    made.customer_id = customer_;
    made.amount = amount;
    made.currency = currency;
    return made;
  }

  testing::Archive archive_;
  RecordId customer_ = 0;
  Opportunities deals_{archive_.store};
};

TEST_F(OpportunitiesTest, each_stage_is_kept_with_who_and_why) {
  const RecordId id = deals_.add(administrator(), deal(), "met at the fair").value();
  ASSERT_TRUE(deals_.move(administrator(), id, "quotation", ""));
  ASSERT_TRUE(deals_.move(administrator(), id, "quotation", "again")) << "the same stage changes nothing";
  EXPECT_EQ(deals_.move(administrator(), id, "lost", "").error().fault, Fault::invalid) << "lost needs a reason";
  ASSERT_TRUE(deals_.move(administrator(), id, "lost", "price"));
  EXPECT_EQ(deals_.show(administrator(), id)->lost_reason, "price");
  ASSERT_TRUE(deals_.move(administrator(), id, "negotiation", "he called again"));
  EXPECT_EQ(deals_.show(administrator(), id)->lost_reason, "");
  const auto stays = deals_.stays(administrator(), id).value();
  std::vector<std::string> stages;
  for (const auto& stay : stays) stages.push_back(stay.step.stage);
  EXPECT_EQ(stages, (std::vector<std::string>{"inquiry", "quotation", "lost", "negotiation"}));
  EXPECT_EQ(stays[0].step.why, "met at the fair");
  EXPECT_EQ(stays[0].seconds, stays[1].step.at - stays[0].step.at);
  EXPECT_TRUE(stays.back().current);
  EXPECT_EQ(AuditLog(archive_.database()).of_record("opportunity", id).size(), 4U);
}

TEST_F(OpportunitiesTest, wrong_fields_are_named_and_change_nothing) {
  EXPECT_NE(deals_.add(administrator(), deal("12,5", "USD"), "").error().message.find("amount"), std::string::npos);
  EXPECT_NE(deals_.add(administrator(), deal("12.5", "dollars"), "").error().message.find("currency"),
            std::string::npos);
  EXPECT_NE(deals_.add(administrator(), deal("12.5", ""), "").error().message.find("both"), std::string::npos);
  auto strange = deal();
  strange.stage = "dreaming";
  EXPECT_NE(deals_.add(administrator(), strange, "").error().message.find("stage"), std::string::npos);
  strange = deal();
  strange.customer_id = 99;
  EXPECT_EQ(deals_.add(administrator(), strange, "").error().fault, Fault::not_found);
  EXPECT_TRUE(deals_.list(administrator(), {}, 10, 0)->empty());
}

TEST_F(OpportunitiesTest, a_change_of_what_somebody_changed_meanwhile_is_refused) {
  const RecordId id = deals_.add(administrator(), deal("100", "usd"), "").value();
  auto mine = deals_.show(administrator(), id).value(), theirs = mine;
  EXPECT_EQ(mine.currency, "USD");
  theirs.amount = "120";
  ASSERT_TRUE(deals_.change(administrator(), theirs));
  mine.name = "300 chairs";
  EXPECT_EQ(deals_.change(administrator(), mine).error().fault, Fault::conflict);
  EXPECT_EQ(deals_.show(administrator(), id)->name, "200 chairs");
}

TEST_F(OpportunitiesTest, the_funnel_weighs_each_currency_by_probability) {
  ASSERT_TRUE(deals_.add(administrator(), deal("100.10", "USD"), ""));
  ASSERT_TRUE(deals_.add(administrator(), deal("0.05", "USD"), ""));
  ASSERT_TRUE(deals_.add(administrator(), deal("70", "EUR"), ""));
  ASSERT_TRUE(deals_.add(administrator(), deal(), ""));
  ASSERT_TRUE(Stages(archive_.store)
                  .change(administrator(), "inquiry", {.name = {}, .probability = 20, .outcome = {}, .before = {}}));
  const auto rows = deals_.funnel(administrator(), {}).value();
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].currency, "");
  EXPECT_EQ(rows[1].currency, "EUR");
  EXPECT_EQ(rows[1].weighted.to_text(), "14.00");
  EXPECT_EQ(rows[2].deals, 2);
  EXPECT_EQ(rows[2].total.to_text(), "100.15");
  EXPECT_EQ(rows[2].weighted.to_text(), "20.03");
}

TEST(Amount, is_exact_and_refuses_what_is_none) {
  Amount sum;
  for (int i = 0; i < 1'000; ++i) sum += Amount::parse("0.1").value();
  EXPECT_EQ(sum.to_text(), "100.00");
  EXPECT_EQ(Amount::parse("-12.345")->to_text(), "-12.35");
  EXPECT_EQ(Amount::parse("-0.001")->to_text(), "0.00");
  for (const char* text : {"", "-", ".", "1.", ".5", "1,5", "1e5", "0x1", "12345678901234567890", "1.23456", "１"})
    EXPECT_FALSE(Amount::parse(text)) << text;
}

}  // namespace
}  // namespace tradewind::crm

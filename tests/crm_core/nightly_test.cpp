#include "crm_core/service/nightly.hpp"

#include <gtest/gtest.h>

#include "crm_core/service/leads.hpp"
#include "crm_core/service/records.hpp"
#include "crm_core/service/status.hpp"
#include "crm_core/service/verify.hpp"
#include "crm_core/store/lead_repository.hpp"
#include "crm_core/store/notice_repository.hpp"
#include "tests/crm_core/archive.hpp"

namespace tradewind::crm {
namespace {

using testing::administrator;
using testing::mail;

constexpr EpochSeconds noon = 1'700'000'000;

class NightlyTest : public ::testing::Test {
 protected:
  RecordId lead(const std::string& key, const std::string& email, EpochSeconds at = noon,
                std::optional<RecordId> recipient = {}) {
    auto made = mail(key, at);
    made.filing.lead = LeadDraft{};
    made.filing.lead->email = email;
    made.filing.lead->company = "Firm " + key;
    made.filing.handled_by = recipient;
    return *archive_.file(made).lead;
  }
  NightlyReport run(NightlyOptions options = {}) {
    return run_nightly(archive_.directory, archive_.store, Actor::system("nightly", "test"), options).value();
  }
  Lead stored(RecordId id) { return Leads(archive_.store).show(administrator(), id).value(); }
  static int count(const NightlyReport& report, std::string_view step) {
    return static_cast<int>(
        std::count_if(report.acts.begin(), report.acts.end(), [&](const NightlyAct& act) { return act.step == step; }));
  }
  testing::Archive archive_;
};

TEST_F(NightlyTest, owners_come_by_customer_then_mailbox_then_turn) {
  const auto amy = archive_.user("amy"), bo = archive_.user("bo", Role::rep, 2), gone = archive_.user("gone");
  Customer customer;
  customer.name = "Known";
  customer.domains = {"known.example"};
  customer.owner_id = amy;
  ASSERT_TRUE(Records(archive_.store).add_customer(administrator(), customer));
  ASSERT_TRUE(Users(archive_.store).change(administrator(), {gone, "gone", "", Role::rep, false, 1, {}}));
  const auto of_customer = lead("a", "x@known.example", noon, bo), of_mailbox = lead("b", "x@b.example", noon, bo),
             of_leaver = lead("c", "x@c.example", noon, gone);
  std::vector<RecordId> rest;
  for (const char* key : {"d", "e", "f", "g"}) rest.push_back(lead(key, std::string("x@") + key + ".example"));
  const auto report = run();
  EXPECT_FALSE(report.failed());
  EXPECT_EQ(count(report, "assign"), 7);
  EXPECT_EQ(stored(of_customer).owner_id, amy);
  EXPECT_EQ(stored(of_mailbox).owner_id, bo);
  EXPECT_NE(stored(of_leaver).owner_id, gone);
  const auto has = [&](RecordId user) {
    return Leads(archive_.store).list(administrator(), {{}, user, false}, 100, 0)->size();
  };
  EXPECT_EQ(has(bo), 5U) << "twice the capacity, about twice the leads";
  EXPECT_EQ(has(amy), 2U);
  EXPECT_TRUE(run().acts.empty()) << "a second run finds nothing to do";
}

TEST_F(NightlyTest, a_firm_without_users_is_told_once_not_lead_by_lead) {
  for (const char* key : {"a", "b", "c"}) lead(key, std::string("x@") + key + ".example");
  const auto report = run();
  EXPECT_TRUE(report.failed());
  ASSERT_EQ(count(report, "assign"), 1);
  EXPECT_EQ(report.acts.front().record, "3 leads");
}

TEST_F(NightlyTest, the_same_buyers_leads_are_merged_and_the_qualified_converted) {
  archive_.user("amy");
  const auto first = lead("a", "Ana@buyer.example"), second = lead("b", "ana@buyer.example", noon + 86'400),
             later = lead("c", "ana@buyer.example", noon + 200 * 86'400);
  ASSERT_TRUE(Leads(archive_.store).qualify(administrator(), first, "ordered"));
  const auto report = run();
  EXPECT_EQ(stored(second).merged_into, first);
  EXPECT_FALSE(stored(later).merged_into) << "half a year later is another matter";
  EXPECT_EQ(stored(first).status, LeadStatus::converted);
  EXPECT_EQ(count(report, "convert"), 1);
  for (const auto& act : report.acts) EXPECT_FALSE(act.why.empty()) << act.record;
  EXPECT_NE(to_json(report).find("\"schema\":1"), std::string::npos);
  EXPECT_TRUE(run().acts.empty());
  EXPECT_TRUE(verify(archive_.store, archive_.vault, administrator())->clean());
}

// The buyer asks, we answer, the buyer writes again; with a quotation filed to the last mail if there is one.
TEST_F(NightlyTest, what_qualifies_a_lead_is_the_firms_choice_and_holds_for_open_leads_too) {
  archive_.user("amy");
  Quotation quotation;
  quotation.number = "Q-1";
  const RecordId number = Records(archive_.store).add_quotation(administrator(), quotation).value();
  NightlyOptions options;
  options.qualified = Qualification{false, false, true};
  ASSERT_EQ(count(run(options), "qualify"), 0);
  const auto conversation = [&](const std::string& key, std::optional<RecordId> document) {
    const auto id = lead(key, key + "@buyer.example");
    const auto thread = LeadRepository(archive_.database()).threads_of(id).front();
    for (const auto direction : {Direction::outbound, Direction::inbound}) {
      auto answer = mail(key + (direction == Direction::inbound ? "3" : "2"),
                         noon + (direction == Direction::inbound ? 200 : 100), direction);
      answer.filing.thread = thread;
      if (document && direction == Direction::outbound)
        answer.filing.links = {{RecordType::quotation, *document, "document-number", 1, "Q-1"}};
      archive_.file(answer);
    }
    return id;
  };
  const auto talked = conversation("a", {}), quoted = conversation("b", number);
  EXPECT_EQ(stored(talked).status, LeadStatus::contacted);
  EXPECT_EQ(stored(quoted).status, LeadStatus::contacted);
  options.qualified = Qualification{false, true, true};
  auto dry = options;
  dry.dry_run = true;
  EXPECT_EQ(count(run(dry), "qualify"), 1);
  EXPECT_EQ(stored(quoted).status, LeadStatus::contacted) << "a dry run changes neither leads nor the choice";
  EXPECT_EQ(count(run(options), "qualify"), 1);
  EXPECT_EQ(stored(talked).status, LeadStatus::contacted);
  EXPECT_EQ(stored(quoted).status, LeadStatus::converted);
  EXPECT_EQ(stored(quoted).qualified_why, "a quotation was made");
  options.qualified = Qualification{};
  EXPECT_EQ(count(run(options), "convert"), 1);
  EXPECT_EQ(stored(talked).status, LeadStatus::converted);
}

TEST_F(NightlyTest, a_dry_run_tells_the_same_and_changes_nothing) {
  archive_.user("amy");
  const auto first = lead("a", "ana@buyer.example"), second = lead("b", "ana@buyer.example", noon + 60);
  ASSERT_TRUE(Leads(archive_.store).qualify(administrator(), first, "ordered"));
  const auto told = run({true, {}});
  EXPECT_TRUE(told.dry_run);
  EXPECT_EQ(stored(first).status, LeadStatus::qualified);
  EXPECT_FALSE(stored(second).merged_into);
  EXPECT_FALSE(NoticeRepository(archive_.database()).last_run());
  const auto done = run();
  ASSERT_EQ(done.acts.size(), told.acts.size());
  for (std::size_t i = 0; i < done.acts.size(); ++i) EXPECT_EQ(done.acts[i].what, told.acts[i].what);
}

TEST_F(NightlyTest, quarantine_is_tried_again_and_what_stays_is_noticed) {
  for (const char* key : {"good", "bad"}) {
    auto odd = mail(key, noon);
    odd.filing.quarantined = true;
    odd.filing.quarantine_reason = "no parser for it";
    archive_.file(odd);
  }
  NightlyOptions options;
  options.retry = [&](RecordId id) -> Result<void> {
    if (id != 1) return fail(Fault::invalid, "still unreadable");
    archive_.intake.begin();
    (void)archive_.intake.refile(id, mail("good", noon).filing);
    archive_.intake.commit();
    return {};
  };
  const auto report = run(options);
  EXPECT_EQ(count(report, "retry"), 2);
  EXPECT_EQ(archive_.messages().in_state(MessageState::quarantined, 0, 10).size(), 1U);
  ASSERT_EQ(NoticeRepository(archive_.database()).standing(10).size(), 1U);
  run(options);
  EXPECT_EQ(NoticeRepository(archive_.database()).standing(10).size(), 1U) << "the same notice stands once";
}

TEST_F(NightlyTest, a_gap_is_raised_told_by_status_and_cleared_when_closed) {
  archive_.file(mail("one", noon));
  archive_.intake.begin();
  archive_.intake.settle(archive_.inbox, {7, 3, 0, 2, true});
  archive_.intake.report_account("anna", "");
  archive_.intake.commit();
  EXPECT_EQ(count(run(), "reconcile"), 1);
  EXPECT_EQ(accounting_gaps(archive_.store).size(), 1U);
  EXPECT_FALSE(verify(archive_.store, archive_.vault, administrator())->clean());
  const auto told = status(archive_.directory, archive_.store, administrator()).value();
  EXPECT_FALSE(told.ok);
  EXPECT_NE(told.reason.find("1 of 2 messages missing in INBOX"), std::string::npos) << told.reason;
  archive_.file(mail("two", noon));
  run();
  EXPECT_TRUE(NoticeRepository(archive_.database()).standing(10).empty());
  EXPECT_TRUE(status(archive_.directory, archive_.store, administrator())->ok) << status(archive_.directory, archive_.store, administrator())->reason;
}

TEST_F(NightlyTest, a_run_that_was_cut_off_goes_on_at_its_step) {
  archive_.user("amy");
  const auto id = lead("a", "ana@buyer.example");
  NoticeRepository runs(archive_.database());
  const RecordId cut_off = runs.insert_run(now() - 60);
  runs.update_run({cut_off,
                   now() - 60,
                   {},
                   "assign",
                   R"({"acts":[{"step":"merge","record":"lead 9","what":"merged","why":"x","done":true}]})"});
  const auto report = run();
  EXPECT_TRUE(report.resumed);
  EXPECT_EQ(count(report, "merge"), 1) << "what it did before it was cut off is in the report";
  EXPECT_TRUE(stored(id).owner_id);
  EXPECT_EQ(runs.last_run()->id, cut_off);
  EXPECT_TRUE(runs.last_run()->finished_at);
  EXPECT_FALSE(run().resumed);
}

TEST_F(NightlyTest, two_do_not_run_at_once) {
  const auto lock = archive_.directory.lock_nightly();
  ASSERT_TRUE(lock);
  EXPECT_EQ(run_nightly(archive_.directory, archive_.store, administrator(), {}).error().fault, Fault::busy);
  EXPECT_EQ(run_nightly(archive_.directory, archive_.store, {{}, "amy", Role::rep, ""}, {}).error().fault,
            Fault::forbidden);
}

TEST_F(NightlyTest, status_tells_failing_lagging_and_new_accounts) {
  EXPECT_FALSE(status(archive_.directory, archive_.store, administrator())->ok) << "never synced";
  archive_.intake.begin();
  archive_.intake.settle(archive_.inbox, {7, 1, 0, 0, true});
  archive_.intake.report_account("anna", "");
  archive_.intake.commit();
  EXPECT_TRUE(status(archive_.directory, archive_.store, administrator())->ok);
  EXPECT_FALSE(status(archive_.directory, archive_.store, administrator(), {-1})->ok) << "everything lags behind a limit below zero";
  archive_.intake.begin();
  archive_.intake.report_account("anna", "login refused");
  archive_.intake.commit();
  const auto told = status(archive_.directory, archive_.store, administrator()).value();
  EXPECT_FALSE(told.ok);
  EXPECT_NE(told.reason.find("login refused"), std::string::npos);
}

}  // namespace
}  // namespace tradewind::crm

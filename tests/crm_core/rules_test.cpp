// Rules at work: each event, each action, loops, dry runs, and who may see what they did.
#include "crm_core/service/rules.hpp"

#include <gtest/gtest.h>

#include "crm_core/service/leads.hpp"
#include "crm_core/service/mail_correction.hpp"
#include "crm_core/service/nightly.hpp"
#include "crm_core/service/opportunities.hpp"
#include "crm_core/service/records.hpp"
#include "crm_core/service/relations.hpp"
#include "crm_core/service/rule_run.hpp"
#include "crm_core/service/sight.hpp"
#include "crm_core/service/tasks.hpp"
#include "crm_core/service/verify.hpp"
#include "crm_core/store/opportunity_repository.hpp"
#include "tests/crm_core/archive.hpp"

namespace tradewind::crm {
namespace {

using testing::administrator;
using testing::mail;

constexpr EpochSeconds day = 86'400, hour = 3'600;

class RulesTest : public ::testing::Test {
 protected:
  RulesTest() {
    amy_ = archive_.user("amy");
    bo_ = archive_.user("bo");
    boss_ = archive_.user("boss", Role::manager);
  }
  RecordId rule(const std::string& event, const std::string& condition, const std::string& actions,
                std::int64_t position = 100) {
    rules::Rule made;
    made.name = "rule of " + event;
    made.event = event;
    made.condition = condition;
    made.actions = actions;
    made.position = position;
    made.active_since = 1;
    const auto id = rules_.add(administrator(), made);
    EXPECT_TRUE(id) << id.error().message;
    return id.value_or(0);
  }
  RecordId lead(const std::string& key, const std::string& country = "DE", EpochSeconds at = now() - hour) {
    auto made = mail(key, at);
    made.filing.kind = MessageKind::inquiry;
    made.filing.lead = LeadDraft{};
    made.filing.lead->company = "Firm " + key;
    made.filing.lead->email = key + "@buyer.example";
    made.filing.lead->country = country;
    made.filing.lead->score = 70;
    made.filing.lead->items = {{"hand pump", "P-100", "5", "pcs"}};
    return *archive_.file(made).lead;
  }
  RecordId customer(const std::string& name, std::optional<RecordId> owner = {}) {
    Customer made;
    made.name = name;
    made.owner_id = owner;
    return Records(archive_.store).add_customer(administrator(), made).value();
  }
  RecordId deal(RecordId customer, const std::string& stage = "inquiry") {
    Opportunity made;
    made.name = "deal";
    made.customer_id = customer;
    made.owner_id = amy_;
    made.stage = stage;
    made.amount = "60000";
    made.currency = "USD";
    return Opportunities(archive_.store).add(administrator(), made, "").value();
  }
  RuleRun run(bool at_night = false) { return run_rules(archive_.store, administrator(), at_night).value(); }
  static std::vector<std::string> told(const RuleRun& run) {
    std::vector<std::string> found;
    for (const auto& firing : run.firings) found.push_back(firing.outcome + ": " + firing.what);
    return found;
  }
  Lead stored(RecordId id) { return Leads(archive_.store).show(administrator(), id).value(); }
  Opportunity stored_deal(RecordId id) { return Opportunities(archive_.store).show(administrator(), id).value(); }
  using Told = std::vector<std::string>;

  testing::Archive archive_;
  Rules rules_{archive_.store};
  RecordId amy_ = 0, bo_ = 0, boss_ = 0;
};

TEST_F(RulesTest, a_lead_that_is_created_is_looked_at_once) {
  lead("before");
  rule("lead-created", "lead.country in (\"DE\", \"AT\") and lead.wants contains \"pump\" and mail.kind = \"inquiry\"",
       "assign amy; tag \"dach\"; task \"Call them\" for owner in 2 days; notify manager \"A lead from DE\"");
  const RecordId german = lead("a"), french = lead("b", "FR");
  const auto first = run();
  ASSERT_EQ(first.firings.size(), 1U) << "not what was there before the rule, nor what does not fit";
  EXPECT_EQ(first.firings.front().what, "assigned to amy; tagged dach; task 1 for amy; told boss");
  EXPECT_EQ(first.firings.front().record, german);
  EXPECT_EQ(stored(german).owner_id, amy_);
  EXPECT_FALSE(stored(french).owner_id);
  const auto task = Tasks(archive_.store).show(administrator(), 1).value();
  EXPECT_EQ(task.about_id, german);
  EXPECT_EQ(task.owner_id, amy_);
  EXPECT_GT(*task.due_at, now() + day);
  const auto news = rules_.notifications({boss_, "boss", Role::manager, ""}, 10);
  ASSERT_EQ(news->size(), 1U);
  EXPECT_EQ(news->front().text, "A lead from DE");
  EXPECT_EQ(rules_.see_notifications({boss_, "boss", Role::manager, ""}, {}), 1);
  EXPECT_TRUE(rules_.notifications({boss_, "boss", Role::manager, ""}, 10)->empty());
  EXPECT_TRUE(run().firings.empty());
  EXPECT_TRUE(run(true).firings.empty());
  EXPECT_TRUE(verify(archive_.store, archive_.vault, administrator())->clean());
}

TEST_F(RulesTest, mail_of_a_backfill_is_history) {
  rule("lead-created", "", "tag new");
  rule("mail-filed", "", "notify boss \"mail\"");
  lead("old", "DE", now() - 400 * day);
  EXPECT_TRUE(run().firings.empty());
  lead("late", "DE", now() - 5 * hour);
  EXPECT_EQ(run().firings.size(), 2U);
}

TEST_F(RulesTest, mail_moves_deals_forward_where_that_is_switched_on) {
  const RecordId firm = customer("Buyer", amy_), id = deal(firm, "quotation");
  const auto shipped = rules_.list(administrator()).value();
  ASSERT_EQ(shipped.size(), 6U);
  for (const auto& each : shipped) EXPECT_FALSE(each.active_since) << each.name;
  const auto say = [&](const std::string& key, MessageKind kind, Direction direction = Direction::inbound) {
    auto letter = mail(key, now() - hour, direction);
    letter.filing.kind = kind;
    letter.filing.links = {{RecordType::customer, firm, "test", 1, ""}};
    archive_.file(letter);
  };
  say("1", MessageKind::negotiation);
  run();
  EXPECT_EQ(stored_deal(id).stage, "quotation") << "off as shipped";
  for (const RecordId each : {1, 2, 3}) ASSERT_TRUE(rules_.switch_on(administrator(), each, true));
  say("2", MessageKind::negotiation);
  EXPECT_EQ(told(run()), (Told{fmt::format("done: opportunity {} is in stage negotiation", id)}));
  EXPECT_EQ(stored_deal(id).stage, "negotiation");
  say("3", MessageKind::negotiation);
  EXPECT_TRUE(run().firings.empty());
  say("4", MessageKind::order);
  run();
  EXPECT_EQ(stored_deal(id).stage, "pi");
  EXPECT_EQ(Opportunities(archive_.store).stays(administrator(), id)->back().step.why, "the buyer ordered");
  rule("mail-filed", "", "stage sample");
  say("5", MessageKind::shipping);
  EXPECT_TRUE(run().firings.empty()) << "never backwards";
}

TEST_F(RulesTest, changes_are_told_with_what_was_and_what_is) {
  const RecordId firm = customer("Buyer"), id = deal(firm);
  rule("stage-changed", "change.before = \"inquiry\" and change.after = \"pi\" and opportunity.amount > 50000",
       "tag big");
  rule("customer-changed", "change.field = \"owner\" and change.after = \"bo\"", "set customer.level \"B\"");
  rule("lead-changed", "change.field = \"status\" and change.after = \"contacted\"", "tag answered");
  ASSERT_TRUE(Opportunities(archive_.store).move(administrator(), id, "sample", ""));
  EXPECT_TRUE(run().firings.empty());
  const RecordId other = deal(firm);
  ASSERT_TRUE(Opportunities(archive_.store).move(administrator(), other, "pi", ""));
  EXPECT_EQ(told(run()), (Told{"done: tagged big"}));
  auto value = Sight(archive_.store, administrator()).customer(firm).value();
  value.owner_id = bo_;
  ASSERT_TRUE(Records(archive_.store).change_customer(administrator(), value));
  EXPECT_EQ(told(run()), (Told{"done: customer.level is B now"}));
  const RecordId inquiry = lead("a");
  auto answer = mail("answer", now(), Direction::outbound);
  answer.filing.thread = archive_.messages().find_by_identity(mail("a", 0).filing.identity)->thread_id;
  archive_.file(answer);
  EXPECT_EQ(told(run()), (Told{"done: tagged answered"})) << "mail moves leads, and that is told too";
  EXPECT_EQ(stored(inquiry).status, LeadStatus::contacted);
}

TEST_F(RulesTest, rules_that_answer_each_other_come_to_an_end) {
  const RecordId firm = customer("Buyer");
  const RecordId up = rule("customer-changed", "customer.level = \"A\"", "set customer.level \"B\"", 1),
                 down = rule("customer-changed", "customer.level = \"B\"", "set customer.level \"A\"", 2);
  auto value = Sight(archive_.store, administrator()).customer(firm).value();
  value.level = "A";
  ASSERT_TRUE(Records(archive_.store).change_customer(administrator(), value));
  const auto finished = run();
  ASSERT_GE(finished.firings.size(), 3U);
  EXPECT_LT(finished.firings.size(), 10U);
  EXPECT_EQ(finished.firings[0].chain, std::to_string(up));
  EXPECT_EQ(finished.firings.back().outcome, "suppressed");
  EXPECT_EQ(finished.firings.back().what, "it would answer itself");
  bool second_link = false;
  for (const auto& firing : finished.firings)
    second_link = second_link || firing.chain == fmt::format("{}>{}", up, down);
  EXPECT_TRUE(second_link || finished.firings[1].chain == std::to_string(down));
  EXPECT_TRUE(run().firings.empty());
}

TEST_F(RulesTest, a_long_chain_is_cut) {
  const RecordId firm = customer("Buyer");
  const std::string levels = "ABCDEFGH";
  for (std::size_t i = 0; i + 1 < levels.size(); ++i)
    rule("customer-changed", fmt::format("change.field = \"level\" and change.after = \"{}\"", levels[i]),
         fmt::format("set customer.level \"{}\"", levels[i + 1]));
  auto value = Sight(archive_.store, administrator()).customer(firm).value();
  value.level = "A";
  ASSERT_TRUE(Records(archive_.store).change_customer(administrator(), value));
  const auto finished = run();
  ASSERT_EQ(finished.firings.size(), longest_chain + 1);
  EXPECT_EQ(finished.firings.back().what, "the chain of rules is too long");
  EXPECT_EQ(Sight(archive_.store, administrator()).customer(firm)->level, "E");
}

TEST_F(RulesTest, a_rule_of_time_fires_when_it_begins_to_hold) {
  const RecordId firm = customer("Buyer", amy_), id = deal(firm, "quotation");
  auto sent = mail("sent", now() - 8 * day, Direction::outbound);
  sent.filing.links = {{RecordType::customer, firm, "test", 1, ""}};
  archive_.file(sent);
  ASSERT_TRUE(rules_.switch_on(administrator(), 4, true));
  EXPECT_TRUE(run(false).firings.empty()) << "time is the night's";
  EXPECT_EQ(told(run(true)), (Told{"done: task 1 for amy"}));
  EXPECT_TRUE(run(true).firings.empty()) << "it holds, and was told";
  ASSERT_TRUE(Tasks(archive_.store).finish(administrator(), 1));
  auto reply = mail("reply", now() - hour);
  reply.filing.links = sent.filing.links;
  archive_.file(reply);
  EXPECT_TRUE(run(true).firings.empty());
  archive_.database().run("UPDATE message SET arrived_at = arrived_at - ?", 30 * day);
  auto again = mail("again", now() - 9 * day, Direction::outbound);
  again.filing.links = sent.filing.links;
  archive_.file(again);
  EXPECT_EQ(told(run(true)), (Told{"done: task 2 for amy"})) << "it began to hold anew";
  EXPECT_EQ(Tasks(archive_.store).show(administrator(), 2)->about_id, id);
}

TEST_F(RulesTest, a_task_that_is_overdue_is_told) {
  Task task;
  task.title = "Send the sample";
  task.owner_id = amy_;
  task.due_at = now() - 3 * day;
  ASSERT_TRUE(Tasks(archive_.store).add(administrator(), task));
  rule("task-due", "task.overdue_days >= 2", "notify manager \"Overdue\"; notify owner \"Do it\"");
  EXPECT_EQ(told(run(true)), (Told{"done: told boss; told amy"}));
  EXPECT_TRUE(run(true).firings.empty());
}

TEST_F(RulesTest, a_firing_that_fails_does_nothing_and_is_in_the_log) {
  rule("lead-created", "", "tag first; assign bo");
  rule("lead-created", "", "tag second");
  Users users(archive_.store);
  auto bo = users.list(administrator()).value()[1];
  ASSERT_EQ(bo.login, "bo");
  bo.active = false;
  ASSERT_TRUE(users.change(administrator(), bo));
  const RecordId id = lead("a");
  EXPECT_EQ(told(run()), (Told{"failed: there is no active user \"bo\"", "done: tagged second"}));
  EXPECT_EQ(Relations(archive_.store).tags(administrator(), RecordType::lead, id), (Told{"second"}));
  EXPECT_EQ(rules_.log(administrator(), 0, 10)->size(), 2U);
}

TEST_F(RulesTest, who_gets_a_lead_is_said_by_rules_after_the_customers_owner) {
  const auto night = [&] {
    return run_nightly(archive_.directory, archive_.store, Actor::system("nightly", "test"), {}).value();
  };
  Users users(archive_.store);
  const RecordId team = users.add_team(administrator(), "East").value();
  auto bo = users.list(administrator()).value()[1];
  ASSERT_EQ(bo.login, "bo");
  bo.team_id = team;
  ASSERT_TRUE(users.change(administrator(), bo));
  Customer known;
  known.name = "Known";
  known.owner_id = amy_;
  known.domains = {"buyer.example"};
  rule("lead-unowned", "lead.country = \"FR\" and lead.products contains \"p-100\"", "assign team \"East\"", 2);
  rule("lead-unowned", "lead.country = \"FR\"", "assign boss", 3);
  rule("lead-unowned", "lead.country = \"IT\"", "assign boss", 1);
  const RecordId italian = lead("i", "IT"), french = lead("f", "FR"), german = lead("g", "DE");
  const auto report = night();
  EXPECT_FALSE(report.failed());
  EXPECT_EQ(stored(italian).owner_id, boss_);
  EXPECT_EQ(stored(french).owner_id, bo_);
  EXPECT_TRUE(stored(german).owner_id) << "in turn";
  EXPECT_EQ(rules_.log(administrator(), 0, 10)->size(), 2U);
  ASSERT_TRUE(Records(archive_.store).add_customer(administrator(), known));
  const RecordId of_known = lead("k", "IT");
  (void)night();
  EXPECT_EQ(stored(of_known).owner_id, amy_) << "the owner of the customer comes first";
}

TEST_F(RulesTest, a_test_over_history_changes_nothing_and_shows_what_the_actor_sees) {
  const RecordId mine = lead("a"), other = lead("b"), free = lead("c", "FR");
  ASSERT_TRUE(Leads(archive_.store).assign(administrator(), mine, amy_, ""));
  ASSERT_TRUE(Leads(archive_.store).assign(administrator(), other, bo_, ""));
  rules::Rule tried;
  tried.event = "lead-created";
  tried.actions = "tag tried";
  const auto found = [&](const Actor& actor) {
    std::vector<RecordId> ids;
    const auto matches = rules_.test(actor, tried, {now() - day, 50});
    for (const auto& match : *matches) ids.push_back(match.record);
    return ids;
  };
  const Actor amy{amy_, "amy", Role::rep, "test"};
  EXPECT_EQ(found(administrator()), (std::vector{mine, other, free}));
  EXPECT_EQ(found(amy), (std::vector{mine, free}));
  tried.condition = "lead.country = \"FR\"";
  EXPECT_EQ(found(amy), (std::vector{free}));
  EXPECT_TRUE(Relations(archive_.store).tags(administrator(), RecordType::lead, free)->empty());
  const auto trial = rules_.try_on(amy, tried, "lead", mine);
  EXPECT_FALSE(trial->holds);
  EXPECT_EQ(trial->findings.front().value, "\"DE\"");
  EXPECT_EQ(rules_.try_on(amy, tried, "lead", other).error().fault, Fault::forbidden);
  EXPECT_EQ(rules_.try_on(amy, tried, "customer", 1).error().fault, Fault::invalid);
  tried.event = "lead-changed";
  tried.condition = "change.field = \"owner\"";
  EXPECT_EQ(found(administrator()), (std::vector{mine, other}));
  EXPECT_EQ(found(amy), (std::vector{mine}));
  tried.event = "mail-filed";
  tried.condition = "mail.kind = \"inquiry\"";
  EXPECT_EQ(found(administrator()).size(), 3U);
}

TEST_F(RulesTest, the_log_is_told_of_records_that_are_seen) {
  rule("lead-created", "lead.country = \"DE\"", "assign amy");
  rule("lead-created", "lead.country = \"FR\"", "assign bo");
  rule("mail-filed", "", "notify owner \"mail\"");
  lead("a");
  lead("b", "FR");
  ASSERT_EQ(run().firings.size(), 4U);
  const Actor amy{amy_, "amy", Role::rep, "test"};
  Visibility visibility(archive_.database(), amy);
  const auto seen = rules_.log(amy, 0, 10).value();
  for (const auto& firing : seen) EXPECT_TRUE(visibility.sees_named(firing.record_type, firing.record));
  EXPECT_LT(seen.size(), 4U);
  EXPECT_GT(seen.size(), 0U);
}

TEST_F(RulesTest, writing_rules_is_the_managers_and_says_what_is_wrong) {
  rules::Rule wrong;
  wrong.name = "x";
  wrong.event = "lead-created";
  wrong.actions = "tag x";
  EXPECT_EQ(rules_.add({amy_, "amy", Role::rep, ""}, wrong).error().fault, Fault::forbidden);
  EXPECT_EQ(run_rules(archive_.store, {amy_, "amy", Role::rep, ""}, false).error().fault, Fault::forbidden);
  const auto message = [&](const std::string& event, const std::string& condition, const std::string& actions) {
    wrong.event = event;
    wrong.condition = condition;
    wrong.actions = actions;
    const auto added = rules_.add(administrator(), wrong);
    return added ? std::string() : added.error().message;
  };
  EXPECT_EQ(message("lead-made", "", "tag x"), "event: there is no \"lead-made\"");
  EXPECT_EQ(message("lead-created", "task.kind = \"call\"", "tag x"),
            "condition: at character 1: there is no field \"task.kind\" here");
  EXPECT_EQ(message("", "", "tag x"), "event: is missing");
  EXPECT_EQ(message("lead-created", "", "assign nobody"), "actions: there is no active user \"nobody\"");
  EXPECT_EQ(message("lead-created", "", "assign team East"), "actions: there is no team \"East\"");
  EXPECT_EQ(message("lead-created", "", "notify nobody \"x\""), "actions: there is no active user \"nobody\"");
  EXPECT_EQ(message("lead-created", "", "stage won"), "actions: lead-created cannot stage");
  EXPECT_EQ(message("opportunity-time", "", "stage dreaming").find("actions: stage: 'dreaming' is none of"), 0U);
  EXPECT_EQ(message("lead-created", "", "set customer.level \"A\""), "actions: lead-created has no customer.level");
  EXPECT_EQ(message("lead-created", "", ""), "actions: at character 1: an action should stand here");
  EXPECT_EQ(message("lead-created", "", "tag x; task"), "actions: at character 12: what is to be done is missing");
  EXPECT_EQ(message("lead-created", "", "task \"x\" in two days"),
            "actions: at character 13: a number from 0 to 3650 should stand here");
  EXPECT_EQ(message("lead-created", "", "tag x tag y"), "actions: at character 7: the action should end here");
  EXPECT_EQ(message("lead-created", "", "set lead.status \"won\""),
            "actions: at character 5: this field cannot be set");
  EXPECT_EQ(message("opportunity-time", "", "stage lost"), "actions: no rule moves deals to lost, where they are lost");
  EXPECT_EQ(message("lead-created", "", "explode"), "actions: at character 1: there is no action \"explode\"");
  const RecordId id = rule("lead-created", "", "tag x");
  auto value = rules_.show(administrator(), id).value();
  value.name = "y";
  ASSERT_TRUE(rules_.change(administrator(), value));
  EXPECT_EQ(rules_.change(administrator(), value).error().fault, Fault::conflict);
  ASSERT_TRUE(rules_.remove(administrator(), id, true));
  EXPECT_EQ(rules_.switch_on(administrator(), id, true).error().fault, Fault::not_found);
  lead("a");
  EXPECT_TRUE(run().firings.empty());
  ASSERT_TRUE(rules_.remove(administrator(), id, false));
  EXPECT_FALSE(rules_.show(administrator(), id)->active_since);
}

}  // namespace
}  // namespace tradewind::crm

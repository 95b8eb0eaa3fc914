// The pool and the response clock: who may take what, what drops when, and who is told.
#include "crm_core/service/pool.hpp"

#include <gtest/gtest.h>

#include "crm_core/service/leads.hpp"
#include "crm_core/service/nightly_pool.hpp"
#include "crm_core/service/opportunities.hpp"
#include "crm_core/service/policy.hpp"
#include "crm_core/service/records.hpp"
#include "crm_core/service/relations.hpp"
#include "crm_core/service/sight.hpp"
#include "crm_core/service/tasks.hpp"
#include "crm_core/service/verify.hpp"
#include "tests/crm_core/archive.hpp"

namespace tradewind::crm {
namespace {

using testing::administrator;
using testing::mail;

constexpr EpochSeconds day = 86'400, hour = 3'600;

class PoolTest : public ::testing::Test {
 protected:
  RecordId lead(const std::string& key, EpochSeconds at = now() - hour) {
    auto made = mail(key, at);
    made.filing.lead = LeadDraft{};
    made.filing.lead->email = key + "@buyer.example";
    made.filing.lead->company = "Firm " + key;
    made.filing.lead->country = "ES";
    return *archive_.file(made).lead;
  }
  RecordId customer(const std::string& name, std::optional<RecordId> owner = {}, const std::string& level = "") {
    Customer made;
    made.name = name;
    made.owner_id = owner;
    made.level = level;
    return Records(archive_.store).add_customer(administrator(), made).value();
  }
  Actor rep(RecordId id, const std::string& login) const { return {id, login, Role::rep, "test"}; }
  Lead stored(RecordId id) { return Leads(archive_.store).show(administrator(), id).value(); }
  void set(std::string_view name, std::string_view value) {
    ASSERT_TRUE(set_policy(archive_.store, administrator(), name, value)) << name;
  }
  // As if the owner had it, and the moves were made, so many days earlier.
  void age(RecordId lead, int days) {
    archive_.database().run("UPDATE lead SET owned_since = owned_since - ? WHERE id = ?", days * day, lead);
    archive_.database().run("UPDATE pool_move SET at = at - ? WHERE record_type = 'lead' AND record_id = ?", days * day,
                            lead);
    archive_.database().run("UPDATE task SET created_at = created_at - ? WHERE record_id = ?", days * day, lead);
  }
  NightlyReport night() {
    return run_nightly(archive_.directory, archive_.store, Actor::system("nightly", "test"), {}).value();
  }
  static std::vector<std::string> told(const NightlyReport& report, std::string_view step) {
    std::vector<std::string> found;
    for (const auto& act : report.acts)
      if (act.step == step) found.push_back(act.what);
    return found;
  }
  std::vector<Task> tasks_of(RecordId owner) {
    TaskFilter filter;
    filter.owner_id = owner;
    return Tasks(archive_.store).list(administrator(), filter, 100, 0).value();
  }
  void write(const std::string& key, const std::string& thread_of, Direction direction, EpochSeconds at) {
    auto letter = mail(key, at, direction);
    letter.filing.thread = archive_.messages().find_by_identity(mail(thread_of, 0).filing.identity)->thread_id;
    archive_.file(letter);
  }

  testing::Archive archive_;
  Pool pool_{archive_.store};
  using Moves = std::vector<std::string>;
};

TEST_F(PoolTest, what_nobody_owns_is_listed_and_taken_with_its_deals) {
  const auto amy = archive_.user("amy"), bo = archive_.user("bo");
  const RecordId inquiry = lead("a"), firm = customer("Free Ltd"), taken = customer("Taken Ltd", bo);
  Opportunity deal;
  deal.name = "deal";
  deal.customer_id = firm;
  const RecordId deal_id = Opportunities(archive_.store).add(administrator(), deal, "").value();
  EXPECT_EQ(pool_.list(rep(amy, "amy"), {}, 10, 0)->size(), 2U);
  ASSERT_TRUE(pool_.take(rep(amy, "amy"), RecordType::lead, inquiry));
  ASSERT_TRUE(pool_.take(rep(amy, "amy"), RecordType::customer, firm));
  EXPECT_EQ(stored(inquiry).owner_id, amy);
  EXPECT_EQ(stored(inquiry).status, LeadStatus::assigned);
  EXPECT_EQ(Opportunities(archive_.store).show(administrator(), deal_id)->owner_id, amy);
  EXPECT_TRUE(pool_.list(rep(amy, "amy"), {}, 10, 0)->empty());
  const auto refused = pool_.take(rep(amy, "amy"), RecordType::customer, taken);
  EXPECT_EQ(refused.error().fault, Fault::forbidden);
  EXPECT_NE(refused.error().message.find("by bo since"), std::string::npos);
  EXPECT_EQ(pool_.take({1, "boss", Role::manager, ""}, RecordType::customer, taken).error().fault, Fault::conflict);
  const auto history = Relations(archive_.store).history(administrator(), RecordType::customer, firm);
  EXPECT_EQ(history->back().action, "taken");
  EXPECT_TRUE(verify(archive_.store, archive_.vault, administrator())->clean());
}

TEST_F(PoolTest, quotas_hold_however_a_lead_is_taken) {
  const auto amy = archive_.user("amy");
  set("takes_a_day", "2");
  const RecordId first = lead("a"), second = lead("b"), third = lead("c");
  ASSERT_TRUE(pool_.take(rep(amy, "amy"), RecordType::lead, first));
  ASSERT_TRUE(Leads(archive_.store).assign(rep(amy, "amy"), second, amy, ""));
  EXPECT_EQ(Leads(archive_.store).assign(rep(amy, "amy"), third, amy, "").error().fault, Fault::conflict);
  EXPECT_EQ(pool_.take(rep(amy, "amy"), RecordType::lead, third).error().fault, Fault::conflict);
  set("takes_a_day", "0");
  set("most_held", "2");
  EXPECT_NE(pool_.take(rep(amy, "amy"), RecordType::lead, third).error().message.find("has 2"), std::string::npos);
  set("most_held", "0");
  EXPECT_TRUE(pool_.take(rep(amy, "amy"), RecordType::lead, third));
  const RecordId firm = customer("Free Ltd");
  auto value = Sight(archive_.store, administrator()).customer(firm).value();
  value.owner_id = amy;
  EXPECT_EQ(Records(archive_.store).change_customer(rep(amy, "amy"), value).error().fault, Fault::forbidden)
      << "the owner is not written by hand past the quota";
}

TEST_F(PoolTest, who_gave_up_a_record_may_not_take_it_again_at_once) {
  const auto amy = archive_.user("amy"), bo = archive_.user("bo");
  const RecordId id = lead("a");
  ASSERT_TRUE(pool_.take(rep(amy, "amy"), RecordType::lead, id));
  EXPECT_EQ(pool_.release(rep(bo, "bo"), RecordType::lead, id, "").error().fault, Fault::forbidden);
  ASSERT_TRUE(pool_.release(rep(amy, "amy"), RecordType::lead, id, "no Spanish"));
  EXPECT_EQ(stored(id).status, LeadStatus::fresh);
  EXPECT_EQ(pool_.take(rep(amy, "amy"), RecordType::lead, id).error().fault, Fault::conflict);
  const auto listed = pool_.list(rep(bo, "bo"), {}, 10, 0);
  EXPECT_EQ(listed->front().how, "released");
  EXPECT_EQ(listed->front().last_owner, amy);
  EXPECT_TRUE(told(night(), "assign").empty()) << "what was given up waits to be taken";
  ASSERT_TRUE(pool_.take(rep(bo, "bo"), RecordType::lead, id));
  EXPECT_EQ(pool_.release(administrator(), RecordType::lead, id, "").has_value(), true);
  EXPECT_EQ(pool_.release(administrator(), RecordType::lead, id, "").error().fault, Fault::conflict);
}

TEST_F(PoolTest, an_idle_lead_is_warned_about_once_and_drops_when_the_time_is_over) {
  const auto amy = archive_.user("amy");
  const RecordId id = lead("a", now() - 100 * day);
  ASSERT_TRUE(Leads(archive_.store).assign(administrator(), id, amy, ""));
  EXPECT_TRUE(told(night(), "pool").empty());
  age(id, 24);
  EXPECT_EQ(told(night(), "pool"), (Moves{"amy is warned"}));
  EXPECT_TRUE(told(night(), "pool").empty()) << "once";
  ASSERT_EQ(tasks_of(amy).size(), 1U);
  EXPECT_EQ(tasks_of(amy).front().origin, "drop");
  age(id, 8);
  const auto report = night();
  EXPECT_EQ(told(report, "pool").front(), "dropped by amy");
  EXPECT_FALSE(stored(id).owner_id);
  EXPECT_TRUE(stored(id).pooled_at);
  EXPECT_EQ(told(night(), "pool"), (Moves{"done"})) << "the task is done with its reason gone";
  EXPECT_TRUE(tasks_of(amy).empty());
  EXPECT_TRUE(night().acts.empty());
}

TEST_F(PoolTest, an_upgrade_drops_nothing_without_a_warning_in_time) {
  const auto amy = archive_.user("amy");
  const RecordId id = lead("a", now() - 400 * day);
  ASSERT_TRUE(Leads(archive_.store).assign(administrator(), id, amy, ""));
  age(id, 300);
  EXPECT_EQ(told(night(), "pool"), (Moves{"amy is warned"}));
  EXPECT_TRUE(told(night(), "pool").empty());
  EXPECT_EQ(stored(id).owner_id, amy);
}

TEST_F(PoolTest, mail_in_both_directions_keeps_a_lead_and_mail_in_one_does_not) {
  const auto amy = archive_.user("amy");
  const RecordId kept = lead("kept", now() - 60 * day), lost = lead("lost", now() - 60 * day);
  for (const RecordId id : {kept, lost}) {
    ASSERT_TRUE(Leads(archive_.store).assign(administrator(), id, amy, ""));
    age(id, 50);
  }
  write("kept-answer", "kept", Direction::outbound, now() - 5 * day);
  for (int i = 0; i < 3; ++i) {  // the buyer asks again and again, nobody answers
    write("lost" + std::to_string(i), "lost", Direction::inbound, now() - (3 - i) * day);
  }
  const auto report = night();
  ASSERT_EQ(told(report, "pool"), (Moves{"amy is warned"}));
  EXPECT_EQ(tasks_of(amy).front().about_id, lost);
}

TEST_F(PoolTest, customers_drop_by_level_when_the_firm_says_so_and_never_with_an_open_order) {
  const auto amy = archive_.user("amy");
  const RecordId slow = customer("Slow A", amy, "A"), quick = customer("Quick C", amy, "C"),
                 ordering = customer("Ordering C", amy, "C");
  Order order;
  order.number = "SO-1";
  order.customer_id = ordering;
  ASSERT_TRUE(Records(archive_.store).add_order(administrator(), order));
  archive_.database().run("UPDATE customer SET owned_since = owned_since - ?", 100 * day);
  EXPECT_TRUE(told(night(), "pool").empty()) << "off until the firm says so";
  set("customer_drop_days", "A=180 *=90");
  set("warn_days", "0");
  EXPECT_EQ(told(night(), "pool"), (Moves{"dropped by amy"}));
  const Actor boss = administrator();
  Sight sight(archive_.store, boss);
  EXPECT_FALSE(sight.customer(quick)->owner_id);
  EXPECT_EQ(sight.customer(slow)->owner_id, amy);
  EXPECT_EQ(sight.customer(ordering)->owner_id, amy);
}

TEST_F(PoolTest, drop_times_follow_the_latest_of_ownership_exchange_protection_and_warning) {
  Policy rules;
  rules.warn_days = 7;
  rules.protection_days = 14;
  const EpochSeconds start = 1'000 * day;
  const auto at = [&](auto... rest) { return drop_times(rules, 30, start, rest...).drop_at - start; };
  using Time = std::optional<EpochSeconds>;
  EXPECT_EQ(at(Time(), Time(), Time()), 30 * day);
  EXPECT_EQ(at(Time(start + 5 * day), Time(), Time()), 35 * day);
  EXPECT_EQ(at(Time(start - 5 * day), Time(), Time()), 30 * day);
  EXPECT_EQ(at(Time(), Time(start + 20 * day), Time()), 34 * day);
  EXPECT_EQ(at(Time(), Time(), Time(start + 29 * day)), 36 * day);
  EXPECT_EQ(at(Time(start + 40 * day), Time(), Time(start + 29 * day)), 70 * day)
      << "a warning before the mail is spent";
  EXPECT_EQ(drop_times(rules, 30, start, {}, {}, {}).warn_at - start, 23 * day);
}

TEST_F(PoolTest, a_late_answer_is_told_to_the_owner_then_to_the_manager_and_settled_by_mail_alone) {
  const auto amy = archive_.user("amy"), boss = archive_.user("boss", Role::manager);
  const RecordId fresh = lead("fresh", now() - 2 * hour), late = lead("late", now() - 30 * hour),
                 very = lead("very", now() - 60 * hour), history = lead("history", now() - 400 * day);
  for (const RecordId id : {fresh, late, very, history})
    ASSERT_TRUE(Leads(archive_.store).assign(administrator(), id, amy, ""));
  const auto report = night();
  EXPECT_EQ(told(report, "clock"),
            (Moves{"late: a task for amy", "escalated: a task for boss", "late: a task for amy"}));
  EXPECT_EQ(tasks_of(amy).size(), 2U);
  ASSERT_EQ(tasks_of(boss).size(), 1U);
  EXPECT_EQ(tasks_of(boss).front().about_id, very);
  EXPECT_EQ(Leads(archive_.store).history(administrator(), very)->back().event, "escalated");
  EXPECT_TRUE(told(night(), "clock").empty()) << "once";
  ASSERT_TRUE(Tasks(archive_.store).change(administrator(), [&] {
    auto task = tasks_of(amy).front();
    task.note = "phoned them";
    return task;
  }()));
  const auto waiting = waiting_leads(archive_.store, rep(amy, "amy"), 10, 0).value();
  ASSERT_EQ(waiting.size(), 3U) << "a note answers nobody";
  EXPECT_EQ(waiting.front().lateness, Lateness::escalated);
  EXPECT_EQ(waiting.back().lateness, Lateness::in_time);
  write("answer", "very", Direction::outbound, now() - hour);
  EXPECT_EQ(told(night(), "clock"), (Moves{"done", "done"}));
  EXPECT_TRUE(tasks_of(boss).empty());
  const auto answered = archive_.messages().find_by_identity(mail("answer", 0, Direction::outbound).filing.identity);
  EXPECT_EQ(answer_time(stored(very), {}), answered->arrived_at - stored(very).arrived_at);
}

TEST_F(PoolTest, the_policy_is_the_managers_and_says_what_it_takes) {
  const auto amy = archive_.user("amy");
  EXPECT_EQ(set_policy(archive_.store, rep(amy, "amy"), "answer_hours", "1").error().fault, Fault::forbidden);
  EXPECT_EQ(set_policy(archive_.store, administrator(), "answer_hour", "1").error().fault, Fault::not_found);
  for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{{"answer_hours", "-1"},
                                                                                    {"answer_hours", "9999999999999"},
                                                                                    {"answer_hours", "2 h"},
                                                                                    {"customer_drop_days", "A="},
                                                                                    {"customer_drop_days", "=3"},
                                                                                    {"working_hours", "Mon-Fri"},
                                                                                    {"working_hours", ""}}) {
    const auto refused = set_policy(archive_.store, administrator(), name, value);
    ASSERT_FALSE(refused) << name << ' ' << value;
    EXPECT_TRUE(refused.error().message.starts_with(name + ": '")) << refused.error().message;
  }
  set("working_hours", "Mon-Fri 09:00-18:00");
  set("customer_drop_days", "B=120  A=180");
  const auto listed = policy_settings(archive_.store, rep(amy, "amy"));
  for (const auto& setting : *listed)
    if (setting.name == "customer_drop_days") {
      EXPECT_EQ(setting.value, "A=180 B=120 *=0");
    }
  EXPECT_EQ(policy(archive_.database()).customer_drop_days.of("A"), 180);
  EXPECT_EQ(policy(archive_.database()).customer_drop_days.of("Z"), 0);
}

}  // namespace
}  // namespace tradewind::crm

#include "crm_core/service/timeline.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "crm_core/service/mail_correction.hpp"
#include "crm_core/service/opportunities.hpp"
#include "crm_core/service/records.hpp"
#include "crm_core/service/tasks.hpp"
#include "tests/crm_core/archive.hpp"

namespace tradewind::crm {
namespace {

using testing::administrator;
using testing::Archive;
using testing::mail;

constexpr EpochSeconds noon = 1'700'000'000;

class TimelineTest : public ::testing::Test {
 protected:
  RecordId customer(const std::string& name, std::optional<RecordId> parent = {}) {
    Customer made;
    made.name = name;
    made.parent_id = parent;
    return Records(archive_.store).add_customer(administrator(), made).value();
  }
  std::vector<TimelineEntry> seen(RecordId id, const TimelineRequest& request = {{}, 0, 100}) {
    return timeline(archive_.store, administrator(), id, request).value();
  }
  static const TimelineEntry* find(const std::vector<TimelineEntry>& entries, std::string_view kind) {
    const auto found =
        std::find_if(entries.begin(), entries.end(), [&](const TimelineEntry& each) { return each.kind == kind; });
    return found == entries.end() ? nullptr : &*found;
  }
  Archive archive_;
};

TEST_F(TimelineTest, holds_every_kind_newest_first) {
  const RecordId id = customer("Nordhaus GmbH");
  Records records(archive_.store);
  const RecordId message = archive_.file(mail("hello", noon)).message;
  ASSERT_TRUE(MailCorrection(archive_.store).file(administrator(), message, RecordType::customer, id));
  Quotation quotation;
  quotation.number = "Q-1";
  quotation.customer_id = id;
  quotation.issued_on = noon + 100;
  quotation.lines = {{"V-20", "500", "pcs", "4.20", "USD"}, {"V-25", "10", "", "", ""}};
  ASSERT_TRUE(records.add_quotation(administrator(), quotation));
  Order order;
  order.number = "SO-1";
  order.customer_po = "4500";
  order.customer_id = id;
  ASSERT_TRUE(records.add_order(administrator(), order));
  ServiceCase service_case;
  service_case.number = "SC-1";
  service_case.customer_id = id;
  service_case.subject = "leaks";
  ASSERT_TRUE(records.add_case(administrator(), service_case));
  Opportunity deal;
  deal.name = "valves";
  deal.customer_id = id;
  ASSERT_TRUE(Opportunities(archive_.store).add(administrator(), deal, "by hand"));
  Task task;
  task.title = "call them";
  task.about_type = RecordType::customer;
  task.about_id = id;
  task.due_at = now() + 86'400;
  ASSERT_TRUE(Tasks(archive_.store).add(administrator(), task));
  archive_.database().run(
      "INSERT INTO lead (status, customer_id, arrived_at, created_at, updated_at) VALUES ('converted', ?, ?, ?, ?)", id,
      noon, noon, noon);
  archive_.database().run(
      "INSERT INTO lead_event (lead_id, at, actor, event, detail) VALUES (?, ?, 'li', 'qualified', 'they ordered')",
      archive_.database().last_insert_id(), noon + 50);

  const auto entries = seen(id);
  EXPECT_TRUE(std::is_sorted(entries.begin(), entries.end(),
                             [](const TimelineEntry& a, const TimelineEntry& b) { return a.at > b.at; }));
  EXPECT_EQ(entries.front().what, "task due: call them") << "what is due lies ahead";
  ASSERT_NE(find(entries, "mail"), nullptr);
  EXPECT_EQ(find(entries, "mail")->what, "negotiation: Subject hello");
  EXPECT_EQ(find(entries, "mail")->who, "Ana");
  EXPECT_EQ(find(entries, "lead")->what, "qualified: they ordered");
  EXPECT_EQ(find(entries, "opportunity")->what, "valves: inquiry (by hand)");
  EXPECT_EQ(find(entries, "quotation")->what, "Q-1 draft: 500 pcs V-20 at 4.20 USD, 10 V-25");
  EXPECT_EQ(find(entries, "order")->what, "SO-1 open, their 4500");
  EXPECT_EQ(find(entries, "case")->what, "SC-1 open: leaks");
  EXPECT_EQ(entries.back().kind, "mail");
  const auto changes = seen(id, {{"change"}, 0, 100});
  EXPECT_EQ(changes.size(), 1U) << "the others have entries of their own";
  EXPECT_EQ(changes.back().what, "customer created: name: Nordhaus GmbH");
}

TEST_F(TimelineTest, is_cut_by_kind_time_and_number) {
  const RecordId id = customer("Nordhaus GmbH");
  for (int i = 0; i < 5; ++i) {
    const RecordId message = archive_.file(mail("m" + std::to_string(i), noon + i)).message;
    ASSERT_TRUE(MailCorrection(archive_.store).file(administrator(), message, RecordType::customer, id));
  }
  EXPECT_EQ(seen(id, {{"mail"}, 0, 100}).size(), 5U);
  EXPECT_EQ(seen(id, {{"mail"}, noon + 3, 100}).size(), 2U);
  const auto two = seen(id, {{"mail"}, 0, 2});
  ASSERT_EQ(two.size(), 2U);
  EXPECT_EQ(two.front().at, noon + 4);
  const auto refused = timeline(archive_.store, administrator(), id, {{"gossip"}, 0, 10});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::invalid);
}

TEST_F(TimelineTest, of_a_group_holds_what_happened_below_once) {
  const RecordId top = customer("Group"), below = customer("Daughter", top), lowest = customer("Granddaughter", below);
  const RecordId message = archive_.file(mail("hello", noon)).message;
  MailCorrection correction(archive_.store);
  ASSERT_TRUE(correction.file(administrator(), message, RecordType::customer, lowest));
  ASSERT_TRUE(correction.file(administrator(), message, RecordType::customer, top));
  const auto entries = seen(top, {{"mail"}, 0, 100});
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries.front().customer, top);
  EXPECT_EQ(seen(below, {{"mail"}, 0, 100}).size(), 1U);
  const auto changes = seen(top, {{"change"}, 0, 100});
  EXPECT_EQ(changes.size(), 3U);
}

}  // namespace
}  // namespace tradewind::crm

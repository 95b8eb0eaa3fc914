// Nobody is shown, or counts, what he or she may not see: random worlds against a model of the rules that is written
// down apart from the SQL.
#include "crm_core/service/sight.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "crm_core/service/leads.hpp"
#include "crm_core/service/mail_correction.hpp"
#include "crm_core/service/opportunities.hpp"
#include "crm_core/service/pool.hpp"
#include "crm_core/service/records.hpp"
#include "crm_core/service/relations.hpp"
#include "crm_core/service/removals.hpp"
#include "crm_core/service/response_clock.hpp"
#include "crm_core/service/rules.hpp"
#include "crm_core/service/tasks.hpp"
#include "crm_core/service/timeline.hpp"
#include "crm_core/store/account_repository.hpp"
#include "crm_core/store/user_repository.hpp"
#include "tests/crm_core/archive.hpp"

namespace tradewind::crm {
namespace {

using testing::administrator;
using testing::mail;

constexpr EpochSeconds noon = 1'700'000'000;

class SightTest : public ::testing::TestWithParam<unsigned> {
 protected:
  struct Owned {
    RecordId id = 0;
    std::optional<RecordId> owner;
    std::set<RecordId> shared;
    RecordId customer = 0;  // of deals and contacts; of a customer the one above it
  };
  struct Message {
    RecordId id = 0;
    std::optional<RecordId> mailbox_of;
    std::vector<std::pair<RecordType, RecordId>> filed;
  };

  SightTest() : random_(GetParam()) {
    Users users(archive_.store);
    const RecordId teams[] = {users.add_team(administrator(), "East").value(),
                              users.add_team(administrator(), "West").value()};
    const Role roles[] = {Role::rep, Role::rep, Role::rep, Role::assistant, Role::manager, Role::auditor};
    for (int i = 0; i < 6; ++i) {
      User user;
      user.login = "u" + std::to_string(i);
      user.role = roles[i];
      if (below(4) > 0) user.team_id = teams[below(2)];
      users_.push_back(users.add(administrator(), user).value());
    }
    for (int i = 0; i < 8; ++i) add_customer(i);
    for (int i = 0; i < 8; ++i) add_deal(i);
    for (int i = 0; i < 8; ++i) add_mail(i);
  }

  std::size_t below(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_); }
  std::optional<RecordId> somebody() {
    const auto index = below(users_.size() + 1);
    return index == users_.size() ? std::nullopt : std::optional(users_[index].id);
  }
  void share(RecordType type, Owned& record) {
    if (below(3) > 0) return;
    const RecordId user = users_[below(users_.size())].id;
    ASSERT_TRUE(share_record(archive_.store, administrator(), type, record.id, user, true));
    record.shared.insert(user);
  }
  void add_customer(int i) {
    Customer customer;
    customer.name = "Customer " + std::string(1, static_cast<char>('A' + i));
    customer.owner_id = somebody();
    if (!customers_.empty() && below(2) == 0) customer.parent_id = customers_[below(customers_.size())].id;
    Owned made{Records(archive_.store).add_customer(administrator(), customer).value(),
               customer.owner_id,
               {},
               customer.parent_id.value_or(0)};
    share(RecordType::customer, made);
    customers_.push_back(made);
    Contact contact;
    contact.customer_id = made.id;
    contact.name = "Person " + std::to_string(i);
    contacts_.push_back({Records(archive_.store).add_contact(administrator(), contact).value(), {}, {}, made.id});
  }
  void add_deal(int i) {
    Opportunity deal;
    deal.name = "deal " + std::to_string(i);
    deal.customer_id = customers_[below(customers_.size())].id;
    deal.owner_id = somebody();
    Owned made{
        Opportunities(archive_.store).add(administrator(), deal, "").value(), deal.owner_id, {}, deal.customer_id};
    share(RecordType::opportunity, made);
    deals_.push_back(made);
  }
  void add_mail(int i) {
    auto letter = mail("m" + std::to_string(i), noon + i);
    const bool inquiry = below(2) == 0;
    if (inquiry) letter.filing.lead = LeadDraft{};
    Message message;
    message.mailbox_of = somebody();
    archive_.intake.begin();
    const std::string account = message.mailbox_of ? "box" + std::to_string(*message.mailbox_of) : "everybody";
    archive_.inbox = archive_.intake.open_folder(account, "INBOX", FolderRole::inbox).folder.id;
    archive_.intake.start_over(archive_.inbox, 7);
    archive_.intake.commit();
    if (message.mailbox_of) {
      AccountRepository accounts(archive_.database());
      accounts.set_user(accounts.find_by_name(account)->id, message.mailbox_of);
    }
    const auto filed = archive_.file(letter);
    message.id = filed.message;
    if (filed.lead) {
      Owned lead{*filed.lead, somebody(), {}, 0};
      if (lead.owner) {
        EXPECT_TRUE(Leads(archive_.store).assign(administrator(), lead.id, *lead.owner, ""));
      }
      share(RecordType::lead, lead);
      leads_.push_back(lead);
      message.filed.emplace_back(RecordType::lead, lead.id);
    }
    if (below(2) == 0) {
      const RecordId customer = customers_[below(customers_.size())].id;
      EXPECT_TRUE(MailCorrection(archive_.store).file(administrator(), message.id, RecordType::customer, customer));
      message.filed.emplace_back(RecordType::customer, customer);
    }
    messages_.push_back(message);
  }

  // The rules, said once more.
  Scope scope(const User& user) const {
    return user.role == Role::rep ? Scope::own : user.role == Role::assistant ? Scope::team : Scope::all;
  }
  bool within(const User& user, RecordId owner) const {
    if (owner == user.id) return true;
    if (scope(user) != Scope::team || !user.team_id) return false;
    for (const auto& other : users_)
      if (other.id == owner) return other.team_id == user.team_id;
    return false;
  }
  bool sees(const User& user, const Owned& record) const {
    return scope(user) == Scope::all || !record.owner || within(user, *record.owner) || record.shared.contains(user.id);
  }
  static const Owned& find(const std::vector<Owned>& records, RecordId id) {
    return *std::find_if(records.begin(), records.end(), [&](const Owned& record) { return record.id == id; });
  }
  bool sees_deal(const User& user, const Owned& deal) const {
    if (scope(user) == Scope::all || (deal.owner && within(user, *deal.owner)) || deal.shared.contains(user.id))
      return true;
    return sees(user, find(customers_, deal.customer));
  }
  bool sees_mail(const User& user, const Message& message) const {
    if (scope(user) == Scope::all) return true;
    if (message.mailbox_of && within(user, *message.mailbox_of)) return true;
    for (const auto& [type, id] : message.filed)
      if (sees(user, find(type == RecordType::lead ? leads_ : customers_, id))) return true;
    return !message.mailbox_of && message.filed.empty();
  }
  template <class Records>
  static std::set<RecordId> ids(const Records& records) {
    std::set<RecordId> found;
    for (const auto& record : records) found.insert(record.id);
    return found;
  }
  template <class Record, class Sees>
  static std::set<RecordId> seen(const std::vector<Record>& records, Sees sees) {
    std::set<RecordId> found;
    for (const auto& record : records)
      if (sees(record)) found.insert(record.id);
    return found;
  }

  testing::Archive archive_;
  std::mt19937 random_;
  std::vector<User> users_;
  std::vector<Owned> customers_, contacts_, deals_, leads_;
  std::vector<Message> messages_;
};

TEST_P(SightTest, lists_and_shows_hold_exactly_what_the_rules_allow) {
  for (const auto& user : users_) {
    const Actor actor{user.id, user.login, user.role, "test"};
    Sight sight(archive_.store, actor);
    Leads leads(archive_.store);
    Opportunities deals(archive_.store);
    Relations relations(archive_.store);
    const auto customer_seen = [&](const Owned& record) { return sees(user, record); };
    const auto contact_seen = [&](const Owned& record) { return sees(user, find(customers_, record.customer)); };
    const auto deal_seen = [&](const Owned& record) { return sees_deal(user, record); };
    EXPECT_EQ(ids(*sight.customers({}, 100, 0)), seen(customers_, customer_seen)) << user.login;
    EXPECT_EQ(ids(*sight.contacts({}, 100, 0)), seen(contacts_, contact_seen)) << user.login;
    EXPECT_EQ(ids(*leads.list(actor, {}, 100, 0)), seen(leads_, customer_seen)) << user.login;
    EXPECT_EQ(ids(*deals.list(actor, {}, 100, 0)), seen(deals_, deal_seen)) << user.login;
    std::int64_t counted = 0;
    const auto funnel = deals.funnel(actor, {});
    for (const auto& row : *funnel) counted += row.deals;
    EXPECT_EQ(counted, static_cast<std::int64_t>(seen(deals_, deal_seen).size())) << user.login;
    for (const auto& customer : customers_) {
      EXPECT_EQ(sight.customer(customer.id).has_value(), customer_seen(customer));
      EXPECT_EQ(relations.history(actor, RecordType::customer, customer.id).has_value(), customer_seen(customer));
    }
    for (const auto& contact : contacts_) EXPECT_EQ(sight.contact(contact.id).has_value(), contact_seen(contact));
    for (const auto& lead : leads_) {
      EXPECT_EQ(leads.show(actor, lead.id).has_value(), customer_seen(lead));
      EXPECT_EQ(leads.history(actor, lead.id).has_value(), customer_seen(lead));
    }
    for (const auto& deal : deals_) EXPECT_EQ(deals.stays(actor, deal.id).has_value(), deal_seen(deal));
    for (const auto& message : messages_)
      EXPECT_EQ(sight.message(message.id).has_value(), sees_mail(user, message)) << user.login << ' ' << message.id;
  }
}

// What is below a customer is reached through customers that are seen.
TEST_P(SightTest, a_time_line_holds_exactly_what_is_seen_by_itself) {
  for (const auto& user : users_) {
    const Actor actor{user.id, user.login, user.role, "test"};
    for (const auto& customer : customers_) {
      const auto entries = timeline(archive_.store, actor, customer.id, {{"mail", "opportunity"}, 0, 1'000});
      ASSERT_EQ(entries.has_value(), sees(user, customer));
      if (!entries) continue;
      std::set<RecordId> group{customer.id}, found_mail, found_deals, mail_seen, deals_seen;
      for (const auto& other : customers_)  // those below are younger
        if (group.contains(other.customer) && sees(user, other)) group.insert(other.id);
      for (const auto& entry : *entries) (entry.kind == "mail" ? found_mail : found_deals).insert(entry.record);
      for (const auto& message : messages_)
        for (const auto& [type, id] : message.filed)
          if (type == RecordType::customer && group.contains(id) && sees_mail(user, message))
            mail_seen.insert(message.id);
      for (const auto& deal : deals_)
        if (group.contains(deal.customer) && sees_deal(user, deal)) deals_seen.insert(deal.id);
      EXPECT_EQ(found_mail, mail_seen) << user.login;
      EXPECT_EQ(found_deals, deals_seen) << user.login;
    }
  }
}

TEST_P(SightTest, the_pool_tasks_relations_and_doubtful_mail_hold_exactly_what_the_rules_allow) {
  for (std::size_t i = 1; i < customers_.size(); ++i)
    ASSERT_TRUE(Relations(archive_.store)
                    .relate(administrator(),
                            {RecordType::customer, customers_[0].id, RecordType::customer, customers_[i].id, "next"}));
  std::vector<Owned> tasks;
  for (int i = 0; i < 8; ++i) {
    Task task;
    task.title = "task " + std::to_string(i);
    task.owner_id = somebody();
    tasks.push_back({Tasks(archive_.store).add(administrator(), task).value(), task.owner_id, {}, 0});
  }
  archive_.database().run("UPDATE message SET kind_confidence = 0.5 WHERE id % 2 = 0");
  archive_.database().run("UPDATE lead SET arrived_at = ?", now() - 60);
  for (const auto& user : users_) {
    const Actor actor{user.id, user.login, user.role, "test"};
    std::set<RecordId> pool_leads, pool_customers, waiting, related, doubtful, doubtful_model;
    const auto entries = Pool(archive_.store).list(actor, {}, 100, 0);
    for (const auto& entry : *entries) (entry.type == RecordType::lead ? pool_leads : pool_customers).insert(entry.id);
    const auto unowned = [](const Owned& record) { return !record.owner; };
    EXPECT_EQ(pool_leads, seen(leads_, unowned));
    EXPECT_EQ(pool_customers, seen(customers_, unowned));
    const auto record_seen = [&](const Owned& record) { return sees(user, record); };
    const auto unanswered = waiting_leads(archive_.store, actor, 100, 0);
    for (const auto& each : *unanswered) waiting.insert(each.lead.id);
    EXPECT_EQ(waiting, seen(leads_, record_seen)) << user.login;
    EXPECT_EQ(ids(*Tasks(archive_.store).list(actor, {}, 100, 0)), seen(tasks, record_seen)) << user.login;
    if (const auto relations = Relations(archive_.store).relations(actor, RecordType::customer, customers_[0].id)) {
      for (const auto& relation : *relations) related.insert(relation.to);
      auto model = seen(customers_, record_seen);
      model.erase(customers_[0].id);
      EXPECT_EQ(related, model) << user.login;
    }
    for (const auto& message : messages_)
      if (message.id % 2 == 0 && sees_mail(user, message)) doubtful_model.insert(message.id);
    for (int offset = 0; offset < static_cast<int>(doubtful_model.size()); offset += 2) {
      const auto page = Sight(archive_.store, actor).uncertain_mail(2, offset).value();
      for (const auto& message : page) doubtful.insert(message.id);
    }
    EXPECT_EQ(doubtful, doubtful_model) << "pages of " << user.login << " are full pages";
  }
}

TEST_P(SightTest, what_is_not_seen_cannot_be_taken_or_told_by_rules) {
  for (const auto& user : users_) {
    const Actor actor{user.id, user.login, user.role, "test"};
    rules::Rule rule;
    rule.event = "lead-created";
    rule.actions = "tag tried";
    std::set<RecordId> told;
    const auto matches = Rules(archive_.store).test(actor, rule, {0, 100});
    for (const auto& match : *matches) told.insert(match.record);
    const auto record_seen = [&](const Owned& record) { return sees(user, record); };
    EXPECT_EQ(told, seen(leads_, record_seen)) << user.login;
    for (const auto& lead : leads_) {
      EXPECT_EQ(Rules(archive_.store).try_on(actor, rule, "lead", lead.id).has_value(), sees(user, lead));
      if (!sees(user, lead)) {
        EXPECT_FALSE(Pool(archive_.store).take(actor, RecordType::lead, lead.id));
      }
    }
    rule.event = "mail-filed";
    told.clear();
    const auto mails = Rules(archive_.store).test(actor, rule, {0, 100});
    for (const auto& match : *mails) told.insert(match.record);
    EXPECT_EQ(told, seen(messages_, [&](const Message& message) { return sees_mail(user, message); })) << user.login;
  }
}

TEST_P(SightTest, what_is_not_seen_cannot_be_changed_and_says_only_who_has_it) {
  for (const auto& user : users_) {
    if (user.role == Role::auditor) continue;
    const Actor actor{user.id, user.login, user.role, "test"};
    for (const auto& customer : customers_) {
      if (sees(user, customer)) continue;
      const auto refused = remove_record(archive_.store, actor, RecordType::customer, customer.id, "");
      ASSERT_FALSE(refused);
      EXPECT_EQ(refused.error().fault, Fault::forbidden);
      EXPECT_NE(refused.error().message.find("taken, by u"), std::string::npos) << refused.error().message;
      EXPECT_EQ(refused.error().message.find("Customer"), std::string::npos) << "its name stays hidden";
      const std::string tags[] = {"mine"};
      EXPECT_FALSE(Relations(archive_.store).tag(actor, RecordType::customer, customer.id, tags, {}));
      EXPECT_FALSE(share_record(archive_.store, actor, RecordType::customer, customer.id, user.id, true));
    }
    for (const auto& message : messages_) {
      if (sees_mail(user, message)) continue;
      EXPECT_EQ(MailCorrection(archive_.store).set_kind(actor, message.id, MessageKind::personal).error().fault,
                Fault::forbidden);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Worlds, SightTest, ::testing::Range(1U, 13U));

}  // namespace
}  // namespace tradewind::crm

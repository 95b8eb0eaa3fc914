// Nothing tells a role what a field that is hidden from it holds: random worlds, in which each hidden value is a number
// that stands nowhere else, and every way of reading that there is.
#include <gtest/gtest.h>

#include <random>

#include "crm_core/service/csv_import.hpp"
#include "crm_core/service/custom_fields.hpp"
#include "crm_core/service/custom_query.hpp"
#include "crm_core/service/custom_view.hpp"
#include "crm_core/service/leads.hpp"
#include "crm_core/service/opportunities.hpp"
#include "crm_core/service/records.hpp"
#include "crm_core/service/relations.hpp"
#include "crm_core/service/removals.hpp"
#include "crm_core/service/rule_fields.hpp"
#include "crm_core/service/rules.hpp"
#include "crm_core/service/sight.hpp"
#include "crm_core/service/timeline.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "tests/crm_core/archive.hpp"

namespace tradewind::crm {
namespace {

using testing::administrator;

class CustomLeakTest : public ::testing::TestWithParam<unsigned> {
 protected:
  static constexpr Role roles[] = {Role::rep, Role::assistant, Role::manager, Role::auditor};
  static constexpr RecordType types[] = {RecordType::customer, RecordType::lead, RecordType::opportunity};

  CustomLeakTest() : random_(GetParam()) {
    for (const RecordType type : types)
      for (int i = 0; i < 5; ++i) {
        CustomField field;
        field.of = type;
        field.name = "f" + std::to_string(i);
        field.type = i % 2 == 0 ? FieldType::number : FieldType::text;
        for (const Role role : roles)
          if (below(2) == 0) field.hidden_from.push_back(role);
        EXPECT_TRUE(fields_.add(administrator(), field));
        made_.push_back(field);
      }
    for (int i = 0; i < 6; ++i) add_records(i);
    for (int i = 0; i < 30; ++i) change_something();
    const auto& first = customers_[0];
    EXPECT_TRUE(merge_records(archive_.store, administrator(), RecordType::customer, first, customers_[1], ""));
    for (const auto& field : made_)
      if (below(6) == 0) {
        EXPECT_TRUE(fields_.retire(administrator(), field.of, field.name, ""));
        if (below(2) == 0) {
          EXPECT_TRUE(fields_.purge(administrator(), field.of, field.name));
        }
      }
  }

  int below(int count) { return std::uniform_int_distribution<int>(0, count - 1)(random_); }

  // A value of its own for each field, noted with who must not read it.
  CustomTexts values(RecordType type) {
    CustomTexts texts;
    for (const auto& field : made_) {
      if (field.of != type || below(3) == 0) continue;
      const std::string secret = std::to_string(7'000'000 + ++secrets_);
      texts.emplace_back(field.name, secret);
      for (const Role role : field.hidden_from) hidden_[role].push_back(secret);
    }
    return texts;
  }

  void add_records(int i) {
    Customer customer;
    customer.name = "Firm " + std::string(1, static_cast<char>('A' + i));
    customers_.push_back(records_.add_customer(administrator(), customer, values(RecordType::customer)).value());
    Lead lead;
    lead.draft.email = "buyer" + std::to_string(i) + "@b" + std::to_string(i) + ".example";
    leads_.push_back(Leads(archive_.store).add(administrator(), lead, true, values(RecordType::lead))->lead);
    Opportunity deal;
    deal.name = "deal";
    deal.customer_id = customers_.back();
    deals_.push_back(
        Opportunities(archive_.store).add(administrator(), deal, "", values(RecordType::opportunity)).value());
  }

  void change_something() {
    const auto which = static_cast<std::size_t>(below(6));
    Opportunities deals(archive_.store);
    Leads leads(archive_.store);
    switch (below(3)) {
      case 0:
        (void)records_.change_customer(administrator(),
                                       CustomerRepository(archive_.database()).find(customers_[which]).value(),
                                       values(RecordType::customer));
        break;
      case 1:
        (void)leads.change(administrator(), leads.show(administrator(), leads_[which]).value(),
                           values(RecordType::lead));
        break;
      default:
        (void)deals.change(administrator(), deals.show(administrator(), deals_[which]).value(),
                           values(RecordType::opportunity));
    }
  }

  const std::vector<RecordId>& ids_of(RecordType type) const {
    return type == RecordType::customer ? customers_ : type == RecordType::lead ? leads_ : deals_;
  }

  std::string everything_told_to(const Actor& actor) {
    std::string told;
    for (const RecordType type : types) {
      const auto view = custom_view(archive_.database(), actor, type, ids_of(type));
      for (const RecordId id : ids_of(type)) {
        for (const auto& field : view.fields) told += field.name + view.written(id, field) + " ";
        if (const auto history = Relations(archive_.store).history(actor, type, id))
          for (const auto& entry : *history) told += entry.before + entry.after;
      }
    }
    for (const RecordId id : customers_)
      if (const auto entries = timeline(archive_.store, actor, id, {}))
        for (const auto& entry : *entries) told += entry.what;
    return told;
  }

  testing::Archive archive_;
  CustomFields fields_{archive_.store};
  Records records_{archive_.store};
  std::mt19937 random_;
  std::vector<CustomField> made_;
  std::vector<RecordId> customers_, leads_, deals_;
  std::map<Role, std::vector<std::string>> hidden_;
  int secrets_ = 0;
};

TEST_P(CustomLeakTest, no_answer_holds_a_hidden_value) {
  for (const Role role : roles) {
    const std::string told = everything_told_to({{}, "somebody", role, "test"});
    ASSERT_FALSE(hidden_[role].empty());
    for (const auto& secret : hidden_[role]) EXPECT_EQ(told.find(secret), std::string::npos) << to_text(role);
  }
  const std::string all = everything_told_to(administrator());
  EXPECT_NE(all.find(hidden_[Role::rep].front()), std::string::npos) << "the administrator's history has them";
}

TEST_P(CustomLeakTest, no_question_about_a_hidden_field_is_answered) {
  for (const Role role : roles) {
    const Actor actor{{}, "somebody", role, "test"};
    for (const auto& field : made_) {
      const bool hidden = field.hides_from(role);
      const bool in_use = fields_.show(administrator(), field.of, field.name) &&
                          !fields_.show(administrator(), field.of, field.name)->retired_at;
      const bool asked = !hidden && in_use;
      const std::vector<std::string> condition{field.name + "!="};
      EXPECT_EQ(custom_selection(archive_.database(), actor, field.of, condition, "").has_value(), asked);
      EXPECT_EQ(custom_selection(archive_.database(), actor, field.of, {}, field.name).has_value(), asked);
      rules::Rule rule;
      rule.name = "try";
      rule.event = std::string(to_text(field.of)) + "-changed";
      rule.actions = "tag tried";
      rule.condition = std::string(to_text(field.of)) + ".custom." + field.name + " is known";
      EXPECT_EQ(Rules(archive_.store).try_on(actor, rule, to_text(field.of), ids_of(field.of).back()).has_value(),
                asked);
      EXPECT_EQ(Rules(archive_.store).test(actor, rule, {0, 10}).has_value(), asked);
      // Nor by what its changes were.
      rule.condition = "change.field = \"custom." + field.name + "\"";
      if (hidden) {
        EXPECT_TRUE(Rules(archive_.store).test(actor, rule, {0, 10})->empty());
      }
    }
  }
}

TEST_P(CustomLeakTest, a_hidden_field_cannot_be_written_either) {
  for (const Role role : {Role::rep, Role::assistant, Role::manager}) {
    const Actor actor{{}, "somebody", role, "test"};
    for (const auto& field : made_) {
      if (!field.hides_from(role) || field.of != RecordType::customer) continue;
      const auto customer = CustomerRepository(archive_.database()).find(customers_.back()).value();
      EXPECT_FALSE(records_.change_customer(actor, customer, CustomTexts{{field.name, "1"}}));
      const std::vector<CsvRow> rows{{1, {"name", "custom." + field.name}}, {2, {"Another", "1"}}};
      EXPECT_FALSE(import_customers(archive_.store, actor, rows, {}));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Worlds, CustomLeakTest, ::testing::Range(1U, 9U));

}  // namespace
}  // namespace tradewind::crm

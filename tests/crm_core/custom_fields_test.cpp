#include "crm_core/service/custom_fields.hpp"

#include <gtest/gtest.h>

#include "crm_core/service/custom_view.hpp"
#include "crm_core/service/leads.hpp"
#include "crm_core/service/opportunities.hpp"
#include "crm_core/service/records.hpp"
#include "crm_core/service/relations.hpp"
#include "crm_core/service/timeline.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "tests/crm_core/archive.hpp"

namespace tradewind::crm {
namespace {

using testing::administrator;

Actor rep() { return {{}, "amy", Role::rep, "test"}; }
Actor assistant() { return {{}, "ann", Role::assistant, "test"}; }

class CustomFieldsTest : public ::testing::Test {
 protected:
  CustomField field(const std::string& name, FieldType type, RecordType of = RecordType::customer) {
    CustomField made;
    made.of = of;
    made.name = name;
    made.type = type;
    if (made.has_choices()) made.choices = {{"ce", "CE mark", false}, {"ul", "UL, listed", false}, {"gs", "", false}};
    if (type == FieldType::link) made.link_to = RecordType::customer;
    return made;
  }
  void add(const CustomField& made) {
    const auto added = fields_.add(administrator(), made);
    ASSERT_TRUE(added) << added.error().message;
  }
  Result<RecordId> add_customer(const std::string& name, const std::optional<CustomTexts>& custom) {
    Customer customer;
    customer.name = name;
    return records_.add_customer(rep(), customer, custom);
  }
  std::string shown(const Actor& actor, RecordId customer, const std::string& name,
                    RecordType type = RecordType::customer) {
    const auto view = custom_view(archive_.database(), actor, type, std::span(&customer, 1));
    for (const auto& each : view.fields)
      if (each.name == name) return view.written(customer, each);
    return "no such field";
  }
  Result<void> edit(const Actor& actor, RecordId id, const CustomTexts& texts) {
    return records_.change_customer(actor, CustomerRepository(archive_.database()).find(id).value(), texts);
  }
  testing::Archive archive_;
  CustomFields fields_{archive_.store};
  Records records_{archive_.store};
};

TEST_F(CustomFieldsTest, each_type_takes_what_people_write_and_keeps_one_form_of_it) {
  const RecordId other = add_customer("Other", {}).value();
  struct Case {
    FieldType type;
    std::string typed, kept;  // "": refused
  };
  const std::vector<Case> cases{{FieldType::text, "  报价 by fax ", "报价 by fax"},
                                {FieldType::text,
                                 "a\x01"
                                 "b",
                                 ""},
                                {FieldType::text, std::string(2'001, 'x'), ""},
                                {FieldType::number, "-0012.50", "-12.5"},
                                {FieldType::number, "99999999999999.9999", "99999999999999.9999"},
                                {FieldType::number, "1.23456", ""},
                                {FieldType::number, "1e5", ""},
                                {FieldType::number, "123456789012345", ""},
                                {FieldType::money, "eur 5000", "5000.00 EUR"},
                                {FieldType::money, "0.0375USD", "0.0375 USD"},
                                {FieldType::money, "5000", ""},
                                {FieldType::money, "EUR", ""},
                                {FieldType::money, "5000 €", ""},
                                {FieldType::date, "2028-02-29", "2028-02-29"},
                                {FieldType::date, "1931-07-04", "1931-07-04"},
                                {FieldType::date, "2027-02-29", ""},
                                {FieldType::date, "2028-02", ""},
                                {FieldType::choice, "CE MARK", "ce"},
                                {FieldType::choice, "ul, LISTED", "ul"},
                                {FieldType::choice, "iso", ""},
                                {FieldType::multi_choice, "UL, listed; ce", "ce; ul"},
                                {FieldType::multi_choice, "gs,ce,ce", "ce; gs"},
                                {FieldType::multi_choice, "ce,iso", ""},
                                {FieldType::link, "customer:1", "customer:1"},
                                {FieldType::link, "other", "customer:1"},
                                {FieldType::link, "99", ""},
                                {FieldType::link, "contact:1", ""}};
  int number = 0;
  for (const auto& each : cases) {
    const std::string name = "f" + std::to_string(number++);
    add(field(name, each.type));
    const auto done = edit(rep(), other, {{name, each.typed}});
    EXPECT_EQ(done.has_value(), !each.kept.empty()) << each.typed;
    EXPECT_EQ(shown(rep(), other, name), each.kept);
    if (done) continue;
    EXPECT_NE(done.error().message.find("custom." + name + ": "), std::string::npos) << done.error().message;
    EXPECT_TRUE(done.error().fault == Fault::invalid || done.error().fault == Fault::not_found);
  }
}

TEST_F(CustomFieldsTest, a_change_is_under_the_records_version_and_in_its_history) {
  add(field("budget", FieldType::money));
  const RecordId id = add_customer("Nord", CustomTexts{{"budget", "5000 EUR"}}).value();
  const auto stale = CustomerRepository(archive_.database()).find(id).value();
  ASSERT_TRUE(edit(rep(), id, {{"custom.budget", "6000 EUR"}}));
  EXPECT_EQ(records_.change_customer(rep(), stale, CustomTexts{{"budget", "1 EUR"}}).error().fault, Fault::conflict);
  ASSERT_TRUE(edit(rep(), id, {{"budget", ""}}));
  EXPECT_EQ(shown(rep(), id, "budget"), "");
  const auto history = Relations(archive_.store).history(rep(), RecordType::customer, id).value();
  const auto nobody = [](RecordId) { return std::string(); };
  ASSERT_EQ(history.size(), 3U);
  EXPECT_EQ(differences(history[1].before, history[1].after, nobody),
            std::vector<std::string>{"custom.budget: 5000.00 EUR -> 6000.00 EUR"});
  EXPECT_EQ(differences(history[2].before, history[2].after, nobody),
            std::vector<std::string>{"custom.budget: 6000.00 EUR -> none"});
}

TEST_F(CustomFieldsTest, one_bad_value_changes_nothing) {
  add(field("budget", FieldType::money));
  add(field("since", FieldType::date));
  const RecordId id = add_customer("Nord", CustomTexts{{"budget", "1 EUR"}}).value();
  EXPECT_FALSE(edit(rep(), id, {{"budget", "2 EUR"}, {"since", "soon"}}));
  EXPECT_FALSE(edit(rep(), id, {{"budget", "2 EUR"}, {"sinse", "2026-01-01"}}));
  EXPECT_EQ(shown(rep(), id, "budget"), "1.00 EUR");
  EXPECT_EQ(CustomerRepository(archive_.database()).find(id)->version, 1);
  EXPECT_FALSE(add_customer("Sued", CustomTexts{{"since", "soon"}}));
  EXPECT_TRUE(CustomerRepository(archive_.database()).find_by_name("Sued").empty());
}

TEST_F(CustomFieldsTest, required_fields_are_asked_of_people_and_presets_go_to_every_new_record) {
  auto level = field("certs", FieldType::choice);
  level.required = true;
  add(level);
  auto origin = field("origin", FieldType::text);
  origin.preset = "fair";
  add(origin);
  const auto without = add_customer("Nord", CustomTexts{});
  ASSERT_FALSE(without);
  EXPECT_EQ(without.error().message, "custom.certs: must be given");
  const RecordId by_hand = add_customer("Nord", CustomTexts{{"certs", "ul"}}).value();
  const RecordId by_machine = add_customer("Sued", {}).value();
  for (const RecordId each : {by_hand, by_machine}) EXPECT_EQ(shown(rep(), each, "origin"), "fair");
  EXPECT_FALSE(edit(rep(), by_hand, {{"certs", ""}}));
  EXPECT_TRUE(edit(rep(), by_machine, {{"origin", "web"}})) << "what is missing since before is not asked again";
}

TEST_F(CustomFieldsTest, every_kind_of_record_has_its_own) {
  for (const RecordType type : custom_field_types) add(field("note", FieldType::text, type));
  const CustomTexts texts{{"note", "x"}};
  const RecordId customer = add_customer("Nord", texts).value();
  Contact contact;
  contact.customer_id = customer;
  contact.name = "Ute";
  const RecordId person = records_.add_contact(rep(), contact, texts).value();
  Lead lead;
  lead.draft.email = "a@b.example";
  Leads leads(archive_.store);
  const RecordId inquiry = leads.add(rep(), lead, false, texts)->lead;
  Opportunity deal;
  deal.customer_id = customer;
  deal.name = "deal";
  Opportunities deals(archive_.store);
  const RecordId offer = deals.add(rep(), deal, "", texts).value();
  Supplier supplier;
  supplier.name = "Factory";
  const RecordId factory = records_.add_supplier(rep(), supplier, texts).value();
  const std::pair<RecordType, RecordId> all[] = {{RecordType::customer, customer},
                                                 {RecordType::contact, person},
                                                 {RecordType::lead, inquiry},
                                                 {RecordType::opportunity, offer},
                                                 {RecordType::supplier, factory}};
  for (const auto& [type, id] : all) EXPECT_EQ(shown(rep(), id, "note", type), "x") << to_text(type);
  const CustomTexts changed{{"note", "y"}};
  ASSERT_TRUE(deals.change(rep(), deals.show(rep(), offer).value(), changed));
  ASSERT_TRUE(leads.change(rep(), leads.show(rep(), inquiry).value(), changed));
  EXPECT_EQ(shown(rep(), offer, "note", RecordType::opportunity), "y");
  EXPECT_EQ(shown(rep(), inquiry, "note", RecordType::lead), "y");
  EXPECT_EQ(shown(rep(), person, "note", RecordType::contact), "x");
}

TEST_F(CustomFieldsTest, only_administrators_make_and_change_them) {
  const auto budget = field("budget", FieldType::money);
  EXPECT_EQ(fields_.add(rep(), budget).error().fault, Fault::forbidden);
  add(budget);
  EXPECT_EQ(fields_.change(rep(), budget).error().fault, Fault::forbidden);
  EXPECT_EQ(fields_.retire(rep(), RecordType::customer, "budget", "").error().fault, Fault::forbidden);
  EXPECT_EQ(fields_.restore(rep(), RecordType::customer, "budget").error().fault, Fault::forbidden);
  EXPECT_EQ(fields_.purge(rep(), RecordType::customer, "budget").error().fault, Fault::forbidden);
  EXPECT_EQ(fields_.records_with(rep(), budget).error().fault, Fault::forbidden);
  EXPECT_EQ(fields_.list(rep(), {}, false)->size(), 1U);
}

TEST_F(CustomFieldsTest, what_is_wrong_with_a_definition_is_named) {
  const auto refused = [&](CustomField made, const std::string& part) {
    const auto added = fields_.add(administrator(), std::move(made));
    ASSERT_FALSE(added) << part;
    EXPECT_TRUE(added.error().message.starts_with(part + ":")) << added.error().message;
  };
  for (const char* name : {"", "Budget", "2nd", "a b", "预算", "x-y"}) refused(field(name, FieldType::text), "name");
  refused(field(std::string(41, 'a'), FieldType::text), "name");
  auto made = field("certs", FieldType::choice);
  made.choices.clear();
  refused(made, "choices");
  made.choices = {{"a", "", false}, {"a", "", false}};
  refused(made, "choices");
  made.choices = {{"A b", "", false}};
  refused(made, "choice");
  made = field("x", FieldType::text);
  made.choices = {{"a", "", false}};
  refused(made, "choices");
  made = field("x", FieldType::link);
  made.link_to.reset();
  refused(made, "to");
  made = field("x", FieldType::number);
  made.preset = "many";
  refused(made, "default");
  made = field("x", FieldType::number);
  made.hidden_from = {Role::administrator};
  refused(made, "hide-from");
  EXPECT_EQ(custom_field_type("invoice").error().fault, Fault::invalid);
  add(field("x", FieldType::number));
  EXPECT_EQ(fields_.add(administrator(), field("x", FieldType::text)).error().fault, Fault::conflict);
}

TEST_F(CustomFieldsTest, a_deleted_field_is_shown_nowhere_and_comes_back_with_its_values) {
  add(field("budget", FieldType::money));
  const RecordId id = add_customer("Nord", CustomTexts{{"budget", "5000 EUR"}}).value();
  ASSERT_TRUE(fields_.retire(administrator(), RecordType::customer, "budget", "not used"));
  EXPECT_EQ(shown(rep(), id, "budget"), "no such field");
  EXPECT_FALSE(edit(rep(), id, {{"budget", "1 EUR"}}));
  EXPECT_TRUE(fields_.list(rep(), {}, false)->empty());
  EXPECT_EQ(fields_.list(rep(), {}, true)->size(), 1U);
  EXPECT_EQ(fields_.retire(administrator(), RecordType::customer, "budget", "").error().fault, Fault::conflict);
  EXPECT_EQ(fields_.add(administrator(), field("budget", FieldType::text)).error().fault, Fault::conflict);
  ASSERT_TRUE(fields_.restore(administrator(), RecordType::customer, "budget"));
  EXPECT_EQ(shown(rep(), id, "budget"), "5000.00 EUR");
  const auto history = fields_.history(administrator(), RecordType::customer, "budget").value();
  ASSERT_EQ(history.size(), 3U);
  EXPECT_EQ(history[1].action, "deleted");
}

TEST_F(CustomFieldsTest, a_purge_is_for_deleted_fields_and_frees_the_name) {
  add(field("budget", FieldType::money));
  const RecordId id = add_customer("Nord", CustomTexts{{"budget", "5000 EUR"}}).value();
  EXPECT_EQ(fields_.purge(administrator(), RecordType::customer, "budget").error().fault, Fault::conflict);
  ASSERT_TRUE(fields_.retire(administrator(), RecordType::customer, "budget", ""));
  EXPECT_EQ(fields_.purge(administrator(), RecordType::customer, "budget").value(), 1);
  EXPECT_EQ(fields_.restore(administrator(), RecordType::customer, "budget").error().fault, Fault::not_found);
  add(field("budget", FieldType::text));
  EXPECT_EQ(shown(rep(), id, "budget"), "");
}

TEST_F(CustomFieldsTest, a_choice_that_records_have_is_kept_but_not_offered_any_more) {
  add(field("certs", FieldType::multi_choice));
  const RecordId id = add_customer("Nord", CustomTexts{{"certs", "ul,ce"}}).value();
  auto certs = fields_.show(administrator(), RecordType::customer, "certs").value();
  certs.choices = {{"iso", "ISO 9001", false}, {"ce", "CE", false}};
  ASSERT_TRUE(fields_.change(administrator(), certs));
  certs = fields_.show(administrator(), RecordType::customer, "certs").value();
  ASSERT_EQ(certs.choices.size(), 3U) << "gs was nobody's and is gone";
  EXPECT_EQ(certs.choices[2], (CustomChoice{"ul", "UL, listed", true}));
  EXPECT_EQ(shown(rep(), id, "certs"), "ce; ul");
  EXPECT_TRUE(edit(rep(), id, {{"certs", "ce; ul"}})) << "what stands there may stand there";
  EXPECT_FALSE(edit(rep(), id, {{"certs", "ul"}}));
  EXPECT_TRUE(edit(rep(), id, {{"certs", "iso"}}));
}

TEST_F(CustomFieldsTest, a_definition_that_changed_meanwhile_is_not_overwritten) {
  add(field("budget", FieldType::money));
  auto first = fields_.show(administrator(), RecordType::customer, "budget").value(), second = first;
  first.label = "Budget a year";
  ASSERT_TRUE(fields_.change(administrator(), first));
  second.label = "Budget a month";
  EXPECT_EQ(fields_.change(administrator(), second).error().fault, Fault::conflict);
}

TEST_F(CustomFieldsTest, a_masked_field_is_not_there_for_the_role) {
  auto margin = field("margin", FieldType::number);
  margin.hidden_from = {Role::assistant};
  margin.required = true;
  add(margin);
  const RecordId id = add_customer("Nord", CustomTexts{{"margin", "77.75"}}).value();
  EXPECT_EQ(shown(assistant(), id, "margin"), "no such field");
  EXPECT_EQ(fields_.show(assistant(), RecordType::customer, "margin").error().fault, Fault::not_found);
  EXPECT_TRUE(fields_.list(assistant(), {}, true)->empty());
  EXPECT_FALSE(edit(assistant(), id, {{"margin", "1"}}));
  Customer other;
  other.name = "Sued";
  EXPECT_TRUE(records_.add_customer(assistant(), other, CustomTexts{})) << "required of those who see it";
  // Nor in the history, also when the field is long gone and another has its name.
  ASSERT_TRUE(edit(rep(), id, {{"margin", "78.75"}}));
  const auto leaks = [&] {
    std::string all;
    const auto history = Relations(archive_.store).history(assistant(), RecordType::customer, id);
    for (const auto& entry : history.value()) all += entry.before + entry.after;
    const auto happened = timeline(archive_.store, assistant(), id, {});
    for (const auto& entry : happened.value()) all += entry.what;
    return all.find("margin") != std::string::npos || all.find("8.75") != std::string::npos;
  };
  EXPECT_FALSE(leaks());
  ASSERT_TRUE(fields_.retire(administrator(), RecordType::customer, "margin", ""));
  EXPECT_FALSE(leaks());
  ASSERT_TRUE(fields_.purge(administrator(), RecordType::customer, "margin"));
  add(field("margin", FieldType::number));
  EXPECT_FALSE(leaks());
}

TEST_F(CustomFieldsTest, a_link_tells_nothing_of_a_record_that_is_not_seen) {
  add(field("partner", FieldType::link));
  User boss, other;
  boss.login = "bo";
  other.login = "amy";
  Users users(archive_.store);
  const RecordId owner = users.add(administrator(), boss)->id;
  const Actor amy{users.add(administrator(), other)->id, "amy", Role::rep, "test"};
  Customer secret;
  secret.name = "Secret GmbH";
  secret.owner_id = owner;
  const RecordId hidden = records_.add_customer(administrator(), secret).value();
  const RecordId id = add_customer("Nord", {}).value();
  EXPECT_EQ(edit(amy, id, {{"partner", std::to_string(hidden)}}).error().fault, Fault::forbidden);
  ASSERT_TRUE(edit(administrator(), id, {{"partner", "Secret GmbH"}}));
  const auto view = custom_view(archive_.database(), amy, RecordType::customer, std::span(&id, 1));
  const std::string written = view.written(id, view.fields[0]);
  EXPECT_EQ(people_form(archive_.database(), amy, view.fields[0], written), "customer 1");
  EXPECT_EQ(people_form(archive_.database(), administrator(), view.fields[0], written), "Secret GmbH (customer 1)");
}

}  // namespace
}  // namespace tradewind::crm

// Lists by custom fields against a model that is written down apart from the SQL; merging, separating, converting.
#include "crm_core/service/custom_query.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "crm_core/service/conversion.hpp"
#include "crm_core/service/custom_fields.hpp"
#include "crm_core/service/custom_view.hpp"
#include "crm_core/service/leads.hpp"
#include "crm_core/service/records.hpp"
#include "crm_core/service/removals.hpp"
#include "crm_core/service/sight.hpp"
#include "crm_core/service/verify.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/integrity.hpp"
#include "tests/crm_core/archive.hpp"

namespace tradewind::crm {
namespace {

using testing::administrator;

class CustomQueryTest : public ::testing::Test {
 protected:
  void add_field(const std::string& name, FieldType type, RecordType of = RecordType::customer) {
    CustomField made;
    made.of = of;
    made.name = name;
    made.type = type;
    if (made.has_choices()) made.choices = {{"a", "", false}, {"b", "", false}, {"c", "", false}};
    ASSERT_TRUE(fields_.add(administrator(), made));
  }
  RecordId add_customer(const std::string& name, const CustomTexts& texts) {
    Customer customer;
    customer.name = name;
    return records_.add_customer(administrator(), customer, texts).value();
  }
  std::vector<RecordId> list(const std::vector<std::string>& conditions, std::string_view sort = "", int limit = 100,
                             int offset = 0) {
    auto selection = custom_selection(archive_.database(), administrator(), RecordType::customer, conditions, sort);
    EXPECT_TRUE(selection) << (selection ? "" : selection.error().message);
    const auto page = [&] {
      CustomerFilter filter;
      filter.custom = *selection;
      std::vector<RecordId> ids;
      const auto found = Sight(archive_.store, administrator()).customers(filter, limit, offset);
      for (const auto& customer : found.value()) ids.push_back(customer.id);
      return ids;
    };
    const auto ids = page();
    selection->most_listed = 0;
    EXPECT_EQ(page(), ids) << "each record is asked: " << (conditions.empty() ? "" : conditions.front());
    return ids;
  }
  std::string value(RecordType type, RecordId id, const std::string& name) {
    const auto view = custom_view(archive_.database(), administrator(), type, std::span(&id, 1));
    for (const auto& field : view.fields)
      if (field.name == name) return view.written(id, field);
    return "no such field";
  }
  testing::Archive archive_;
  CustomFields fields_{archive_.store};
  Records records_{archive_.store};
};

using Ids = std::vector<RecordId>;

TEST_F(CustomQueryTest, each_type_is_asked_in_its_own_way) {
  add_field("size", FieldType::number);
  add_field("budget", FieldType::money);
  add_field("since", FieldType::date);
  add_field("level", FieldType::choice);
  add_field("certs", FieldType::multi_choice);
  add_field("note", FieldType::text);
  const RecordId x = add_customer("X", {{"size", "9"},
                                        {"budget", "100 EUR"},
                                        {"since", "2026-01-31"},
                                        {"level", "a"},
                                        {"certs", "a,b"},
                                        {"note", "Met at the Fair"}});
  const RecordId y = add_customer("Y", {{"size", "10.5"},
                                        {"budget", "200 USD"},
                                        {"since", "1999-12-31"},
                                        {"level", "b"},
                                        {"certs", "b"},
                                        {"note", "100%"}});
  const RecordId z = add_customer("Z", {});
  EXPECT_EQ(list({"size>9"}), (Ids{y}));
  EXPECT_EQ(list({"size<=10.5"}), (Ids{x, y}));
  EXPECT_EQ(list({"size != 9"}), (Ids{y})) << "what is not known is not unequal";
  EXPECT_EQ(list({"budget>=100 EUR"}), (Ids{x})) << "sums of another currency do not compare";
  EXPECT_EQ(list({"since<2026-01-31"}), (Ids{y}));
  EXPECT_EQ(list({"level=B"}), (Ids{y}));
  EXPECT_EQ(list({"certs=b"}), (Ids{x, y}));
  EXPECT_EQ(list({"certs=b; a"}), (Ids{x}));
  EXPECT_EQ(list({"certs!=a"}), (Ids{y}));
  EXPECT_EQ(list({"note=met at the FAIR"}), (Ids{x}));
  EXPECT_EQ(list({"note~fair"}), (Ids{x}));
  EXPECT_EQ(list({"note~%"}), (Ids{y})) << "no wildcard";
  EXPECT_EQ(list({"note="}), (Ids{z}));
  EXPECT_EQ(list({"note!="}), (Ids{x, y}));
  EXPECT_EQ(list({"custom.size>1", "level=a"}), (Ids{x}));
}

TEST_F(CustomQueryTest, what_cannot_be_asked_is_named) {
  add_field("size", FieldType::number);
  add_field("note", FieldType::text);
  const auto refused = [&](const std::string& condition, const std::string& sort = "") {
    const std::vector<std::string> conditions = condition.empty() ? std::vector<std::string>() : std::vector{condition};
    const auto made = custom_selection(archive_.database(), administrator(), RecordType::customer, conditions, sort);
    return made ? std::string() : made.error().message;
  };
  EXPECT_NE(refused("siz>1").find("customer.siz"), std::string::npos);
  EXPECT_NE(refused("size>x").find("custom.size"), std::string::npos);
  EXPECT_NE(refused("size"), "");
  EXPECT_NE(refused("size>"), "");
  EXPECT_NE(refused("size~1"), "");
  EXPECT_NE(refused("note<a"), "");
  EXPECT_NE(refused("", "nope"), "");
}

class CustomOrderTest : public CustomQueryTest, public ::testing::WithParamInterface<unsigned> {};

TEST_P(CustomOrderTest, any_page_of_any_order_is_that_of_the_whole_list) {
  std::mt19937 random(GetParam());
  const auto below = [&](int count) { return std::uniform_int_distribution<int>(0, count - 1)(random); };
  add_field("size", FieldType::number);
  add_field("note", FieldType::text);
  struct Row {
    RecordId id = 0;
    std::optional<int> size;
    std::string note, name;
  };
  std::vector<Row> rows;
  for (int i = 0; i < 40; ++i) {
    Row row;
    row.name = "C" + std::string(1, static_cast<char>('A' + below(26))) + std::to_string(i);
    CustomTexts texts;
    if (below(3) > 0) {
      row.size = below(10) - 5;
      texts.emplace_back("size", std::to_string(*row.size));
    }
    if (below(3) > 0) {
      row.note = std::string(1, static_cast<char>('a' + below(5)));
      texts.emplace_back("note", row.note);
    }
    row.id = add_customer(row.name, texts);
    rows.push_back(row);
  }
  for (const std::string sort : {"size", "-size", "note", "-note"}) {
    const bool down = sort[0] == '-', by_size = sort.ends_with("size");
    auto expected = rows;
    std::erase_if(expected, [](const Row& row) { return !row.size || *row.size > 2; });
    std::sort(expected.begin(), expected.end(), [&](const Row& a, const Row& b) {
      const bool a_known = by_size ? a.size.has_value() : !a.note.empty();
      const bool b_known = by_size ? b.size.has_value() : !b.note.empty();
      if (a_known != b_known) return a_known;
      if (!a_known) return std::tie(a.name, a.id) < std::tie(b.name, b.id);
      const auto key = [&](const Row& row) {
        return std::tuple(by_size ? *row.size : 0, by_size ? "" : row.note, row.id);
      };
      return down ? key(b) < key(a) : key(a) < key(b);
    });
    Ids whole;
    for (const Row& row : expected) whole.push_back(row.id);
    EXPECT_EQ(list({"size<=2"}, sort), whole) << sort;
    for (const int offset : {0, 1, 7, 15, 25, 39, 60})
      for (const int limit : {1, 5, 30}) {
        const auto from = std::min<std::size_t>(static_cast<std::size_t>(offset), whole.size());
        const auto to = std::min<std::size_t>(from + static_cast<std::size_t>(limit), whole.size());
        EXPECT_EQ(list({"size<=2"}, sort, limit, offset), Ids(whole.begin() + static_cast<std::ptrdiff_t>(from),
                                                              whole.begin() + static_cast<std::ptrdiff_t>(to)))
            << sort << " " << limit << " from " << offset;
      }
  }
}

INSTANTIATE_TEST_SUITE_P(Worlds, CustomOrderTest, ::testing::Range(1U, 5U));

TEST_F(CustomQueryTest, choices_sort_in_their_order_also_when_that_changes) {
  add_field("level", FieldType::choice);
  const RecordId x = add_customer("X", {{"level", "c"}}), y = add_customer("Y", {{"level", "a"}}),
                 z = add_customer("Z", {{"level", "b"}});
  EXPECT_EQ(list({}, "level"), (Ids{y, z, x}));
  auto level = fields_.show(administrator(), RecordType::customer, "level").value();
  std::reverse(level.choices.begin(), level.choices.end());
  ASSERT_TRUE(fields_.change(administrator(), level));
  EXPECT_EQ(list({}, "level"), (Ids{x, z, y}));
  EXPECT_EQ(list({"level=a"}), (Ids{y}));
}

TEST_F(CustomQueryTest, a_merge_keeps_what_either_knows_and_separating_gives_it_back) {
  add_field("size", FieldType::number);
  add_field("note", FieldType::text);
  add_field("level", FieldType::choice);
  const RecordId twin = add_customer("Nord A", {{"size", "1"}, {"note", "twin"}, {"level", "a"}}),
                 kept = add_customer("Nord B", {{"note", "kept"}});
  ASSERT_TRUE(merge_records(archive_.store, administrator(), RecordType::customer, twin, kept, ""));
  EXPECT_EQ(value(RecordType::customer, kept, "size"), "1");
  EXPECT_EQ(value(RecordType::customer, kept, "note"), "kept");
  auto changed = CustomerRepository(archive_.database()).find(kept).value();
  ASSERT_TRUE(records_.change_customer(administrator(), changed, CustomTexts{{"level", "c"}}));
  ASSERT_TRUE(unmerge_record(archive_.store, administrator(), RecordType::customer, twin));
  EXPECT_EQ(value(RecordType::customer, kept, "size"), "");
  EXPECT_EQ(value(RecordType::customer, kept, "level"), "c") << "what was changed since stays";
  EXPECT_EQ(value(RecordType::customer, twin, "level"), "a");
  EXPECT_EQ(list({"size=1"}), (Ids{twin}));
}

TEST_F(CustomQueryTest, a_deleted_record_is_in_no_list_and_comes_back_whole) {
  add_field("size", FieldType::number);
  const RecordId id = add_customer("Nord", {{"size", "1"}});
  ASSERT_TRUE(remove_record(archive_.store, administrator(), RecordType::customer, id, ""));
  EXPECT_EQ(list({"size=1"}, "size"), Ids{});
  ASSERT_TRUE(restore_record(archive_.store, administrator(), RecordType::customer, id));
  EXPECT_EQ(list({"size=1"}, "size"), (Ids{id}));
}

TEST_F(CustomQueryTest, leads_give_their_fields_to_what_becomes_of_them) {
  add_field("fair", FieldType::text, RecordType::lead);
  add_field("margin", FieldType::number, RecordType::lead);
  add_field("fair", FieldType::text, RecordType::opportunity);
  add_field("margin", FieldType::number, RecordType::opportunity);
  add_field("fair", FieldType::choice, RecordType::customer);
  auto hidden = fields_.show(administrator(), RecordType::lead, "margin").value();
  hidden.hidden_from = {Role::assistant};
  ASSERT_TRUE(fields_.change(administrator(), hidden));
  Leads leads(archive_.store);
  Lead lead;
  lead.draft.email = "ana@buyer.example";
  lead.draft.company = "Buyer";
  const RecordId first =
      leads.add(administrator(), lead, false, CustomTexts{{"fair", "spring"}, {"margin", "5"}})->lead;
  lead.draft.email = "ben@other.example";
  lead.draft.company = "Other";
  const RecordId second = leads.add(administrator(), lead, false, CustomTexts{{"fair", "autumn"}})->lead;
  const auto made = convert_lead(archive_.store, administrator(), first, {{}, false, true}).value();
  EXPECT_EQ(value(RecordType::opportunity, made.opportunity_id, "fair"), "spring");
  EXPECT_EQ(value(RecordType::opportunity, made.opportunity_id, "margin"), "")
      << "who may not read it of the lead shall not read it of the deal";
  EXPECT_EQ(value(RecordType::customer, made.customer_id, "fair"), "") << "of another type";
  ASSERT_TRUE(undo_conversion(archive_.store, administrator(), first));
  EXPECT_EQ(check_references(archive_.database()), std::vector<std::string>{});
  ASSERT_TRUE(merge_records(archive_.store, administrator(), RecordType::lead, first, second, ""));
  EXPECT_EQ(value(RecordType::lead, second, "fair"), "autumn");
  EXPECT_EQ(value(RecordType::lead, second, "margin"), "5");
  ASSERT_TRUE(unmerge_record(archive_.store, administrator(), RecordType::lead, first));
  EXPECT_EQ(value(RecordType::lead, second, "margin"), "");
  EXPECT_EQ(value(RecordType::lead, first, "margin"), "5");
}

}  // namespace
}  // namespace tradewind::crm

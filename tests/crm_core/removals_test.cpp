#include "crm_core/service/removals.hpp"

#include <gtest/gtest.h>

#include "crm_core/service/conversion.hpp"
#include "crm_core/service/leads.hpp"
#include "crm_core/service/mail_correction.hpp"
#include "crm_core/service/opportunities.hpp"
#include "crm_core/service/records.hpp"
#include "crm_core/service/relations.hpp"
#include "crm_core/service/tasks.hpp"
#include "crm_core/service/verify.hpp"
#include "crm_core/store/customer_repository.hpp"
#include "crm_core/store/supplier_repository.hpp"
#include "tests/crm_core/archive.hpp"

namespace tradewind::crm {
namespace {

using testing::administrator;
using testing::mail;

constexpr EpochSeconds noon = 1'700'000'000;

class RemovalsTest : public ::testing::Test {
 protected:
  RecordId customer(const std::string& name, const std::string& domain) {
    Customer made;
    made.name = name;
    made.domains = {domain};
    return Records(archive_.store).add_customer(administrator(), made).value();
  }
  RecordId contact(RecordId customer, const std::string& address) {
    Contact made;
    made.customer_id = customer;
    made.name = address;
    made.addresses = {address};
    return Records(archive_.store).add_contact(administrator(), made).value();
  }
  Result<void> remove(RecordType type, RecordId id) {
    return remove_record(archive_.store, administrator(), type, id, "test");
  }
  Result<void> restore(RecordType type, RecordId id) {
    return restore_record(archive_.store, administrator(), type, id);
  }
  Result<void> merge(RecordType type, RecordId id, RecordId into) {
    return merge_records(archive_.store, administrator(), type, id, into, "the same");
  }
  Result<void> unmerge(RecordType type, RecordId id) {
    return unmerge_record(archive_.store, administrator(), type, id);
  }
  RecordId inquiry(const std::string& key, const std::string& email, EpochSeconds at = noon) {
    auto made = mail(key, at);
    made.filing.lead = LeadDraft{};
    made.filing.lead->email = email;
    made.filing.lead->company = "Firm " + key;
    return *archive_.file(made).lead;
  }
  CustomerRepository customers() { return CustomerRepository(archive_.database()); }
  bool clean() { return verify(archive_.store, archive_.vault, administrator())->clean(); }
  // Everything but times and versions, to compare before and after.
  std::string picture() {
    std::string text;
    for (const char* sql :
         {"SELECT name_key || ' ' || coalesce(country, '') || ' ' || coalesce(removed_at, '') FROM customer ORDER BY "
          "id",
          "SELECT customer_id || name FROM customer_alias ORDER BY 1",
          "SELECT domain || customer_id FROM customer_domain",
          "SELECT customer_id || ' ' || name || coalesce(phone, '') FROM contact ORDER BY id",
          "SELECT address || contact_id FROM contact_address", "SELECT id || ' ' || customer_id FROM quotation",
          "SELECT message_id || record_type || record_id || rule || pinned || removed FROM filing ORDER BY 1",
          "SELECT id || status || coalesce(company, '') || coalesce(email, '') || coalesce(phone_key, '') ||"
          " arrived_at || coalesce(owner_id, '') || coalesce(customer_id, '') FROM lead ORDER BY id",
          "SELECT record_type || record_id || tag FROM record_tag ORDER BY 1",
          "SELECT id || ' ' || coalesce(record_id, '') FROM task ORDER BY id",
          "SELECT lead_id || ' ' || thread_id FROM lead_thread ORDER BY 1",
          "SELECT id || ' ' || customer_id || coalesce(contact_id, '') FROM opportunity ORDER BY id"}) {
      auto rows = archive_.database().query(sql);
      while (rows->step()) text += rows->text(0) + "\n";
      text += "--\n";
    }
    return text;
  }
  testing::Archive archive_;
};

TEST_F(RemovalsTest, a_deleted_customer_is_found_by_nothing_and_comes_back_with_its_contacts) {
  const auto berger = customer("Berger", "berger.example"), ute = contact(berger, "ute@berger.example");
  const auto before = picture();
  ASSERT_TRUE(remove(RecordType::customer, berger));
  EXPECT_TRUE(customers().list({}, 10, 0).empty());
  EXPECT_TRUE(customers().list_contacts({}, 10, 0).empty());
  EXPECT_TRUE(customers().find_by_name("Berger").empty());
  EXPECT_TRUE(customers().find_by_domain("berger.example").empty());
  EXPECT_TRUE(customers().contacts_by_address("ute@berger.example").empty());
  EXPECT_EQ(remove(RecordType::customer, berger).error().fault, Fault::conflict);
  auto stored = customers().find(berger).value();
  EXPECT_EQ(Records(archive_.store).change_customer(administrator(), stored).error().fault, Fault::conflict);
  EXPECT_EQ(restore(RecordType::contact, ute).error().fault, Fault::conflict) << "its customer is deleted";
  ASSERT_TRUE(restore(RecordType::customer, berger));
  EXPECT_EQ(picture(), before);
  EXPECT_EQ(restore(RecordType::customer, berger).error().fault, Fault::conflict);
  EXPECT_EQ(remove(RecordType::customer, 99).error().fault, Fault::not_found);
}

TEST_F(RemovalsTest, what_is_taken_meanwhile_is_not_given_back) {
  const auto berger = customer("Berger", "berger.example");
  ASSERT_TRUE(remove(RecordType::customer, berger));
  const auto second = customer("Berger", "berger2.example");
  const auto refused = restore(RecordType::customer, berger);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().fault, Fault::conflict);
  EXPECT_NE(refused.error().message.find(std::to_string(second)), std::string::npos);
  EXPECT_TRUE(customers().find(berger)->removed_at) << "nothing was changed";
}

TEST_F(RemovalsTest, merged_customers_keep_everything_and_can_be_separated) {
  const auto berger = customer("Berger", "berger.example"), moebel = customer("Berger Möbel", "moebel.example");
  const auto ute = contact(moebel, "ute@moebel.example");
  Quotation quotation;
  quotation.number = "Q-1";
  quotation.customer_id = moebel;
  ASSERT_TRUE(Records(archive_.store).add_quotation(administrator(), quotation));
  Opportunity deal;
  deal.name = "chairs";
  deal.customer_id = moebel;
  deal.contact_id = ute;
  ASSERT_TRUE(Opportunities(archive_.store).add(administrator(), deal, ""));
  const auto lead = inquiry("a", "new@moebel.example");
  ASSERT_TRUE(Leads(archive_.store).qualify(administrator(), lead, "test"));
  ASSERT_TRUE(convert_lead(archive_.store, administrator(), lead, {.into = moebel}));
  const auto both = archive_.file(mail("b", noon)), one = archive_.file(mail("c", noon));
  MailCorrection correction(archive_.store);
  for (const auto& [message, record] : {std::pair(both.message, berger), {both.message, moebel}, {one.message, moebel}})
    ASSERT_TRUE(correction.file(administrator(), message, RecordType::customer, record));
  auto child = customers().find(customer("Berger Polska", "berger-pl.example")).value();
  child.parent_id = moebel;
  ASSERT_TRUE(Records(archive_.store).change_customer(administrator(), child));
  Task task;
  task.title = "call";
  task.about_type = RecordType::customer;
  task.about_id = moebel;
  ASSERT_TRUE(Tasks(archive_.store).add(administrator(), task));
  const std::string tags[] = {"vip"};
  ASSERT_TRUE(Relations(archive_.store).tag(administrator(), RecordType::customer, moebel, tags, {}));
  const auto before = picture();

  ASSERT_TRUE(merge(RecordType::customer, moebel, berger));
  EXPECT_EQ(Relations(archive_.store).tags(administrator(), RecordType::customer, berger)->size(), 1U);
  EXPECT_EQ(Tasks(archive_.store).show(administrator(), 1)->about_id, berger);
  const auto kept = customers().find(berger).value();
  EXPECT_EQ(kept.aliases, std::vector<std::string>{"Berger Möbel"});
  EXPECT_EQ(kept.domains, (std::vector<std::string>{"berger.example", "moebel.example"}));
  EXPECT_EQ(customers().find_by_domain("moebel.example"), std::vector<RecordId>{berger});
  EXPECT_EQ(customers().contacts_of(berger).size(), 2U);
  EXPECT_EQ(customers().find(child.id)->parent_id, berger);
  EXPECT_EQ(archive_.messages().of_record(RecordType::customer, berger, 10, 0).size(), 3U);
  EXPECT_TRUE(archive_.messages().of_record(RecordType::customer, moebel, 10, 0).empty());
  EXPECT_TRUE(clean());
  EXPECT_EQ(restore(RecordType::customer, moebel).error().fault, Fault::conflict) << "it is merged, not deleted";

  ASSERT_TRUE(unmerge(RecordType::customer, moebel));
  EXPECT_EQ(picture(), before);
  EXPECT_TRUE(clean());
  EXPECT_EQ(unmerge(RecordType::customer, moebel).error().fault, Fault::conflict);
}

TEST_F(RemovalsTest, what_was_changed_since_a_merge_stays) {
  const auto berger = customer("Berger", "berger.example"), moebel = customer("Berger Möbel", "moebel.example");
  const auto ute = contact(moebel, "ute@moebel.example");
  auto rich = customers().find(moebel).value();
  rich.country = "DE";
  rich.level = "A";
  ASSERT_TRUE(Records(archive_.store).change_customer(administrator(), rich));
  ASSERT_TRUE(merge(RecordType::customer, moebel, berger));
  auto kept = customers().find(berger).value();
  EXPECT_EQ(kept.country, "DE");
  kept.level = "B";
  kept.domains.push_back("third.example");
  ASSERT_TRUE(Records(archive_.store).change_customer(administrator(), kept));
  const auto third = customer("Third", "another.example");
  auto moved = customers().find_contact(ute).value();
  moved.customer_id = third;
  ASSERT_TRUE(Records(archive_.store).change_contact(administrator(), moved));
  ASSERT_TRUE(unmerge(RecordType::customer, moebel));
  kept = customers().find(berger).value();
  EXPECT_EQ(kept.country, "");
  EXPECT_EQ(kept.level, "B");
  EXPECT_EQ(kept.domains, (std::vector<std::string>{"berger.example", "third.example"}));
  EXPECT_EQ(customers().find_contact(ute)->customer_id, third);
  EXPECT_EQ(customers().find_by_domain("moebel.example"), std::vector<RecordId>{moebel});
}

TEST_F(RemovalsTest, a_merge_can_be_undone_for_thirty_days_and_in_order) {
  const auto a = customer("Aa", "a.example"), b = customer("Bb", "b.example"), c = customer("Cc", "c.example");
  ASSERT_TRUE(merge(RecordType::customer, a, b));
  ASSERT_TRUE(merge(RecordType::customer, b, c));
  EXPECT_EQ(merge(RecordType::customer, a, c).error().fault, Fault::conflict);
  EXPECT_EQ(merge(RecordType::customer, c, c).error().fault, Fault::invalid);
  EXPECT_EQ(unmerge(RecordType::customer, a).error().fault, Fault::conflict) << "b is merged itself";
  ASSERT_TRUE(unmerge(RecordType::customer, b));
  ASSERT_TRUE(unmerge(RecordType::customer, a));
  EXPECT_EQ(customers().find_by_domain("a.example"), std::vector<RecordId>{a});
  ASSERT_TRUE(merge(RecordType::customer, a, b));
  archive_.database().run("UPDATE removal SET at = at - 31 * 86400");
  const auto late = unmerge(RecordType::customer, a);
  ASSERT_FALSE(late);
  EXPECT_NE(late.error().message.find("30 days"), std::string::npos);
}

TEST_F(RemovalsTest, contacts_and_deals_are_merged_too) {
  const auto berger = customer("Berger", "berger.example");
  const auto ute = contact(berger, "ute@berger.example"), ute2 = contact(berger, "u.brandt@berger.example");
  Opportunity deal;
  deal.name = "chairs";
  deal.customer_id = berger;
  deal.contact_id = ute2;
  deal.amount = "10";
  deal.currency = "EUR";
  Opportunities deals(archive_.store);
  const auto first = deals.add(administrator(), deal, "").value();
  deal.amount = deal.currency = "";
  deal.contact_id.reset();
  const auto second = deals.add(administrator(), deal, "").value();
  const auto before = picture();
  ASSERT_TRUE(merge(RecordType::contact, ute2, ute));
  EXPECT_EQ(deals.show(administrator(), first)->contact_id, ute);
  EXPECT_EQ(customers().find_contact(ute)->addresses.size(), 2U);
  ASSERT_TRUE(merge(RecordType::opportunity, first, second));
  EXPECT_EQ(deals.show(administrator(), second)->amount, "10");
  EXPECT_EQ(deals.list(administrator(), {}, 10, 0)->size(), 1U);
  ASSERT_TRUE(unmerge(RecordType::opportunity, first));
  ASSERT_TRUE(unmerge(RecordType::contact, ute2));
  EXPECT_EQ(picture(), before);
}

TEST_F(RemovalsTest, merged_leads_are_separated_with_their_mail_and_threads) {
  const auto first = inquiry("a", ""), second = inquiry("b", "ana@buyer.example", noon + 60);
  const auto before = picture();
  ASSERT_TRUE(merge(RecordType::lead, second, first));
  auto kept = Leads(archive_.store).show(administrator(), first).value();
  EXPECT_EQ(kept.draft.email, "ana@buyer.example");
  EXPECT_EQ(merge(RecordType::lead, second, first).error().fault, Fault::conflict);
  ASSERT_TRUE(unmerge(RecordType::lead, second));
  EXPECT_EQ(picture(), before);
  EXPECT_TRUE(clean());
}

TEST_F(RemovalsTest, a_deleted_lead_follows_no_mail_until_it_is_restored) {
  const auto lead = inquiry("a", "ana@buyer.example");
  const auto before = picture();
  ASSERT_TRUE(remove(RecordType::lead, lead));
  EXPECT_TRUE(Leads(archive_.store).list(administrator(), {}, 10, 0)->empty());
  EXPECT_EQ(Leads(archive_.store).qualify(administrator(), lead, "x").error().fault, Fault::conflict);
  EXPECT_EQ(convert_lead(archive_.store, administrator(), lead).error().fault, Fault::conflict);
  ASSERT_TRUE(restore(RecordType::lead, lead));
  EXPECT_EQ(picture(), before);
  EXPECT_TRUE(clean());
}

TEST_F(RemovalsTest, only_who_may_edit_may_put_away) {
  const auto berger = customer("Berger", "berger.example");
  const Actor auditor{{}, "aud", Role::auditor, "test"};
  EXPECT_EQ(remove_record(archive_.store, auditor, RecordType::customer, berger, "").error().fault, Fault::forbidden);
  EXPECT_EQ(merge_records(archive_.store, auditor, RecordType::customer, berger, 2, "").error().fault,
            Fault::forbidden);
  EXPECT_EQ(restore_record(archive_.store, auditor, RecordType::customer, berger).error().fault, Fault::forbidden);
  EXPECT_EQ(unmerge_record(archive_.store, auditor, RecordType::customer, berger).error().fault, Fault::forbidden);
}

class SupplierRemovalsTest : public ::testing::Test {
 protected:
  RecordId supplier(const std::string& name, const std::string& domain) {
    Supplier made;
    made.name = name;
    made.domains = {domain};
    made.contacts = {{0, "Sales of " + name, {"sales@" + domain}}};
    return Records(archive_.store).add_supplier(administrator(), made).value();
  }
  Supplier stored(RecordId id) { return SupplierRepository(archive_.database()).find(id).value(); }
  std::vector<RecordId> by_address(const std::string& address) {
    std::vector<RecordId> ids;
    auto rows = archive_.database().query("SELECT supplier_id FROM supplier_address WHERE address = ?", address);
    while (rows->step()) ids.push_back(rows->int64(0));
    return ids;
  }
  testing::Archive archive_;
};

TEST_F(SupplierRemovalsTest, a_deleted_supplier_is_found_by_nothing_and_comes_back_whole) {
  const RecordId id = supplier("Haifeng", "haifeng.example");
  const Supplier before = stored(id);
  ASSERT_TRUE(remove_record(archive_.store, administrator(), RecordType::supplier, id, "out of business"));
  EXPECT_TRUE(by_address("sales@haifeng.example").empty());
  EXPECT_TRUE(SupplierRepository(archive_.database()).list({}, 10, 0).empty());
  EXPECT_EQ(Records(archive_.store).change_supplier(administrator(), before).error().fault, Fault::conflict);
  const RecordId other = supplier("Haifeng", "other.example");
  EXPECT_EQ(restore_record(archive_.store, administrator(), RecordType::supplier, id).error().message,
            "the name Haifeng belongs to supplier 2 by now");
  ASSERT_TRUE(remove_record(archive_.store, administrator(), RecordType::supplier, other, ""));
  ASSERT_TRUE(restore_record(archive_.store, administrator(), RecordType::supplier, id));
  Supplier after = stored(id);
  EXPECT_GT(after.version, before.version);
  after.version = before.version;
  EXPECT_EQ(after, before);
}

TEST_F(SupplierRemovalsTest, merged_suppliers_are_one_and_go_apart_again) {
  const RecordId kept = supplier("Haifeng", "haifeng.example"), merged = supplier("Hai Feng Hardware", "hf.example");
  const std::string tags[] = {"audited"};
  ASSERT_TRUE(Relations(archive_.store).tag(administrator(), RecordType::supplier, merged, tags, {}));
  auto letter = testing::mail("a", 1'700'000'000);
  letter.filing.links = {{RecordType::supplier, merged, "address", 1, ""}};
  const RecordId message = archive_.file(letter).message;
  const Supplier before = stored(merged);
  ASSERT_TRUE(merge_records(archive_.store, administrator(), RecordType::supplier, merged, kept, "one firm"));
  EXPECT_EQ(stored(kept).domains, (std::vector<std::string>{"haifeng.example", "hf.example"}));
  ASSERT_EQ(stored(kept).contacts.size(), 2U);
  EXPECT_EQ(stored(kept).contacts[1], before.contacts[0]);
  EXPECT_EQ(by_address("sales@hf.example"), std::vector<RecordId>{kept});
  EXPECT_EQ(archive_.messages().of_record(RecordType::supplier, kept, 10, 0).size(), 1U);
  EXPECT_EQ(SupplierRepository(archive_.database()).list({"", "audited"}, 10, 0).size(), 1U);

  ASSERT_TRUE(unmerge_record(archive_.store, administrator(), RecordType::supplier, merged));
  EXPECT_EQ(stored(kept).domains, std::vector<std::string>{"haifeng.example"});
  EXPECT_EQ(stored(kept).contacts.size(), 1U);
  Supplier after = stored(merged);
  after.version = before.version;
  EXPECT_EQ(after, before);
  EXPECT_EQ(by_address("sales@hf.example"), std::vector<RecordId>{merged});
  EXPECT_EQ(archive_.messages().of_record(RecordType::supplier, merged, 10, 0).at(0).id, message);
  const auto verified = verify(archive_.store, archive_.vault, administrator());
  ASSERT_TRUE(verified);
  EXPECT_TRUE(verified->clean());
}

TEST_F(SupplierRemovalsTest, an_edit_that_comes_too_late_is_refused) {
  const RecordId id = supplier("Haifeng", "haifeng.example");
  Supplier mine = stored(id), theirs = mine;
  theirs.name = "Haifeng Tools";
  ASSERT_TRUE(Records(archive_.store).change_supplier(administrator(), theirs));
  EXPECT_EQ(Records(archive_.store).change_supplier(administrator(), mine).error().fault, Fault::conflict);
  supplier("Second", "second.example");
  mine = stored(id);
  mine.name = "Second";
  EXPECT_EQ(Records(archive_.store).change_supplier(administrator(), mine).error().message,
            "the name Second is that of supplier 2 (Second)");
}

}  // namespace
}  // namespace tradewind::crm

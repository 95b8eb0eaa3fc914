#include "crm_core/service/intake.hpp"

#include <gtest/gtest.h>

#include "crm_core/service/mail_correction.hpp"
#include "crm_core/service/verify.hpp"
#include "crm_core/store/account_repository.hpp"
#include "crm_core/store/lead_repository.hpp"
#include "tests/crm_core/archive.hpp"

namespace tradewind::crm {
namespace {

using testing::Archive;
using testing::mail;

constexpr EpochSeconds noon = 1'700'000'000;

class IntakeTest : public ::testing::Test {
 protected:
  void expect_clean() {
    const auto report = verify(archive_.store, archive_.vault, testing::administrator());
    ASSERT_TRUE(report);
    for (const auto& finding : report->findings)
      EXPECT_EQ(finding.severity, Finding::Severity::note) << finding.area << ": " << finding.text;
  }
  StoredMessage stored(RecordId id) { return archive_.messages().find(id).value(); }
  Archive archive_;
};

TEST_F(IntakeTest, a_message_is_stored_with_everything_that_was_decided) {
  auto made = mail("one", noon);
  made.raw += std::string(5000, 'A');
  made.parts = {{made.raw.size() - 5000, 5000}};
  made.filing.attachments = {{"Preisliste.pdf", "application/pdf", "2", 5000, 60, "base64", false}};
  made.filing.cc = {{"Bo", "bo@Other.example"}};
  made.filing.warnings = {"looks like a known customer's domain"};
  made.filing.sent_at = noon - 5;
  made.filing.language = "es";
  const auto added = archive_.file(made);
  EXPECT_TRUE(added.fresh);
  const auto message = stored(added.message);
  EXPECT_EQ(message.subject, "Subject one");
  EXPECT_EQ(message.author.address, "ana@buyer.example") << "addresses are kept lower case";
  EXPECT_EQ(message.thread_id, added.thread);
  EXPECT_EQ(message.language, "es");
  EXPECT_EQ(archive_.vault.get(digest_from_bytes(message.vault_object)).value(), made.raw);
  auto messages = archive_.messages();
  EXPECT_EQ(messages.addresses_of(added.message).size(), 3U);
  ASSERT_EQ(messages.attachments_of(added.message).size(), 1U);
  EXPECT_EQ(messages.attachments_of(added.message)[0].file_name, "Preisliste.pdf");
  ASSERT_EQ(messages.decisions_of(added.message).size(), 1U);
  EXPECT_EQ(messages.decisions_of(added.message)[0].evidence, "words \"price\"");
  EXPECT_EQ(messages.decisions_of(added.message)[0].alternatives, std::vector<std::string>{"order: no number"});
  EXPECT_EQ(messages.warnings_of(added.message), made.filing.warnings);
  ASSERT_EQ(messages.deliveries_of(added.message).size(), 1U);
  EXPECT_EQ(messages.deliveries_of(added.message)[0].account, "anna");
  expect_clean();
}

TEST_F(IntakeTest, texts_that_are_no_utf8_are_kept_readable) {
  auto made = mail("broken", noon);
  made.filing.decisions = {{"kind", std::string("a\xff\xc3(\"\\\n\x01", 8), "rule", 2.0, "", {}}};
  const auto added = archive_.file(made);
  const auto decisions = archive_.messages().decisions_of(added.message);
  ASSERT_EQ(decisions.size(), 1U);
  EXPECT_EQ(decisions[0].value, "a\xEF\xBF\xBD\xEF\xBF\xBD(\"\\\n\x01");
}

TEST_F(IntakeTest, the_same_uid_again_changes_nothing) {
  const auto made = mail("one", noon);
  const auto first = archive_.file(made);
  archive_.intake.begin();
  const auto again = archive_.intake.add(made.filing, made.raw, made.parts, archive_.delivery(1));
  EXPECT_FALSE(archive_.intake.add_delivery(first.message, made.raw, made.parts, archive_.delivery(1)));
  archive_.intake.commit();
  EXPECT_FALSE(again.fresh);
  EXPECT_EQ(again.message, first.message);
  EXPECT_EQ(archive_.messages().count(), 1);
  EXPECT_EQ(archive_.messages().deliveries_of(first.message).size(), 1U);
}

TEST_F(IntakeTest, one_mail_in_two_folders_is_one_message_with_two_deliveries) {
  const auto made = mail("one", noon);
  const auto first = archive_.file(made);
  archive_.intake.begin();
  const auto sent = archive_.intake.open_folder("bo", "Sent", FolderRole::sent).folder;
  const auto known = archive_.intake.find_message(made.filing.identity);
  ASSERT_TRUE(known);
  EXPECT_EQ(known->id, first.message);
  EXPECT_TRUE(
      archive_.intake.add_delivery(known->id, made.raw + " other copy", {}, {sent.id, 3, 9, noon, 0, false, 0}));
  archive_.intake.commit();
  const auto deliveries = archive_.messages().deliveries_of(first.message);
  ASSERT_EQ(deliveries.size(), 2U);
  EXPECT_EQ(archive_.vault.get(digest_from_bytes(deliveries[1].vault_object)).value(), made.raw + " other copy");
  expect_clean();
}

TEST_F(IntakeTest, a_batch_that_is_not_committed_leaves_nothing) {
  const auto made = mail("one", noon);
  archive_.intake.begin();
  (void)archive_.intake.add(made.filing, made.raw, made.parts, archive_.delivery(1));
  archive_.intake.rollback();
  EXPECT_EQ(archive_.messages().count(), 0);
  EXPECT_EQ(archive_.vault.counts().objects, 0);
  EXPECT_TRUE(archive_.file(made).fresh);
}

TEST_F(IntakeTest, a_reply_joins_and_a_bridge_merges_threads) {
  const auto first = archive_.file(mail("first", noon));
  const auto second = archive_.file(mail("second", noon + 10));
  auto reply = mail("reply", noon + 20);
  reply.filing.thread = first.thread;
  EXPECT_EQ(archive_.file(reply).thread, first.thread);
  auto bridge = mail("bridge", noon + 30);
  bridge.filing.thread = second.thread;
  bridge.filing.merged_threads = {first.thread};
  const auto joined = archive_.file(bridge);
  auto messages = archive_.messages();
  EXPECT_EQ(messages.of_thread(joined.thread, 10).size(), 4U);
  EXPECT_EQ(messages.thread_root(first.thread), joined.thread);
  EXPECT_EQ(messages.thread_by_reference("first@buyer.example"), joined.thread)
      << "old references lead to the merged thread";
  auto late = mail("late", noon + 40);
  late.filing.thread = first.thread;
  EXPECT_EQ(archive_.file(late).thread, joined.thread) << "a thread named by its old id";
  expect_clean();
}

// The response clock and the progress of a lead come from the times of the mail: every order of arrival ends the same.
TEST_F(IntakeTest, answers_and_leads_do_not_depend_on_the_order_of_arrival) {
  std::vector<int> order{0, 1, 2, 3};
  int run = 0;
  do {
    const std::string at = fmt::format("run{}-", run++);
    std::vector<testing::Mail> mails{mail(at + "inquiry", noon), mail(at + "auto", noon + 100, Direction::outbound),
                                     mail(at + "answer", noon + 3600, Direction::outbound),
                                     mail(at + "again", noon + 7200)};
    mails[0].filing.kind = MessageKind::inquiry;
    mails[0].filing.lead = LeadDraft{};
    mails[0].filing.lead->email = at + "ana@buyer.example";  // another buyer in each run
    mails[1].filing.automatic = true;
    std::optional<RecordId> thread, inquiry;
    for (const int index : order) {
      auto& one = mails[static_cast<std::size_t>(index)];
      one.filing.thread = thread;
      const auto added = archive_.file(one);
      thread = added.thread;
      EXPECT_EQ(added.lead_made, index == 0);
      if (index == 0) inquiry = added.message;
    }
    EXPECT_EQ(stored(*inquiry).answered_at, noon + 3600) << at;
    const auto leads = LeadRepository(archive_.database()).by_thread(*thread);
    ASSERT_EQ(leads.size(), 1U);
    const auto lead = LeadRepository(archive_.database()).find(leads[0]).value();
    EXPECT_EQ(lead.answered_at, noon + 3600) << at;
    EXPECT_EQ(lead.status, LeadStatus::qualified) << at;
    EXPECT_EQ(lead.arrived_at, noon);
    EXPECT_FALSE(lead.qualified_why.empty());
    EXPECT_EQ(LeadRepository(archive_.database()).history(lead.id).size(), 3U) << "created, contacted, qualified";
  } while (std::next_permutation(order.begin(), order.end()));
  EXPECT_EQ(run, 24);
  expect_clean();
}

// A platform's notice or a website form is answered by a mail of its own, to the buyer's address: no thread joins the two.
TEST_F(IntakeTest, an_answer_outside_the_inquirys_thread_counts_whatever_comes_first) {
  for (const bool answer_first : {false, true}) {
    testing::Archive archive;
    testing::Mail inquiry = mail("form", noon);
    inquiry.filing.lead = LeadDraft{};
    inquiry.filing.lead->email = "Ana@Buyer.example";
    const testing::Mail answer = mail("answer", noon + 3600, Direction::outbound);
    std::optional<RecordId> lead;
    if (answer_first) archive.file(answer);
    lead = archive.file(inquiry).lead;
    if (!answer_first) {
      EXPECT_EQ(archive.file(answer).lead, lead);
    }
    ASSERT_TRUE(lead);
    LeadRepository leads(archive.database());
    EXPECT_EQ(leads.find(*lead)->status, LeadStatus::contacted) << answer_first;
    EXPECT_EQ(leads.find(*lead)->answered_at, noon + 3600) << answer_first;
    testing::Mail again = mail("again", noon + 7200);
    again.filing.thread = archive.messages().find_by_identity(answer.filing.identity)->thread_id;
    archive.file(again);
    EXPECT_EQ(leads.find(*lead)->status, LeadStatus::qualified) << answer_first;
  }
}

TEST_F(IntakeTest, mail_to_a_buyer_before_his_inquiry_answers_nothing) {
  archive_.file(mail("advertisement", noon - 3600, Direction::outbound));
  testing::Mail inquiry = mail("form", noon);
  inquiry.filing.lead = LeadDraft{};
  inquiry.filing.lead->email = "ana@buyer.example";
  const auto lead = archive_.file(inquiry).lead;
  EXPECT_EQ(LeadRepository(archive_.database()).find(lead.value())->status, LeadStatus::fresh);
}

TEST_F(IntakeTest, an_automatic_answer_or_an_advertisement_moves_no_lead) {
  auto inquiry = mail("inquiry", noon);
  inquiry.filing.lead = LeadDraft{};
  const auto made = archive_.file(inquiry);
  auto machine = mail("machine", noon + 10, Direction::outbound);
  machine.filing.thread = made.thread;
  machine.filing.automatic = true;
  archive_.file(machine);
  EXPECT_EQ(LeadRepository(archive_.database()).find(*made.lead)->status, LeadStatus::fresh);
  auto answer = mail("answer", noon + 20, Direction::outbound);
  answer.filing.thread = made.thread;
  archive_.file(answer);
  auto advert = mail("advert", noon + 30);
  advert.filing.thread = made.thread;
  advert.filing.kind = MessageKind::newsletter;
  archive_.file(advert);
  EXPECT_EQ(LeadRepository(archive_.database()).find(*made.lead)->status, LeadStatus::contacted);
}

TEST_F(IntakeTest, a_repeated_inquiry_joins_its_lead_and_an_earlier_copy_starts_the_clock) {
  auto inquiry = mail("inquiry", noon);
  inquiry.filing.lead = LeadDraft{};
  const auto made = archive_.file(inquiry);
  auto copy = mail("copy", noon - 600);
  copy.filing.joins_lead = made.lead;
  copy.filing.duplicate_inquiry = true;
  copy.filing.duplicate_of_message = made.message;
  const auto repeated = archive_.file(copy);
  EXPECT_EQ(repeated.lead, made.lead);
  EXPECT_FALSE(repeated.lead_made);
  EXPECT_NE(repeated.thread, made.thread);
  auto answer = mail("answer", noon + 60, Direction::outbound);
  answer.filing.thread = repeated.thread;
  archive_.file(answer);
  const auto lead = LeadRepository(archive_.database()).find(*made.lead).value();
  EXPECT_EQ(lead.arrived_at, noon - 600);
  EXPECT_EQ(lead.answered_at, noon + 60) << "an answer to the copy answers the inquiry";
}

TEST_F(IntakeTest, refiling_replaces_what_was_decided_but_not_what_a_person_pinned) {
  const RecordId first =
      Users(archive_.store).add(testing::administrator(), {0, "li", "Li", Role::rep, true, 1, {}}).value().id;
  ASSERT_GT(first, 0);
  auto quarantined = mail("odd", noon);
  quarantined.filing.quarantined = true;
  quarantined.filing.quarantine_reason = "nested too deep";
  quarantined.filing.kind = MessageKind::unknown;
  const auto added = archive_.file(quarantined);
  EXPECT_EQ(stored(added.message).state, MessageState::quarantined);
  EXPECT_EQ(archive_.messages().in_state(MessageState::quarantined, 0, 10).size(), 1U);
  ASSERT_TRUE(MailCorrection(archive_.store).set_kind(testing::administrator(), added.message, MessageKind::service));

  auto decided = mail("odd", noon).filing;
  decided.kind = MessageKind::order;
  decided.subject = "Now readable";
  decided.attachments = {{"a.pdf", "application/pdf", "2", 1, 1, "base64", false}};
  archive_.intake.begin();
  const auto refiled = archive_.intake.refile(added.message, decided);
  archive_.intake.commit();
  ASSERT_TRUE(refiled);
  const auto message = stored(added.message);
  EXPECT_EQ(message.state, MessageState::filed);
  EXPECT_EQ(message.subject, "Now readable");
  EXPECT_EQ(message.kind, MessageKind::service) << "pinned by a person";
  EXPECT_EQ(archive_.messages().attachments_of(added.message).size(), 1U);
  EXPECT_EQ(archive_.messages().deliveries_of(added.message)[0].disposition, "filed");
  archive_.intake.begin();
  EXPECT_EQ(archive_.intake.refile(999, decided).error().fault, Fault::not_found);
  archive_.intake.rollback();
  expect_clean();
}

TEST_F(IntakeTest, folders_remember_ranges_flags_and_what_is_gone) {
  archive_.file(mail("1", noon));
  archive_.file(mail("2", noon));
  archive_.file(mail("3", noon));
  archive_.intake.begin();
  archive_.intake.skip(archive_.inbox, 7, 5, "the server said NO");
  archive_.intake.skip(archive_.inbox, 7, 5, "again");
  archive_.intake.update_flags(archive_.inbox, 2, flag_flagged);
  archive_.intake.mark_gone(archive_.inbox, {{2, 2}});
  archive_.intake.settle(archive_.inbox, {7, 6, 42, 3, true});
  archive_.intake.commit();
  archive_.intake.begin();
  const auto state = archive_.intake.open_folder("anna", "INBOX", FolderRole::inbox);
  archive_.intake.rollback();
  EXPECT_EQ(state.accounted, (UidRanges{{1, 3}, {5, 5}}));
  EXPECT_EQ(state.present, (UidRanges{{1, 1}, {3, 3}, {5, 5}}));
  EXPECT_EQ(state.folder.highest_modseq, 42U);
  EXPECT_TRUE(state.folder.backfilled);
  const auto accounting = AccountRepository(archive_.database()).accounting(state.folder);
  EXPECT_EQ(accounting.filed, 2);
  EXPECT_EQ(accounting.skipped, 1);
  EXPECT_EQ(accounting.gone, 1);
  expect_clean();
}

TEST_F(IntakeTest, after_a_new_uidvalidity_old_deliveries_are_gone_only_when_the_rescan_is_whole) {
  const auto made = mail("one", noon);
  const auto added = archive_.file(made);
  archive_.intake.begin();
  archive_.intake.start_over(archive_.inbox, 8);
  EXPECT_TRUE(archive_.intake.open_folder("anna", "INBOX", FolderRole::inbox).accounted.empty());
  archive_.intake.settle(archive_.inbox, {8, 1, 0, 1, false});
  archive_.intake.commit();
  EXPECT_FALSE(archive_.messages().deliveries_of(added.message)[0].gone_at);
  archive_.intake.begin();
  EXPECT_TRUE(archive_.intake.add_delivery(added.message, made.raw, {}, {archive_.inbox, 8, 1, noon, 0, false, 0}));
  archive_.intake.settle(archive_.inbox, {8, 2, 0, 1, true});
  archive_.intake.commit();
  const auto deliveries = archive_.messages().deliveries_of(added.message);
  ASSERT_EQ(deliveries.size(), 2U);
  EXPECT_TRUE(deliveries[0].gone_at);
  EXPECT_FALSE(deliveries[1].gone_at);
  expect_clean();
}

TEST_F(IntakeTest, uids_handed_out_again_count_for_other_mail_and_what_was_filed_stays) {
  const auto first = archive_.file(mail("one", noon));
  archive_.intake.begin();
  archive_.intake.set_aside(archive_.inbox, {{1, 1}});
  archive_.intake.commit();
  EXPECT_FALSE(archive_.intake.is_accounted(archive_.delivery(1)));
  EXPECT_TRUE(archive_.messages().deliveries_of(first.message).at(0).gone_at.has_value());
  archive_.next_uid = 1;
  const auto second = archive_.file(mail("two", noon));
  EXPECT_TRUE(second.fresh);
  EXPECT_NE(second.message, first.message);
  // And once more: each of them has a place of its own.
  archive_.intake.begin();
  archive_.intake.set_aside(archive_.inbox, {{1, 5}});
  EXPECT_TRUE(archive_.intake.add_delivery(first.message, mail("one", noon).raw, {}, archive_.delivery(1)));
  archive_.intake.settle(archive_.inbox, {7, 2, 0, 1, true});
  archive_.intake.commit();
  EXPECT_EQ(archive_.messages().deliveries_of(first.message).size(), 2U);
  expect_clean();
}

TEST_F(IntakeTest, what_was_skipped_is_asked_for_again_after_a_day) {
  archive_.intake.begin();
  archive_.intake.skip(archive_.inbox, 7, 1, "the server said no");
  archive_.intake.skip(archive_.inbox, 7, 2, "the server said no");
  archive_.intake.commit();
  archive_.database().run("UPDATE delivery SET taken_at = taken_at - 90000 WHERE uid = 2");
  archive_.intake.begin();
  const auto state = archive_.intake.open_folder("anna", "INBOX", FolderRole::inbox);
  archive_.intake.commit();
  EXPECT_EQ(state.accounted, (UidRanges{{1, 1}}));
  expect_clean();
}

TEST_F(IntakeTest, a_folder_the_server_no_longer_lists_is_marked_and_comes_back) {
  archive_.intake.begin();
  archive_.intake.report_folders("anna", std::vector<std::string>{"Sent"});
  archive_.intake.commit();
  EXPECT_TRUE(AccountRepository(archive_.database()).find_folder(archive_.inbox)->gone_at);
  archive_.intake.begin();
  archive_.intake.report_folders("anna", std::vector<std::string>{"INBOX"});
  archive_.intake.report_account("anna", "login refused");
  archive_.intake.commit();
  EXPECT_FALSE(AccountRepository(archive_.database()).find_folder(archive_.inbox)->gone_at);
  EXPECT_EQ(AccountRepository(archive_.database()).find_by_name("anna")->state, "failing");
}

TEST_F(IntakeTest, a_folder_without_a_server_numbers_its_own_mail) {
  EXPECT_EQ(archive_.intake.next_local_uid(archive_.inbox), 1U);
  archive_.file(mail("one", noon));
  EXPECT_EQ(archive_.intake.next_local_uid(archive_.inbox), 2U);
}

}  // namespace
}  // namespace tradewind::crm

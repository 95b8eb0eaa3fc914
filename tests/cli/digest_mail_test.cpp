#include "cli/full/digest_mail.hpp"

#include <gtest/gtest.h>

#include "archiver/mime/parse.hpp"
#include "crm_core/service/leads.hpp"
#include "crm_core/service/records.hpp"
#include "crm_core/service/tasks.hpp"
#include "crm_core/store/rule_repository.hpp"
#include "tests/cli/smtp_sink.hpp"
#include "tests/crm_core/archive.hpp"

namespace tradewind::cli {
namespace {

using crm::testing::administrator;
using tradewind::testing::SmtpSink;

class DigestMail : public ::testing::Test {
 protected:
  DigestMail() {
    amy_ = archive_.user("amy");
    bo_ = archive_.user("bo");
    crm::Customer customer;
    customer.name = "Bo's secret customer";
    customer.owner_id = bo_;
    const auto hidden = crm::Records(archive_.store).add_customer(administrator(), customer).value();
    crm::Task task;
    task.title = "Send the sample";
    task.owner_id = amy_;
    task.due_at = now() - 86'400;
    task.about_type = crm::RecordType::customer;
    task.about_id = hidden;
    EXPECT_TRUE(crm::Tasks(archive_.store).add(administrator(), task));
    task.title = "Next month";
    task.due_at = now() + 30 * 86'400;
    EXPECT_TRUE(crm::Tasks(archive_.store).add(administrator(), task));
    auto inquiry = crm::testing::mail("a", now() - 30 * 3'600);
    inquiry.filing.lead = crm::LeadDraft{};
    inquiry.filing.lead->company = "Müller 园艺";
    const auto lead = *archive_.file(inquiry).lead;
    EXPECT_TRUE(crm::Leads(archive_.store).assign(administrator(), lead, amy_, ""));
    crm::RuleRepository(archive_.database()).notify({0, amy_, now(), "A big order", {}, {}, "rule 1"});
  }
  Settings settings(const std::string& url) {
    Settings made;
    made.nightly.digests = true;
    made.nightly.report_from = "crm@own.example";
    made.nightly.smtp_url = url;
    return made;
  }
  int send(const std::string& url, std::size_t problems) {
    std::vector<std::string> told;
    const auto sent = mail_digests(archive_.store, crm::Actor::system("nightly", "test"), settings(url), told);
    EXPECT_EQ(told.size(), problems);
    return sent.value();
  }

  crm::testing::Archive archive_;
  crm::RecordId amy_ = 0, bo_ = 0;
};

TEST_F(DigestMail, TellsEachOnceADayWhatIsDueAndNothingHeMayNotSee) {
  SmtpSink sink;
  EXPECT_EQ(send(sink.url(), 0), 1) << "bo has nothing to read";
  EXPECT_EQ(send(sink.url(), 0), 0) << "once a day";
  sink.stop();
  ASSERT_EQ(sink.messages().size(), 1U);
  const auto mail = archiver::parse_message(sink.messages().front());
  EXPECT_EQ(mail.to.front().address, "amy@own.example");
  EXPECT_EQ(mail.subject, "Tradewind: 3 for today");
  const std::string& text = mail.body.whole;
  EXPECT_NE(text.find("Müller 园艺"), std::string::npos) << text;
  EXPECT_NE(text.find("late"), std::string::npos);
  EXPECT_NE(text.find("Overdue"), std::string::npos);
  EXPECT_NE(text.find("Send the sample"), std::string::npos);
  EXPECT_NE(text.find("A big order"), std::string::npos);
  EXPECT_EQ(text.find("Next month"), std::string::npos);
  EXPECT_EQ(text.find("secret"), std::string::npos) << "the customer is bo's";
  EXPECT_EQ(*mail.header("Auto-Submitted"), "auto-generated");
}

TEST_F(DigestMail, IsSentAgainWhenItWasRefused) {
  SmtpSink refusing(true);
  EXPECT_EQ(send(refusing.url(), 1), 0);
  refusing.stop();
  SmtpSink sink;
  EXPECT_EQ(send(sink.url(), 0), 1);
  sink.stop();
}

TEST_F(DigestMail, IsForTheNightlyJobToSend) {
  const crm::Actor amy{amy_, "amy", crm::Role::rep, "test"};
  EXPECT_EQ(crm::digests(archive_.store, amy).error().fault, Fault::forbidden);
}

}  // namespace
}  // namespace tradewind::cli

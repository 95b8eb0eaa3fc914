#include "cli/full/nightly_mail.hpp"

#include <gtest/gtest.h>

#include "archiver/mime/parse.hpp"
#include "tests/cli/smtp_sink.hpp"

namespace tradewind::cli {
namespace {

using tradewind::testing::SmtpSink;

crm::NightlyReport report() {
  crm::NightlyReport report;
  report.started_at = 1795000000;
  report.finished_at = 1795000060;
  report.acts.push_back({"assign", "lead 12", "assigned to li", "next in turn", true});
  report.acts.push_back({"retry", "message 7", "still quarantined", "von Müller 报价\x1b[31m", false});
  return report;
}

Settings settings(const std::string& url) {
  Settings settings;
  settings.firm.name = "青岛海风工具有限公司";
  settings.nightly.report_to = {"boss@seaforth.example", "second@seaforth.example"};
  settings.nightly.report_from = "crm@seaforth.example";
  settings.nightly.smtp_url = url;
  return settings;
}

TEST(NightlyMail, ArrivesAtARealServerAndReadsAsWritten) {
  SmtpSink sink;
  const auto sent = mail_report(report(), settings(sink.url()));
  ASSERT_TRUE(sent) << sent.error().message;
  sink.stop();
  ASSERT_EQ(sink.messages().size(), 1U);
  const auto mail = archiver::parse_message(sink.messages().front());
  EXPECT_EQ(mail.subject, "Tradewind of 青岛海风工具有限公司: 1 done, 1 need a look");
  ASSERT_EQ(mail.to.size(), 2U);
  EXPECT_EQ(mail.to[1].address, "second@seaforth.example");
  EXPECT_NE(mail.body.whole.find("lead 12: assigned to li (next in turn)"), std::string::npos) << mail.body.whole;
  EXPECT_NE(mail.body.whole.find("von Müller 报价[31m"), std::string::npos) << "escape sequences stay out of it";
  EXPECT_EQ(*mail.header("Auto-Submitted"), "auto-generated");
}

TEST(NightlyMail, SaysWhyItWasRefused) {
  SmtpSink sink(true);
  const auto sent = mail_report(report(), settings(sink.url()));
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().fault, Fault::refused) << sent.error().message;
}

TEST(NightlyMail, SaysWhenNobodyIsThere) {
  SmtpSink gone;
  const std::string url = gone.url();
  gone.stop();
  const auto sent = mail_report(report(), settings(url));
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().fault, Fault::network);
}

TEST(NightlyMail, IsNotSentWhenNobodyIsToHaveIt) {
  Settings nobody = settings("smtp://127.0.0.1:1");
  nobody.nightly.report_to.clear();
  EXPECT_TRUE(mail_report(report(), nobody));
}

TEST(NightlyMail, NeedsASenderAndAServer) {
  const auto sent = mail_report(report(), settings(""));
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().fault, Fault::invalid);
}

}  // namespace
}  // namespace tradewind::cli

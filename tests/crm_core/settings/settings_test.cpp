#include "crm_core/settings/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "tests/support/temporary_directory.hpp"

namespace tradewind {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

Result<Settings> parse(const std::string& text) { return parse_settings(text, "/etc/tradewind/tradewind.toml"); }

constexpr const char* account_start = "[[account]]\nhost = \"mail.example.com\"\nuser = \"ada\"\n";

std::string account(const std::string& more) { return account_start + more; }

TEST(Settings, reads_every_key) {
  const auto settings = parse(R"(
data = "/var/lib/tradewind"
log_level = "debug"
[firm]
name = "Acme Export"
own_domains = ["Acme.Example"]
home_country = "CN"
default_charset = "gb18030"
[sync]
poll_seconds = 60
size_limit_mb = 20
backfill_slice = 100
connections = 4
[[account]]
name = "sales"
host = "imap.example.com"
port = 10993
security = "starttls"
user = "sales@acme.example"
password_file = "secrets/sales"
master_user = "archive"
folders = ["INBOX", "Customers/*"]
exclude = ["*/Old"]
include_roles = ["junk"]
allow_plaintext = true
ca_file = "/etc/ssl/own.pem"
owner = "wang"
[[account]]
name = "cloud"
host = "imap.example.org"
user = "li@acme.example"
[account.oauth2]
token_endpoint = "https://login.example.org/token"
client_id = "abc"
client_secret_command = "secret-tool lookup x"
refresh_token_file = "/var/lib/tradewind/li.token"
scope = "mail"
[nightly]
report_to = ["boss@acme.example"]
report_from = "crm@acme.example"
smtp_url = "smtps://smtp.example.com"
)");
  ASSERT_TRUE(settings) << settings.error().message;
  EXPECT_EQ(settings->data, "/var/lib/tradewind");
  EXPECT_EQ(settings->log_level, "debug");
  EXPECT_EQ(settings->firm.name, "Acme Export");
  EXPECT_THAT(settings->firm.own_domains, ElementsAre("acme.example"));
  EXPECT_EQ(settings->firm.home_country, "CN");
  EXPECT_EQ(settings->firm.default_charset, "gb18030");
  EXPECT_EQ(settings->sync.poll, std::chrono::seconds(60));
  EXPECT_EQ(settings->sync.size_limit_bytes, 20u << 20);
  EXPECT_EQ(settings->sync.backfill_slice, 100u);
  EXPECT_EQ(settings->sync.connections, 4u);
  ASSERT_EQ(settings->accounts.size(), 2u);
  const auto& sales = settings->accounts[0];
  EXPECT_EQ(sales.port, 10993);
  EXPECT_EQ(sales.security, AccountSecurity::starttls);
  EXPECT_EQ(sales.master_user, "archive");
  ASSERT_TRUE(sales.password);
  EXPECT_EQ(sales.password->kind, SecretSource::Kind::file);
  EXPECT_EQ(sales.password->value, "/etc/tradewind/secrets/sales") << "relative to the configuration";
  EXPECT_THAT(sales.folders, ElementsAre("INBOX", "Customers/*"));
  EXPECT_THAT(sales.exclude, ElementsAre("*/Old"));
  EXPECT_THAT(sales.include_roles, ElementsAre(crm::FolderRole::junk));
  EXPECT_TRUE(sales.allow_plaintext);
  EXPECT_EQ(sales.owner, "wang");
  const auto& cloud = settings->accounts[1];
  ASSERT_TRUE(cloud.oauth2);
  EXPECT_EQ(cloud.oauth2->client_secret->value, "secret-tool lookup x");
  EXPECT_FALSE(cloud.password);
  EXPECT_THAT(settings->nightly.report_to, ElementsAre("boss@acme.example"));
}

TEST(Settings, default_port_follows_security) {
  EXPECT_EQ(parse(account("credential = \"a\""))->accounts[0].port, 993);
  EXPECT_EQ(parse(account("credential = \"a\"\nsecurity = \"starttls\""))->accounts[0].port, 143);
  EXPECT_EQ(parse(account("credential = \"a\"\nsecurity = \"plain\""))->accounts[0].port, 143);
  EXPECT_EQ(parse(account("credential = \"a\""))->accounts[0].name, "ada") << "the name defaults to the user";
}

struct Mistake {
  const char* text;
  const char* message;  // as it starts
  const char* hint;
};

TEST(Settings, each_mistake_is_named_with_file_line_and_key) {
  const Mistake mistakes[] = {
      {"[firm]\nname = 3", "/etc/tradewind/tradewind.toml:2: firm.name: must be text", ""},
      {"\n\n[firm]\nown_domain = [\"a.example\"]", "/etc/tradewind/tradewind.toml:4: firm.own_domain: unknown key",
       "own_domains"},
      {"[snyc]\npoll_seconds = 3", "/etc/tradewind/tradewind.toml:1: snyc: unknown key", "sync"},
      {"[sync]\npoll_seconds = 0",
       "/etc/tradewind/tradewind.toml:2: sync.poll_seconds: must be a whole number from 1 to 86400", ""},
      {"[sync]\npoll_seconds = \"5\"", "/etc/tradewind/tradewind.toml:2: sync.poll_seconds", ""},
      {"[firm]\nhome_country = \"China\"", "/etc/tradewind/tradewind.toml:2: firm.home_country", ""},
      {"[firm]\nown_domains = [\"sales@a.example\"]", "/etc/tradewind/tradewind.toml:2: firm.own_domains",
       "example.com"},
      {"[account]\nhost = \"a\"", "/etc/tradewind/tradewind.toml:1: account: must be written [[account]]", ""},
      {"[[account]]\nuser = \"a\"\ncredential = \"a\"", "/etc/tradewind/tradewind.toml:1: account.host: is missing",
       ""},
      {"log_level = \"loud\"", "/etc/tradewind/tradewind.toml:1: log_level: must be", ""},
      {"data = [", "/etc/tradewind/tradewind.toml:1: ", ""},
      {"[nightly]\nreport_to = [\"a@b.example\"]\nsmtp_url = \"smtp://x\"",
       "/etc/tradewind/tradewind.toml:1: nightly.report_from: is missing", ""},
      {"[nightly]\ndigests = true", "/etc/tradewind/tradewind.toml:1: nightly.report_from: is missing", ""},
      {"[nightly]\nsmtp_url = \"smtp://u:p@x\"", "/etc/tradewind/tradewind.toml:2: nightly.smtp_url", "smtp_user"},
  };
  for (const auto& mistake : mistakes) {
    const auto settings = parse(mistake.text);
    ASSERT_FALSE(settings) << mistake.text;
    EXPECT_THAT(settings.error().message, StartsWith(mistake.message));
    EXPECT_THAT(settings.error().hint, HasSubstr(mistake.hint));
  }
}

TEST(Settings, account_needs_exactly_one_way_to_log_in) {
  for (const char* more :
       {"", "password_file = \"a\"\ncredential = \"b\"", "password_command = \"a\"\npassword_file = \"b\"",
        "credential = "
        "\"b\"\n[account.oauth2]\ntoken_endpoint=\"https://a\"\nclient_id=\"b\"\nrefresh_token_file=\"c\""})
    EXPECT_FALSE(parse(account(more))) << more;
  const auto clear = parse(account("password = \"hunter2\"\n"));
  ASSERT_FALSE(clear);
  EXPECT_THAT(clear.error().message, ::testing::Not(HasSubstr("hunter2")));
}

TEST(Settings, two_accounts_of_one_name_are_refused) {
  const auto settings = parse(account("credential = \"a\"\n") + account("credential = \"a\"\n"));
  ASSERT_FALSE(settings);
  EXPECT_THAT(settings.error().message, HasSubstr(":5: account.name: there are two accounts \"ada\""));
}

TEST(Settings, absent_file_is_not_found) {
  const auto settings = load_settings("/nonexistent/tradewind.toml");
  ASSERT_FALSE(settings);
  EXPECT_EQ(settings.error().fault, Fault::not_found);
}

TEST(Settings, load_reads_the_file) {
  const testing::TemporaryDirectory directory;
  std::ofstream(directory / "t.toml") << "data = \"store\"\n";
  const auto settings = load_settings(directory / "t.toml");
  ASSERT_TRUE(settings) << settings.error().message;
  EXPECT_EQ(settings->data, directory / "store");
}

TEST(Settings, what_qualifies_a_lead_is_a_list_of_known_conditions) {
  EXPECT_FALSE(parse("[nightly]\n")->nightly.qualified) << "as the store has it";
  const auto chosen = parse("[nightly]\nqualified = [\"order\", \"quotation\"]\n");
  ASSERT_TRUE(chosen) << chosen.error().message;
  EXPECT_EQ(chosen->nightly.qualified, (crm::Qualification{false, true, true}));
  EXPECT_EQ(parse("[nightly]\nqualified = []\n")->nightly.qualified, (crm::Qualification{false, false, false}));
  const auto wrong = parse("[nightly]\nqualified = [\"payment\"]\n");
  ASSERT_FALSE(wrong);
  EXPECT_THAT(wrong.error().message, HasSubstr("tradewind.toml:2"));
  EXPECT_THAT(wrong.error().message, HasSubstr("payment"));
}

TEST(Settings, the_firms_platform_templates_are_a_directory_that_exists) {
  const ::tradewind::testing::TemporaryDirectory directory;
  std::filesystem::create_directory(directory / "platforms");
  const auto found = parse_settings("[archiver]\nplatform_directory = \"platforms\"\n", directory / "tradewind.toml");
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->archiver.platform_directory, directory / "platforms");
  const auto missing = parse_settings("[archiver]\nplatform_directory = \"none\"\n", directory / "tradewind.toml");
  ASSERT_FALSE(missing);
  EXPECT_THAT(missing.error().message, HasSubstr("platform_directory"));
}

}  // namespace
}  // namespace tradewind

#include "crm_core/settings/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include "crm_core/settings/section.hpp"

namespace tradewind {

namespace {

using settings_file::Diagnosis;
using settings_file::Section;

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

struct SecretKeys {
  const char* command;
  const char* file;
  const char* credential;
};
constexpr SecretKeys password_keys{"password_command", "password_file", "credential"};

// At most one of the three; the caller says whether none will do.
std::optional<SecretSource> read_secret_source(Section& section, const SecretKeys& keys) {
  std::string command;
  std::filesystem::path file;
  std::string credential;
  section.read(keys.command, command);
  section.read_path(keys.file, file);
  section.read(keys.credential, credential);
  const int given = int{!command.empty()} + int{!file.empty()} + int{!credential.empty()};
  if (given > 1)
    section.wrong(keys.command, fmt::format("give only one of {}, {}, {}", keys.command, keys.file, keys.credential));
  if (credential.find('/') != std::string::npos)
    section.wrong(keys.credential, "must be the name of a credential, not a path");
  if (!command.empty()) return SecretSource{SecretSource::Kind::command, command};
  if (!file.empty()) return SecretSource{SecretSource::Kind::file, file.native()};
  if (!credential.empty()) return SecretSource{SecretSource::Kind::credential, credential};
  return {};
}

void read_firm(const toml::table& table, Diagnosis& diagnosis, FirmSettings& firm) {
  Section section(table, "firm", diagnosis);
  section.read("name", firm.name);
  section.read("own_domains", firm.own_domains);
  for (auto& domain : firm.own_domains) {
    domain = lower(domain);
    if (domain.find('@') != std::string::npos || domain.find('.') == std::string::npos)
      section.wrong("own_domains", fmt::format("\"{}\" is no mail domain", domain), "write \"example.com\"");
  }
  section.read("home_country", firm.home_country);
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (!firm.home_country.empty() &&
      (firm.home_country.size() != 2 || !is_capital(firm.home_country[0]) || !is_capital(firm.home_country[1])))
    section.wrong("home_country", "must be a country code of two capital letters (ISO 3166-1), such as \"CN\"");
  section.read("default_charset", firm.default_charset);
  section.refuse_unknown();
}

void read_sync(const toml::table& table, Diagnosis& diagnosis, SyncSettings& sync) {
  Section section(table, "sync", diagnosis);
  if (const auto seconds = section.whole_number("poll_seconds", 1, 86'400)) sync.poll = std::chrono::seconds(*seconds);
  if (const auto megabytes = section.whole_number("size_limit_mb", 1, 2000))
    sync.size_limit_bytes = static_cast<std::uint64_t>(*megabytes) << 20;
  section.read("backfill_slice", sync.backfill_slice, 1, 100'000);
  section.read("connections", sync.connections, 1, 64);
  section.refuse_unknown();
}

void read_archiver(const toml::table& table, Diagnosis& diagnosis, ArchiverSettings& archiver) {
  Section section(table, "archiver", diagnosis);
  section.read_path("platform_directory", archiver.platform_directory);
  std::error_code ignored;
  if (!archiver.platform_directory.empty() && !std::filesystem::is_directory(archiver.platform_directory, ignored))
    section.wrong("platform_directory", fmt::format("{} is no directory", archiver.platform_directory.native()));
  section.refuse_unknown();
}

void read_qualified(Section& section, std::optional<crm::Qualification>& qualified) {
  if (!section.has("qualified")) return;
  std::vector<std::string> words;
  section.read("qualified", words);
  qualified = crm::Qualification{false, false, false};
  for (const auto& word : words) {
    const auto found = std::find_if(crm::qualification_names.begin(), crm::qualification_names.end(),
                                    [&](const auto& name) { return name.text == word; });
    if (found == crm::qualification_names.end())
      return section.wrong("qualified",
                           fmt::format("\"{}\" is none of \"wrote_again\", \"quotation\", \"order\"", word),
                           "a rep's own word always qualifies a lead");
    (*qualified).*found->condition = true;
  }
}

void read_nightly(const toml::table& table, Diagnosis& diagnosis, NightlySettings& nightly) {
  Section section(table, "nightly", diagnosis);
  read_qualified(section, nightly.qualified);
  section.read("report_to", nightly.report_to);
  section.read("report_from", nightly.report_from);
  section.read("digests", nightly.digests);
  section.read("smtp_url", nightly.smtp_url);
  section.read("smtp_user", nightly.smtp_user);
  nightly.smtp_password = read_secret_source(section, password_keys);
  if (!nightly.smtp_url.empty() && !nightly.smtp_url.starts_with("smtp://") &&
      !nightly.smtp_url.starts_with("smtps://"))
    section.wrong("smtp_url", "must start with smtp:// or smtps://");
  if (nightly.smtp_url.find('@') != std::string::npos)
    section.wrong("smtp_url", "must hold no user and no password", "use smtp_user and password_file");
  if (!nightly.report_to.empty() || nightly.digests) {
    section.require("report_from", nightly.report_from);
    section.require("smtp_url", nightly.smtp_url);
  }
  section.refuse_unknown();
}

OAuth2Settings read_oauth2(const toml::table& table, Diagnosis& diagnosis) {
  Section section(table, "account.oauth2", diagnosis);
  OAuth2Settings oauth2;
  section.read("token_endpoint", oauth2.token_endpoint);
  section.require("token_endpoint", oauth2.token_endpoint);
  section.read("client_id", oauth2.client_id);
  section.require("client_id", oauth2.client_id);
  oauth2.client_secret =
      read_secret_source(section, {"client_secret_command", "client_secret_file", "client_secret_credential"});
  section.read_path("refresh_token_file", oauth2.refresh_token_file);
  section.require("refresh_token_file", oauth2.refresh_token_file.native());
  section.read("scope", oauth2.scope);
  section.refuse_unknown();
  return oauth2;
}

void read_security(Section& section, AccountSettings& account) {
  static constexpr std::array<std::string_view, 3> names{"tls", "starttls", "plain"};
  std::string security = "tls";
  section.read("security", security);
  const auto found = std::find(names.begin(), names.end(), security);
  if (found == names.end())
    section.wrong("security", "must be \"tls\", \"starttls\" or \"plain\"");
  else
    account.security = static_cast<AccountSecurity>(found - names.begin());
  account.port = account.security == AccountSecurity::tls ? 993 : 143;  // RFC 8314 §3.2, RFC 9051 §2.1
  section.read("port", account.port, 1, 65'535);
  section.read("allow_plaintext", account.allow_plaintext);
  section.read_path("ca_file", account.ca_file);
}

void read_folder_choice(Section& section, AccountSettings& account) {
  section.read("folders", account.folders);
  section.read("exclude", account.exclude);
  std::vector<std::string> roles;
  section.read("include_roles", roles);
  for (const auto& text : roles) {
    const auto role = crm::folder_role_from_text(text);
    if (role == crm::FolderRole::junk || role == crm::FolderRole::trash || role == crm::FolderRole::drafts ||
        role == crm::FolderRole::all)
      account.include_roles.push_back(*role);
    else
      section.wrong("include_roles", fmt::format("\"{}\" is none of \"junk\", \"trash\", \"drafts\", \"all\"", text));
  }
}

AccountSettings read_account(const toml::table& table, Diagnosis& diagnosis) {
  Section section(table, "account", diagnosis);
  AccountSettings account;
  section.read("host", account.host);
  section.require("host", account.host);
  section.read("user", account.user);
  section.require("user", account.user);
  account.name = account.user;
  section.read("name", account.name);
  section.require("name", account.name);
  section.read("master_user", account.master_user);
  section.read("owner", account.owner);
  read_security(section, account);
  read_folder_choice(section, account);
  account.password = read_secret_source(section, password_keys);
  if (section.has("password"))
    section.wrong("password", "a password does not belong in the configuration",
                  "use password_file or password_command");
  if (const toml::table* oauth2 = section.table("oauth2")) account.oauth2 = read_oauth2(*oauth2, diagnosis);
  if (account.password.has_value() == account.oauth2.has_value())
    section.wrong("password_file", "give exactly one of password_command, password_file, credential, [account.oauth2]");
  section.refuse_unknown();
  return account;
}

void refuse_doubles(const std::vector<AccountSettings>& accounts, const std::vector<const toml::table*>& tables,
                    Diagnosis& diagnosis) {
  for (std::size_t i = 0; i < accounts.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (accounts[i].name == accounts[j].name)
        return diagnosis.wrong(tables[i]->source(), "account.name",
                               fmt::format("there are two accounts \"{}\"", accounts[i].name));
}

}  // namespace

Result<Settings> parse_settings(std::string_view text, const std::filesystem::path& file) {
  Settings settings;
  toml::table table;
  try {
    table = toml::parse(text, file.native());
  } catch (const toml::parse_error& error) {
    return fail(Fault::invalid,
                fmt::format("{}:{}: {}", file.native(), error.source().begin.line, error.description()));
  }
  Diagnosis diagnosis(file);
  Section section(table, "", diagnosis);
  section.read_path("data", settings.data);
  section.read("log_level", settings.log_level);
  static constexpr std::array<std::string_view, 4> levels{"debug", "info", "warning", "error"};
  if (std::find(levels.begin(), levels.end(), settings.log_level) == levels.end())
    section.wrong("log_level", "must be \"debug\", \"info\", \"warning\" or \"error\"");
  if (const toml::table* firm = section.table("firm")) read_firm(*firm, diagnosis, settings.firm);
  if (const toml::table* sync = section.table("sync")) read_sync(*sync, diagnosis, settings.sync);
  if (const toml::table* archiver = section.table("archiver")) read_archiver(*archiver, diagnosis, settings.archiver);
  if (const toml::table* nightly = section.table("nightly")) read_nightly(*nightly, diagnosis, settings.nightly);
  const auto accounts = section.tables("account");
  for (const toml::table* account : accounts) settings.accounts.push_back(read_account(*account, diagnosis));
  refuse_doubles(settings.accounts, accounts, diagnosis);
  section.refuse_unknown();
  if (diagnosis.error()) return tl::unexpected<Error>(*diagnosis.error());
  return settings;
}

Result<Settings> load_settings(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::error_code ignored;
  if (!stream)
    return fail(std::filesystem::exists(file, ignored) ? Fault::io : Fault::not_found,
                fmt::format("cannot read {}", file.native()));
  std::ostringstream text;
  text << stream.rdbuf();
  if (stream.bad()) return fail(Fault::io, fmt::format("cannot read {}", file.native()));
  return parse_settings(text.str(), file);
}

}  // namespace tradewind

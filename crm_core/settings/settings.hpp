// Settings: what the administrator writes in tradewind.toml. Read once at start and again on SIGHUP; a plain value
// afterwards.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/model/mail.hpp"
#include "crm_core/model/qualification.hpp"
#include "crm_core/settings/secret.hpp"

namespace tradewind {

struct FirmSettings {
  std::string name;
  std::vector<std::string> own_domains;  // lower case; mail from them is our own
  std::string home_country;              // ISO 3166-1 alpha-2, upper case; "" if not given
  std::string default_charset;           // of unlabelled 8-bit mail; "" if not given
};

struct SyncSettings {
  std::chrono::seconds poll{300};                            // between two looks at a folder that nothing is heard of
  std::uint64_t size_limit_bytes = std::uint64_t{50} << 20;  // of a message above it only the header is taken
  std::uint32_t backfill_slice = 500;                        // messages of the first window of a backfill
  unsigned connections = 8;                                  // logins under way at the same time
};

enum class AccountSecurity { tls, starttls, plain };

struct OAuth2Settings {
  std::string token_endpoint;
  std::string client_id;
  std::optional<SecretSource> client_secret;  // nothing for public clients
  std::filesystem::path refresh_token_file;   // rewritten when the server gives a new one
  std::string scope;
  friend bool operator==(const OAuth2Settings&, const OAuth2Settings&) = default;
};

struct AccountSettings {
  std::string name;  // unique
  std::string host;
  std::uint16_t port = 993;
  AccountSecurity security = AccountSecurity::tls;
  std::string user;
  std::string master_user;               // not empty: log in as master_user, act for user (SASL authorization identity)
  std::optional<SecretSource> password;  // exactly one of password and oauth2
  std::optional<OAuth2Settings> oauth2;
  std::vector<std::string> folders{"*"};  // patterns with * and ?, letter case aside
  std::vector<std::string> exclude;
  std::vector<crm::FolderRole> include_roles;  // of junk, trash, drafts, all: off unless named here
  bool allow_plaintext = false;                // a login in the clear to a host that is not this machine
  std::filesystem::path ca_file;               // empty: the system's authorities
  std::string owner;                           // login of the crm user whose mailbox it is; "" if none
  friend bool operator==(const AccountSettings&, const AccountSettings&) = default;
};

struct ArchiverSettings {
  std::filesystem::path platform_directory;  // templates of the firm's own (docs/platform-templates.md); empty: none
};

struct NightlySettings {
  std::optional<crm::Qualification> qualified;  // what qualifies a lead; nothing: as the store has it
  std::vector<std::string> report_to;           // empty: no mail
  std::string report_from;
  bool digests = false;   // a daily mail to each of our people: what is due, who waits, what rules told
  std::string smtp_url;   // smtp://host:port or smtps://host:port
  std::string smtp_user;  // "" for no login
  std::optional<SecretSource> smtp_password;
};

struct Settings {
  std::filesystem::path data;      // empty: not given
  std::string log_level = "info";  // debug, info, warning or error
  FirmSettings firm;
  SyncSettings sync;
  ArchiverSettings archiver;
  std::vector<AccountSettings> accounts;
  NightlySettings nightly;
};

// Fault::not_found if there is no such file, Fault::io if it cannot be read, Fault::invalid for what is wrong in it:
// the message starts with FILE:LINE and names the key, unknown keys come with the near one as a hint. Relative paths in
// the file are taken from the file's own directory. Secrets are named here, not read: see read_secret().
[[nodiscard]] Result<Settings> load_settings(const std::filesystem::path& file);
// The same from text; `file` is for messages and relative paths only.
[[nodiscard]] Result<Settings> parse_settings(std::string_view text, const std::filesystem::path& file);

}  // namespace tradewind

// A throwaway Dovecot on a free loopback port, for tests, the benchmark and the quickstart: own directory, own
// configuration, Maildir mailboxes; gone with the object. Runs as root (mail is then owned by nobody) and as any
// ordinary user.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/temporary_directory.hpp"

namespace tradewind::testing {

struct DovecotOptions {
  std::vector<std::pair<std::string, std::string>> users{{"anna@example.test", "secret"}};  // name, password
  std::pair<std::string, std::string>
      master_user{};           // may read every mailbox by SASL authzid; none if the name is empty
  bool tls = false;            // STARTTLS on port(), TLS on tls_port(), certificate in ca_file()
  std::string capabilities{};  // what it says it can do; empty: all it can ("IMAP4rev1 IDLE" for an old server)
  std::string certificate_host = "localhost";  // whom the certificate is for, besides 127.0.0.1 if it is localhost
  unsigned connections_per_user = 1000;
  std::string introspection_url{};             // takes OAuth2 tokens too, asking there whether they are good
};

// What dovecot.conf is made of.
struct DovecotLayout {
  std::filesystem::path directory;
  std::uint16_t port = 0;
  std::uint16_t tls_port = 0;  // 0: no TLS
  std::string login_user;      // who the processes that face the network run as
  std::string internal_user;   // who the other helpers run as
  std::string mail_user;       // who owns the mail
  std::string mail_group;
  bool master_user = false;
  std::string capabilities;
  bool oauth2 = false;
  unsigned connections_per_user = 1000;
};

// The whole configuration file, for Dovecot 2.3.
[[nodiscard]] std::string dovecot_configuration(const DovecotLayout& layout);

// Not thread-safe. Every function throws std::runtime_error, with Dovecot's log, when the server or a tool fails.
class Dovecot {
 public:
  explicit Dovecot(DovecotOptions options = {});
  ~Dovecot();
  Dovecot(const Dovecot&) = delete;
  Dovecot& operator=(const Dovecot&) = delete;

  [[nodiscard]] std::string host() const { return "127.0.0.1"; }
  [[nodiscard]] std::uint16_t port() const { return layout_.port; }
  [[nodiscard]] std::uint16_t tls_port() const { return layout_.tls_port; }
  [[nodiscard]] std::filesystem::path ca_file() const { return layout_.directory / "certificate.pem"; }
  [[nodiscard]] const std::filesystem::path& directory() const { return layout_.directory; }

  // Puts a message into a folder ("INBOX", "Sent", "客户/报价": UTF-8, '/' between levels), making the folder if need
  // be. Maildir `flags` as letters ("S" seen, "R" answered, "F" flagged ...): none means new. `received` becomes the
  // INTERNALDATE.
  void deliver(const std::string& user, const std::string& folder, std::string_view message,
               std::string_view flags = "", std::optional<std::int64_t> received = {});
  void make_folder(const std::string& user, const std::string& folder);
  [[nodiscard]] std::filesystem::path maildir(const std::string& user, const std::string& folder) const;

  // Runs doveadm with the server's configuration and gives its output:
  // doveadm({"expunge", "-u", user, "mailbox", "INBOX", "uid", "3"}), move, copy, flags, mailbox ...
  std::string doveadm(std::vector<std::string> arguments);

  void stop();   // lets it end, waits
  void kill();   // SIGKILL to it and to all its processes, at once
  void start();  // again, on the same port, with the same mail
  [[nodiscard]] std::string log() const;

 private:
  void write_files();
  void make_certificate();
  void own(const std::filesystem::path& path) const;
  void await_greeting();

  TemporaryDirectory directory_;
  DovecotOptions options_;
  DovecotLayout layout_;
  uid_t mail_uid_ = 0;
  gid_t mail_gid_ = 0;
  pid_t process_ = -1;
  std::uint64_t delivered_ = 0;
};

}  // namespace tradewind::testing

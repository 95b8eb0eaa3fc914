#include "tests/support/dovecot.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <netinet/in.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>

extern char** environ;

namespace tradewind::testing {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void give_up(const std::string& what) { throw std::runtime_error("dovecot for tests: " + what); }

void write_file(const fs::path& path, std::string_view text) {
  std::ofstream out(path, std::ios::binary);
  out << text;
  if (!out.flush()) give_up("cannot write " + path.string());
}

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class Socket {
 public:
  Socket() : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (descriptor_ < 0) give_up("no socket");
  }
  ~Socket() { ::close(descriptor_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  [[nodiscard]] int get() const { return descriptor_; }

 private:
  int descriptor_;
};

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

std::uint16_t free_port() {
  Socket socket;
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  if (::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0)
    give_up("no free port");
  return ntohs(address.sin_port);
}

// In a process group of its own, output into `output`.
pid_t spawn(const std::vector<std::string>& command, const fs::path& output) {
  std::vector<char*> arguments;
  for (const std::string& each : command) arguments.push_back(const_cast<char*>(each.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_adddup2(&actions, 1, 2);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  pid_t process = -1;
  const int error = ::posix_spawnp(&process, arguments[0], &actions, &attributes, arguments.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) give_up("cannot run " + command[0] + ": " + std::strerror(error));
  return process;
}

int wait_for(pid_t process) {
  int status = 0;
  while (::waitpid(process, &status, 0) < 0)
    if (errno != EINTR) give_up("waitpid failed");
  return status;
}

std::string run(const std::vector<std::string>& command, const fs::path& output) {
  const int status = wait_for(spawn(command, output));
  std::string text = read_file(output);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) give_up(command[0] + " failed: " + text);
  return text;
}

// True when the process ended within the time.
bool ended_within(pid_t process, std::chrono::milliseconds time) {
  const int watched = static_cast<int>(::syscall(SYS_pidfd_open, process, 0));
  if (watched < 0) give_up("pidfd_open failed");
  pollfd entry{watched, POLLIN, 0};
  const int ready = ::poll(&entry, 1, static_cast<int>(time.count()));
  ::close(watched);
  return ready > 0;
}

std::string user_name(uid_t uid) {
  const passwd* const entry = ::getpwuid(uid);
  if (entry == nullptr) give_up("the current user has no name");
  return entry->pw_name;
}

std::string group_name(gid_t gid) {
  const group* const entry = ::getgrgid(gid);
  if (entry == nullptr) give_up("the current group has no name");
  return entry->gr_name;
}

void replace_all(std::string& text, std::string_view name, std::string_view value) {
  for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size()))
    text.replace(at, name.size(), value);
}

// No line looks outside the directory, and nothing is chrooted: an ordinary user cannot.
constexpr std::string_view base_configuration = R"(base_dir = @DIRECTORY@/run
state_dir = @DIRECTORY@/state
log_path = @DIRECTORY@/dovecot.log
protocols = imap
listen = 127.0.0.1
default_login_user = @LOGIN_USER@
default_internal_user = @INTERNAL_USER@
default_internal_group = @INTERNAL_GROUP@
mail_uid = @MAIL_USER@
mail_gid = @MAIL_GROUP@
first_valid_uid = 1
first_valid_gid = 0
mail_location = maildir:~/Maildir:UTF-8
mail_fsync = never
mail_max_userip_connections = @CONNECTIONS@
mailbox_list_index = no
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
auth_master_user_separator = *
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
service imap-login {
  chroot =
  service_count = 0
  process_limit = 1
  client_limit = 2000
  inet_listener imap {
    port = @PORT@
  }
  inet_listener imaps {
    port = @TLS_PORT@
    ssl = @TLS@
  }
}
service imap {
  process_limit = 1000
}
service auth {
  unix_listener auth-userdb {
    mode = 0666
  }
}
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u @DIRECTORY@/users
}
userdb {
  driver = static
  args = uid=@MAIL_USER@ gid=@MAIL_GROUP@ home=@DIRECTORY@/mail/%u allow_all_users=yes
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Sent {
    auto = create
    special_use = \Sent
  }
  mailbox Drafts {
    auto = create
    special_use = \Drafts
  }
  mailbox Junk {
    auto = create
    special_use = \Junk
  }
  mailbox Trash {
    auto = create
    special_use = \Trash
  }
}
ssl = @TLS@
)";

constexpr std::string_view master_configuration = R"(passdb {
  driver = passwd-file
  master = yes
  args = scheme=PLAIN @DIRECTORY@/masters
}
)";

constexpr std::string_view oauth2_configuration = R"(auth_mechanisms = plain login xoauth2 oauthbearer
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = @DIRECTORY@/oauth2.conf
}
)";

constexpr std::string_view tls_configuration = R"(ssl_cert = <@DIRECTORY@/certificate.pem
ssl_key = <@DIRECTORY@/key.pem
)";

}  // namespace

std::string dovecot_configuration(const DovecotLayout& layout) {
  std::string text(base_configuration);
  if (layout.master_user) text += master_configuration;
  if (layout.oauth2) text += oauth2_configuration;
  if (layout.tls_port != 0) text += tls_configuration;
  if (!layout.capabilities.empty()) text += "imap_capability = " + layout.capabilities + "\n";
  const bool has_own_user = layout.internal_user != layout.mail_user;  // Debian's dovecot, whose group has its name
  replace_all(text, "@LOGIN_USER@", layout.login_user);
  replace_all(text, "@INTERNAL_USER@", layout.internal_user);
  replace_all(text, "@INTERNAL_GROUP@", has_own_user ? layout.internal_user : layout.mail_group);
  replace_all(text, "@MAIL_USER@", layout.mail_user);
  replace_all(text, "@MAIL_GROUP@", layout.mail_group);
  replace_all(text, "@CONNECTIONS@", std::to_string(layout.connections_per_user));
  replace_all(text, "@PORT@", std::to_string(layout.port));
  replace_all(text, "@TLS_PORT@", std::to_string(layout.tls_port));
  replace_all(text, "@TLS@", layout.tls_port != 0 ? "yes" : "no");
  replace_all(text, "@DIRECTORY@", layout.directory.string());
  return text;
}

Dovecot::Dovecot(DovecotOptions options) : options_(std::move(options)) {
  layout_.directory = directory_.path();
  // Dovecot's own users must be able to pass through.
  fs::permissions(layout_.directory, fs::perms::owner_all | fs::perms::group_exec | fs::perms::others_exec);
  layout_.port = free_port();
  layout_.tls_port = options_.tls ? free_port() : std::uint16_t{0};
  layout_.master_user = !options_.master_user.first.empty();
  layout_.capabilities = options_.capabilities;
  layout_.oauth2 = !options_.introspection_url.empty();
  layout_.connections_per_user = options_.connections_per_user;
  if (::geteuid() == 0) {
    const passwd* const nobody = ::getpwnam("nobody");
    if (nobody == nullptr) give_up("there is no user nobody");
    mail_uid_ = nobody->pw_uid;
    mail_gid_ = nobody->pw_gid;
    layout_.login_user = "dovenull";
    layout_.internal_user = "dovecot";
  } else {
    mail_uid_ = ::geteuid();
    mail_gid_ = ::getegid();
    layout_.login_user = layout_.internal_user = user_name(mail_uid_);
  }
  layout_.mail_user = user_name(mail_uid_);
  layout_.mail_group = group_name(mail_gid_);
  write_files();
  start();
}

Dovecot::~Dovecot() {
  try {
    kill();
  } catch (const std::exception&) {
    // The process is gone in any case that matters; the directory goes too.
  }
}

void Dovecot::write_files() {
  const fs::path& directory = layout_.directory;
  for (const char* name : {"run", "state", "mail"}) fs::create_directory(directory / name);
  own(directory / "mail");
  const auto passwords = [&](const fs::path& path, const std::vector<std::pair<std::string, std::string>>& users) {
    std::string lines;
    for (const auto& [name, password] : users) lines += name + ":{PLAIN}" + password + "\n";
    write_file(path, lines);
    // Read by the authentication process, which runs as Dovecot's internal user.
    fs::permissions(path,
                    fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read | fs::perms::others_read);
  };
  passwords(directory / "users", options_.users);
  if (layout_.master_user) passwords(directory / "masters", {options_.master_user});
  if (layout_.oauth2) {
    write_file(directory / "oauth2.conf",
               "introspection_mode = get\nintrospection_url = " + options_.introspection_url +
                   "\nactive_attribute = active\nactive_value = true\nusername_attribute = username\n");
    fs::permissions(directory / "oauth2.conf", fs::perms::owner_all | fs::perms::group_read | fs::perms::others_read);
  }
  if (options_.tls) make_certificate();
  for (const auto& [name, password] : options_.users) make_folder(name, "INBOX");
  write_file(directory / "dovecot.conf", dovecot_configuration(layout_));
}

void Dovecot::make_certificate() {
  const std::string directory = layout_.directory.string();
  const std::string& host = options_.certificate_host;
  run({"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
       "-subj", "/CN=" + host, "-addext", "subjectAltName=DNS:" + host + (host == "localhost" ? ",IP:127.0.0.1" : ""),
       "-keyout", directory + "/key.pem", "-out", directory + "/certificate.pem"},
      layout_.directory / "openssl.log");
}

void Dovecot::own(const fs::path& path) const {
  if (::geteuid() == 0 && ::chown(path.c_str(), mail_uid_, mail_gid_) != 0) give_up("cannot chown " + path.string());
}

fs::path Dovecot::maildir(const std::string& user, const std::string& folder) const {
  const fs::path root = layout_.directory / "mail" / user / "Maildir";
  if (folder == "INBOX") return root;
  std::string name = "." + folder;  // Maildir++: levels are separated by dots, all beside each other
  std::replace(name.begin(), name.end(), '/', '.');
  return root / name;
}

void Dovecot::make_folder(const std::string& user, const std::string& folder) {
  const fs::path directory = maildir(user, folder);
  // All three: a Dovecot that makes the folder at this moment (autocreate) has made some of them only.
  const auto has = [&](const char* part) { return fs::exists(directory / part); };
  if (has("cur") && has("new") && has("tmp")) return;
  for (const fs::path& each : {layout_.directory / "mail" / user, layout_.directory / "mail" / user / "Maildir",
                               directory, directory / "cur", directory / "new", directory / "tmp"}) {
    fs::create_directory(each);
    own(each);
  }
  if (folder == "INBOX") return;
  write_file(directory / "maildirfolder", "");
  own(directory / "maildirfolder");
}

void Dovecot::deliver(const std::string& user, const std::string& folder, std::string_view message,
                      std::string_view flags, std::optional<std::int64_t> received) {
  make_folder(user, folder);
  const fs::path directory = maildir(user, folder);
  // Dovecot numbers new mail in the order of these names.
  std::string number = std::to_string(++delivered_);
  number.insert(0, 9 - std::min<std::size_t>(number.size(), 9), '0');
  const std::string name = std::to_string(::time(nullptr)) + ".M" + number + "P" + std::to_string(::getpid()) + ".test";
  write_file(directory / "tmp" / name, message);
  own(directory / "tmp" / name);
  if (received) {
    const timespec time{static_cast<time_t>(*received), 0};
    const timespec times[2] = {time, time};
    if (::utimensat(AT_FDCWD, (directory / "tmp" / name).c_str(), times, 0) != 0) give_up("cannot set a file time");
  }
  const fs::path target =
      flags.empty() ? directory / "new" / name : directory / "cur" / (name + ":2," + std::string(flags));
  fs::rename(directory / "tmp" / name, target);
}

std::string Dovecot::doveadm(std::vector<std::string> arguments) {
  std::vector<std::string> command{"doveadm", "-c", (layout_.directory / "dovecot.conf").string()};
  command.insert(command.end(), std::make_move_iterator(arguments.begin()), std::make_move_iterator(arguments.end()));
  return run(command, layout_.directory / "doveadm.out");
}

void Dovecot::start() {
  if (process_ > 0) return;
  // Should this process be killed, the server ends with it.
  process_ =
      spawn({"setpriv", "--pdeathsig", "TERM", "dovecot", "-F", "-c", (layout_.directory / "dovecot.conf").string()},
            layout_.directory / "dovecot.out");
  await_greeting();
}

// Ready means that it greets. Each refused attempt is followed by a short watch over the process, not by blind sleep.
void Dovecot::await_greeting() {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (std::chrono::steady_clock::now() < until) {
    Socket socket;
    const timeval patience{10, 0};
    ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    const sockaddr_in address = loopback(layout_.port);
    if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
      char greeting[16];
      if (::recv(socket.get(), greeting, sizeof greeting, 0) > 0) return;
    }
    if (ended_within(process_, std::chrono::milliseconds(5))) {
      wait_for(process_);
      process_ = -1;
      give_up("it ended at once: " + log());
    }
  }
  give_up("no greeting: " + log());
}

void Dovecot::stop() {
  if (process_ <= 0) return;
  ::kill(process_, SIGTERM);
  if (!ended_within(process_, std::chrono::seconds(10))) ::kill(-process_, SIGKILL);
  wait_for(process_);
  process_ = -1;
}

void Dovecot::kill() {
  if (process_ <= 0) return;
  ::kill(-process_, SIGKILL);
  wait_for(process_);
  process_ = -1;
}

std::string Dovecot::log() const {
  return read_file(layout_.directory / "dovecot.out") + read_file(layout_.directory / "dovecot.log");
}

}  // namespace tradewind::testing

// crm-mailsyncd: keeps every configured mailbox archived, filed and searchable. Runs in the foreground; systemd does
// the rest.
#include <malloc.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <string>

#include "crm_core/base/log.hpp"
#include "crm_core/settings/settings.hpp"
#include "mailsync/daemon/supervisor.hpp"

namespace {

using namespace tradewind;

constexpr const char* usage =
    "usage: crm-mailsyncd [--config FILE] [--data DIR] [--once]\n"
    "\n"
    "Keeps the mailboxes of the configuration in step with the archive, in the foreground, until SIGTERM.\n"
    "SIGHUP reads the configuration again: only accounts that changed are touched.\n"
    "\n"
    "  --config FILE  configuration (default: /etc/tradewind/tradewind.toml)\n"
    "  --data DIR     data directory (default: $TRADEWIND_DATA, else the configuration's, else /var/lib/tradewind)\n"
    "  --once         end when every mailbox is in step\n"
    "  --version      print the version\n"
    "  --help         print this\n"
    "\n"
    "Exit status: 0 done or stopped; 1 with --once, when an account is not in step; 2 wrong usage or configuration;\n"
    "75 another daemon works on the data directory; 78 the store is of a newer version or damaged; 70 anything else.\n"
    "Details: crm-mailsyncd(8), journalctl.\n";

struct CommandLine {
  std::filesystem::path config = "/etc/tradewind/tradewind.toml";
  std::filesystem::path data;
  bool once = false;
};

enum ExitCode {
  exit_done = 0,
  exit_not_in_step = 1,
  exit_usage = 2,
  exit_failure = 70,
  exit_busy = 75,
  exit_unusable_store = 78
};

// Nothing: go on; else the exit code.
std::optional<int> read_command_line(int count, char** arguments, CommandLine& line) {
  for (int i = 1; i < count; ++i) {
    const std::string_view argument = arguments[i];
    if (argument == "--help" || argument == "-h") return std::fputs(usage, stdout), exit_done;
    if (argument == "--version") return std::puts("crm-mailsyncd " TRADEWIND_VERSION), exit_done;
    if (argument == "--once") {
      line.once = true;
    } else if ((argument == "--config" || argument == "--data") && i + 1 < count) {
      (argument == "--config" ? line.config : line.data) = arguments[++i];
    } else {
      std::fprintf(stderr, "crm-mailsyncd: cannot make sense of %s\n\n%s", arguments[i], usage);
      return exit_usage;
    }
  }
  return {};
}

Result<Settings> settings_of(const CommandLine& line) {
  auto settings = load_settings(line.config);
  if (!settings) return settings;
  if (const char* data = std::getenv("TRADEWIND_DATA"); data != nullptr && *data != '\0') settings->data = data;
  if (!line.data.empty()) settings->data = line.data;
  if (settings->data.empty()) settings->data = "/var/lib/tradewind";
  const auto level = settings->log_level == "debug"     ? log::Level::debug
                     : settings->log_level == "warning" ? log::Level::warning
                     : settings->log_level == "error"   ? log::Level::error
                                                        : log::Level::info;
  log::set_level(level);
  return settings;
}

// The numbers of sysexits.h. The unit does not start the daemon again after 2 and 78: that would fail in the same way.
int exit_code_of(Fault fault) {
  switch (fault) {
    case Fault::busy:
      return exit_busy;
    case Fault::unsupported:
    case Fault::corrupt:
      return exit_unusable_store;
    default:
      return exit_failure;
  }
}

int complain(const Error& error, int code) {
  log::error("{}", error.message);
  if (!error.hint.empty()) log::error("hint: {}", error.hint);
  return code;
}

int run(const CommandLine& line) {
  const auto settings = settings_of(line);
  if (!settings) return complain(settings.error(), exit_usage);
  const auto directory = crm::DataDirectory::open(settings->data);
  if (!directory) return complain(directory.error(), exit_usage);
  mailsync::SupervisorOptions options;
  options.once = line.once;
  options.progress_bar = isatty(STDERR_FILENO) != 0;
  options.reload = [line] { return settings_of(line); };
  const auto report = mailsync::supervise(*settings, *directory, std::move(options));
  if (!report) return complain(report.error(), exit_code_of(report.error().fault));
  log::info("{} messages fetched, {} filed, {} further copies, {} quarantined, {} stubs, {} skipped, in {:.1f} s",
            report->fetched, report->filed, report->copies, report->quarantined, report->stubs, report->skipped,
            report->seconds);
  for (const auto& account : report->accounts)
    if (!account.error.empty()) log::error("{}: {}", account.name, account.error);
  return line.once && !report->ok() ? exit_not_in_step : exit_done;
}

}  // namespace

int main(int count, char** arguments) {
  CommandLine line;
  if (const auto code = read_command_line(count, arguments, line)) return *code;
  std::signal(SIGPIPE, SIG_IGN);  // a connection that breaks is an error code, not an end
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is one as well, and waited for like a full disk
  mallopt(M_ARENA_MAX, 2);        // few threads that seldom meet: more arenas only hold memory back
  try {
    return run(line);
  } catch (const std::exception& error) {
    log::error("{}", error.what());
    return exit_failure;
  }
}

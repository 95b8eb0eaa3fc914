// Clocks that jump, under the daemon (libfaketime, of Debian's package faketime) and in what others write into their
// mail.
#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "tests/integration/sync/sync_harness.hpp"

namespace tradewind::testing {
namespace {

using std::chrono::seconds;
using ::testing::HasSubstr;

std::string faketime_library() {
  for (const auto& entry : std::filesystem::directory_iterator("/usr/lib")) {
    const auto library = entry.path() / "faketime" / "libfaketimeMT.so.1";
    if (std::filesystem::exists(library)) return library.native();
  }
  throw std::runtime_error("libfaketime is not installed (scripts/deps)");
}

// Programs started here live by a clock that the test sets while they run. Timers keep the steady clock, as under a
// real jump (clock_settime(2) moves CLOCK_REALTIME only).
class ClockFault : public SyncHarness {
 protected:
  explicit ClockFault(DovecotOptions server = {}) : SyncHarness(std::move(server)) {
    set_clock("+0");
    prefix_ = {"env", "LD_PRELOAD=" + faketime_library(), "FAKETIME_TIMESTAMP_FILE=" + (directory_ / "clock").native(),
               "FAKETIME_NO_CACHE=1", "FAKETIME_DONT_FAKE_MONOTONIC=1"};
    configure("poll_seconds = 1");
  }
  // Replaced whole: a reader never sees half of it.
  void set_clock(const std::string& offset) const {
    write("clock.new", offset + "\n");
    std::filesystem::rename(directory_ / "clock.new", directory_ / "clock");
  }
  // Seconds of CPU that the process has used (proc(5): utime and stime, in ticks).
  [[nodiscard]] static double cpu_seconds(const Process& process) {
    std::ifstream in("/proc/" + std::to_string(process.id()) + "/stat");
    std::string word;
    double ticks = 0;
    for (int field = 1; field <= 15 && in >> word; ++field)
      if (field >= 14) ticks += std::stod(word);
    return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
  }
  void expect_idle(Process& daemon) const {
    const double before = cpu_seconds(daemon);
    EXPECT_FALSE(daemon.ended_within(seconds(2))) << log();
    EXPECT_LT(cpu_seconds(daemon) - before, 0.5) << "it is busy with nothing";
  }
};

TEST_F(ClockFault, jumping_back_and_forth_loses_and_doubles_nothing_and_leaves_it_calm) {
  deliver(20);
  const auto daemon = start_daemon();
  await(*daemon, [&] { return messages() == 20; });
  int expected = 20;
  for (const char* offset : {"-400d", "+800d", "-20y", "+0"}) {
    set_clock(offset);
    deliver(15);
    deliver(1, "Sent");
    expected += 16;
    await(*daemon, [&] { return messages() == expected; });
    expect_idle(*daemon);
  }
  EXPECT_GT(number("SELECT max(taken_at) - min(taken_at) FROM delivery"), 20 * 365 * 86'400) << "no clock jumped";
  await(*daemon, [&] { return run_crm({"status"}).code == 0; });
  EXPECT_EQ(run_crm({"nightly", "--no-mail"}).code, 0);
  end(*daemon);
  expect_whole({"INBOX", "Sent"}, expected);
}

TEST_F(ClockFault, jumping_while_the_server_is_away_leaves_no_attempt_stuck) {
  deliver(3);
  const auto daemon = start_daemon();
  // Killed while it opens a folder, Dovecot leaves a lock file behind, for which the next one waits two minutes.
  await(*daemon, [&] { return messages() == 3 && run_crm({"status"}).code == 0; });
  server_.kill();
  await(*daemon, [&] { return number("SELECT count(*) FROM account WHERE state = 'failing'") == 1; });
  set_clock("-3650d");
  deliver(1);
  server_.start();
  await(*daemon, [&] { return messages() == 4; });
  set_clock("+3650d");
  await(*daemon, [&] { return run_crm({"status"}).code == 0; });
  end(*daemon);
  expect_whole({"INBOX"}, 4);
}

class CertificateInTime : public ClockFault {
 protected:
  CertificateInTime() : ClockFault({.tls = true}) {
    configure_accounts(
        "[[account]]\nname = \"anna\"\nhost = \"localhost\"\nport = " + std::to_string(server_.tls_port()) +
        "\nuser = \"" + user + "\"\npassword_file = \"password\"\nca_file = \"" + server_.ca_file().native() + "\"\n");
  }
};

TEST_F(CertificateInTime, is_good_until_it_runs_out) {
  deliver(1);
  EXPECT_EQ(sync_once(), 0) << log();
  set_clock("+30d");
  deliver(1);
  EXPECT_EQ(sync_once(), 1) << log();
  EXPECT_THAT(run_crm({"status"}).out, HasSubstr("the TLS certificate of localhost"));
  EXPECT_EQ(messages(), 1);
  set_clock("+0");
  EXPECT_EQ(sync_once(), 0) << log();
  expect_whole({"INBOX"}, 2);
}

class OtherPeoplesClocks : public SyncHarness {};

TEST_F(OtherPeoplesClocks, date_their_mail_wrongly_and_it_is_filed_and_found_all_the_same) {
  constexpr std::int64_t in_2090 = 3'786'912'000;
  int count = 0;
  for (const char* date :
       {"Fri, 31 Dec 9999 23:59:59 +0000", "Tue, 1 Jan 2097 10:00:00 +0800", "Thu, 1 Jan 1970 00:00:00 +0000",
        "Mon, 1 Jan 1900 00:00:00 +0000", "Sun, 99 Foo 20260 77:88:99 +9999", "", "-1"})
    for (const std::optional<std::int64_t> received : {std::optional<std::int64_t>{}, {in_2090}, {0}}) {
      const std::string number = std::to_string(++count);
      server_.deliver(user, "INBOX",
                      "From: buyer" + number + "@example.org\r\nTo: anna@example.test\r\nSubject: wrongdated " +
                          number + "\r\nDate: " + date + "\r\nMessage-ID: <w" + number + "@example.org>\r\n\r\nbody " +
                          number + "\r\n",
                      "", received);
    }
  ASSERT_EQ(sync_once(), 0) << log();
  expect_whole({"INBOX"}, count);
  const Answer found = run_crm({"search", "wrongdated", "--limit", "100", "--csv"});
  EXPECT_EQ(found.code, 0) << found.err;
  EXPECT_EQ(std::count(found.out.begin(), found.out.end(), '\n'), count + 1) << found.out;
  EXPECT_EQ(run_crm({"status"}).code, 0);
  EXPECT_EQ(run_crm({"nightly", "--no-mail"}).code, 0);
}

}  // namespace
}  // namespace tradewind::testing

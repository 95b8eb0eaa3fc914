#include "mailsync/daemon/service_manager.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>

#include "tests/support/temporary_directory.hpp"

namespace tradewind::mailsync {
namespace {

// The listening end, as systemd's.
class Listener {
 public:
  Listener() : path_(directory_ / "notify"), socket_(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strcpy(address.sun_path, path_.c_str());
    if (bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
      throw std::runtime_error("bind");
  }
  ~Listener() { close(socket_); }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  [[nodiscard]] const std::string& path() const { return path_.native(); }
  std::string next() {
    std::array<char, 512> buffer{};
    const ssize_t size = recv(socket_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    return size < 0 ? "" : std::string(buffer.data(), static_cast<std::size_t>(size));
  }

 private:
  testing::TemporaryDirectory directory_;
  std::filesystem::path path_;
  int socket_;
};

TEST(ServiceManager, tells_what_systemd_wants_to_hear) {
  Listener listener;
  setenv("NOTIFY_SOCKET", listener.path().c_str(), 1);
  setenv("WATCHDOG_USEC", "20000000", 1);
  unsetenv("WATCHDOG_PID");
  const ServiceManager manager;
  EXPECT_EQ(std::getenv("NOTIFY_SOCKET"), nullptr) << "no child speaks for us";
  ASSERT_TRUE(manager.alive_interval());
  EXPECT_EQ(*manager.alive_interval(), std::chrono::seconds(10));
  manager.ready();
  manager.status("all\nwell");
  manager.alive();
  manager.stopping();
  EXPECT_EQ(listener.next(), "READY=1");
  EXPECT_EQ(listener.next(), "STATUS=all well");
  EXPECT_EQ(listener.next(), "WATCHDOG=1");
  EXPECT_EQ(listener.next(), "STOPPING=1");
  EXPECT_EQ(listener.next(), "");
}

TEST(ServiceManager, silent_outside_systemd_and_for_another_process) {
  unsetenv("NOTIFY_SOCKET");
  setenv("WATCHDOG_USEC", "20000000", 1);
  const ServiceManager alone;
  alone.ready();
  EXPECT_FALSE(alone.alive_interval());
  Listener listener;
  setenv("NOTIFY_SOCKET", listener.path().c_str(), 1);
  setenv("WATCHDOG_USEC", "20000000", 1);
  setenv("WATCHDOG_PID", "1", 1);
  EXPECT_FALSE(ServiceManager().alive_interval());
}

}  // namespace
}  // namespace tradewind::mailsync

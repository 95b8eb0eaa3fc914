// What systemd wants to hear (sd_notify(3)): datagrams to $NOTIFY_SOCKET, without its library.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace tradewind::mailsync {

class ServiceManager {
 public:
  // Reads NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID, and takes them out of the environment, so that no child of
  // ours speaks for us. Call before other threads run.
  ServiceManager();
  ~ServiceManager();
  ServiceManager(const ServiceManager&) = delete;
  ServiceManager& operator=(const ServiceManager&) = delete;

  void ready() const { send("READY=1"); }
  void stopping() const { send("STOPPING=1"); }
  void alive() const { send("WATCHDOG=1"); }
  void status(std::string_view text) const;
  // How often alive() is due: half of what systemd allows. Nothing: no watchdog.
  [[nodiscard]] const std::optional<std::chrono::microseconds>& alive_interval() const { return alive_interval_; }

 private:
  void send(std::string_view text) const;

  int socket_ = -1;
  std::string address_;
  std::optional<std::chrono::microseconds> alive_interval_;
};

}  // namespace tradewind::mailsync

// A mail server that takes mail and keeps it: as much of SMTP (RFC 5321) as a client needs to send. Loopback, a free
// port, one thread.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace tradewind::testing {

class SmtpSink {
 public:
  // `refuse_recipients`: every RCPT is answered with 550.
  explicit SmtpSink(bool refuse_recipients = false) : refuse_(refuse_recipients) {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    if (bind(listener_, generic, size) != 0 || listen(listener_, 4) != 0 ||
        getsockname(listener_, generic, &size) != 0) {
      throw std::runtime_error("no loopback port");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~SmtpSink() { stop(); }
  SmtpSink(const SmtpSink&) = delete;
  SmtpSink& operator=(const SmtpSink&) = delete;

  [[nodiscard]] std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }
  // Ends the server; what it got can be read afterwards.
  void stop() {
    shutdown(listener_, SHUT_RDWR);
    if (thread_.joinable()) thread_.join();
    if (listener_ >= 0) close(listener_);
    listener_ = -1;
  }
  [[nodiscard]] const std::vector<std::string>& commands() const { return commands_; }
  [[nodiscard]] const std::vector<std::string>& messages() const { return messages_; }

 private:
  void serve() {
    for (int client = accept(listener_, nullptr, nullptr); client >= 0; client = accept(listener_, nullptr, nullptr)) {
      converse(client);
      close(client);
    }
  }
  static void say(int client, const std::string& line) {
    (void)!write(client, (line + "\r\n").data(), line.size() + 2);
  }
  static bool read_line(int client, std::string& line) {
    line.clear();
    for (char c = 0; read(client, &c, 1) == 1;) {
      if (c == '\n') return true;
      if (c != '\r') line.push_back(c);
    }
    return false;
  }
  void converse(int client) {
    say(client, "220 sink");
    for (std::string line; read_line(client, line);) {
      commands_.push_back(line);
      if (line == "DATA") {
        say(client, "354 go on");
        std::string message;
        while (read_line(client, line) && line != ".") message += line.substr(line.starts_with("..") ? 1 : 0) + "\n";
        messages_.push_back(message);
        say(client, "250 kept");
      } else if (line == "QUIT") {
        say(client, "221 bye");
        return;
      } else if (refuse_ && line.starts_with("RCPT")) {
        say(client, "550 nobody of that name");
      } else {
        say(client, "250 fine");
      }
    }
  }

  bool refuse_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::vector<std::string> commands_, messages_;
  std::thread thread_;
};

}  // namespace tradewind::testing

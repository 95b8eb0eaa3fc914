#include "archiver/isolated_text.hpp"

#include <poll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <optional>

namespace tradewind::archiver {

namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

// The child wrote through the same open file, so the position is at its end: read by place.
std::string content(int file, std::size_t most) {
  struct stat status {};
  if (fstat(file, &status) != 0) return {};
  std::string bytes(std::min(most, static_cast<std::size_t>(status.st_size)), '\0');
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got = pread(file, bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return {};
    done += static_cast<std::size_t>(got);
  }
  return bytes;
}

Result<std::string> what_it_says(std::string answer) {
  if (answer.empty()) return fail(Fault::invalid, "reading the attachment crashed or took too long");
  const char first = answer.front();
  answer.erase(0, 1);
  if (first == answer_text) return answer;
  return fail(first == answer_unsupported ? Fault::unsupported : Fault::invalid, std::move(answer));
}

}  // namespace

class IsolatedText::Server {
 public:
  static std::unique_ptr<Server> start() {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return nullptr;
    const pid_t process = fork();
    if (process == 0) serve_texts(ends[1]);
    ::close(ends[1]);
    if (process > 0) return std::unique_ptr<Server>(new Server(ends[0], process));
    ::close(ends[0]);
    return nullptr;
  }

  // It is idle now, or to be given up; a child of it dies with it.
  ~Server() {
    kill(process_, SIGKILL);
    while (waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // child_ended or child_failed; nothing when the server is not there or does not answer.
  std::optional<char> ask(const TextRequest& request, int document, int answer) {
    // A child that died between two documents was told of, and it is nobody's answer.
    for (char old = 0; recv(socket_.number(), &old, 1, MSG_DONTWAIT) == 1;) {
    }
    if (!send_request(request, {document, answer})) return {};
    const auto deadline = std::chrono::steady_clock::now() + request.isolation.wall + request.isolation.grace;
    while (true) {
      const auto left =
          std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
      if (left <= 0) return {};
      pollfd wait{socket_.number(), POLLIN, 0};
      if (poll(&wait, 1, static_cast<int>(left)) <= 0) continue;
      char outcome = 0;
      if (recv(socket_.number(), &outcome, 1, MSG_DONTWAIT) == 1) return outcome;
      return {};
    }
  }

  [[nodiscard]] pid_t process() const { return process_; }

 private:
  Server(int socket, pid_t process) : socket_(socket), process_(process) {}

  bool send_request(const TextRequest& request, const std::array<int, request_descriptors>& files) {
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof files)> control{};
    iovec bytes{const_cast<TextRequest*>(&request), sizeof request};  // sendmsg() only reads it
    msghdr message{};
    message.msg_iov = &bytes;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    cmsghdr* const header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof files);
    std::memcpy(CMSG_DATA(header), files.data(), sizeof files);
    ssize_t sent = 0;
    do sent = sendmsg(socket_.number(), &message, MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent == static_cast<ssize_t>(sizeof request);
  }

  Descriptor socket_;
  pid_t process_;
};

IsolatedText::IsolatedText() : server_(Server::start()) {}
IsolatedText::~IsolatedText() = default;
IsolatedText::IsolatedText(IsolatedText&&) noexcept = default;
IsolatedText& IsolatedText::operator=(IsolatedText&&) noexcept = default;

int IsolatedText::process_id() const { return server_ ? server_->process() : 0; }

Result<std::string> IsolatedText::attachment_text(std::string_view decoded, std::string_view media_type,
                                                  std::string_view file_name, const AttachmentLimits& limits,
                                                  const IsolationLimits& isolation) {
  if (decoded.size() > limits.input_bytes) return fail(Fault::invalid, "the attachment is too large to be read");
  const Descriptor document(memfd_create("attachment", MFD_CLOEXEC));
  if (document.number() < 0 || !write_all(document.number(), decoded))
    return fail(Fault::io, "no memory to hand an attachment to its reader");
  TextRequest request{.document_bytes = decoded.size(), .limits = limits, .isolation = isolation};
  media_type.copy(request.media_type.data(), request.media_type.size() - 1);
  const std::size_t kept = std::min(file_name.size(), request.file_name.size() - 1);
  file_name.substr(file_name.size() - kept).copy(request.file_name.data(), kept);

  for (int tries = 0; tries < 2; ++tries) {
    const Descriptor answer(memfd_create("attachment text", MFD_CLOEXEC));
    if (!server_) server_ = Server::start();
    if (answer.number() < 0 || !server_) break;
    if (const auto outcome = server_->ask(request, document.number(), answer.number()))
      return what_it_says(*outcome == child_ended ? content(answer.number(), 1 + most_answer_bytes(limits)) : "");
    server_.reset();
  }
  return fail(Fault::io, "no process to read an attachment in");
}

}  // namespace tradewind::archiver

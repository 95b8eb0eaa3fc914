#include "archiver/isolated_text.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <fstream>

namespace tradewind::archiver {

namespace {

// The first byte of what the child writes: the text follows, or there is none.
constexpr char answer_text = 'T';
constexpr char answer_unsupported = 'U';
constexpr char answer_invalid = 'I';

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int number() const { return number_; }
  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }

 private:
  int number_;
};

std::size_t address_space() {
  std::ifstream statm("/proc/self/statm");
  std::size_t pages = 0;
  statm >> pages;
  return pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

void limit(decltype(RLIMIT_AS) what, std::size_t value) {
  const rlimit bound{value, value};
  setrlimit(what, &bound);
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// Sanitizers reserve terabytes of address space.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool limits_memory = false;
#else
constexpr bool limits_memory = true;
#endif

// What the child does; never returns. Signals that would end it may, whatever the parent does with them.
[[noreturn]] void answer(int out, std::string_view decoded, std::string_view media_type, std::string_view file_name,
                         const AttachmentLimits& limits, std::size_t most_address_space,
                         std::chrono::milliseconds wall) {
  for (const int number : {SIGTERM, SIGINT, SIGHUP, SIGPIPE, SIGSEGV, SIGABRT}) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  pthread_sigmask(SIG_SETMASK, &none, nullptr);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_FSIZE, 0);
  limit(RLIMIT_CPU, static_cast<std::size_t>(wall.count()) / 1000 + 1);
  if (limits_memory) limit(RLIMIT_AS, most_address_space);
  // poppler writes its complaints to stderr, which is the daemon's log.
  const int nowhere = open("/dev/null", O_WRONLY);
  if (nowhere >= 0) dup2(nowhere, STDERR_FILENO);
  const auto text = attachment_text(decoded, media_type, file_name, limits);
  const char first = text                                       ? answer_text
                     : text.error().fault == Fault::unsupported ? answer_unsupported
                                                                : answer_invalid;
  const bool told = write_all(out, {&first, 1}) && write_all(out, text ? *text : text.error().message);
  _exit(told ? 0 : 1);
}

// Everything until the other end closes; false when that takes too long or is too much.
bool read_answer(int in, std::chrono::milliseconds wall, std::size_t most, std::string& bytes) {
  const auto deadline = std::chrono::steady_clock::now() + wall;
  std::array<char, 65536> buffer;
  while (bytes.size() <= most) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
    if (left <= 0) return false;
    pollfd wait{in, POLLIN, 0};
    const int ready = poll(&wait, 1, static_cast<int>(left));
    if (ready < 0 && errno != EINTR) return false;
    if (ready <= 0) continue;
    const ssize_t got = read(in, buffer.data(), buffer.size());
    if (got == 0) return true;
    if (got > 0)
      bytes.append(buffer.data(), static_cast<std::size_t>(got));
    else if (errno != EINTR)
      return false;
  }
  return false;
}

}  // namespace

Result<std::string> isolated_attachment_text(std::string_view decoded, std::string_view media_type,
                                             std::string_view file_name, const AttachmentLimits& limits,
                                             const IsolationLimits& isolation) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return fail(Fault::io, "no pipe to read an attachment through");
  Descriptor in(ends[0]);
  Descriptor out(ends[1]);
  const std::size_t most_address_space = address_space() + isolation.memory_bytes + decoded.size();
  const pid_t child = fork();
  if (child < 0) return fail(Fault::io, "no process to read an attachment in");
  if (child == 0) answer(out.number(), decoded, media_type, file_name, limits, most_address_space, isolation.wall);
  out.close();
  std::string bytes;
  const bool complete = read_answer(in.number(), isolation.wall, limits.text_bytes + 4096, bytes);
  if (!complete) kill(child, SIGKILL);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!complete || !WIFEXITED(status) || WEXITSTATUS(status) != 0 || bytes.empty())
    return fail(Fault::invalid, "reading the attachment crashed or took too long");
  const char first = bytes.front();
  bytes.erase(0, 1);
  if (first == answer_text) return bytes;
  return fail(first == answer_unsupported ? Fault::unsupported : Fault::invalid, std::move(bytes));
}

}  // namespace tradewind::archiver

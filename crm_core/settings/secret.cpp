#include "crm_core/settings/secret.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>

namespace tradewind {

namespace {

constexpr std::chrono::seconds command_patience{30};
constexpr std::size_t most_bytes = std::size_t{64} << 10;

class Descriptor {
 public:
  explicit Descriptor(int value = -1) : value_(value) {}
  ~Descriptor() { reset(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  void reset(int value = -1) {
    if (value_ >= 0) close(value_);
    value_ = value;
  }
  [[nodiscard]] int get() const { return value_; }

 private:
  int value_;
};

std::string first_line(const std::string& text) {
  std::string line = text.substr(0, text.find('\n'));
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

// Appends what there is; false at the end of the input. Nothing is kept beyond most_bytes.
bool drain(int descriptor, std::string& text) {
  std::array<char, 4096> buffer{};
  for (;;) {
    const ssize_t count = read(descriptor, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return count < 0 && errno == EAGAIN;
    if (text.size() < most_bytes) text.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

// The shell with nothing of ours but a pipe for its output: no standard input, no descriptors, no blocked signals, a
// process group of its own so that all of it can be ended.
Result<pid_t> spawn_shell(const std::string& command, int output) {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&files);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
  sigset_t none;
  sigset_t defaults;
  sigemptyset(&none);
  sigemptyset(&defaults);
  for (const int number : {SIGPIPE, SIGTERM, SIGINT, SIGHUP, SIGCHLD}) sigaddset(&defaults, number);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  std::string shell = "sh";
  std::string option = "-c";
  std::string text = command;
  const std::array<char*, 4> arguments{shell.data(), option.data(), text.data(), nullptr};
  pid_t child = 0;
  const int error = posix_spawn(&child, "/bin/sh", &files, &attributes, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&attributes);
  if (error != 0) return fail(Fault::io, fmt::format("cannot run /bin/sh: {}", std::strerror(error)));
  return child;
}

enum class End { exited, too_late, stopped };

// What the command wrote until it ended.
End read_until_exit(int output, int process, const std::stop_token& stop, std::string& text) {
  using Clock = std::chrono::steady_clock;
  const auto deadline = Clock::now() + command_patience;
  const Descriptor stopped(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  const std::stop_callback on_stop(stop, [&] { eventfd_write(stopped.get(), 1); });
  bool output_open = true;
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return End::too_late;
    std::array<pollfd, 3> watched{pollfd{process, POLLIN, 0}, pollfd{output_open ? output : -1, POLLIN, 0},
                                  pollfd{stopped.get(), POLLIN, 0}};
    if (poll(watched.data(), watched.size(), static_cast<int>(left)) < 0 && errno != EINTR) return End::too_late;
    if (output_open && watched[1].revents != 0) output_open = drain(output, text);
    if (watched[0].revents != 0) {
      // A helper that it left running may hold the pipe open: what is in it by now is all that counts.
      drain(output, text);
      return End::exited;
    }
    if (watched[2].revents != 0) return End::stopped;
  }
}

Result<std::string> run_command(const std::string& command, const std::stop_token& stop) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return fail(Fault::io, "cannot make a pipe");
  const Descriptor output(ends[0]);
  Descriptor input(ends[1]);
  // Our end only: a command whose output does not block fails when the pipe is full.
  fcntl(output.get(), F_SETFL, O_NONBLOCK);
  auto child = spawn_shell(command, input.get());
  input.reset();
  if (!child) return pass_on(child);
  const Descriptor process(static_cast<int>(syscall(SYS_pidfd_open, *child, 0)));
  std::string text;
  const End end = process.get() < 0 ? End::too_late : read_until_exit(output.get(), process.get(), stop, text);
  if (end != End::exited) kill(-*child, SIGKILL);
  int status = 0;
  while (waitpid(*child, &status, 0) < 0 && errno == EINTR) {
  }
  const char* hint = "run it by hand as the user that the service runs as";
  if (end == End::stopped) return fail(Fault::busy, "stopped while the password command ran");
  if (end == End::too_late)
    return fail(Fault::refused, fmt::format("the password command did not end within {} s", command_patience.count()),
                hint);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    return fail(Fault::refused,
                WIFEXITED(status) ? fmt::format("the password command failed with status {}", WEXITSTATUS(status))
                                  : "the password command was killed by a signal",
                hint);
  }
  std::string line = first_line(text);
  if (line.empty()) return fail(Fault::refused, "the password command wrote nothing", hint);
  return line;
}

Result<std::string> read_line(const Descriptor& file, const std::filesystem::path& name) {
  std::string text;
  if (file.get() < 0) {
    const int error = errno;
    return fail(error == ENOENT ? Fault::not_found : Fault::io,
                fmt::format("cannot open {}: {}", name.native(), std::strerror(error)));
  }
  drain(file.get(), text);
  std::string line = first_line(text);
  if (line.empty()) return fail(Fault::invalid, fmt::format("{} holds nothing in its first line", name.native()));
  return line;
}

Result<std::string> read_credential(const std::string& name) {
  const char* directory = std::getenv("CREDENTIALS_DIRECTORY");
  if (directory == nullptr)
    return fail(Fault::not_found, fmt::format("no systemd credential \"{}\": CREDENTIALS_DIRECTORY is not set", name),
                fmt::format("add LoadCredential={}:FILE to the service unit", name));
  const std::filesystem::path file = std::filesystem::path(directory) / name;
  return read_line(Descriptor(open(file.c_str(), O_RDONLY | O_CLOEXEC)), file);
}

}  // namespace

Result<std::string> read_private_file(const std::filesystem::path& file) {
  const Descriptor descriptor(open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  struct stat status {};
  if (descriptor.get() >= 0 && fstat(descriptor.get(), &status) == 0) {
    if ((status.st_mode & (S_IRWXO | S_IWGRP)) != 0)
      return fail(Fault::forbidden, fmt::format("{} can be read or written by others", file.native()),
                  fmt::format("chmod 600 {}", file.native()));
    if (status.st_uid != geteuid() && status.st_uid != 0)
      return fail(Fault::forbidden, fmt::format("{} belongs to another user", file.native()));
  }
  return read_line(descriptor, file);
}

Result<void> write_private_file(const std::filesystem::path& file, const std::string& line) {
  std::string pattern = file.native() + ".XXXXXX";
  Descriptor descriptor(mkostemp(pattern.data(), O_CLOEXEC));  // mode 0600
  const std::string text = line + '\n';
  const bool written = descriptor.get() >= 0 &&
                       write(descriptor.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                       fsync(descriptor.get()) == 0 && rename(pattern.c_str(), file.c_str()) == 0;
  if (!written) {
    const int error = errno;
    if (descriptor.get() >= 0) unlink(pattern.c_str());
    return fail(Fault::io, fmt::format("cannot write {}: {}", file.native(), std::strerror(error)));
  }
  return {};
}

Result<std::string> read_secret(const SecretSource& source, const std::stop_token& stop) {
  switch (source.kind) {
    case SecretSource::Kind::command:
      return run_command(source.value, stop);
    case SecretSource::Kind::credential:
      return read_credential(source.value);
    case SecretSource::Kind::file:
      break;
  }
  return read_private_file(source.value);
}

}  // namespace tradewind

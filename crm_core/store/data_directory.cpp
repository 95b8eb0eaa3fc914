#include "crm_core/store/data_directory.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace tradewind::crm {

namespace {

std::string system_words(int error) { return std::error_code(error, std::generic_category()).message(); }

Result<void> make_private_directory(const std::filesystem::path& path) {
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
    return fail(Fault::io, fmt::format("cannot make {}: {}", path.string(), system_words(errno)));
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0)
    return fail(Fault::io, fmt::format("cannot read {}: {}", path.string(), system_words(errno)));
  if (!S_ISDIR(found.st_mode)) return fail(Fault::conflict, fmt::format("{} is not a directory", path.string()));
  // An existing directory of somebody else stays as it is: the open of the databases will say what is missing.
  if (found.st_uid == ::geteuid() && (found.st_mode & 077) != 0 && ::chmod(path.c_str(), 0700) != 0)
    return fail(Fault::io, fmt::format("cannot make {} private: {}", path.string(), system_words(errno)));
  return {};
}

constexpr const char* daemon_lock = "daemon.lock";

// A lock file has one line for the holder's process number and one for what it tells, each filled up with blanks to a
// fixed length.
constexpr std::size_t holder_length = 24;
constexpr std::size_t told_length = 1'000;

std::string filled_line(std::string_view text, std::size_t length) {
  std::string line(text.substr(0, length));
  std::replace(line.begin(), line.end(), '\n', ' ');
  line.resize(length, ' ');
  return line + '\n';
}

std::string line_at(int file, std::size_t offset, std::size_t length) {
  std::string line(length, ' ');
  const ssize_t size = ::pread(file, line.data(), length, static_cast<off_t>(offset));
  line.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  return line.substr(0, line.find_last_not_of(" \n") + 1);
}

}  // namespace

InstanceLock::InstanceLock(InstanceLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
InstanceLock& InstanceLock::operator=(InstanceLock&& other) noexcept {
  std::swap(file_, other.file_);
  return *this;
}
InstanceLock::~InstanceLock() {
  if (file_ >= 0) ::close(file_);
}

void InstanceLock::tell(std::string_view line) {
  const std::string text = filled_line(line, told_length);
  if (::pwrite(file_, text.data(), text.size(), holder_length + 1) < 0) errno = 0;  // there is nobody else to tell
}

Result<DataDirectory> DataDirectory::open(const std::filesystem::path& path) {
  std::error_code error;
  const auto whole = std::filesystem::absolute(path, error);
  DataDirectory directory(error ? path : whole);
  if (::access(directory.store_file().c_str(), F_OK) != 0) {
    if (errno == EACCES)
      return fail(Fault::io, fmt::format("cannot read {}: {}", path.string(), system_words(errno)),
                  "run as the user who owns the data directory");
    return fail(Fault::not_found, fmt::format("no store in {}", path.string()), "make one with: crm --data DIR init");
  }
  if (auto made = make_private_directory(directory.temporary()); !made) return pass_on(made);
  return directory;
}

Result<DataDirectory> DataDirectory::create(const std::filesystem::path& path) {
  std::error_code error;
  const auto whole = std::filesystem::absolute(path, error);
  DataDirectory directory(error ? path : whole);
  if (std::filesystem::exists(directory.store_file(), error))
    return fail(Fault::conflict, fmt::format("there is a store in {} already", path.string()));
  std::filesystem::create_directories(directory.path_.parent_path(), error);
  if (auto made = make_private_directory(directory.path_); !made) return pass_on(made);
  if (auto made = make_private_directory(directory.temporary()); !made) return pass_on(made);
  return directory;
}

Result<InstanceLock> DataDirectory::lock_daemon() const { return lock(daemon_lock, "the daemon"); }
Result<InstanceLock> DataDirectory::lock_nightly() const { return lock("nightly.lock", "the nightly job"); }

Result<InstanceLock> DataDirectory::lock(const char* name, const char* who) const {
  const auto path = path_ / name;
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return fail(Fault::io, fmt::format("cannot open {}: {}", path.string(), system_words(errno)));
  InstanceLock held(file);
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK)
      return fail(Fault::io, fmt::format("cannot lock {}: {}", path.string(), system_words(errno)));
    return fail(Fault::busy,
                fmt::format("{} runs already on {} (process {})", who, path_.string(), line_at(file, 0, holder_length)),
                "wait for it to end, or stop it");
  }
  const std::string text = filled_line(fmt::to_string(::getpid()), holder_length) + filled_line("", told_length);
  // Only for messages: a lock that cannot name its holder is still a lock.
  if (::pwrite(file, text.data(), text.size(), 0) < 0) errno = 0;
  return held;
}

std::string DataDirectory::told_by_daemon() const {
  const int file = ::open((path_ / daemon_lock).c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return {};
  const InstanceLock closed_at_the_end(file);
  return line_at(file, holder_length + 1, told_length);
}

}  // namespace tradewind::crm

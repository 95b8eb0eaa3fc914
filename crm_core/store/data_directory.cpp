#include "crm_core/store/data_directory.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

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

// "4711" as the holder of the lock wrote it; for the error text only.
std::string holder_of(int file) {
  char text[32] = {};
  const ssize_t size = ::pread(file, text, sizeof text - 1, 0);
  std::string holder(text, size > 0 ? static_cast<std::size_t>(size) : 0);
  while (!holder.empty() && (holder.back() < '0' || holder.back() > '9')) holder.pop_back();
  return holder;
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

Result<InstanceLock> DataDirectory::lock_daemon() const { return lock("daemon.lock", "the daemon"); }
Result<InstanceLock> DataDirectory::lock_nightly() const { return lock("nightly.lock", "the nightly job"); }

Result<InstanceLock> DataDirectory::lock(const char* name, const char* who) const {
  const auto path = path_ / name;
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return fail(Fault::io, fmt::format("cannot open {}: {}", path.string(), system_words(errno)));
  InstanceLock held(file);
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK)
      return fail(Fault::io, fmt::format("cannot lock {}: {}", path.string(), system_words(errno)));
    return fail(Fault::busy, fmt::format("{} runs already on {} (process {})", who, path_.string(), holder_of(file)),
                "wait for it to end, or stop it");
  }
  const std::string holder = fmt::format("{}\n", ::getpid());
  // Only for the message above: a lock that cannot name its holder is still a lock.
  if (::ftruncate(file, 0) == 0 && ::pwrite(file, holder.data(), holder.size(), 0) < 0) errno = 0;
  return held;
}

}  // namespace tradewind::crm

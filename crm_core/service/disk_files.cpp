#include "crm_core/service/disk_files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "crm_core/base/sha256.hpp"

namespace tradewind::crm {

namespace fs = std::filesystem;

namespace {

// A file or directory that is closed again.
class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags) : number_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool open() const { return number_ >= 0; }

 private:
  int number_;
};

}  // namespace

tl::unexpected<Error> io_failure(std::string_view doing, const fs::path& path, int error) {
  return fail(Fault::io, fmt::format("cannot {} {}: {}", doing, path.string(),
                                     std::error_code(error, std::generic_category()).message()));
}

Result<void> sync_to_disk(const fs::path& path, int flags) {
  const Descriptor file(path, flags);
  if (!file.open() || ::fsync(file.number()) != 0) return io_failure("sync", path, errno);
  return {};
}

Result<DiskFile> read_file(const fs::path& path, const std::function<bool(std::string_view)>& write) {
  const Descriptor file(path, O_RDONLY);
  if (!file.open()) return io_failure("read", path, errno);
  DiskFile found;
  found.name = path.filename().string();
  Sha256 hash;
  std::string buffer(std::size_t{1} << 18, '\0');
  while (true) {
    const ssize_t size = ::read(file.number(), buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return io_failure("read", path, errno);
    if (size == 0) break;
    const std::string_view piece(buffer.data(), static_cast<std::size_t>(size));
    hash.update(piece);
    found.bytes += size;
    if (write && !write(piece)) return io_failure("copy", path, errno);
  }
  found.sha256 = to_hex(hash.finish());
  return found;
}

Result<DiskFile> copy_synced(const fs::path& from, const fs::path& to) {
  const Descriptor target(to, O_WRONLY | O_CREAT | O_EXCL);
  if (!target.open()) return io_failure("make", to, errno);
  auto copied = read_file(from, [&](std::string_view piece) {
    while (!piece.empty()) {
      const ssize_t size = ::write(target.number(), piece.data(), piece.size());
      if (size < 0 && errno == EINTR) continue;
      if (size <= 0) return false;
      piece.remove_prefix(static_cast<std::size_t>(size));
    }
    return true;
  });
  if (copied && ::fsync(target.number()) != 0) return io_failure("sync", to, errno);
  return copied;
}

Result<NewDirectory> NewDirectory::create(const fs::path& target) {
  std::error_code error;
  if (fs::exists(target, error))
    return fail(Fault::conflict, fmt::format("{} exists already", target.string()), "name a new directory");
  const fs::path whole = fs::absolute(target).lexically_normal();
  const fs::path place = whole.has_filename() ? whole : whole.parent_path();
  const fs::path partial = place.parent_path() / fmt::format(".{}.partial-{}", place.filename().string(), ::getpid());
  fs::create_directories(place.parent_path(), error);
  if (!fs::create_directory(partial, error)) return io_failure("make", partial, error ? error.value() : EEXIST);
  fs::permissions(partial, fs::perms::owner_all, error);
  return NewDirectory(place, partial);
}

NewDirectory::NewDirectory(NewDirectory&& other) noexcept
    : place_(std::move(other.place_)), partial_(std::move(other.partial_)) {
  other.partial_.clear();
}

NewDirectory::~NewDirectory() {
  std::error_code error;
  if (!partial_.empty()) fs::remove_all(partial_, error);
}

Result<fs::path> NewDirectory::keep() {
  if (auto synced = sync_to_disk(partial_, O_RDONLY | O_DIRECTORY); !synced) return pass_on(synced);
  std::error_code error;
  fs::rename(partial_, place_, error);
  if (error) return io_failure("name", place_, error.value());
  partial_.clear();
  if (auto synced = sync_to_disk(place_.parent_path(), O_RDONLY | O_DIRECTORY); !synced) return pass_on(synced);
  return place_;
}

}  // namespace tradewind::crm

#include "mailsync/local/mapped_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace tradewind::mailsync {

Result<MappedFile> MappedFile::open(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (file < 0) {
    const int error = errno;
    return fail(error == ENOENT ? Fault::not_found : Fault::io,
                fmt::format("cannot open {}: {}", path.native(), std::strerror(error)));
  }
  MappedFile mapped;
  struct stat status {};
  Result<void> outcome;
  if (fstat(file, &status) != 0) {
    outcome = fail(Fault::io, fmt::format("cannot read {}: {}", path.native(), std::strerror(errno)));
  } else if (!S_ISREG(status.st_mode)) {
    outcome = fail(Fault::invalid, fmt::format("{} is no file", path.native()));
  } else if (status.st_size > 0) {
    const auto size = static_cast<std::size_t>(status.st_size);
    void* const address = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
    if (address == MAP_FAILED) {
      outcome = fail(Fault::io, fmt::format("cannot read {}: {}", path.native(), std::strerror(errno)));
    } else {
      madvise(address, size, MADV_SEQUENTIAL);
      mapped.address_ = address;
      mapped.size_ = size;
    }
  }
  mapped.modified_ = status.st_mtime;
  ::close(file);
  if (!outcome) return pass_on(outcome);
  return mapped;
}

MappedFile::~MappedFile() {
  if (address_ != nullptr) munmap(address_, size_);
}

}  // namespace tradewind::mailsync

#include "crm_core/base/raw_bytes.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <utility>

namespace tradewind {

namespace {

std::string system_words(int error) { return std::error_code(error, std::generic_category()).message(); }

// A file without a name. O_TMPFILE is missing on some file systems (overlay, NFS): there a named one is unlinked at
// once.
int nameless_file(const std::filesystem::path& directory) {
  const int file = ::open(directory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (file >= 0) return file;
  std::string pattern = (directory / "tradewind-XXXXXX").string();
  const int named = ::mkostemp(pattern.data(), O_CLOEXEC);
  if (named >= 0) ::unlink(pattern.c_str());
  return named;
}

}  // namespace

RawBytes::RawBytes(std::size_t threshold, std::filesystem::path directory)
    : threshold_(threshold), directory_(std::move(directory)) {}

RawBytes::RawBytes(std::string bytes) : memory_(std::move(bytes)), size_(memory_.size()) {}

RawBytes::RawBytes(RawBytes&& other) noexcept
    : threshold_(other.threshold_),
      directory_(std::move(other.directory_)),
      memory_(std::move(other.memory_)),
      size_(std::exchange(other.size_, 0)),
      file_(std::exchange(other.file_, -1)),
      mapped_(std::exchange(other.mapped_, nullptr)),
      mapped_size_(std::exchange(other.mapped_size_, 0)) {
  other.memory_.clear();
}

RawBytes& RawBytes::operator=(RawBytes&& other) noexcept {
  if (this == &other) return *this;
  release();
  threshold_ = other.threshold_;
  directory_ = std::move(other.directory_);
  memory_ = std::move(other.memory_);
  other.memory_.clear();
  size_ = std::exchange(other.size_, 0);
  file_ = std::exchange(other.file_, -1);
  mapped_ = std::exchange(other.mapped_, nullptr);
  mapped_size_ = std::exchange(other.mapped_size_, 0);
  return *this;
}

RawBytes::~RawBytes() { release(); }

void RawBytes::expect(std::size_t total) {
  if (file_ < 0 && total <= threshold_) memory_.reserve(total);
}

Result<void> RawBytes::append(std::string_view bytes) {
  if (file_ < 0 && size_ + bytes.size() <= threshold_) {
    memory_.append(bytes);
    size_ += bytes.size();
    return {};
  }
  if (file_ < 0)
    if (auto moved = move_to_file(); !moved) return moved;
  if (auto written = write_all(bytes); !written) return written;
  size_ += bytes.size();
  return {};
}

Result<void> RawBytes::move_to_file() {
  const auto directory = directory_.empty() ? std::filesystem::temp_directory_path() : directory_;
  const int file = nameless_file(directory);
  if (file < 0) return fail(Fault::io, "no temporary file in " + directory.string() + ": " + system_words(errno));
  file_ = file;
  if (auto written = write_all(memory_); !written) {
    ::close(std::exchange(file_, -1));
    return written;
  }
  memory_ = std::string();
  return {};
}

// Writes at size_ (or at 0 while moving), so that a half-written piece does not count.
Result<void> RawBytes::write_all(std::string_view bytes) {
  auto offset = static_cast<off_t>(memory_.empty() ? size_ : 0);
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(file_, bytes.data(), bytes.size(), offset);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0)
      return fail(Fault::io, "cannot keep a large message: " + system_words(written < 0 ? errno : ENOSPC),
                  "free disk space, or set another spool directory");
    offset += written;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

std::string_view RawBytes::view() const {
  if (file_ < 0) return memory_;
  if (size_ == 0) return {};
  if (mapped_size_ != size_) {
    unmap();
    void* const mapped = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file_, 0);
    if (mapped == MAP_FAILED) throw std::system_error(errno, std::generic_category(), "cannot map a large message");
    mapped_ = mapped;
    mapped_size_ = size_;
  }
  return {static_cast<const char*>(mapped_), size_};
}

void RawBytes::unmap() const {
  if (mapped_ != nullptr) ::munmap(mapped_, mapped_size_);
  mapped_ = nullptr;
  mapped_size_ = 0;
}

void RawBytes::release() {
  unmap();
  if (file_ >= 0) ::close(file_);
  file_ = -1;
  size_ = 0;
}

}  // namespace tradewind

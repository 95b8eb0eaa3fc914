// A file mapped to be read once, from front to back: a mailbox of gigabytes costs address space, not memory.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string_view>
#include <utility>

#include "crm_core/base/result.hpp"
#include "crm_core/base/time.hpp"

namespace tradewind::mailsync {

// Another program that shortens the file meanwhile ends this one (SIGBUS): import copies, not mailboxes in use.
class MappedFile {
 public:
  // Fault::not_found, Fault::io; Fault::invalid for what is no regular file.
  [[nodiscard]] static Result<MappedFile> open(const std::filesystem::path& path);
  MappedFile(MappedFile&& other) noexcept
      : address_(std::exchange(other.address_, nullptr)),
        size_(std::exchange(other.size_, 0)),
        modified_(other.modified_) {}
  MappedFile& operator=(MappedFile&&) = delete;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();

  [[nodiscard]] std::string_view bytes() const { return {static_cast<const char*>(address_), size_}; }
  [[nodiscard]] EpochSeconds modified() const { return modified_; }

 private:
  MappedFile() = default;
  void* address_ = nullptr;
  std::size_t size_ = 0;
  EpochSeconds modified_ = 0;
};

}  // namespace tradewind::mailsync

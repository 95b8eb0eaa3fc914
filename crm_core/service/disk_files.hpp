// Files that a copy of the store is made of: read with their hash, synced to disk, and put in place as a whole.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "crm_core/base/result.hpp"

namespace tradewind::crm {

struct DiskFile {
  std::string name;  // "crm.db", ...
  std::int64_t bytes = 0;
  std::string sha256;  // hex
};

// Fault::io with what was to be done, and errno's words.
[[nodiscard]] tl::unexpected<Error> io_failure(std::string_view doing, const std::filesystem::path& path, int error);
// open(2) with these flags, and fsync.
[[nodiscard]] Result<void> sync_to_disk(const std::filesystem::path& path, int flags);
// Hash and length, the bytes given to `write` (which may be empty, and says whether to go on) on the way.
[[nodiscard]] Result<DiskFile> read_file(const std::filesystem::path& path,
                                         const std::function<bool(std::string_view)>& write);
// `to` must not be there yet.
[[nodiscard]] Result<DiskFile> copy_synced(const std::filesystem::path& from, const std::filesystem::path& to);

// A directory that is there whole or not at all: made beside the target (mode 0700) and renamed into place last.
class NewDirectory {
 public:
  // Fault::conflict when `target` exists; Fault::io.
  [[nodiscard]] static Result<NewDirectory> create(const std::filesystem::path& target);
  NewDirectory(NewDirectory&& other) noexcept;
  NewDirectory& operator=(NewDirectory&&) = delete;
  NewDirectory(const NewDirectory&) = delete;
  NewDirectory& operator=(const NewDirectory&) = delete;
  ~NewDirectory();  // removes it unless it was kept

  [[nodiscard]] const std::filesystem::path& path() const { return partial_; }  // to write into
  [[nodiscard]] Result<std::filesystem::path> keep();                           // gives the target

 private:
  NewDirectory(std::filesystem::path place, std::filesystem::path partial)
      : place_(std::move(place)), partial_(std::move(partial)) {}
  std::filesystem::path place_, partial_;
};

}  // namespace tradewind::crm

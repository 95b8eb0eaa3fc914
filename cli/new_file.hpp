// A file that was not there before: never overwrites, never follows a link, and is not left behind half written.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "crm_core/base/result.hpp"

namespace tradewind::cli {

class NewFile {
 public:
  // Fault::conflict when something of that name is there, Fault::io. Readable by the owner only: it is somebody's mail.
  [[nodiscard]] static Result<NewFile> create(const std::filesystem::path& path);
  NewFile(NewFile&& other) noexcept;
  NewFile& operator=(NewFile&&) = delete;
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  // Removes the file unless it was kept.
  ~NewFile();

  [[nodiscard]] Result<void> write(std::string_view bytes);
  // All that was written is with the system; from now on the file stays.
  [[nodiscard]] Result<void> keep();
  [[nodiscard]] int descriptor() const { return file_; }

 private:
  NewFile(std::filesystem::path path, int file) : path_(std::move(path)), file_(file) {}
  std::filesystem::path path_;
  int file_ = -1;
};

// A name from a mail as one that is safe in a directory of ours: no path, no control characters, no leading dot or
// dash, at most 200 bytes. `otherwise` when nothing is left.
[[nodiscard]] std::string safe_file_name(std::string_view name, std::string_view otherwise);

}  // namespace tradewind::cli

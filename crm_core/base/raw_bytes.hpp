// RawBytes: the bytes of one message on their way in. Small ones live on the heap, big ones in an unlinked temporary
// file that is mapped to be read, so that a 200 MB mail costs address space and page cache but no heap.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "crm_core/base/result.hpp"

namespace tradewind {

// Movable, not copyable. Not thread-safe; may be handed from thread to thread.
class RawBytes {
 public:
  static constexpr std::size_t default_threshold = std::size_t{4} << 20;

  // Over `threshold` bytes the content goes to a file in `directory` (std::filesystem::temp_directory_path() when
  // empty). The file has no name from the start (O_TMPFILE, or unlinked at once), so nothing is left behind by a crash.
  explicit RawBytes(std::size_t threshold = default_threshold, std::filesystem::path directory = {});
  // Takes bytes that are in memory anyway.
  explicit RawBytes(std::string bytes);
  RawBytes(RawBytes&& other) noexcept;
  RawBytes& operator=(RawBytes&& other) noexcept;
  RawBytes(const RawBytes&) = delete;
  RawBytes& operator=(const RawBytes&) = delete;
  ~RawBytes();

  // Says how many bytes will come in all, so that memory is taken once, or the file is used from the first byte. A
  // hint: a wrong one costs speed only.
  void expect(std::size_t total);
  // Fault::io when the temporary file cannot be made or written (disk full); what was appended before stays readable.
  [[nodiscard]] Result<void> append(std::string_view bytes);

  // All bytes so far. Valid until the next append, move or destruction. Throws std::system_error if the file cannot be
  // mapped.
  [[nodiscard]] std::string_view view() const;
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] bool in_file() const { return file_ >= 0; }

 private:
  Result<void> move_to_file();
  Result<void> write_all(std::string_view bytes);
  void unmap() const;
  void release();

  std::size_t threshold_ = default_threshold;
  std::filesystem::path directory_;
  std::string memory_;
  std::size_t size_ = 0;
  int file_ = -1;
  mutable void* mapped_ = nullptr;
  mutable std::size_t mapped_size_ = 0;
};

}  // namespace tradewind

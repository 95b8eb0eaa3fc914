// Compression of chunks. The only include of zstd is in codec.cpp.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tradewind::crm {

enum class ChunkCoding { plain = 0, zstd = 1 };

// Not thread-safe. Keeps its working memory (a few hundred KiB) between calls.
class ChunkCodec {
 public:
  ChunkCodec();
  ~ChunkCodec();
  ChunkCodec(const ChunkCodec&) = delete;
  ChunkCodec& operator=(const ChunkCodec&) = delete;
  ChunkCodec(ChunkCodec&&) noexcept;

  struct Packed {
    ChunkCoding coding;
    std::string_view bytes;  // valid until the next call, or as long as the input
  };
  [[nodiscard]] Packed pack(std::string_view raw);
  // Appends exactly `size` bytes to `raw`; false when the packed bytes are damaged or of another size.
  [[nodiscard]] bool unpack(ChunkCoding coding, std::string_view packed, std::size_t size, std::string& raw);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tradewind::crm

// The layout of an object: of which chunks a message is made. A skeleton stream, interrupted by parts that are chunks
// of their own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tradewind::crm {

struct ChunkReference {
  std::int64_t id = 0;     // row in chunk
  std::uint64_t size = 0;  // raw bytes
};

struct PartLayout {
  std::uint64_t offset = 0;  // in the raw message
  std::vector<ChunkReference> chunks;
};

// A piece of the raw message: `size` bytes from `offset` of a chunk.
struct Segment {
  ChunkReference chunk;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  bool skeleton = false;
};

struct ObjectLayout {
  std::uint64_t size = 0;
  std::vector<ChunkReference> skeleton;
  std::vector<PartLayout> parts;

  // In the order of the raw bytes; they add up to `size` unless the layout is damaged.
  [[nodiscard]] std::vector<Segment> segments() const;
  // Compact bytes for the object's row: LEB128 numbers.
  [[nodiscard]] std::string encoded() const;
  // Nothing for bytes that are no layout.
  [[nodiscard]] static std::optional<ObjectLayout> decode(std::string_view bytes);
};

}  // namespace tradewind::crm

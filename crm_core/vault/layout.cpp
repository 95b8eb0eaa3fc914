#include "crm_core/vault/layout.hpp"

#include <algorithm>

namespace tradewind::crm {

namespace {

void append_number(std::string& bytes, std::uint64_t number) {
  while (number >= 0x80) {
    bytes += static_cast<char>(number | 0x80);
    number >>= 7;
  }
  bytes += static_cast<char>(number);
}

// Reads LEB128 numbers; after a mistake every number is 0 and fine() is false.
class NumberReader {
 public:
  explicit NumberReader(std::string_view bytes) : bytes_(bytes) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (bytes_.empty()) break;
      const auto byte = static_cast<unsigned char>(bytes_.front());
      bytes_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
      if ((byte & 0x80) == 0) return value;
    }
    fine_ = false;
    bytes_ = {};
    return 0;
  }
  // A count of things that take at least one byte each.
  std::size_t count() {
    const std::uint64_t value = number();
    if (value > bytes_.size()) fine_ = false;
    return fine_ ? static_cast<std::size_t>(value) : 0;
  }
  [[nodiscard]] bool fine() const { return fine_; }
  [[nodiscard]] bool at_end() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
  bool fine_ = true;
};

void append_chunks(std::string& bytes, const std::vector<ChunkReference>& chunks) {
  append_number(bytes, chunks.size());
  for (const auto& chunk : chunks) {
    append_number(bytes, static_cast<std::uint64_t>(chunk.id));
    append_number(bytes, chunk.size);
  }
}

std::vector<ChunkReference> read_chunks(NumberReader& reader) {
  std::vector<ChunkReference> chunks(reader.count());
  for (auto& chunk : chunks) {
    chunk.id = static_cast<std::int64_t>(reader.number());
    chunk.size = reader.number();
  }
  return chunks;
}

}  // namespace

std::vector<Segment> ObjectLayout::segments() const {
  std::vector<Segment> found;
  std::size_t chunk = 0;
  std::uint64_t used = 0, at = 0;
  const auto take_skeleton = [&](std::uint64_t until) {
    while (at < until && chunk < skeleton.size()) {
      const std::uint64_t length = std::min(until - at, skeleton[chunk].size - used);
      found.push_back({skeleton[chunk], used, length, true});
      at += length;
      used += length;
      if (used < skeleton[chunk].size) continue;
      ++chunk;
      used = 0;
    }
  };
  for (const auto& part : parts) {
    take_skeleton(part.offset);
    for (const auto& piece : part.chunks) {
      found.push_back({piece, 0, piece.size, false});
      at += piece.size;
    }
  }
  take_skeleton(size);
  return found;
}

std::string ObjectLayout::encoded() const {
  std::string bytes;
  append_number(bytes, size);
  append_chunks(bytes, skeleton);
  append_number(bytes, parts.size());
  for (const auto& part : parts) {
    append_number(bytes, part.offset);
    append_chunks(bytes, part.chunks);
  }
  return bytes;
}

std::optional<ObjectLayout> ObjectLayout::decode(std::string_view bytes) {
  NumberReader reader(bytes);
  ObjectLayout layout;
  layout.size = reader.number();
  layout.skeleton = read_chunks(reader);
  layout.parts.resize(reader.count());
  for (auto& part : layout.parts) {
    part.offset = reader.number();
    part.chunks = read_chunks(reader);
  }
  if (!reader.fine() || !reader.at_end()) return {};
  return layout;
}

}  // namespace tradewind::crm

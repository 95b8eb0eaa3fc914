// Vault: the raw bytes of every message, in vault.db, exact and each once.
//
// An object is one message: a skeleton (headers, texts, boundaries) and big part bodies (still encoded), all kept as
// chunks that are addressed by their SHA-256 and compressed with zstd. An attachment sent to a hundred buyers is one
// chunk. The object's id is the SHA-256 over its layout and the digests of its chunks, so that it proves the bytes
// without reading them.
//
// The vault only grows: objects are never changed. It commits before the store does; a crash in between leaves objects
// that nothing refers to, and the same message fetched again finds its bytes there. Memory: at most a few MiB whatever
// the size of a message (but get(), which returns it). Threads: one Vault a thread; any number of processes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crm_core/base/result.hpp"
#include "crm_core/base/sha256.hpp"
#include "crm_core/database/database.hpp"

namespace tradewind::crm {

class ChunkCodec;
struct ObjectLayout;
struct ChunkReference;

// A part of the raw bytes that is a chunk of its own: [offset, offset + size).
struct ChunkSpan {
  std::size_t offset = 0;
  std::size_t size = 0;
};

struct VaultCounts {
  std::int64_t objects = 0;
  std::int64_t chunks = 0;
  std::int64_t raw_bytes = 0;     // of all objects, as if each stood alone
  std::int64_t stored_bytes = 0;  // of all chunks, compressed
};

class Vault {
 public:
  enum class Access { read, write };  // write makes the file if it is missing

  // Fault::unsupported when the file was made by a newer program, Fault::not_found for reading a missing one.
  [[nodiscard]] static Result<Vault> open(const std::filesystem::path& file, Access access);
  Vault(Vault&&) noexcept;
  Vault& operator=(Vault&&) noexcept;
  ~Vault();

  // Writing: put() only between begin() and commit(). Rollback forgets what was put since begin(). They throw
  // DatabaseError.
  void begin();
  void commit();
  void rollback() noexcept;

  // Keeps the bytes and gives their object's id. `parts` ascending; spans that overlap, lie outside or are small (< 2
  // KiB) are taken as skeleton. The same bytes with the same spans are one object.
  [[nodiscard]] Digest put(std::string_view raw, std::span<const ChunkSpan> parts);

  // The exact bytes. Fault::not_found; Fault::corrupt when a chunk is missing or does not match its digest.
  [[nodiscard]] Result<std::string> get(const Digest& object) const;
  // At most `size` bytes from `offset`; reads only the chunks it needs.
  [[nodiscard]] Result<std::string> get_range(const Digest& object, std::uint64_t offset, std::uint64_t size) const;
  // Calls write with the bytes in pieces of at most 1 MiB, in order.
  [[nodiscard]] Result<void> read(const Digest& object, const std::function<void(std::string_view)>& write) const;
  [[nodiscard]] bool contains(const Digest& object) const;
  // What was kept as parts: put() with the bytes and these gives the same object.
  [[nodiscard]] Result<std::vector<ChunkSpan>> parts(const Digest& object) const;
  // Length of the raw bytes.
  [[nodiscard]] Result<std::uint64_t> size(const Digest& object) const;

  [[nodiscard]] VaultCounts counts() const;
  // Every object, in no order.
  void for_each_object(const std::function<void(const Digest&)>& visit) const;

  // Reads every chunk and every object and calls `damaged` with one line for each that is not what its digest says;
  // `progress` with chunks done and in all. Returns the number of damaged ones.
  std::int64_t verify(const std::function<void(const std::string&)>& damaged,
                      const std::function<void(std::int64_t done, std::int64_t all)>& progress) const;
  // Removes objects that `is_referenced` denies, and the chunks only they used. The caller must hold the store's write
  // lock, so that no message is between the two commits. Returns how many objects went.
  std::int64_t remove_unreferenced(const std::function<bool(const Digest&)>& is_referenced);

  // A consistent copy while others write.
  // Of its cache: for when nothing happens for a while.
  void release_memory() { database_->release_memory(); }
  void copy_to(const std::filesystem::path& target) const;

 private:
  explicit Vault(std::unique_ptr<database::Database> database);
  [[nodiscard]] std::int64_t keep_chunk(std::string_view bytes,
                                        const Digest& digest);  // once: the known one, or a new one
  [[nodiscard]] std::int64_t insert_chunk(std::string_view bytes, const Digest& digest, bool skeleton);
  [[nodiscard]] Result<ObjectLayout> layout(const Digest& object) const;
  [[nodiscard]] Result<void> read_chunk(const ChunkReference& chunk, std::string& bytes) const;
  [[nodiscard]] Result<void> read_segments(const Digest& object, std::uint64_t offset, std::uint64_t size,
                                           const std::function<void(std::string_view)>& write) const;
  [[nodiscard]] bool object_matches(const Digest& object) const;

  std::unique_ptr<database::Database> database_;
  std::unique_ptr<ChunkCodec> codec_;
  std::unique_ptr<database::Transaction> batch_;
};

}  // namespace tradewind::crm

// The vault's own checks and its clearing of what nobody refers to.
#include <fmt/format.h>

#include "crm_core/vault/codec.hpp"
#include "crm_core/vault/layout.hpp"
#include "crm_core/vault/object_digest.hpp"
#include "crm_core/vault/vault.hpp"

namespace tradewind::crm {

namespace {

std::int64_t number(database::Database& database, std::string_view sql) {
  auto rows = database.query(sql);
  rows->step();
  return rows->int64(0);
}

}  // namespace

std::int64_t Vault::verify(const std::function<void(const std::string&)>& damaged,
                           const std::function<void(std::int64_t, std::int64_t)>& progress) const {
  constexpr std::int64_t progress_step = 256;
  std::int64_t bad = 0;
  const auto report = [&](const std::string& line) {
    ++bad;
    damaged(line);
  };
  const std::int64_t all = number(*database_, "SELECT count(*) FROM chunk");
  std::int64_t done = 0;
  std::string bytes;
  // In slices by id, so that no long read holds the log of a writing daemon back.
  for (std::int64_t last = -1; last != 0;) {
    std::vector<ChunkReference> slice;
    {
      auto rows = database_->query("SELECT id, size FROM chunk WHERE id > ? ORDER BY id LIMIT ?",
                                   std::max<std::int64_t>(last, 0), progress_step);
      while (rows->step()) slice.push_back({rows->int64(0), static_cast<std::uint64_t>(rows->int64(1))});
    }
    for (const auto& chunk : slice)
      if (const auto read = read_chunk(chunk, bytes); !read) report(read.error().message);
    last = slice.empty() ? 0 : slice.back().id;
    done += static_cast<std::int64_t>(slice.size());
    if (progress) progress(std::min(done, all), all);
  }
  for_each_object([&](const Digest& object) {
    if (!object_matches(object)) report(fmt::format("object {} does not match its chunks", to_hex(object)));
  });
  return bad;
}

// Recomputes the object's digest from its layout and the digests its chunks carry.
bool Vault::object_matches(const Digest& object) const {
  const auto found = layout(object);
  if (!found) return false;
  bool whole = true;
  ObjectDigest digest;
  const auto add = [&](const std::vector<ChunkReference>& chunks) {
    digest.number(chunks.size());
    for (const auto& chunk : chunks) {
      auto rows = database_->query("SELECT digest, size FROM chunk WHERE id = ?", chunk.id);
      if (!rows->step() || rows->int64(1) != static_cast<std::int64_t>(chunk.size))
        whole = false;
      else
        digest.chunk(chunk.size, rows->blob(0));
    }
  };
  digest.number(found->size);
  add(found->skeleton);
  for (const auto& part : found->parts) {
    digest.number(part.offset);
    add(part.chunks);
  }
  return whole && digest.finish() == object;
}

std::int64_t Vault::remove_unreferenced(const std::function<bool(const Digest&)>& is_referenced) {
  database::Transaction transaction(*database_);
  std::vector<Digest> unreferenced;
  std::vector<bool> used(static_cast<std::size_t>(number(*database_, "SELECT coalesce(max(id), 0) FROM chunk")) + 1);
  const auto mark = [&](const std::vector<ChunkReference>& chunks) {
    for (const auto& chunk : chunks)
      if (chunk.id > 0 && static_cast<std::size_t>(chunk.id) < used.size())
        used[static_cast<std::size_t>(chunk.id)] = true;
  };
  bool readable = true;
  for_each_object([&](const Digest& object) {
    if (!is_referenced(object)) return unreferenced.push_back(object);
    const auto found = layout(object);
    if (!found) {
      readable = false;
      return;
    }
    mark(found->skeleton);
    for (const auto& part : found->parts) mark(part.chunks);
  });
  // With a damaged layout it cannot be known which chunks are still needed: then nothing goes.
  if (unreferenced.empty() || !readable) return 0;
  for (const auto& object : unreferenced)
    database_->run("DELETE FROM object WHERE substr(digest, 1, 8) = ? AND digest = ?",
                   database::Blob{as_bytes(object).substr(0, 8)}, database::Blob{as_bytes(object)});
  for (std::size_t id = 1; id < used.size(); ++id)
    if (!used[id]) database_->run("DELETE FROM chunk WHERE id = ?", static_cast<std::int64_t>(id));
  transaction.commit();
  return static_cast<std::int64_t>(unreferenced.size());
}

}  // namespace tradewind::crm

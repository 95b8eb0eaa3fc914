#include "crm_core/vault/vault.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "crm_core/model/digest_key.hpp"
#include "crm_core/vault/codec.hpp"
#include "crm_core/vault/layout.hpp"
#include "crm_core/vault/object_digest.hpp"

namespace tradewind::crm {

namespace {

constexpr int vault_version = 1;
constexpr std::size_t smallest_part = 2048;
// Bigger bodies are cut: memory stays bounded, and two long files with the same beginning share it.
constexpr std::size_t largest_chunk = std::size_t{1} << 20;
// Of an object whose layout cannot be right.
constexpr std::uint64_t largest_object = std::uint64_t{1} << 40;

// Skeletons are as good as never the same, so only part chunks are looked up (by the first eight bytes of their digest)
// and indexed.
constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS chunk (
  id     INTEGER PRIMARY KEY,
  prefix INTEGER,               -- digest_key() of the digest; NULL in a skeleton
  digest BLOB NOT NULL,         -- SHA-256 of the raw bytes
  size   INTEGER NOT NULL,      -- raw bytes
  coding INTEGER NOT NULL,      -- ChunkCoding
  data   BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS chunk_by_prefix ON chunk (prefix) WHERE prefix IS NOT NULL;
CREATE TABLE IF NOT EXISTS object (
  id     INTEGER PRIMARY KEY,
  digest BLOB NOT NULL,         -- over the layout and the chunks' digests
  layout BLOB NOT NULL          -- ObjectLayout
);
CREATE INDEX IF NOT EXISTS object_by_digest ON object (substr(digest, 1, 8));
PRAGMA user_version = 1;
)";

int version_of(database::Database& database) {
  auto rows = database.query("PRAGMA user_version");
  rows->step();
  return rows->integer(0);
}

// The spans that are worth a chunk: in order, disjoint, inside, not small.
std::vector<ChunkSpan> usable_parts(std::size_t size, std::span<const ChunkSpan> parts) {
  std::vector<ChunkSpan> usable;
  std::size_t free_from = 0;
  for (const auto& part : parts) {
    if (part.size < smallest_part || part.offset < free_from || part.offset > size || part.size > size - part.offset)
      continue;
    usable.push_back(part);
    free_from = part.offset + part.size;
  }
  return usable;
}

}  // namespace

Vault::Vault(std::unique_ptr<database::Database> database)
    : database_(std::move(database)), codec_(std::make_unique<ChunkCodec>()) {}
Vault::Vault(Vault&&) noexcept = default;
Vault& Vault::operator=(Vault&&) noexcept = default;
Vault::~Vault() = default;

Result<Vault> Vault::open(const std::filesystem::path& file, Access access) {
  if (access == Access::read && !std::filesystem::exists(file))
    return fail(Fault::not_found, fmt::format("no vault {}: the mail itself is missing", file.string()),
                "\"crm restore\" puts a backup in place; the records are in crm.db");
  database::OpenOptions options;
  options.mode = access == Access::read ? database::OpenMode::read_only : database::OpenMode::create;
  options.page_bytes = 8192;
  options.cache_kib = 8192;
  auto database = std::make_unique<database::Database>(file, options);
  if (version_of(*database) > vault_version)
    return fail(Fault::unsupported, "the vault was made by a newer program",
                "install the newer Tradewind that made it");
  if (access == Access::write) {
    if (version_of(*database) < vault_version) {
      database::Transaction transaction(*database);
      database->execute(schema);
      transaction.commit();
    }
  }
  return Vault(std::move(database));
}

void Vault::begin() { batch_ = std::make_unique<database::Transaction>(*database_); }

void Vault::commit() {
  batch_->commit();
  batch_.reset();
}

void Vault::rollback() noexcept { batch_.reset(); }

Digest Vault::put(std::string_view raw, std::span<const ChunkSpan> parts) {
  const auto usable = usable_parts(raw.size(), parts);
  std::string joined;
  std::string_view skeleton = raw;
  if (!usable.empty()) {
    std::size_t at = 0;
    for (const auto& part : usable) {
      joined.append(raw.substr(at, part.offset - at));
      at = part.offset + part.size;
    }
    joined.append(raw.substr(at));
    skeleton = joined;
  }

  // Digests first: an object that is there already costs no compression and no writing.
  std::vector<std::pair<std::string_view, Digest>> pieces;
  ObjectDigest whole;
  const auto cut = [&](std::string_view bytes) {
    whole.number((bytes.size() + largest_chunk - 1) / largest_chunk);
    for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), largest_chunk))) {
      const auto piece = bytes.substr(0, largest_chunk);
      pieces.emplace_back(piece, sha256(piece));
      whole.chunk(piece.size(), as_bytes(pieces.back().second));
    }
  };
  whole.number(raw.size());
  cut(skeleton);
  const std::size_t skeleton_pieces = pieces.size();
  for (const auto& part : usable) {
    whole.number(part.offset);
    cut(raw.substr(part.offset, part.size));
  }
  const Digest digest = whole.finish();
  if (contains(digest)) return digest;

  ObjectLayout layout;
  layout.size = raw.size();
  std::size_t next = 0;
  for (; next < skeleton_pieces; ++next)
    layout.skeleton.push_back({insert_chunk(pieces[next].first, pieces[next].second, true), pieces[next].first.size()});
  for (const auto& part : usable) {
    auto& kept = layout.parts.emplace_back();
    kept.offset = part.offset;
    for (std::size_t left = part.size; left > 0; left -= pieces[next++].first.size())
      kept.chunks.push_back({keep_chunk(pieces[next].first, pieces[next].second), pieces[next].first.size()});
  }
  database_->run("INSERT INTO object (digest, layout) VALUES (?, ?)", database::Blob{as_bytes(digest)},
                 database::Blob{layout.encoded()});
  return digest;
}

std::int64_t Vault::keep_chunk(std::string_view bytes, const Digest& digest) {
  {
    auto rows = database_->query("SELECT id, digest FROM chunk WHERE prefix = ?", digest_key(digest));
    while (rows->step())
      if (rows->blob(1) == as_bytes(digest)) return rows->int64(0);
  }
  return insert_chunk(bytes, digest, false);
}

std::int64_t Vault::insert_chunk(std::string_view bytes, const Digest& digest, bool skeleton) {
  const auto packed = codec_->pack(bytes);
  std::optional<std::int64_t> prefix;
  if (!skeleton) prefix = digest_key(digest);
  database_->run("INSERT INTO chunk (prefix, digest, size, coding, data) VALUES (?, ?, ?, ?, ?)", prefix,
                 database::Blob{as_bytes(digest)}, bytes.size(), static_cast<int>(packed.coding),
                 database::Blob{packed.bytes});
  return database_->last_insert_id();
}

bool Vault::contains(const Digest& object) const {
  const database::Blob whole{as_bytes(object)}, beginning{whole.bytes.substr(0, 8)};
  auto rows = database_->query("SELECT 1 FROM object WHERE substr(digest, 1, 8) = ? AND digest = ?", beginning, whole);
  return rows->step();
}

Result<ObjectLayout> Vault::layout(const Digest& object) const {
  const database::Blob whole{as_bytes(object)}, beginning{whole.bytes.substr(0, 8)};
  auto rows =
      database_->query("SELECT layout FROM object WHERE substr(digest, 1, 8) = ? AND digest = ?", beginning, whole);
  if (!rows->step()) return fail(Fault::not_found, fmt::format("the vault has no object {}", to_hex(object)));
  auto layout = ObjectLayout::decode(rows->blob(0));
  if (!layout || layout->size > largest_object)
    return fail(Fault::corrupt, fmt::format("the layout of object {} is damaged", to_hex(object)),
                "restore the vault from a backup");
  return *std::move(layout);
}

Result<void> Vault::read_chunk(const ChunkReference& chunk, std::string& bytes) const {
  bytes.clear();
  auto rows = database_->query("SELECT digest, size, coding, data FROM chunk WHERE id = ?", chunk.id);
  if (!rows->step())
    return fail(Fault::corrupt, fmt::format("chunk {} is missing from the vault", chunk.id),
                "restore the vault from a backup");
  const bool fits = rows->int64(1) == static_cast<std::int64_t>(chunk.size) && chunk.size <= largest_chunk &&
                    codec_->unpack(static_cast<ChunkCoding>(rows->integer(2)), rows->blob(3), chunk.size, bytes) &&
                    as_bytes(sha256(bytes)) == rows->blob(0);
  if (!fits)
    return fail(Fault::corrupt, fmt::format("chunk {} of the vault is damaged", chunk.id),
                "restore the vault from a backup");
  return {};
}

Result<void> Vault::read_segments(const Digest& object, std::uint64_t offset, std::uint64_t size,
                                  const std::function<void(std::string_view)>& write) const {
  const auto found = layout(object);
  if (!found) return pass_on(found);
  // The skeleton goes on after each part: its chunk stays unpacked meanwhile.
  std::string skeleton, part;
  std::int64_t unpacked = 0;
  std::uint64_t at = 0, all = 0;
  for (const auto& segment : found->segments()) {
    const std::uint64_t begin = std::max(at, offset);
    const std::uint64_t end = std::min(at + segment.size, size > UINT64_MAX - offset ? UINT64_MAX : offset + size);
    const std::uint64_t start = at;
    at += segment.size;
    all += segment.size;
    if (begin >= end) continue;
    std::string& bytes = segment.skeleton ? skeleton : part;
    if (!segment.skeleton || unpacked != segment.chunk.id)
      if (auto done = read_chunk(segment.chunk, bytes); !done) return done;
    if (segment.skeleton) unpacked = segment.chunk.id;
    write(std::string_view(bytes).substr(static_cast<std::size_t>(segment.offset + (begin - start)),
                                         static_cast<std::size_t>(end - begin)));
  }
  if (all != found->size)
    return fail(Fault::corrupt, fmt::format("object {} is incomplete", to_hex(object)),
                "restore the vault from a backup");
  return {};
}

Result<void> Vault::read(const Digest& object, const std::function<void(std::string_view)>& write) const {
  return read_segments(object, 0, UINT64_MAX, write);
}

Result<std::string> Vault::get(const Digest& object) const { return get_range(object, 0, UINT64_MAX); }

Result<std::string> Vault::get_range(const Digest& object, std::uint64_t offset, std::uint64_t size) const {
  std::string bytes;
  if (auto done = read_segments(object, offset, size, [&](std::string_view piece) { bytes.append(piece); }); !done)
    return pass_on(done);
  return bytes;
}

Result<std::vector<ChunkSpan>> Vault::parts(const Digest& object) const {
  const auto found = layout(object);
  if (!found) return pass_on(found);
  std::vector<ChunkSpan> spans;
  for (const auto& part : found->parts) {
    auto& span = spans.emplace_back(ChunkSpan{static_cast<std::size_t>(part.offset), 0});
    for (const auto& chunk : part.chunks) span.size += static_cast<std::size_t>(chunk.size);
  }
  return spans;
}

Result<std::uint64_t> Vault::size(const Digest& object) const {
  const auto found = layout(object);
  if (!found) return pass_on(found);
  return found->size;
}

VaultCounts Vault::counts() const {
  VaultCounts counts;
  {
    auto rows = database_->query("SELECT count(*), coalesce(sum(length(data)), 0) FROM chunk");
    rows->step();
    counts.chunks = rows->int64(0);
    counts.stored_bytes = rows->int64(1);
  }
  auto rows = database_->query("SELECT layout FROM object");
  while (rows->step()) {
    ++counts.objects;
    if (const auto layout = ObjectLayout::decode(rows->blob(0)))
      counts.raw_bytes += static_cast<std::int64_t>(layout->size);
  }
  return counts;
}

void Vault::for_each_object(const std::function<void(const Digest&)>& visit) const {
  auto rows = database_->query("SELECT digest FROM object");
  while (rows->step()) visit(digest_from_bytes(rows->blob(0)));
}

void Vault::copy_to(const std::filesystem::path& target) const { database_->copy_to(target); }

}  // namespace tradewind::crm

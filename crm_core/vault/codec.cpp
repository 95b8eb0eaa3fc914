#include "crm_core/vault/codec.hpp"

#include <zstd.h>

#include <stdexcept>

namespace tradewind::crm {

namespace {
// Measured on mail (1,200 texts, 218 encoded bodies): text 0.371 of its size at level 3 and 0.383 at 1, in a quarter
// less time; base64 0.743 at every level up to 6, fastest at 1.
constexpr int level = 1;
}  // namespace

struct ChunkCodec::State {
  ZSTD_CCtx* compressor = ZSTD_createCCtx();
  ZSTD_DCtx* decompressor = ZSTD_createDCtx();
  std::string buffer;
  State() {
    if (compressor == nullptr || decompressor == nullptr) throw std::bad_alloc();
  }
  ~State() {
    ZSTD_freeCCtx(compressor);
    ZSTD_freeDCtx(decompressor);
  }
};

ChunkCodec::ChunkCodec() : state_(std::make_unique<State>()) {}
ChunkCodec::~ChunkCodec() = default;
ChunkCodec::ChunkCodec(ChunkCodec&&) noexcept = default;

ChunkCodec::Packed ChunkCodec::pack(std::string_view raw) {
  const std::size_t bound = ZSTD_compressBound(raw.size());
  if (state_->buffer.size() < bound) state_->buffer.resize(bound);
  const std::size_t size = ZSTD_compressCCtx(state_->compressor, state_->buffer.data(), state_->buffer.size(),
                                             raw.data(), raw.size(), level);
  if (ZSTD_isError(size)) throw std::runtime_error(std::string("zstd: ") + ZSTD_getErrorName(size));
  // Less than one part in 32 is not worth the unpacking.
  if (size + raw.size() / 32 >= raw.size()) return {ChunkCoding::plain, raw};
  return {ChunkCoding::zstd, std::string_view(state_->buffer).substr(0, size)};
}

bool ChunkCodec::unpack(ChunkCoding coding, std::string_view packed, std::size_t size, std::string& raw) {
  if (coding == ChunkCoding::plain) {
    if (packed.size() != size) return false;
    raw.append(packed);
    return true;
  }
  if (coding != ChunkCoding::zstd) return false;
  const std::size_t before = raw.size();
  raw.resize(before + size);
  const std::size_t got =
      ZSTD_decompressDCtx(state_->decompressor, raw.data() + before, size, packed.data(), packed.size());
  if (!ZSTD_isError(got) && got == size) return true;
  raw.resize(before);
  return false;
}

}  // namespace tradewind::crm

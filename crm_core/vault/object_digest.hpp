// What the digest of an object is taken over: its size, then per stream its offset, the number of its chunks and each
// chunk's size and digest. It does not depend on row ids or on how chunks are compressed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "crm_core/base/sha256.hpp"

namespace tradewind::crm {

class ObjectDigest {
 public:
  void number(std::uint64_t value) {
    for (int shift = 0; shift < 64; shift += 8) text_ += static_cast<char>(value >> shift);
  }
  void chunk(std::uint64_t size, std::string_view digest) {
    number(size);
    text_.append(digest);
  }
  [[nodiscard]] Digest finish() const { return sha256(text_); }

 private:
  std::string text_;
};

}  // namespace tradewind::crm

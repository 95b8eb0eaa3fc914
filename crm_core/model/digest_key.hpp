// The first eight bytes of a SHA-256 as a number: a short key for indexes. Two different things share one by accident
// about once in 2^64; where that would matter the whole digest is compared as well.
#pragma once

#include <cstdint>
#include <string_view>

#include "crm_core/base/sha256.hpp"

namespace tradewind::crm {

[[nodiscard]] inline std::int64_t digest_key(const Digest& digest) {
  std::uint64_t key = 0;
  for (int i = 0; i < 8; ++i) key = key << 8 | digest[static_cast<std::size_t>(i)];
  return static_cast<std::int64_t>(key);
}

// Of a Message-ID without <>.
[[nodiscard]] inline std::int64_t reference_key(std::string_view message_id) { return digest_key(sha256(message_id)); }

}  // namespace tradewind::crm

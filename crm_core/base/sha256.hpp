// SHA-256 of bytes (FIPS 180-4), by Nettle, which uses the processor's SHA instructions where it has them.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace tradewind {

using Digest = std::array<unsigned char, 32>;

[[nodiscard]] Digest sha256(std::string_view bytes);
[[nodiscard]] std::string to_hex(const Digest& digest);
[[nodiscard]] std::string_view as_bytes(const Digest& digest);
// Precondition: bytes.size() == 32 (throws std::invalid_argument otherwise).
[[nodiscard]] Digest digest_from_bytes(std::string_view bytes);

// A text that only who knows the key can make (RFC 2104).
[[nodiscard]] Digest hmac_sha256(std::string_view key, std::string_view text);

// For bytes that come in pieces. Not thread-safe; one object a digest at a time.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  void update(std::string_view bytes);
  // Gives the digest and starts over.
  [[nodiscard]] Digest finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tradewind
